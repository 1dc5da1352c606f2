"""The inbox: views of a person's tasks with their counts, and one page of one view, by due day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal, not_, or_, select

from engine.base.calendar import WorkCalendar
from engine.base.clock import local_day
from engine.base.text import fold
from engine.report.due_group import GROUPS, group_case
from engine.store.database import Database
from engine.store.offered import matter_of, offered_to, scored_by, within_reach
from engine.store.tables import comment, file, run, task, unit
from engine.work.due_state import DueState, TaskDays, done_state, due_state
from engine.work.people import Viewer

PAGE = 50
VIEWS = ("can-lam", "qua-han", "hom-nay", "tuan-nay", "can-bo-sung", "ban-nhap", "cho-nguoi-khac", "da-xong")


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One task of the list. `unit` is empty where it goes without saying (the viewer's only unit)."""

    id: str
    title: str
    subject: str
    plan: str
    unit: str
    step_index: int
    step_total: int
    group: str
    due: DueState
    last_day: date | None
    returned: int
    draft_percent: int | None
    files: int
    comments: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a view. `groups`: due group -> how many tasks of the whole view; `more`: the key of the next page."""

    view: str
    counts: dict[str, int]
    groups: dict[str, int]
    rows: tuple[InboxRow, ...]
    more: str | None


def inbox_of(database: Database, viewer: Viewer, view: str, query: str, after: str | None, today: date,
             calendar: WorkCalendar) -> Inbox:
    """The page of `view` behind the key `after`, only tasks with all words of `query`. Three queries, however long."""
    conditions = _views(viewer, today, calendar)
    near = within_reach(viewer, "done" if view == "da-xong" else "open")
    words = [task.c.search.contains(word, autoescape=True) for word in fold(query).split()]
    wanted = and_(near, conditions[view], *words)
    group = group_case(today, calendar)
    with database.read() as connection:
        sums = [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in conditions.items()]
        counted = connection.execute(select(*sums).select_from(task).where(within_reach(viewer))).mappings().one()
        grouped = connection.execute(
            select(group.label("group"), func.count()).select_from(task).where(wanted).group_by("group")).all()
        found = connection.execute(_page(view, wanted, after, group, viewer)).all()
    return Inbox(
        view, {name: int(counted[name] or 0) for name in conditions},
        {} if view == "da-xong" else {row[0]: row[1] for row in grouped},
        tuple(_row(row, viewer, today, calendar) for row in found[:PAGE]),
        _key(view, found[PAGE - 1]) if len(found) > PAGE else None,
    )


def _views(viewer: Viewer, today: date, calendar: WorkCalendar) -> dict[str, ColumnElement[bool]]:
    is_open, mine, scored = task.c.status == "open", offered_to(viewer), scored_by(viewer)
    todo = and_(is_open, mine, not_(scored))
    in_time = or_(task.c.overdue_after.is_(None), task.c.overdue_after >= today)
    sunday = date.fromordinal(today.toordinal() + 6 - today.weekday())
    return {
        "can-lam": todo,
        "qua-han": and_(todo, task.c.overdue_after < today),
        "hom-nay": and_(todo, task.c.last_working_day <= today, in_time),
        "tuan-nay": and_(todo, task.c.last_working_day <= sunday, in_time),
        "can-bo-sung": and_(todo, task.c.returned > 0, task.c.act != "review"),
        "ban-nhap": and_(todo, task.c.draft_percent.is_not(None)),
        "cho-nguoi-khac": and_(is_open, or_(and_(matter_of(viewer), not_(mine)), and_(mine, scored))),
        "da-xong": and_(task.c.status == "done", mine),
    }


def _order(view: str) -> tuple[ColumnElement[Any], ...]:
    if view == "da-xong":
        return task.c.closed_at.desc(), task.c.id.desc()
    return task.c.last_working_day.is_(None), task.c.last_working_day, task.c.step_index, task.c.id


def _page(view: str, wanted: ColumnElement[bool], after: str | None, group: ColumnElement[str],
          viewer: Viewer) -> Select[Any]:
    files = select(func.count()).where(file.c.task_id == task.c.id, file.c.removed_at.is_(None)).scalar_subquery()
    comments = select(func.count()).where(comment.c.task_id == task.c.id).scalar_subquery()
    chosen = (
        select(task, run.c.short, unit.c.name.label("unit_name"), group.label("group"), files.label("files"),
               comments.label("comments"))
        .join(run, run.c.id == task.c.run_id).join(unit, unit.c.id == task.c.unit_id)
        .where(wanted).order_by(*_order(view)).limit(PAGE + 1)
    )
    return chosen.where(_behind(view, after)) if after else chosen


def _behind(view: str, key: str) -> ColumnElement[bool]:
    """The rows after that key in the order of the view; raises ValueError for a key nobody handed out."""
    first, second, last = key.split("~")
    if view == "da-xong":
        at = datetime.fromisoformat(first)
        return or_(task.c.closed_at < at, and_(task.c.closed_at == at, task.c.id < last))
    same_step = and_(task.c.step_index == int(second), task.c.id > last)
    later_step = or_(task.c.step_index > int(second), same_step)
    if not first:
        return and_(task.c.last_working_day.is_(None), later_step)
    day = date.fromisoformat(first)
    return or_(task.c.last_working_day.is_(None), task.c.last_working_day > day,
               and_(task.c.last_working_day == literal(day), later_step))


def _key(view: str, row: Row[Any]) -> str:
    first = row.closed_at if view == "da-xong" else row.last_working_day
    return f"{first.isoformat() if first else ''}~{row.step_index}~{row.id}"


def _row(row: Row[Any], viewer: Viewer, today: date, calendar: WorkCalendar) -> InboxRow:
    plain = viewer.unit_ids() == {row.unit_id}
    return InboxRow(
        row.id, row.title, row.subject, row.short, "" if plain else row.unit_name, row.step_index, row.step_total,
        row.group if row.group in GROUPS else "none", _due(row, today, calendar), row.last_working_day,
        row.returned if row.act != "review" else 0, row.draft_percent, row.files, row.comments,
    )


def _due(row: Row[Any], today: date, calendar: WorkCalendar) -> DueState:
    if row.status == "done":
        return done_state(local_day(row.closed_at))
    return due_state(TaskDays(row.last_day, row.last_working_day, row.overdue_after), today, calendar)
