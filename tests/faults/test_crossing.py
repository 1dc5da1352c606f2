"""People send their tasks while reminders, timers and messages of the same run are at work: nobody is turned away."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row, func, select

from engine.action.complete_task import complete_task
from engine.action.fire_due import fire_due
from engine.action.save_draft import save_draft
from engine.base.ids import TimedIds
from engine.daemon.scheduler import tick
from engine.store.database import Database
from engine.store.tables import incident, job, step_end
from engine.work.people import Viewer
from tests.faults.load import DUE, at_rest, loaded

UNITS = 60
COUNTED = "  - {mã: gom, tên: Gom báo cáo, phạm vi: cả đợt, chủ trì: đầu mối, sau: [ban-hanh], cần: [bao-cao]}\n"
"""Who sends a report holds the run alone, for it may be the one that this step waits for."""
TYPED = {"bao-cao": {"ket_qua": "xong"}}


def test_people_and_the_engine_work_in_one_run_at_once(database: Database):
    world, ids = loaded(database, UNITS, COUNTED), TimedIds()
    world.clock.set(DUE)
    work = [(world.viewer(f"h{n:03}"), world.task("bao-cao", f"h{n:03}")) for n in range(UNITS)]
    raised: list[BaseException] = []

    def send(mine: Sequence[tuple[Viewer, Row[Any]]]) -> None:
        for me, row in mine:
            save_draft(database, me, row.id, TYPED, DUE)
            complete_task(database, ids, me, row.id, row.rev, "xong", TYPED, None, row.id, DUE)

    def thread_of(act: Callable[[], object]) -> threading.Thread:
        def run() -> None:
            try:
                act()
            except Exception as error:
                raised.append(error)

        return threading.Thread(target=run)

    at_once = [thread_of(act) for act in (
        lambda: send(work[::2]), lambda: send(work[1::2]), lambda: tick(database, ids, lambda: DUE, None),
        lambda: [fire_due(database, ids, DUE, 20) for _ in range(6)])]
    for one in at_once:
        one.start()
    for one in at_once:
        one.join()
    tick(database, ids, lambda: DUE, None)

    assert raised == []
    assert at_rest(database, DUE)
    with database.read() as connection:
        ends = connection.execute(select(func.count()).select_from(step_end).where(step_end.c.step == "bao-cao"))
        lost = [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (job, incident)]
        assert (ends.scalar_one(), lost) == (UNITS, [0, 0])
