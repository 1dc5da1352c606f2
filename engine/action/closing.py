"""Closing a task: the answer is kept, the register written, the flow moved on, all in the caller's transaction."""

from dataclasses import dataclass

from engine.action.deliver_messages import deliver_rest
from engine.action.done_names import DoneNames, Given
from engine.action.finishing import Closing, finish_step, register_sent
from engine.action.moving import Asked, Movement
from engine.action.rounds import others_at
from engine.action.routing import settle
from engine.action.scene import Scene
from engine.action.stuck import At, Stuck
from engine.base.clock import VIETNAM
from engine.base.ids import IdSource
from engine.bpmn.graph import Outcome
from engine.instance.fact import Complete
from engine.store import answers, drafts, instances, tasks
from engine.store.answers import Sent
from engine.store.asked import forms_of
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.instances import Instance
from engine.work.draft import Draft, Unseen, tables_of, unseen
from engine.work.people import Conflict
from engine.work.route import element_of, ends_step, outcome_of, round_of
from engine.work.task import Task
from engine.work.withdrawal import way_back
from engine.work.words import lower_first


@dataclass(frozen=True, slots=True)
class Completed:
    """What came of it: a sentence to show."""

    message: str
    withdraws: bool = False
    """Whether it can be taken back for now."""


def outcome_for(scene: Scene, task: Task, instance: Instance, outcome_id: str) -> Outcome:
    """The outcome of that id; Conflict when the task cannot end so."""
    node = scene.compiled.processes[instance.scope].node(element_of(task.node))
    found = outcome_of(node, outcome_id)
    if found is None:
        allowed = ", ".join(f"“{outcome.label}”" for outcome in node.outcomes)
        raise Conflict(f"Việc “{task.title}” không có kết quả “{outcome_id}”; hãy chọn một trong: {allowed}.")
    return found


def close_task(scene: Scene, task: Task, instance: Instance, given: Given) -> None:
    """Everything that follows from closing the task, until all is quiet. Raises Stuck when it cannot go on."""
    connection, actor = scene.connection, scene.actor
    person = actor.person_id or ""
    answers.add(connection, Sent(
        scene.ids.new(), task.id, instance.id, scene.run.id, task.step, task.slot, task.round, person, actor.capacity,
        scene.now, given.outcome.id, given.reason, given.forms, given.submit_key))
    dropped = drafts.drop(connection, task.id)
    if dropped and given.page and (places := unseen(dropped, given.page, tables_of(forms_of(scene.plan, task)))):
        raise Unseen(_written(scene, task, dropped, places), places)
    tasks.close(connection, task, (person, actor.name), given.outcome.id, scene.now)
    record(connection, Act(
        "complete_task", scene.now, person, actor.capacity, task.id,
        detail={"step": task.step, "outcome": given.outcome.id, "version": scene.run.version_id}, run_id=scene.run.id))
    if task.act == "opine" and others_at(scene, task):
        return
    at = At(scene.run.tenant_id, scene.run.id, instance.id, round_of(task.node), "complete", instance.unit_id)
    try:
        with at:
            _move_on(scene, task, instance, given)
    except Stuck as stuck:
        stuck.title, stuck.task_id = task.title, task.id
        raise


def _move_on(scene: Scene, task: Task, instance: Instance, given: Given) -> None:
    movement = Movement(scene)
    movement.hold(instance)
    process = scene.compiled.processes[instance.scope]
    step = scene.plan.step(task.step)
    outcome = given.outcome
    names = DoneNames(scene, task, instance, given)
    closing = Closing(task, instance, step, given.forms, names)
    register_sent(movement, closing)
    ends = ends_step(process, element_of(task.node), names)
    if ends and not tasks.open_in_step(scene.connection, instance.id, step.id):
        finish_step(movement, closing)
    returned = task if outcome.needs_reason and task.act != "opine" else None
    node = round_of(task.node)
    if task.act in ("opine", "ballot"):
        instances.drop(scene.connection, instance.id, [node])
    names.anew()
    movement.queue.appendleft(Asked(instance.id, Complete, node, outcome.id, names, returned))
    settle(movement)


def _written(scene: Scene, task: Task, draft: Draft, places: tuple[str, ...]) -> str:
    last = max((draft.marks[place] for place in places), key=lambda mark: mark.n)
    mine = last.by == scene.actor.person_id
    who = "Một trang khác của bạn" if mine else answers.name_of(scene.connection, last.by)
    return (f"{who} đã ghi vào bản nháp của việc “{task.title}” lúc {last.at.astimezone(VIETNAM):%H:%M}, "
            "sau khi bạn mở trang; việc chưa được gửi. Xem những mục ấy rồi gửi lại.")


def completed(scene: Scene, task: Task, instance: Instance, outcome: Outcome) -> Completed:
    """What the person is told."""
    process = scene.compiled.processes[instance.scope]
    several = len(process.node(element_of(task.node)).outcomes) > 1
    withdraws = way_back(process, scene.plan.step(task.step), task) is not None
    return Completed(_said(scene, task, outcome, several), withdraws)


def told_all(database: Database, ids: IdSource, scene: Scene) -> None:
    """After the transaction of an act: everybody else who is to hear of it hears."""
    if scene.base.undelivered:
        deliver_rest(database, ids, scene)


def _said(scene: Scene, task: Task, outcome: Outcome, several: bool) -> str:
    """The sentence after a task was closed."""
    step, unit = scene.plan.step(task.step).name, scene.unit(task.unit_id).name
    if task.act == "acknowledge":
        return f"Đã xác nhận “{task.title}”."
    if task.act == "opine":
        return f"Đã gửi ý kiến “{lower_first(outcome.label)}” về “{task.subject or step}”."
    if task.act == "do":
        return f"Đã gửi “{task.title}”, kết quả: {outcome.label}." if several else f"Đã gửi “{task.title}”."
    return f"Đã {lower_first(outcome.label)}: “{task.subject or step}” của {unit}."
