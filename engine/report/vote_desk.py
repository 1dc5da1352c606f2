"""A vote as its chair conducts it and as its minutes tell it: who was called, came or not and why, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.base.clock import local_day
from engine.document.letter import Style
from engine.plan.model import Plan
from engine.plan.people import Recipient
from engine.plan.vote import Share, Vote
from engine.report.ballot_sheet import BallotSheet, ballot_sheet
from engine.report.seen_task import SeenTask, seen_task
from engine.report.vote_sheet import WORDS, result_of, state_of
from engine.store import ballots, units
from engine.store.asked import Subject, subject_of
from engine.store.database import Database
from engine.store.notices import URGED, last_told
from engine.store.offered_people import offered_people
from engine.store.runs import Run
from engine.store.tables import task as task_table
from engine.store.tables import unit
from engine.store.vote_chair import chair_seat, secretary_seat, sitting
from engine.store.vote_closing import Closing, Officer, closing_of
from engine.store.vote_state import VoteState, cast_sheets
from engine.work.access import conducts
from engine.work.choices import Offered
from engine.work.context import UnitValue
from engine.work.people import Forbidden, NotFound, Viewer
from engine.work.seat import Seat
from engine.work.task import Task
from engine.work.vote import ANSWER, MARKED, Roll, Tally

_MANY = 200
"""So many other votes are listed."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Another open vote of the same step."""

    task_id: str
    name: str
    voted: int
    called: int


@dataclass(frozen=True, slots=True)
class VoteDesk:
    """`needed`: ballots of the quorum. `tally` only while the chair has to decide a tie; `result` when it is over.

    `named`: who voted what, where the plan says so and the vote is over. `people`: who may come in somebody's place.
    `leads`: the viewer is the chair; else the page is to be read. `urged`: when members were last told to vote.
    Once the vote is counted the roll, `chairs` and `secretaries` are those of that moment; `place`: of the issuer.
    """

    task: Task
    run: Run
    step: str
    unit_name: str
    vote: Vote
    passes: str
    of: str
    quorum: str | None
    needed: int
    roll: Roll
    earlier: tuple[Mapping[str, Any], ...]
    tally: Tally | None
    result: Mapping[str, object] | None
    named: tuple[tuple[str, str], ...]
    leads: bool
    chair: str
    chairs: tuple[Officer, ...]
    secretaries: tuple[Officer, ...]
    urged: datetime | None
    issuer: str
    above: str
    style: Style
    place: str
    recipients: tuple[Recipient, ...]
    people: tuple[Offered, ...]
    beside: tuple[Beside, ...]

    @property
    def may_close(self) -> bool:
        return self.roll.may_close(self.quorum)

    @property
    def never(self) -> bool:
        return self.roll.never(self.quorum)

    @property
    def enough(self) -> int | None:
        """So many votes pass it, where the plan names a number and not a share."""
        return Share(self.passes).number

    @property
    def present(self) -> int | None:
        """So many ballots make the quorum, where the plan names a number and not a share."""
        return Share(self.quorum).number if self.quorum else None


def vote_desk(database: Database, viewer: Viewer, task_id: str, today: date) -> VoteDesk:
    """For the chair, and to be read for whoever keeps the minutes. Raises NotFound, Forbidden."""
    with database.read() as connection:
        seen = seen_task(connection, viewer, task_id)
        chair = chair_seat(connection, seen.compiled.plan, seen.task)
        if chair is None:
            raise NotFound("Việc này không bỏ phiếu nên không có gì để điều hành.")
        secretary = secretary_seat(connection, seen.compiled.plan, seen.task)
        leads = conducts(viewer, chair) is not None
        if not leads and (secretary is None or conducts(viewer, secretary) is None):
            raise Forbidden(f"Việc bỏ phiếu “{seen.task.title}” do {chair.role} điều hành; bạn không giữ vai trò này.")
        return _desk(connection, seen, today, leads)


def still_open(database: Database, viewer: Viewer, task_id: str) -> bool:
    """Whether the vote goes on after what was done to it. Raises NotFound, Forbidden."""
    with database.read() as connection:
        return seen_task(connection, viewer, task_id).task.status == "open"


