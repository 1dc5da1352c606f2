"""The notices of a person: reminders, escalations and information, newest first, by day and by what they speak of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from engine.base.clock import local_day
from engine.store import runs, units, versions
from engine.store.database import Database
from engine.store.offered import matter_of, offered_to
from engine.store.tables import notice, task
from engine.store.vote_bodies import Body, bodies_of
from engine.work.access import sees_run
from engine.work.people import NotFound, Viewer
from engine.work.seat import overseers

PAGE = 50


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice; `task_id` where it speaks of a task that the person may look at."""

    id: str
    kind: str
    text: str
    made_at: datetime
    read: bool
    task_id: str | None
    run_id: str | None


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """The newest word on a task, and on the same page those before it; other matters stand alone."""

    newest: NoticeRow
    earlier: tuple[NoticeRow, ...]

    @property
    def unread(self) -> tuple[str, ...]:
        """The ids of those that were not read."""
        return tuple(row.id for row in (self.newest, *self.earlier) if not row.read)


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page by the days of the newest words. `more`: the key of the next page."""

    days: tuple[tuple[date, tuple[NoticeGroup, ...]], ...]
    unread: int
    more: str | None


def notice_page(database: Database, viewer: Viewer, unread: bool = False, after: str | None = None) -> NoticePage:
    """All notices, or with `unread` those that were not read; `after`: the key of the page. Raises NotFound."""
    rows = notices_of(database, viewer, unread, after)
    shown = rows[:PAGE]
    days = groupby(by_task(shown), lambda group: local_day(group.newest.made_at))
    return NoticePage(tuple((day, tuple(groups)) for day, groups in days), sum(not row.read for row in shown),
                      shown[-1].id if len(rows) > PAGE else None)


def by_task(rows: Iterable[NoticeRow]) -> tuple[NoticeGroup, ...]:
    """Notices, newest first, as groups: each task at the place of its newest one."""
    groups: dict[str, list[NoticeRow]] = {}
    for row in rows:
        groups.setdefault(f"task {row.task_id}" if row.task_id else f"notice {row.id}", []).append(row)
    return tuple(NoticeGroup(newest, tuple(earlier)) for newest, *earlier in groups.values())


def unread_notices(database: Database, viewer: Viewer) -> int:
    """How many inbox notices the person has not read."""
    wanted = (notice.c.person_id == viewer.person_id, notice.c.channel == "inbox", notice.c.read_at.is_(None))
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(notice).where(*wanted)).scalar_one()


def notices_of(
    database: Database, viewer: Viewer, unread: bool = False, after: str | None = None,
) -> tuple[NoticeRow, ...]:
    """The newest inbox notices of the person behind that key, one more than a page holds. Raises NotFound (the key)."""
    near = or_(matter_of(viewer), offered_to(viewer))
    chosen = (
        select(notice.c.id, notice.c.kind, notice.c.text, notice.c.made_at, notice.c.read_at, notice.c.task_id,
               notice.c.run_id, near.label("near"), task.c.act, task.c.step, task.c.unit_id)
        .outerjoin(task, task.c.id == notice.c.task_id)
        .where(notice.c.person_id == viewer.person_id, notice.c.channel == "inbox")
        .order_by(notice.c.made_at.desc(), notice.c.id.desc()).limit(PAGE + 1)
    )
    if unread:
        chosen = chosen.where(notice.c.read_at.is_(None))
    with database.read() as connection:
        if after:
            chosen = chosen.where(_behind(connection, viewer, after))
        rows = connection.execute(chosen).all()
        distant = [row for row in rows if row.run_id and not row.near]
        overseen = _overseen(connection, viewer, {row.run_id for row in distant}) if distant else frozenset()
        bodies = bodies_of(connection, viewer) if any(row.act == "ballot" for row in distant) else ()
    return tuple(
        NoticeRow(row.id, row.kind, row.text, row.made_at, row.read_at is not None,
                  row.task_id if row.near or row.run_id in overseen or _looks_after(bodies, row) else None, row.run_id)
        for row in rows)


def _behind(connection: Connection, viewer: Viewer, after: str) -> ColumnElement[bool]:
    at = connection.execute(select(notice.c.made_at).where(
        notice.c.id == after, notice.c.person_id == viewer.person_id)).scalar()
    if at is None:
        raise NotFound("Không có trang thông báo này; hãy mở lại trang Thông báo.")
    return or_(notice.c.made_at < at, and_(notice.c.made_at == at, notice.c.id < after))


def _looks_after(bodies: Sequence[Body], row: Any) -> bool:
    """Whether the notice is about a vote that the person conducts or keeps the minutes of."""
    return row.act == "ballot" and any(one.looks_after(row.run_id, row.step, row.unit_id) for one in bodies)


def _overseen(connection: Connection, viewer: Viewer, run_ids: Iterable[str]) -> frozenset[str]:
    """The runs of which the person may look at every task."""
    mine = runs.of_ids(connection, viewer.tenant_id, run_ids)
    plans = {run.id: compiled.plan for run, compiled in versions.of_each(connection, mine)}
    named = frozenset(code for plan in plans.values() for code in plan.unit_codes)
    codes = units.ids_of(connection, viewer.tenant_id, named)
    return frozenset(run_id for run_id, plan in plans.items()
                     if sees_run(viewer, viewer.tenant_id, overseers(plan, codes)))
