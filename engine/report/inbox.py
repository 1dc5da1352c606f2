"""The inbox: views of a person's tasks with their counts, and one page of one view, by due day or another group."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, not_, null, or_, select

from engine.base.calendar import WorkCalendar
from engine.base.clock import local_day
from engine.bpmn.graph import Outcome
from engine.report.due_group import group_case
from engine.report.inbox_order import behind, group_of, key_of, order_of
from engine.report.wanted import VIEWS, Wanted, views_of, wanted_in
from engine.store import comments, saved_views
from engine.store.database import Database
from engine.store.files import SENT, SHOWN
from engine.store.giving import Giving
from engine.store.offered import held_by_another, offered_to, within_reach
from engine.store.row_acts import NODE_COLUMNS, node_of_row, outcomes_of_row, sent_back
from engine.store.stars import starred
from engine.store.tables import answer, file, instance, person, run, task, unit
from engine.work.access import stands_for
from engine.work.due_state import DueState, TaskDays, awaited, done_state, due_state
from engine.work.people import InsteadOf, Viewer
from engine.work.saved_view import SavedView
from engine.work.seat import Seat

PAGE = 50
_WORDS = 80
"""So many characters of a reason stand in a row."""
_OF_OTHERS = ("cho-nguoi-khac", "danh-dau")
"""The views in which tasks stand that somebody else has in hand."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One task of the list. `unit` is empty where it goes without saying (the viewer's only unit).

    `group`: the code of its due group, the id of its plan's run or of its unit; `acts`: the outcomes that
    need no form; `comments`: those of others that the viewer has not read; `instead_of`: for whom the task comes here.
    """

    id: str
    rev: int
    title: str
    subject: str
    plan: str
    unit: str
    step_index: int
    step_total: int
    group: str
    group_name: str
    due: DueState
    last_day: date | None
    last_working_day: date | None
    phrase: str
    """What the plan says of the deadline."""
    returned: int
    draft_percent: int | None
    files: int
    comments: int
    acts: tuple[Outcome, ...]
    instead_of: InsteadOf | None = None
    star: bool = False
    on_paper: bool = False
    """It is being entered, was entered, or looks at what was entered from the paper of the unit."""
    waits_for: str = ""
    """Who has it in hand, else whose turn it is, of a task that waits for others."""
    returned_why: str = ""
    """The beginning of the last word that sent it back."""
    more_time: bool = False
    """The viewer can give it more time; asked only of what waits for others."""


@dataclass(frozen=True, slots=True)
class Side:
    """What stands beside the list: view -> how many tasks, and the saved views with theirs."""

    counts: dict[str, int]
    saved: tuple[tuple[SavedView, int], ...] = ()
    elsewhere: int = 0
    """What is to be done in positions that the list leaves out, and how much of it is overdue."""
    elsewhere_late: int = 0


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a view. `groups`: group -> how many tasks of what is wanted; `more`: the key of the next page."""

    wanted: Wanted
    groups: dict[str, int]
    rows: tuple[InboxRow, ...]
    more: str | None

    @property
    def view(self) -> str:
        return self.wanted.view

    @property
    def total(self) -> int:
        """How many tasks are wanted, on all pages."""
        return sum(self.groups.values())


def inbox_of(database: Database, viewer: Viewer, wanted: Wanted, after: str | None, today: date,
             calendar: WorkCalendar) -> Inbox:
    """The page of what is wanted behind the key `after`. Two queries, however many rows."""
    chosen = chosen_tasks(viewer, wanted, today)
    by = group_of(wanted)
    group = by[1] if by else group_case(today, calendar)
    grouping = select(group.label("group"), func.count()).select_from(task).where(chosen).group_by("group")
    with database.read() as connection:
        grouped = connection.execute(grouping).all()
        found = connection.execute(_page(wanted, chosen, after, group, viewer, today)).all()
        giving = Giving(connection, viewer) if wanted.view == "cho-nguoi-khac" else None
        rows = tuple(_row(connection, row, viewer, today, calendar, wanted, giving) for row in found[:PAGE])
    return Inbox(wanted, {row[0]: row[1] for row in grouped}, rows,
                 key_of(wanted, found[PAGE - 1], today, rows[-1].group) if len(found) > PAGE else None)


def chosen_tasks(viewer: Viewer, wanted: Wanted, today: date) -> ColumnElement[bool]:
    """The tasks that are wanted, among those of the viewer."""
    near = within_reach(viewer, "done" if wanted.view == "da-xong" else "open")
    return and_(near, views_of(viewer, today)[wanted.view], *wanted.set_filters().values())


