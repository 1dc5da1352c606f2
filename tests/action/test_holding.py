"""Locks are taken in one order, run, instance, task, so that two who act at once never wait for each other."""

import threading
import time
from datetime import date

from sqlalchemy import select

from engine.action.complete_task import complete_task
from engine.base.ids import TimedIds
from engine.store import instances
from engine.store.tables import task
from tests.action.nho import published


def test_who_waits_for_an_instance_holds_none_of_its_tasks(database, ids, clock):
    running = published(database, ids, clock)
    running.send("a", "dang-ky", answers={"dang-ky": {"danh_sach": [
        {"_id": "r1", "ten": "Mô hình 1", "linh_vuc": "kinh-te", "moi": True}]}}, code="hoi-a")
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    launch, viewer = running.task("ra-mat"), running.viewer("a")
    other = threading.Thread(target=complete_task, args=(
        database, TimedIds(), viewer, launch.id, 1, "xong", {"ra-mat": {"ngay": date(2026, 3, 1).isoformat()}}, None,
        "k", clock.now()))

    with database.write() as connection:
        instances.lock(connection, launch.instance_id)
        other.start()
        time.sleep(0.5)
        free = select(task.c.id).where(task.c.id == launch.id).with_for_update(nowait=True)
        assert connection.execute(free).scalar_one() == launch.id
    other.join()

    assert running.row(launch.id).status == "done"
