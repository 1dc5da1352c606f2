"""Taking back what was sent: by which way of the drawing the work comes to its sender again."""

from engine.bpmn.graph import LOOKS, Process
from engine.bpmn.reach import RESULT
from engine.plan.step import Step
from engine.work.route import element_of, tasks_after
from engine.work.task import Task

_MOST_ROUNDS = 20
"""In so late a round work is not taken back any more: loops end at 50, and returns need the room."""


def way_back(process: Process, step: Step, task: Task) -> tuple[str, str] | None:
    """Where what was sent with the task lies, and the outcome there that sends it back; None if it cannot.

    It can come back where the plan allows it, while one person's look is all that follows and that look may end by a
    return to the sender.
    """
    if not step.withdrawable or task.round >= _MOST_ROUNDS:
        return None
    element = element_of(task.node)
    if element not in process.found_back:
        process.found_back[element] = _way_back(process, element)
    return process.found_back[element]


def _way_back(process: Process, element: str) -> tuple[str, str] | None:
    sender = process.node(element)
    after = {found for end in sender.outcomes for found in tasks_after(process, element, {RESULT: end.id})}
    if sender.act != "do" or len(after) != 1:
        return None
    receiver = process.node(next(iter(after)))
    if receiver.kind != "task" or receiver.act not in LOOKS:
        return None
    return next(((receiver.id, end.id) for end in receiver.outcomes
                 if end.needs_reason and tasks_after(process, receiver.id, {RESULT: end.id}) == {element}), None)
