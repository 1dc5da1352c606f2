"""What a member sees of a vote on its page: the choices, the own ballot, how many have voted; nothing of the others."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.store import answers, ballots
from engine.store.asked import Subject
from engine.store.ballots import Ballot
from engine.store.standpoint import Standpoint
from engine.store.vote_chair import chair_seat
from engine.store.vote_state import VoteState, vote_state
from engine.work.access import conducts
from engine.work.people import Viewer
from engine.work.vote import ANSWER, MARKED

WORDS = {"tan-thanh": "Tán thành", "khong-tan-thanh": "Không tán thành", "khong-y-kien": "Không có ý kiến",
         "phieu-trang": "Phiếu trắng"}


@dataclass(frozen=True, slots=True)
class VoteSheet:
    """`own`: the viewer's state among those called, "" for nobody; `marked`: the own open ballot, ids, `blank` where it
    marks nothing; `note`: what was said with it.

    `voted` of `called` have handed in a ballot. `again`: the second ballot. `result`: what the finished vote left.
    """

    how: str
    secret: bool
    options: tuple[tuple[str, str], ...]
    seats: int
    voted: int
    called: int
    own: str
    reason: str
    marked: tuple[str, ...]
    blank: bool
    note: str
    again: bool
    tied: bool
    conducts: bool
    result: Mapping[str, object] | None

    @property
    def may_vote(self) -> bool:
        return not self.tied and (self.own == "waiting" or (self.own == "voted" and not self.secret))


def vote_sheet(connection: Connection, about: Subject, viewer: Viewer, run_id: str) -> VoteSheet | None:
    """None where no chosen members vote."""
    task = about.task
    chair = chair_seat(connection, about.plan, task)
    if chair is None:
        return None
    state = state_of(connection, about, run_id)
    own = next((one for one in state.roll.members if one.person_id == viewer.person_id), None)
    cast = _own_ballot(connection, about, viewer, state)
    marked = _marked(cast)
    return VoteSheet(
        state.vote.how, state.vote.secret, _choices(state), state.vote.seats, state.roll.voted, state.roll.called,
        own.state if own else "", own.reason if own else "", marked, cast is not None and not marked,
        (cast.note or "") if cast else "", bool(state.earlier),
        _tied(state) and task.status == "open", conducts(viewer, chair) is not None,
        result_of(connection, about))


def state_of(connection: Connection, about: Subject, run_id: str) -> VoteState:
    """Where the vote of that task stands."""
    at = Standpoint(about.plan, run_id, about.task.tenant_id, about.unit, about.entry, about.today)
    return vote_state(connection, about.task, at)


def result_of(connection: Connection, about: Subject) -> Mapping[str, object] | None:
    """What the finished vote left among the answers of its step."""
    sent = answers.of_task(connection, about.task.id) if about.task.status == "done" else None
    return next(iter(sent.forms.values()), None) if sent else None


def _tied(state: VoteState) -> bool:
    """Whether nobody is waited for and the chair has to decide; other votes end by themselves."""
    return state.vote.how != "scores" and state.vote.tie == "chair" and state.over(False)


def _choices(state: VoteState) -> tuple[tuple[str, str], ...]:
    return tuple(WORDS.items()) if state.vote.how == "consent" else tuple(state.options.items())


def _own_ballot(connection: Connection, about: Subject, viewer: Viewer, state: VoteState) -> Ballot | None:
    """Never of a secret vote; a score sheet shows its own."""
    if state.vote.secret or state.vote.how == "scores":
        return None
    return next((b for b in ballots.of_task(connection, about.task) if b.person_id == viewer.person_id), None)


def _marked(cast: Ballot | None) -> tuple[str, ...]:
    if cast is None:
        return ()
    marked = cast.scores.get(MARKED)
    return tuple(map(str, marked)) if isinstance(marked, list) else (str(cast.scores.get(ANSWER, "")),)
