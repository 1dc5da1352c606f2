"""The cut-off of opinions or of a vote has come: who has not spoken is asked no longer; a vote needs its quorum."""

from engine.action.casting import close_vote, state_of
from engine.action.moving import Movement
from engine.action.rounds import end_opinions, waiting_ended
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.store import instances, tasks
from engine.store.instances import Instance
from engine.work.route import round_of
from engine.work.task import Task


def end_round(scene: Scene, instance_id: str, node: str) -> None:
    """Without its quorum a vote stays open: it ends as soon as the quorum is there."""
    connection = scene.connection
    here = [one for one in tasks.open_of_instance(connection, instance_id) if round_of(one.node) == node]
    instances.drop(connection, instance_id, [node])
    if not here:
        return
    if here[0].act == "opine":
        movement = Movement(scene)
        end_opinions(movement, here)
        settle(movement)
        return
    end_vote(scene, here[0], instances.lock(connection, instance_id))


def end_vote(scene: Scene, task: Task, instance: Instance) -> bool:
    """Count the ballots of chosen members if nobody is waited for any longer; in nobody's name but the voters'."""
    state = state_of(scene, task, instance)
    if not state.over(waiting_ended(scene, task)):
        return False
    scene.actor = Actor(state.roll.of("voted")[0].person_id, task.role)
    return close_vote(scene, task, instance, state).closed
