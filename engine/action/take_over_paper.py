"""A colleague goes on with the paper that somebody of the same body has begun to enter."""

from dataclasses import replace
from datetime import datetime

from engine.action.entering import keep, received
from engine.action.holding import lock_task, still_open
from engine.action.inform import inform
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.store import papers, task_acts, tasks
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.work.people import Conflict, Forbidden, Viewer

_TOLD = -80
"""The first level of notices about it, which count downwards from here: no other notice has such a level."""


def take_over_paper(database: Database, ids: IdSource, viewer: Viewer, task_id: str, now: datetime) -> str:
    """A sentence for the person; who entered it until now is told. What was entered, and its files, stay as they are.

    Raises NotFound, Forbidden (does not receive it, or for another body), Conflict (nobody enters it, or the viewer).
    """
    with on_record(database, ids, viewer, "take_over_paper", now), database.write() as connection:
        scene, task, _ = lock_task(connection, ids, viewer, task_id, now)
        held = received(scene, viewer, task)
        still_open(connection, task)
        found = papers.open_for(connection, task.id) if task.behalf_unit_id else None
        if found is None or task.claimed_by == viewer.person_id:
            raise Conflict(f"Việc “{task.title}” không có ai khác đang nhập thay; mở lại việc để xem ai đang giữ.")
        if held.unit_id != task.behalf_unit_id:
            raise Forbidden(f"“{task.title}” đang được cơ quan khác nhập thay; trao đổi với {found.by_name} nếu cần.")
        papers.save(connection, replace(found, by=viewer.person_id, capacity=held.capacity))
        tasks.hand(connection, task.id, viewer.person_id)
        keep(scene, task, "paper-over", found.by)
        record(connection, Act("take_over_paper", now, viewer.person_id, held.capacity, task.id,
                               detail={"from": found.by}, run_id=scene.run.id))
        inform(scene, task, _TOLD - task_acts.count(connection, task), [found.by],
               f"{viewer.name} đã nhận tiếp việc nhập thay “{task.title}” mà bạn đang làm.")
    return f"Bạn đã nhận tiếp việc nhập thay {scene.unit(task.unit_id).name}; nội dung đã nhập còn nguyên."
