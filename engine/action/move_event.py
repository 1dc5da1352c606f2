"""An event gets another day, planned or the one on which it took place; deadlines that hang on it move along."""

from datetime import date, datetime

from sqlalchemy import Connection

from engine.action.holding import coordinated
from engine.action.redating import MovedDay, redate
from engine.action.scene import Scene
from engine.base.ids import IdSource
from engine.base.text import did_you_mean, fold
from engine.store.audit import Act, record
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.work.people import Conflict, NotFound, Viewer


@done_again
def move_event(database: Database, ids: IdSource, viewer: Viewer, run_id: str, name: str, day: date,
               now: datetime) -> tuple[MovedDay, ...]:
    """The open tasks whose days moved, now that the event is planned for that day. The coordinator alone may do it.

    Raises NotFound (no such run or event), Forbidden, Conflict (the run is closed, the event has taken place).
    """
    with database.write() as connection:
        scene = _scene(connection, ids, viewer, run_id, name, now)
        if fold(name) in scene.held_events:
            raise Conflict(
                f"“{name}” đã diễn ra nên không đổi được ngày dự kiến; ghi lại ngày diễn ra nếu ngày ấy sai.")
        before = scene.events.get(fold(name))
        scene.set_event(name, day.isoformat())
        return _told(scene, "move_event", name, before, day)


def hold_event(database: Database, ids: IdSource, viewer: Viewer, run_id: str, name: str, day: date,
               now: datetime) -> tuple[MovedDay, ...]:
    """The same for the day on which the event took place, which counts from then on; the planned day is kept.

    Raises as move_event does, and Conflict for a day that has not come.
    """
    with database.write() as connection:
        scene = _scene(connection, ids, viewer, run_id, name, now)
        if day > scene.today:
            raise Conflict(f"Ngày {day:%d/%m/%Y} chưa tới; chỉ ghi “{name}” đã diễn ra khi đã diễn ra.")
        before = scene.events.get(fold(name))
        scene.hold_event(name, day)
        return _told(scene, "hold_event", name, before, day)


def _scene(connection: Connection, ids: IdSource, viewer: Viewer, run_id: str, name: str, now: datetime) -> Scene:
    scene = coordinated(connection, ids, viewer, run_id, now,
                        f"được ấn định ngày “{name}”; hãy báo nơi đó nếu ngày cần đổi.")
    if fold(name) not in {fold(known) for known in scene.plan.events}:
        raise NotFound(f"Kế hoạch không có sự kiện “{name}”{did_you_mean(name, scene.plan.events)}")
    if scene.run.status == "closed":
        raise Conflict(f"Đợt “{scene.run.short}” đã đóng nên không đổi được ngày “{name}”.")
    return scene


def _told(scene: Scene, command: str, name: str, before: date | None, day: date) -> tuple[MovedDay, ...]:
    moved = redate(scene, frozenset({fold(name)}))
    record(scene.connection, Act(
        command, scene.now, scene.actor.person_id, scene.actor.capacity, fold(name), run_id=scene.run.id,
        detail={"from": before.isoformat() if before else None, "to": day.isoformat(), "moved": len(moved)}))
    return moved
