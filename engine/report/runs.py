"""The runs a person may look at, with how much is open, late and done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, case, func, select

from engine.store.database import Database
from engine.store.tables import run, task
from engine.work.people import Viewer

STATUS_WORDS = {"prepared": "chờ ban hành", "running": "đang thực hiện", "closed": "đã kết thúc"}


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run of the list."""

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
    """The runs of the viewer's subtree, newest first; one query however many."""
    is_open = task.c.status == "open"
    late = and_(is_open, task.c.overdue_after < today)
    query = (
        select(run.c.id, run.c.plan, run.c.name, run.c.short, run.c.year, run.c.status, run.c.published_at, run.c.closed_at,
               *(func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
                 for condition in (is_open, late, task.c.status == "done")))
        .outerjoin(task, task.c.run_id == run.c.id).where(run.c.tenant_id == viewer.tenant_id)
        .group_by(run.c.id).order_by(run.c.year.desc(), run.c.prepared_at.desc(), run.c.id)
    )
    with database.read() as connection:
        return tuple(RunLine(*row) for row in connection.execute(query))
