"""The chair or the keeper of the minutes tells the members who have not voted, each once a day."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from engine.action.holding import run_seen
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import ballots, notices
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.holders import holders
from engine.store.notices import URGED, NewLetter, Notice
from engine.store.vote_bodies import Body, bodies_of, open_votes
from engine.work.people import Conflict, Forbidden, Viewer
from engine.work.seat import Seat
from engine.work.task import Task
from engine.work.words import day_in_sentence

Waiting = Mapping[str, Sequence[Task]]
"""Person id -> the votes that wait for that person."""


def urge_voters(database: Database, ids: IdSource, viewer: Viewer, run_id: str, step: str, now: datetime) -> str:
    """The sentence to show. One notice a person and day, however many votes of the step wait.

    Raises NotFound, Forbidden (neither chair nor keeper of the minutes), Conflict (nobody to tell; told today).
    """
    with database.write() as connection:
        run = run_seen(connection, viewer, run_id)
        body = next((one for one in bodies_of(connection, viewer, (run_id,)) if one.step.id == step), None)
        if body is None:
            raise Forbidden(f"Chỉ chủ toạ hoặc thư ký nhắc được thành viên bỏ phiếu của đợt “{run.short}”.")
        waiting = _waiting(connection, body)
        if not waiting:
            raise Conflict(f"Không còn ai chưa bỏ phiếu ở bước “{body.step.name}” nên không có ai để nhắc.")
        told = notices.told_at_step(connection, run_id, step, URGED, local_day(now))
        left = {person: votes for person, votes in waiting.items() if person not in told}
        if not left:
            raise Conflict(f"Hôm nay đã nhắc những người chưa bỏ phiếu ở bước “{body.step.name}”; mỗi ngày nhắc một "
                           "lần.")
        _tell(connection, ids, body, left, now)
        record(connection, Act("urge_voters", now, viewer.person_id, body.held.capacity, run.id,
                               detail={"step": step, "told": len(left)}, run_id=run.id))
    return f"Đã nhắc {len(left)} người chưa bỏ phiếu ở bước “{body.step.name}”."


def _waiting(connection: Connection, body: Body) -> Waiting:
    votes = open_votes(connection, body)
    rolls = ballots.rolls_of(connection, [vote.id for vote in votes])
    found: dict[str, list[Task]] = {}
    for vote in votes:
        for member in rolls[vote.id].of("waiting"):
            found.setdefault(member.person_id, []).append(vote)
    return found


def _tell(connection: Connection, ids: IdSource, body: Body, waiting: Waiting, now: datetime) -> None:
    seat = Seat("", members=tuple(sorted(waiting)))
    by_mail = any("email" in rung.means for rung in body.plan.ladder.rungs)
    for person in holders(connection, [seat], local_day(now))[seat]:
        votes = waiting[person.id]
        text = _text(votes)
        made = [Notice(ids.new(), votes[0].id, body.run.id, URGED, local_day(now), person.id, channel, "reminder", text,
                       now) for channel in ("inbox", "email") if channel == "inbox" or (by_mail and person.email)]
        new = notices.add(connection, made)
        letters = [NewLetter(one.id, person.email or "", f"{body.run.short}: {votes[0].title}",
                             f"Kính gửi {person.name},\n\n{text}\n\nKế hoạch: {body.run.name}.\n")
                   for one in made if one.channel == "email" and one.id in new]
        notices.post(connection, letters, now)


def _text(votes: Sequence[Task]) -> str:
    """`votes`: those that wait for one person, the most pressing first."""
    first = votes[0]
    until = f", hạn {day_in_sentence(first.last_working_day)}" if first.last_working_day else ""
    if len(votes) == 1:
        about = f" — “{first.subject}”" if first.subject else ""
        return f"Còn chờ phiếu của bạn: “{first.title}”{about}{until}."
    return f"Còn chờ {len(votes)} phiếu của bạn: “{first.title}”, phiếu gần nhất{until}."
