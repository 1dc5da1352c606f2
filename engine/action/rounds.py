"""What several do side by side at one node, opinions of bodies and ballots of members, and until when."""

from engine.action.moving import Asked, Movement
from engine.action.scene import Scene
from engine.instance.fact import Complete
from engine.store import answers, instances, tasks
from engine.work.context import done_context, merged
from engine.work.route import element_of, round_of
from engine.work.task import Task


def others_at(scene: Scene, task: Task) -> list[Task]:
    """The open tasks of the same round: bodies that have still to give their opinion."""
    here = tasks.open_of_instance(scene.connection, task.instance_id)
    return [one for one in here if round_of(one.node) == round_of(task.node) and one.id != task.id]


def end_opinions(movement: Movement, waiting: list[Task]) -> None:
    """The cut-off has come: whoever has not spoken is asked no longer, and the flow goes on."""
    one = waiting[0]
    instance = instances.lock(movement.scene.connection, one.instance_id)
    movement.hold(instance)
    scene = movement.scene.at(instance.version_id)
    tasks.cancel(scene.connection, instance.id, [task.node for task in waiting], scene.now)
    node = round_of(one.node)
    instances.drop(scene.connection, instance.id, [node])
    said = merged(sent.forms for sent in answers.of_step(scene.connection, instance.id, one.step))
    outcome = scene.node(element_of(node)).outcomes[0].id
    names = done_context(scene.context(instance), one.step, outcome, said, None, scene.today)
    movement.ask(Asked(instance.id, Complete, node, outcome, names))


def waiting_ended(scene: Scene, task: Task) -> bool:
    """Whether the cut-off of a vote with a quorum is over: who has not voted is waited for no longer."""
    step = scene.plan.step(task.step)
    if step.quorum is None or step.cut_off is None:
        return False
    last = scene.due(step.cut_off, task.opened_at).last_day
    return last is not None and last < scene.today
