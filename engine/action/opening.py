"""What the flow opens becomes rows: tasks with people and days, timers with moments."""

from collections.abc import Sequence
from dataclasses import replace

from engine.action.redating import armed
from engine.action.scene import Scene
from engine.bpmn.graph import ProcessNode
from engine.instance.fact import Node
from engine.plan.step import Step
from engine.store import answers, ballots, drafts, task_acts, tasks
from engine.store.ballots import Mark
from engine.store.holders import belonging
from engine.store.instances import Instance, Timer, Wait
from engine.work.amendment import hangs_on
from engine.work.draft import Draft
from engine.work.route import COUNTED
from engine.work.seat import Seat
from engine.work.task import BUILT_IN, WITHOUT_DAYS, Place, Task, of_slot, open_task


def open_at(scene: Scene, instance: Instance, node: ProcessNode, at: Node, returned: Task | None) -> list[Task]:
    """The task of a node that was reached, one for each body that is to give an opinion.

    Coming by again after a return, the task says so.
    """
    place = scene.place(instance)
    if node.act == "opine":
        seats = enumerate(_opining(scene, node, place.unit_id), 1)
        return [_opened(scene, node, replace(at, index=number), place, seat) for number, seat in seats]
    seat = scene.seat(node.role, place.unit_id)
    if node.act == "ballot":
        out = _recused(scene, scene.plan.step(node.step), place.unit_id)
        seat = replace(seat, members=tuple(one for one in seat.members if one not in out))
    task = _opened(scene, node, at, place, seat)
    again = returned is not None and returned.step == task.step and task.round > 1 and task.act == "do"
    return [replace(task, returned=task.round - 1) if again else task]


def keep_out(scene: Scene, opened: Sequence[Task]) -> None:
    """Note who takes no part in the votes that were just opened, and why: the members who were not called."""
    ballots.mark(scene.connection, [
        Mark(task.id, person, "recused", f"thuộc {scene.unit(task.unit_id).name}", None, scene.now)
        for task in opened for person in _not_called(scene, task)])


def _not_called(scene: Scene, task: Task) -> list[str]:
    step = scene.plan.step(task.step)
    if task.act != "ballot" or not (step.vote and step.vote.recuse):
        return []
    return [person for person in scene.seat(step.actor, task.unit_id).members if person not in task.persons]


def _recused(scene: Scene, step: Step, unit_id: str) -> tuple[str, ...]:
    """The members who hold a position in the unit whose matter it is, where the plan keeps them out of the vote."""
    members = scene.seat(step.actor, unit_id).members if step.vote and step.vote.recuse else ()
    if not members:
        return ()
    there = belonging(scene.connection, unit_id, scene.today)
    return tuple(person for person in members if person in there)


def _opened(scene: Scene, node: ProcessNode, at: Node, place: Place, seat: Seat) -> Task:
    phrase = of_slot(scene.plan.step(node.step).deadlines, node.slot)
    days, next_act_at = scene.days_of(phrase, scene.now) if phrase else (WITHOUT_DAYS, None)
    return open_task(scene.ids.new(), scene.plan, node, at, place, seat, scene.now, days, next_act_at)


def _opining(scene: Scene, node: ProcessNode, unit_id: str) -> list[Seat]:
    """Every body there is that is to give its opinion, else who has the step in hand."""
    step = scene.plan.step(node.step)
    asked = dict.fromkeys(seat for role in step.opinions for seat in scene.seats(role, unit_id, others=False))
    return list(asked) or [scene.seat(step.actor, unit_id)]


def again(scene: Scene, opened: Task, withdrawn: Task) -> Task:
    """A task that was taken back, as it was: its return, its deadline, and what that counts from."""
    if (opened.step, opened.slot) != (withdrawn.step, withdrawn.slot):
        return opened
    kept = replace(opened, returned=withdrawn.returned, phrase=withdrawn.phrase)
    if hangs_on(withdrawn.phrase, BUILT_IN):
        kept = replace(kept, opened_at=withdrawn.opened_at)
    return scene.with_days(kept)


def round_end(scene: Scene, instance_id: str, node: ProcessNode, at: str) -> list[Timer]:
    """The timer that ends opinions, or a vote with a quorum, of steps that have a cut-off."""
    cut_off = scene.plan.step(node.step).cut_off
    if node.act == "opine" and cut_off or node.act == "ballot" and cut_off and scene.plan.step(node.step).quorum:
        return [armed(scene, Timer(instance_id, at, cut_off, None), True, scene.now)]
    return []


def keep_answers(scene: Scene, task: Task) -> None:
    """A task that was returned starts from what was sent before, and keeps a deadline that was granted."""
    before = answers.last_of_slot(scene.connection, task.instance_id, task.step, task.slot)
    if before is None:
        return
    drafts.save(scene.connection, task.id, Draft(before.forms), before.by, scene.now)
    if before.phrase != task.phrase and task_acts.of_task(scene.connection, before.task_id, task.instance_id, "grant"):
        tasks.amend(scene.connection, scene.with_days(replace(task, phrase=before.phrase)))


def opening_timer(scene: Scene, instance_id: str, node: str, rule: str) -> Timer:
    """The timer that lets a step begin."""
    return armed(scene, Timer(instance_id, node, rule, None), False, scene.now)


def cut_offs(scene: Scene, waits: Sequence[Wait]) -> list[Timer]:
    """The timers that end the waiting for others, of those steps that have a cut-off."""
    counted = [(w, scene.plan.step(w.message.removesuffix(COUNTED))) for w in waits if w.message.endswith(COUNTED)]
    return [armed(scene, Timer(w.instance_id, w.node, s.cut_off, None), True, scene.now)
            for w, s in counted if s.cut_off]
