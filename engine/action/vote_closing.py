"""What is kept of the people of a vote at the moment it is counted."""

from engine.action.scene import Scene
from engine.store.people import viewer_of_person
from engine.store.vote_chair import chair_seat, secretary_seat, sitting
from engine.store.vote_closing import Closing, Officer, keep
from engine.work.access import conducts
from engine.work.seat import Seat
from engine.work.task import Task
from engine.work.vote import Roll


def keep_closing(scene: Scene, task: Task, roll: Roll) -> None:
    """Who was called and came, who conducted the vote, who kept its minutes."""
    connection = scene.connection
    chair, secretary = chair_seat(connection, scene.plan, task), secretary_seat(connection, scene.plan, task)
    keep(connection, task.id, Closing(
        roll, _conducted(scene, chair) if chair else (),
        sitting(connection, secretary, scene.today) if secretary else ()))


def _conducted(scene: Scene, chair: Seat) -> tuple[Officer, ...]:
    """Who ended it as its chair; where it ended by itself, who sat there that day."""
    actor = scene.actor
    viewer = viewer_of_person(scene.connection, actor.person_id, scene.today) if actor.person_id else None
    held = conducts(viewer, chair) if viewer else None
    if viewer and held and held.capacity == actor.capacity:
        return (Officer(viewer.name, held.capacity),)
    return sitting(scene.connection, chair, scene.today)
