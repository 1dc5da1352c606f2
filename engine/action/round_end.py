"""The cut-off of opinions or of a vote has come: who has not spoken is asked no longer; a vote needs its quorum."""

from engine.action.casting import close_vote
from engine.action.moving import Movement
from engine.action.rounds import end_opinions, enough_votes
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.store import answers, instances, tasks
from engine.work.route import round_of


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
    ballots = answers.ballots_of(connection, here[0])
    if enough_votes(scene, here[0], len(ballots)):
        scene.actor = Actor(ballots[-1].person_id, here[0].role)
        close_vote(scene, here[0], instances.lock(connection, instance_id), ballots)
