"""What the flow opens becomes rows: tasks with people and days, timers with moments."""

from collections.abc import Sequence
from dataclasses import replace

from engine.action.redating import armed
from engine.action.scene import Scene
from engine.bpmn.graph import ProcessNode
from engine.instance.fact import Node
from engine.store import answers
from engine.store.instances import Instance, Timer, Wait
from engine.work.route import COUNTED
from engine.work.task import Task, open_task


def open_at(scene: Scene, instance: Instance, node: ProcessNode, at: Node, returned: Task | None) -> Task:
    """The task of a node that was reached; coming by again after a return, it says so."""
    place = scene.place(instance)
    seat = scene.seat(node.role, place.unit_id)
    task = scene.with_days(open_task(scene.ids.new(), scene.plan, node, at, place, seat, scene.now))
    again = returned is not None and returned.step == task.step and task.round > 1 and task.act == "do"
    return replace(task, returned=task.round - 1) if again else task


def keep_answers(scene: Scene, task: Task) -> None:
    """A task that was returned starts from what was sent before."""
    before = [sent for sent in answers.of_step(scene.connection, task.instance_id, task.step) if sent.slot == task.slot]
    if task.returned and before:
        answers.save_draft(scene.connection, task.id, before[-1].forms, before[-1].by, scene.now)


def opening_timer(scene: Scene, instance_id: str, node: str, rule: str) -> Timer:
    """The timer that lets a step begin."""
    return armed(scene, instance_id, node, rule, cuts_off=False)


def cut_offs(scene: Scene, waits: Sequence[Wait]) -> list[Timer]:
    """The timers that end the waiting for others, of those steps that have a cut-off."""
    counted = [(w, scene.plan.step(w.message.removesuffix(COUNTED))) for w in waits if w.message.endswith(COUNTED)]
    return [armed(scene, w.instance_id, w.node, s.cut_off, cuts_off=True) for w, s in counted if s.cut_off]
