"""What a reviewer had filled of a form of the review when the work was returned: it waits for the next look, unseen."""

from engine.action.scene import Scene
from engine.bpmn.graph import LOOKS, Outcome
from engine.store import drafts
from engine.work.context import Answers
from engine.work.draft import Draft
from engine.work.task import Task
from engine.work.typed import is_blank


def keep_half_filled(scene: Scene, task: Task, outcome: Outcome, sent: Answers, typed: Answers) -> Answers:
    """The task has just been closed with what was `sent`: of what was `typed` nothing where the form is not right yet.

    It stays with the closed task as its draft; store.asked.first_answers gives it to the next task of the slot. What
    earlier returns left goes. Gives back what stays: the one or the other.
    """
    if task.act not in LOOKS:
        return sent
    if task.round > 1:
        drafts.drop_earlier(scene.connection, task.id, task.instance_id, task.step, task.slot)
    filled = any(not is_blank(value) for values in typed.values() for value in values.values())
    if sent or not filled or not outcome.needs_reason:
        return sent
    drafts.save(scene.connection, task.id, Draft(typed), scene.actor.person_id or "", scene.now)
    return typed
