"""What returns asked to be changed, as rows."""

from sqlalchemy import Connection, insert, select

from engine.store.tables import asked_change
from engine.work.asked_change import AskedChange


def add(connection: Connection, task_id: str, asks: tuple[AskedChange, ...]) -> None:
    """With the task that was ended by the return; of a place named twice the first stands."""
    kept = {one.place: one for one in reversed(asks)}
    connection.execute(insert(asked_change), [
        {"task_id": task_id, "place": one.place, "n": n, "words": one.words}
        for n, one in enumerate(reversed(kept.values()))])


def of_task(connection: Connection, task_id: str) -> tuple[AskedChange, ...]:
    """In the order in which they were named."""
    query = select(asked_change.c.place, asked_change.c.words).where(asked_change.c.task_id == task_id)
    return tuple(AskedChange(*row) for row in connection.execute(query.order_by(asked_change.c.n)))