def side_of(database: Database, viewer: Viewer, today: date, whole: Viewer | None = None) -> Side:
    """What stands beside the list; `whole` is the person in all positions, where the list is of one.

    Two queries, however many views are saved and positions held.
    """
    person = whole or viewer
    with database.read() as connection:
        saved = saved_views.seen_by(connection, person)
        conditions = views_of(viewer, today)
        for one in saved:
            wanted = wanted_in(one.query)
            conditions[one.id] = and_(conditions[wanted.view], *wanted.set_filters().values())
        if person != viewer:
            everywhere = views_of(person, today)
            conditions |= {f"*{name}": everywhere[name] for name in ("can-lam", "qua-han")}
        sums = [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in conditions.items()]
        counted = connection.execute(select(*sums).select_from(task).where(within_reach(person))).mappings().one()
    counts = {name: int(counted[name] or 0) for name in conditions}
    elsewhere = (counts.get(f"*{name}", counts[name]) - counts[name] for name in ("can-lam", "qua-han"))
    return Side({name: counts[name] for name in VIEWS}, tuple((one, counts[one.id]) for one in saved), *elsewhere)


def _page(wanted: Wanted, chosen: ColumnElement[bool], after: str | None, group: ColumnElement[str],
          viewer: Viewer, today: date) -> Select[Any]:
    files = select(func.count()).where(
        file.c.task_id == task.c.id, file.c.removed_at.is_(None),
        or_(SENT, and_(SHOWN, offered_to(viewer), not_(held_by_another(viewer))))).scalar_subquery()
    holder = select(person.c.name).where(
        person.c.id == task.c.claimed_by, person.c.id != viewer.person_id).scalar_subquery()
    why = (select(func.substr(answer.c.reason, 1, _WORDS)).where(
        answer.c.instance_id == task.c.instance_id, answer.c.step == task.c.step, answer.c.reason.is_not(None),
        answer.c.at <= task.c.opened_at).order_by(answer.c.at.desc()).limit(1).scalar_subquery())
    page = (
        select(task, run.c.short, unit.c.name.label("unit_name"), group.label("group"),
               files.label("files"), comments.unread(viewer.person_id).label("comments"),
               starred(viewer.person_id).label("star"), *NODE_COLUMNS,
               (holder if wanted.view in _OF_OTHERS else null()).label("holder"),
               case((and_(task.c.returned > 0, task.c.act == "do"), why), else_=null()).label("returned_why"),
               (offered_to(viewer) if wanted.view == "cho-nguoi-khac" else null()).label("mine"))
        .join(run, run.c.id == task.c.run_id).join(unit, unit.c.id == task.c.unit_id)
        .join(instance, instance.c.id == task.c.instance_id)
        .where(chosen).order_by(*order_of(wanted, today)).limit(PAGE + 1)
    )
    return page.where(behind(wanted, after, today)) if after else page


def _row(connection: Connection, row: Row[Any], viewer: Viewer, today: date, calendar: WorkCalendar,
         wanted: Wanted, giving: Giving | None) -> InboxRow:
    node = node_of_row(connection, row) if giving and row.status == "open" else None
    plain = viewer.unit_ids() == {row.unit_id}
    names = {"ke-hoach": row.short, "don-vi": row.unit_name}
    codes = tuple(filter(None, row.candidate_positions.split(",")))
    seat = Seat(row.role, row.behalf_unit_id or row.candidate_unit_id, codes)
    return InboxRow(
        row.id, row.rev, row.title, row.subject, row.short, "" if plain else row.unit_name, row.step_index,
        row.step_total, row.group, names.get(wanted.group, ""),
        due_of_row(connection, row, today, calendar), row.last_day, row.last_working_day,
        row.phrase or "", row.returned if row.act != "review" else 0, row.draft_percent, row.files, row.comments,
        outcomes_of_row(connection, row) if row.status == "open" else (), stands_for(viewer, seat, row.claimed_by),
        row.star, bool(row.behalf_unit_id or row.entered_by),
        row.holder or (row.role if wanted.view == "cho-nguoi-khac" else ""), row.returned_why or "",
        giving is not None and node is not None and not giving.why_not(row, node[0]))


def due_of_row(connection: Connection, row: Row[Any], today: date, calendar: WorkCalendar) -> DueState:
    """How near the deadline of a row with NODE_COLUMNS is; of one that is done what became of it, and when."""
    if row.status == "done":
        return done_state(local_day(row.closed_at), row.act, sent_back(connection, row))
    days = TaskDays(row.last_day, row.last_working_day, row.overdue_after, awaited(row.phrase))
    return due_state(days, today, calendar)
