"""The coordinator opens a step that no day opens, and names the order it rests on."""

from datetime import datetime

from engine.action.deliver_messages import deliver_rest
from engine.action.holding import coordinated
from engine.action.moving import Movement, Said
from engine.action.routing import settle
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.base.text import nfc
from engine.bpmn.fragment import BY_HAND
from engine.store import instances
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import Conflict, NotFound, Viewer, refused

LONGEST = 500


def open_step(database: Database, ids: IdSource, viewer: Viewer, run_id: str, step_id: str, order: str,
              now: datetime) -> None:
    """Open the step wherever it waits; `order` says what it rests on and is kept on record.

    Raises NotFound (no such run; no step opened by hand), Forbidden (the coordinator alone), FormRefused (no order),
    Conflict (it does not wait: opened already, or what stands before it is not done).
    """
    said = nfc(" ".join(order.split()))
    with on_record(database, ids, viewer, "open_step", now), database.write() as connection:
        scene = coordinated(connection, ids, viewer, run_id, now, "được mở bước này; hãy báo nơi đó khi cần.")
        step = next((one for one in scene.plan.steps if one.id == step_id and one.by_hand), None)
        if step is None:
            raise NotFound(f"Kế hoạch không có bước “{step_id}” mở bằng tay.")
        if not said or len(said) > LONGEST:
            why = "Căn cứ dài quá 500 ký tự; hãy viết gọn lại." if said else "Hãy ghi căn cứ để mở bước này."
            raise refused("can_cu", why)
        waiting = instances.waiting(connection, scene.run.id, [step.id + BY_HAND])
        if not waiting:
            raise Conflict(f"Bước “{step.name}” đã được mở, hoặc việc trước nó chưa xong.")
        movement = Movement(scene)
        for wait in waiting:
            movement.deliver(wait, Said(wait.message))
        settle(movement)
        record(connection, Act("open_step", now, viewer.person_id, scene.actor.capacity, step.id, run_id=scene.run.id,
                               detail={"step": step.id, "order": said}))
    deliver_rest(database, ids, scene)
