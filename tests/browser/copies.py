"""A site with more tasks for the coordinator than a page of the inbox shows."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from engine.store.tables import task
from tests.action.nho import published, rows
from tests.web.site import Site, site


def copied(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path, number: int, first_day: date,
           **values: object) -> Site:
    """One task that waits for the coordinator, and so many like it with these values, due day after day."""
    made = published(sqlite, ids, clock)
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    with sqlite.write() as connection:
        like = select(task).where(task.c.id == made.task("dang-ky", "hoi-a").id)
        first = dict(connection.execute(like).mappings().one())
        for n in range(number):
            day = first_day + timedelta(days=n)
            connection.execute(insert(task).values({
                **first, "id": f"copy-{n:03}", "node": f"copy-{n}/{first['node']}", "last_day": day,
                "last_working_day": day, "overdue_after": day, **values}))
    return site(made, tmp_path / "blobs")
