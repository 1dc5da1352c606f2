"""A vote that is over: what the ballots amount to closes the task."""

from engine.action.closing import Given, close_task
from engine.action.scene import Scene
from engine.store.answers import Ballot
from engine.store.instances import Instance
from engine.work.appraisal import Appraisal, appraise
from engine.work.route import element_of
from engine.work.task import Task

BALLOT = "phieu"
"""The form id under which a sheet without criteria, and the mistakes of a ballot, are told."""


def close_vote(scene: Scene, task: Task, instance: Instance, ballots: list[Ballot]) -> Appraisal | None:
    """The result, None where the step has no criteria."""
    node = scene.compiled.processes[instance.scope].node(element_of(task.node))
    criteria_set = scene.plan.step(task.step).criteria
    found = appraise(scene.plan, criteria_set, [cast.scores for cast in ballots],
                     scene.context(instance)) if criteria_set else None
    forms = {criteria_set or BALLOT: found.answers} if found else {}
    percent, passed = (found.percent, found.proposal) if found else (None, None)
    close_task(scene, task, instance, Given(node.outcomes[0], forms, average=percent, passed=passed))
    return found
