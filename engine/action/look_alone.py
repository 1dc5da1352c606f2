"""Who entered the paper of a unit looks at it too, openly, because the body has nobody else today."""

from datetime import datetime

from engine.action.entering import keep, tell_unit
from engine.action.holding import lock_task, seated, still_open
from engine.action.scene import Actor
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.store import papers, tasks
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.receiving import others_at
from engine.work.people import Conflict, Viewer


def look_alone(database: Database, ids: IdSource, viewer: Viewer, task_id: str, now: datetime) -> str:
    """A sentence for the person; the unit is told. Raises NotFound, Forbidden, Conflict (there is somebody else)."""
    with on_record(database, ids, viewer, "look_alone", now), database.write() as connection:
        scene, task, _ = lock_task(connection, ids, viewer, task_id, now)
        held = seated(viewer, task)
        scene.actor = Actor(viewer.person_id, held.capacity, viewer.name)
        still_open(connection, task)
        if task.entered_by != viewer.person_id:
            raise Conflict(f"Bạn không nhập thay bản giấy của việc “{task.title}”; mở lại việc rồi làm như thường.")
        others = others_at(connection, task, viewer.person_id, scene.today)
        if others:
            raise Conflict(f"Cơ quan còn {', '.join(one.name for one in others[:3])} xem xét được “{task.title}”; "
                           "người nhập thay không tự xem xét.")
        tasks.set_entered(connection, task.instance_id, task.step, None)
        for entered in papers.of_step(connection, task.instance_id, task.step)[-1:]:
            papers.save(connection, papers.looked_alone(entered))
        keep(scene, task, "alone")
        record(connection, Act("look_alone", now, viewer.person_id, held.capacity, task.id, run_id=scene.run.id))
        tell_unit(scene, task, f"{held.capacity} tự xem xét bản mình nhập thay ở việc “{task.title}”: cơ quan hôm nay "
                               "không còn người khác.")
    return "Đã ghi nhận: cơ quan hôm nay không còn người khác, bạn tự xem xét bản mình nhập thay."
