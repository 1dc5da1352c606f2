"""An event gets another day, and every deadline that hangs on it moves along."""

from datetime import date, datetime

from engine.action.holding import coordinated
from engine.action.redating import MovedDay, redate
from engine.base.ids import IdSource
from engine.base.text import did_you_mean, fold
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import Conflict, NotFound, Viewer


def move_event(database: Database, ids: IdSource, viewer: Viewer, run_id: str, name: str, day: date,
               now: datetime) -> tuple[MovedDay, ...]:
    """The open tasks whose last day moved. The coordinator alone may do it.

    Raises NotFound (no such run or event), Forbidden, Conflict (the run is closed).
    """
    with database.write() as connection:
        scene = coordinated(connection, ids, viewer, run_id, now,
                            f"được ấn định ngày “{name}”; hãy báo nơi đó nếu ngày cần đổi.")
        run = scene.run
        if fold(name) not in {fold(known) for known in scene.plan.events}:
            raise NotFound(f"Kế hoạch không có sự kiện “{name}”{did_you_mean(name, scene.plan.events)}")
        if run.status == "closed":
            raise Conflict(f"Đợt “{run.short}” đã đóng nên không đổi được ngày “{name}”.")
        before = scene.events.get(fold(name))
        scene.set_event(name, day.isoformat())
        moved = redate(scene, frozenset({fold(name)}))
        record(connection, Act(
            "move_event", now, viewer.person_id, scene.actor.capacity, fold(name), run_id=run.id,
            detail={"from": before.isoformat() if before else None, "to": day.isoformat(), "moved": len(moved)}))
        return moved
