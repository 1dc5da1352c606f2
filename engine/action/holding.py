"""A task taken in hand: found in the tenant, its run and row locked, the right to act and the shown state checked."""

from datetime import datetime

from sqlalchemy import Connection

from engine.action.scene import Actor, Scene
from engine.base.clock import VIETNAM
from engine.base.ids import IdSource
from engine.store import answers, instances, runs, tasks
from engine.store.asked import Subject
from engine.store.database import locks_rows
from engine.store.in_hand import in_hand
from engine.store.instances import Instance
from engine.store.runs import Run
from engine.work.access import holds, may_act, may_hold
from engine.work.context import Answers
from engine.work.people import Conflict, Forbidden, Held, NotFound, Overtaken, Viewer
from engine.work.route import reaching_out
from engine.work.task import Task

OUTSIDE = "Không thấy việc này trong phạm vi của bạn."


def task_seen(connection: Connection, viewer: Viewer, task_id: str, lock: bool = False) -> Task:
    """The task if it is in the viewer's subtree; raises NotFound."""
    found = tasks.get(connection, viewer.tenant_id, task_id, lock)
    if found is None:
        raise NotFound(OUTSIDE)
    return found


def right_to(viewer: Viewer, task: Task) -> Held:
    """The position in which the viewer may do the task; raises Forbidden."""
    held = may_act(viewer, task)
    if held is None:
        not_entered_by(viewer, task)
        seated(viewer, task)
        raise Forbidden(f"Việc “{task.title}” đã có người khác nhận xử lý; mở lại việc để xem ai đang giữ, "
                        "rồi bấm Nhận về mình nếu cần làm tiếp.")
    return held


def not_entered_by(viewer: Viewer, task: Task) -> None:
    """Raises Forbidden for who entered from paper what the task looks at."""
    if task.entered_by == viewer.person_id:
        raise Forbidden(f"Bạn đã nhập thay bản giấy nên không tự xem xét “{task.title}”; người khác của cơ quan "
                        "làm việc này. Nếu cơ quan không còn ai khác, mở việc để ghi nhận điều đó.")


def seated(viewer: Viewer, task: Task) -> Held:
    """The position by which the task is the viewer's, in whosever hands it is; raises Forbidden."""
    held = may_hold(viewer, task)
    if held is None:
        raise Forbidden(f"Việc “{task.title}” do {task.role} thực hiện; bạn không giữ vai trò này nên không làm thay."
                        " Nếu cần, hãy báo cơ quan đầu mối.")
    return held


def lock_task(connection: Connection, ids: IdSource, viewer: Viewer, task_id: str,
              now: datetime) -> tuple[Scene, Task, Instance]:
    """The run's scene, the task and its instance, locked in the order run, instance, task; right and state unchecked.

    A task whose end reaches beyond its instance holds the run alone: of two that finish at once, the second counts
    both. The instance before the task: who closes one of its tasks may write into the others. Raises Conflict when the
    plan was amended while the run was waited for.
    """
    found = in_hand(connection, viewer.tenant_id, task_id)
    if found is None:
        raise NotFound(OUTSIDE)
    run = found.run
    scene = Scene(connection, ids, run, Actor(viewer.person_id), now)
    if not locks_rows(connection):
        scene.know(found.unit)
        if not found.decided:
            scene.decided = ()
        if found.entry:
            scene.know(found.entry)
        return scene.at(found.instance.version_id), found.task, found.instance
    scene.run = runs.lock(connection, run.id, exclusive=run.mixed or found.task.step in reaching_out(scene.plan))
    if (scene.run.version_id, scene.run.mixed) != (run.version_id, run.mixed):
        raise Conflict(f"Kế hoạch của đợt “{run.short}” vừa được sửa; hãy tải lại trang rồi làm lại.")
    instance = instances.lock(connection, found.instance.id)
    return scene.at(instance.version_id), task_seen(connection, viewer, task_id, lock=True), instance


def run_seen(connection: Connection, viewer: Viewer, run_id: str) -> Run:
    """The run if it is in the viewer's subtree; raises NotFound."""
    found = runs.get(connection, viewer.tenant_id, run_id)
    if found is None:
        raise NotFound("Không thấy đợt này trong phạm vi của bạn.")
    return found


def coordinated(connection: Connection, ids: IdSource, viewer: Viewer, run_id: str, now: datetime,
                wanted: str) -> Scene:
    """The scene of a run held alone, with its coordinator acting.

    `wanted` ends the sentence "Chỉ <role> …" to anybody else. Raises NotFound, Forbidden.
    """
    seen = run_seen(connection, viewer, run_id)
    scene = Scene(connection, ids, runs.lock(connection, seen.id, exclusive=True), Actor(viewer.person_id), now)
    coordinator = scene.seat(scene.plan.coordinator, scene.issuer_id)
    held = holds(viewer, coordinator)
    if held is None:
        raise Forbidden(f"Chỉ {coordinator.role} {wanted}")
    scene.actor = Actor(viewer.person_id, held.capacity)
    return scene


def subject(scene: Scene, task: Task) -> Subject:
    """What the task's forms are asked about."""
    entry = scene.entry(task.entry_id) if task.entry_id else None
    return Subject(scene.plan, scene.run.year, task, scene.unit(task.unit_id), entry, scene.today)


def still_open(connection: Connection, task: Task, rev: int | None = None, typed: Answers | None = None) -> None:
    """Raises Overtaken when somebody was faster, Conflict when the task is gone or was changed."""
    if task.status == "done":
        sent = answers.of_task(connection, task.id)
        who = f"{answers.name_of(connection, sent.by)} ({sent.capacity})" if sent else "người khác"
        raise Overtaken(f"{who} đã gửi việc “{task.title}” lúc {_moment(task.closed_at)}. Bài của bạn chưa được gửi; "
                        "hãy mở bản đã gửi để so với bản của bạn.", sent.forms if sent else {}, typed or {})
    if task.status != "open":
        raise Conflict(f"Việc “{task.title}” đã được gỡ lúc {_moment(task.closed_at)}, không cần làm nữa.")
    if rev is not None and rev != task.rev:
        raise Conflict(f"Việc “{task.title}” đã thay đổi từ khi bạn mở trang; hãy tải lại trang rồi gửi lại.")


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}" if at else ""
