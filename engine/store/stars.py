"""Open tasks that a person has marked, to find them again."""

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select

from engine.store.offered import within_reach
from engine.store.tables import star, task
from engine.work.people import Viewer


def starred(person_id: str) -> ColumnElement[bool]:
    """The person has marked the task of the query around it."""
    return exists(select(star.c.task_id).where(star.c.task_id == task.c.id, star.c.person_id == person_id))


def star_of(connection: Connection, viewer: Viewer, task_id: str) -> bool | None:
    """Whether the viewer has marked the task; None where no list of the viewer's would ever show it."""
    return connection.execute(
        select(starred(viewer.person_id)).where(task.c.id == task_id, within_reach(viewer, "open"))).scalar()


def set_star(connection: Connection, person_id: str, task_id: str, on: bool) -> None:
    """The person's mark is there, or gone."""
    connection.execute(delete(star).where(star.c.person_id == person_id, star.c.task_id == task_id))
    if on:
        connection.execute(insert(star).values(person_id=person_id, task_id=task_id))