def vote_minutes(database: Database, viewer: Viewer, task_id: str, today: date) -> tuple[VoteDesk, BallotSheet | None]:
    """For whoever sees the task, once the vote is over, with the sheet where members scored; raises NotFound,
    Forbidden."""
    with database.read() as connection:
        seen = seen_task(connection, viewer, task_id)
        if chair_seat(connection, seen.compiled.plan, seen.task) is None or seen.task.status != "done":
            raise NotFound("Việc này chưa có biên bản; biên bản có khi bỏ phiếu xong.")
        found = _desk(connection, seen, today, False)
        if found.vote.how != "scores":
            return found, None
        about = subject_of(connection, seen.compiled.plan, seen.run, seen.task, today)
        return found, ballot_sheet(connection, about, viewer)


def _desk(connection: Connection, seen: SeenTask, today: date, leads: bool) -> VoteDesk:
    plan, task, run = seen.compiled.plan, seen.task, seen.run
    about = subject_of(connection, plan, run, task, today)
    state = state_of(connection, about, run.id)
    chair = chair_seat(connection, plan, task)
    assert chair
    sheets = cast_sheets(connection, plan.step(task.step), task)
    tied = leads and task.status == "open" and state.vote.how != "scores" and state.over(False)
    tally = state.tally(sheets) if tied else None
    closing = _closing(connection, seen, state.roll, chair)
    roll = closing.roll
    line = _line(connection, run, plan)
    told = last_told(connection, [task.id], URGED).get(task.id)
    substitutes = leads and state.vote.substitutes and task.status == "open"
    return VoteDesk(
        task, run, plan.step(task.step).name, about.unit.name, state.vote, state.vote.passes, state.vote.of,
        state.quorum, roll.needed(state.quorum), roll, state.earlier,
        tally if tally and tally.passed is None else None, result_of(connection, about),
        _named(connection, about, state), leads, chair.role, closing.chairs, closing.secretaries, told, line[-1].name,
        line[-2].name if len(line) > 1 else "", plan.issuer.style,
        next((one.place for one in reversed(line) if one.place), ""), plan.recipients,
        offered_people(connection, run.tenant_id, task.unit_id, today) if substitutes else (),
        _beside(connection, task))


def _line(connection: Connection, run: Run, plan: Plan) -> list[UnitValue]:
    """The issuer of the plan, below the units over it, the root first."""
    issuer = units.get(connection, units.ids_of(connection, run.tenant_id, (plan.issuer.unit,))[plan.issuer.unit])
    found = units.of_ids(connection, issuer.line)
    return [found[one] for one in issuer.line]


def _closing(connection: Connection, seen: SeenTask, roll: Roll, chair: Seat) -> Closing:
    """As it was kept; for a vote counted before anything was kept, who sat there on that day."""
    task = seen.task
    if task.closed_at is None:
        return Closing(roll, (), ())
    secretary, day = secretary_seat(connection, seen.compiled.plan, task), local_day(task.closed_at)
    return closing_of(connection, task.id) or Closing(
        roll, sitting(connection, chair, day), sitting(connection, secretary, day) if secretary else ())


def _named(connection: Connection, about: Subject, state: VoteState) -> tuple[tuple[str, str], ...]:
    if not state.vote.named or state.vote.secret or state.vote.how == "scores" or about.task.status != "done":
        return ()
    names = {one.person_id: one.name for one in state.roll.members}
    return tuple((names.get(cast.person_id, ""), _said(cast.scores, state.options))
                 for cast in ballots.of_task(connection, about.task))


def _said(sheet: Mapping[str, object], options: Mapping[str, str]) -> str:
    marked = sheet.get(MARKED)
    if isinstance(marked, list):
        return "; ".join(options.get(one, one) for one in marked) or WORDS["phieu-trang"]
    return WORDS.get(str(sheet.get(ANSWER)), "")


def _beside(connection: Connection, task: Task) -> tuple[Beside, ...]:
    ids = ballots.open_beside(connection, task.tenant_id, task.id) if task.status == "open" else []
    found: Sequence[Any] = connection.execute(
        select(task_table.c.id, task_table.c.subject, unit.c.name).join(unit, unit.c.id == task_table.c.unit_id)
        .where(task_table.c.id.in_(ids[:_MANY])).order_by(unit.c.name, task_table.c.subject, task_table.c.id)).all()
    counts = ballots.counts_of(connection, [row[0] for row in found])
    return tuple(Beside(row[0], row[1] or row[2], *counts.get(row[0], (0, 0))) for row in found)
