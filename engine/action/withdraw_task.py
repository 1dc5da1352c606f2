"""A person takes back what was sent, while nobody has begun to look at it: it is theirs to change again."""

from dataclasses import dataclass
from datetime import datetime

from engine.action.closing import told_all
from engine.action.holding import lock_task, seated
from engine.action.inform import inform
from engine.action.moving import Asked, Movement
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.action.stuck import At, on_record
from engine.base.ids import IdSource
from engine.instance.fact import Complete
from engine.store import answers, drafts, instances, notices, task_acts, tasks
from engine.store.answers import Sent
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.instances import Instance
from engine.store.task_acts import TaskAct
from engine.work.context import done_context, merged
from engine.work.draft import Draft
from engine.work.people import Conflict, Viewer
from engine.work.route import element_of, round_of
from engine.work.task import Task
from engine.work.withdrawal import way_back

_TAKEN_BACK = -2
"""The level of the notice that something was taken back: no rung of a ladder has it."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """`task_id`: the task that is open again, with what was sent as its draft."""

    task_id: str
    message: str


def withdraw_task(database: Database, ids: IdSource, viewer: Viewer, task_id: str, now: datetime) -> Withdrawn:
    """The flow goes back by the way of a return; the receiver's task goes away, with letters that were not sent yet.

    Raises NotFound, Forbidden (not the viewer's task), Conflict (looked at already, or nothing that can be taken back).
    """
    with on_record(database, ids, viewer, "withdraw_task", now), database.write() as connection:
        scene, task, instance = lock_task(connection, ids, viewer, task_id, now)
        held = seated(viewer, task)
        scene.actor = Actor(viewer.person_id, held.capacity)
        received, outcome, said = _lying_there(scene, task, instance)
        _take_away(scene, task, received)
        again = _moved_back(scene, task, instance, (received, outcome), said)
        drafts.save(connection, again.id, Draft(said[-1].forms), viewer.person_id, now)
        tasks.set_percent(connection, again.id, 100)
        task_acts.add(connection, ids.new(), task, TaskAct("withdraw", viewer.person_id, held.capacity, now))
        record(connection, Act("withdraw_task", now, viewer.person_id, held.capacity, task.id,
                               detail={"step": task.step, "again": again.id}, run_id=scene.run.id))
    told_all(database, ids, scene)
    return Withdrawn(again.id, f"Đã thu hồi “{task.title}”. Bản đã gửi nay là bản nháp; sửa xong thì gửi lại.")


def _lying_there(scene: Scene, task: Task, instance: Instance) -> tuple[Task, str, list[Sent]]:
    """The receiver's open task, the outcome that leads back from it, and what was sent in the step."""
    name = f"Việc “{task.title}”"
    if task.status != "done":
        raise Conflict(f"{name} chưa được gửi hoặc đã được thu hồi; hãy mở lại từ hộp việc.")
    step = scene.plan.step(task.step)
    if not step.withdrawable:
        raise Conflict(f"{name} đã gửi thì không thu hồi được, theo kế hoạch; cần sửa thì đề nghị nơi nhận trả lại.")
    back = way_back(scene.compiled.processes[instance.scope], step, task)
    if back is None:
        raise Conflict(f"{name} đã gửi thì không thu hồi được; cần sửa thì báo cơ quan đầu mối của đợt.")
    there = [one for one in tasks.open_of_instance(scene.connection, instance.id) if element_of(one.node) == back[0]]
    said = [one for one in answers.of_step(scene.connection, instance.id, task.step) if one.slot == task.slot]
    if not there or not said or said[-1].task_id != task.id:
        raise Conflict(f"{name} đã được nơi nhận xem xét nên không thu hồi được nữa; mở Lịch sử để xem kết quả.")
    if there[0].claimed_by or drafts.of_task(scene.connection, there[0].id) is not None:
        raise Conflict(f"{there[0].role} đã bắt đầu xem xét “{task.title}” nên không thu hồi được nữa; "
                       "cần sửa thì đề nghị nơi nhận trả lại.")
    return there[0], back[1], said


def _take_away(scene: Scene, task: Task, received: Task) -> None:
    """The receiver's task goes; whoever has had a notice about it hears why."""
    connection = scene.connection
    tasks.cancel(connection, received.instance_id, [received.node], scene.now)
    instances.drop(connection, received.instance_id, [round_of(received.node)])
    tasks.withdraw(connection, task.id, scene.now)
    text = (f"{scene.unit(task.unit_id).name} đã thu hồi “{task.title}” để sửa; "
            f"việc “{received.title}” không cần làm nữa.")
    inform(scene, received, _TAKEN_BACK, notices.told_of(connection, received.id), text)


def _moved_back(scene: Scene, task: Task, instance: Instance, received: tuple[Task, str], said: list[Sent]) -> Task:
    """The instance goes on as if the receiver had sent the work back; the task that comes up for it."""
    lies, outcome = received
    movement = Movement(scene)
    movement.hold(instance)
    names = done_context(scene.context(instance), task.step, outcome, merged(one.forms for one in said), None,
                         scene.today)
    movement.ask(Asked(instance.id, Complete, lies.node, outcome, names, withdrawn=task))
    with At(scene.run.tenant_id, scene.run.id, instance.id, lies.node, "complete", instance.unit_id):
        settle(movement)
    found = [one for one in movement.opened
             if one.instance_id == instance.id and element_of(one.node) == element_of(task.node)]
    if not found:
        raise Conflict(f"Việc “{task.title}” không thu hồi được: quy trình không trả về cho nơi gửi.")
    return found[0]
