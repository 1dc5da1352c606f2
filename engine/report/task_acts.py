"""What can be done with a task beside answering it, and what was: in whose hands it is, more time, taking it back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, select

from engine.report.seen_task import SeenTask
from engine.store.answers import name_of
from engine.store.extending import answerers
from engine.store.holders import Holder, holders
from engine.store.tables import draft, person, task, task_act
from engine.store.tasks import WITHDRAWN
from engine.work.access import holds, may_act, may_hold
from engine.work.people import Viewer
from engine.work.route import element_of
from engine.work.seat import Seat
from engine.work.task import Task
from engine.work.withdrawal import way_back


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act. `other`: the name of whom it was passed on to, taken from, or answered."""

    kind: str
    by: str
    capacity: str
    at: datetime
    other: str | None
    text: str | None
    day: date | None
    task_id: str
    by_id: str


@dataclass(frozen=True, slots=True)
class TaskActs:
    """`holder`: who has the task in hand, `passed_on_by` who gave it to them; `mine`: the viewer has it in hand.

    `colleagues`: to whom the viewer may pass it on. `asked`: the request for more time that waits for an answer.
    """

    acts: tuple[ActRow, ...]
    holder: str | None = None
    passed_on_by: str | None = None
    mine: bool = False
    can_claim: bool = False
    can_release: bool = False
    colleagues: tuple[Holder, ...] = ()
    can_withdraw: bool = False
    again_id: str | None = None
    """Of a task that was sent and taken back: the one that is open in its place."""
    can_ask: bool = False
    asked: ActRow | None = None
    can_answer: bool = False
    granted: ActRow | None = None

    def of_task(self, *kinds: str) -> tuple[ActRow, ...]:
        """The acts of those kinds, newest first."""
        return tuple(act for act in self.acts if act.kind in kinds)


def task_acts(connection: Connection, viewer: Viewer, seen: SeenTask, today: date) -> TaskActs:
    """For a task that the viewer may see."""
    found = seen.task
    acts = _acts(connection, found)
    own = tuple(act for act in acts if act.task_id == found.id)
    if found.status != "open":
        return _closed(connection, viewer, seen, acts)
    extensions = [act for act in own if act.kind in ("ask", "grant", "refuse")]
    asked = extensions[0] if extensions and extensions[0].kind == "ask" else None
    seats = answerers(connection, viewer.tenant_id, seen.compiled.plan, found) if asked else ()
    answers = asked is not None and asked.by_id != viewer.person_id and any(holds(viewer, seat) for seat in seats)
    acting, seated = may_act(viewer, found), may_hold(viewer, found)
    sharing = _Sharing(found, *_colleagues(connection, found, today)) if seated and found.act != "ballot" else None
    mine = found.claimed_by == viewer.person_id
    return TaskActs(
        acts, name_of(connection, found.claimed_by) if found.claimed_by else None,
        name_of(connection, found.delegated_by) if found.delegated_by else None, mine,
        bool(sharing and not mine and (sharing.several or found.claimed_by)), mine and not found.behalf_unit_id,
        sharing.others(viewer) if sharing and acting else (), False, None,
        bool(acting and not found.behalf_unit_id and found.last_day and not asked
             and seen.compiled.plan.step(found.step).extendable and found.act != "ballot"),
        asked, answers, next((act for act in acts if act.kind == "grant"), None))


@dataclass(frozen=True, slots=True)
class _Sharing:
    """Who shares the task: `seated` might do it as it is, `unit` are all of their unit."""

    task: Task
    seated: tuple[Holder, ...]
    unit: tuple[Holder, ...]

    @property
    def several(self) -> bool:
        return len(self.seated) > 1

    def others(self, viewer: Viewer) -> tuple[Holder, ...]:
        """To whom it can be passed on; a decision to nobody."""
        out = (viewer.person_id, self.task.entered_by)
        return () if self.task.act == "decide" else tuple(one for one in self.unit if one.id not in out)


def _colleagues(connection: Connection, found: Task, today: date) -> tuple[tuple[Holder, ...], tuple[Holder, ...]]:
    if found.candidate_unit_id is None:
        return (), ()
    seat = Seat(found.role, found.candidate_unit_id, found.candidate_positions)
    unit = Seat(found.role, found.candidate_unit_id)
    sitting = holders(connection, (seat, unit), today)
    return sitting[seat], sitting[unit]


def _closed(connection: Connection, viewer: Viewer, seen: SeenTask, acts: tuple[ActRow, ...]) -> TaskActs:
    found = seen.task
    if found.outcome == WITHDRAWN:
        here = (task.c.instance_id == found.instance_id, task.c.step == found.step, task.c.slot == found.slot)
        again = connection.execute(select(task.c.id).where(*here, task.c.status == "open")).scalar()
        return TaskActs(acts, again_id=again)
    return TaskActs(acts, can_withdraw=bool(found.status == "done" and may_hold(viewer, found)
                                            and _lies_there(connection, seen)))


def _lies_there(connection: Connection, seen: SeenTask) -> bool:
    """Whether what was sent waits to be looked at, and nobody has begun to."""
    found = seen.task
    process = next(p for p in seen.compiled.processes.values() if any(n.id == element_of(found.node) for n in p.nodes))
    back = way_back(process, seen.compiled.plan.step(found.step), found)
    if back is None:
        return False
    later = connection.execute(
        select(task.c.node, task.c.status, task.c.claimed_by, draft.c.task_id)
        .outerjoin(draft, draft.c.task_id == task.c.id)
        .where(task.c.instance_id == found.instance_id, task.c.step == found.step, task.c.id != found.id,
               and_(task.c.opened_at >= (found.closed_at or found.opened_at)))).all()
    waiting = [row for row in later if row.status == "open"]
    return (len(later) == len(waiting) == 1 and element_of(waiting[0].node) == back[0]
            and waiting[0].claimed_by is None and waiting[0].task_id is None)


def _acts(connection: Connection, about: Task) -> tuple[ActRow, ...]:
    """Newest first, of all tasks of the step."""
    other = person.alias("other")
    rows = connection.execute(
        select(task_act.c.kind, person.c.name, task_act.c.capacity, task_act.c.at, other.c.name, task_act.c.text,
               task_act.c.day, task_act.c.task_id, task_act.c.by)
        .join(person, person.c.id == task_act.c.by).outerjoin(other, other.c.id == task_act.c.other)
        .where(task_act.c.instance_id == about.instance_id, task_act.c.step == about.step)
        .order_by(task_act.c.at.desc(), task_act.c.id.desc()))
    return tuple(ActRow(*row) for row in rows)
