"""The runs a person may look at, with how much is open, late and done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, case, false, func, select

from engine.base.diagnostic import PlanError
from engine.store import units, versions
from engine.store.database import Database
from engine.store.tables import run, task
from engine.work.access import sees_run
from engine.work.people import Viewer
from engine.work.seat import overseers

STATUS_WORDS = {"prepared": "chờ ban hành", "running": "đang thực hiện", "closed": "đã kết thúc"}


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run of the list. The figures are those of the whole run for who may read it, else of the own units."""

    id: str
    plan: str
    name: str
    short: str
    year: int
    status: str
    published_at: datetime | None
    closed_at: datetime | None
    open: int
    late: int
    done: int

    @property
    def status_words(self) -> str:
        return STATUS_WORDS[self.status]


def run_list(database: Database, viewer: Viewer, today: date) -> tuple[RunLine, ...]:
    """The runs of the viewer's subtree, newest first; two queries once their plans are known."""
    is_open = task.c.status == "open"
    states = (is_open, and_(is_open, task.c.overdue_after < today), task.c.status == "done")
    own = sorted(viewer.unit_ids())
    mine = task.c.unit_id.in_(own) if own else false()
    conditions = (*states, *(and_(state, mine) for state in states))
    query = (
        select(run.c.id, run.c.plan, run.c.name, run.c.short, run.c.year, run.c.status, run.c.published_at,
               run.c.closed_at, run.c.version_id,
               *(func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in conditions))
        .outerjoin(task, task.c.run_id == run.c.id).where(run.c.tenant_id == viewer.tenant_id)
        .group_by(run.c.id).order_by(run.c.year.desc(), run.c.prepared_at.desc(), run.c.id)
    )
    with database.read() as connection:
        by_code = {one.code: one.id for one in units.of_tenant(connection, viewer.tenant_id, today)}
        rows = connection.execute(query).all()
        whole = [_whole(connection, viewer, row, by_code) for row in rows]
    return tuple(RunLine(*row[:8], *(row[9:12] if all_ else row[12:15]))
                 for row, all_ in zip(rows, whole, strict=True))


def _whole(connection: Connection, viewer: Viewer, row: Row[Any], by_code: Mapping[str, str]) -> bool:
    """A run whose plan cannot be read is listed all the same."""
    try:
        plan = versions.readable(connection, row.id, row.version_id, row.year).plan
    except PlanError:
        return viewer.administrator
    return sees_run(viewer, viewer.tenant_id, overseers(plan, by_code))
