"""Rows that stand still because of an incident: looked up, set going again, or put away."""

from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update

from engine.store.instances import Instance
from engine.store.tables import instance, notice, outbox, person, task, timer, wait

_INSTANCE = tuple(instance.c[name] for name in Instance.__slots__)


def instance_of(connection: Connection, instance_id: str) -> Instance | None:
    """The instance, held until the transaction ends; None when there is none."""
    held = select(*_INSTANCE).where(instance.c.id == instance_id).with_for_update(key_share=True)
    row = connection.execute(held).one_or_none()
    return Instance(*row) if row else None


def timer_there(connection: Connection, instance_id: str, node: str) -> tuple[bool, bool]:
    """Whether there is such a timer, armed or not, and whether it cuts off a wait."""
    waits = exists().where(wait.c.instance_id == instance_id, wait.c.node == node)
    at = (timer.c.instance_id == instance_id) & (timer.c.node == node)
    row = connection.execute(select(waits).select_from(timer).where(at)).one_or_none()
    return row is not None, bool(row and row[0])


def put_away(connection: Connection, instance_id: str, now: datetime) -> None:
    """Everything that is open in the instance goes away."""
    is_open = (task.c.instance_id == instance_id, task.c.status == "open")
    connection.execute(update(task).where(*is_open).values(
        status="cancelled", closed_at=now, next_act_at=None, rev=task.c.rev + 1, draft_percent=None))
    for table in (wait, timer):
        connection.execute(delete(table).where(table.c.instance_id == instance_id))


def rouse(connection: Connection, run_id: str, now: datetime) -> None:
    """Tasks of the run with a deadline about which nothing more was to be done are looked at once more."""
    still = (task.c.run_id == run_id, task.c.status == "open", task.c.phrase.is_not(None), task.c.next_act_at.is_(None))
    connection.execute(update(task).where(*still).values(next_act_at=now))


def due_of_run(connection: Connection, run_id: str, now: datetime, page: int) -> list[str]:
    """Ids of a page of the run's open tasks whose moment of acting has come, oldest first."""
    due = (task.c.run_id == run_id, task.c.status == "open", task.c.next_act_at <= now)
    query = select(task.c.id).where(*due).order_by(task.c.next_act_at, task.c.id).limit(page)
    return list(connection.execute(query).scalars())


def send_again(connection: Connection, letter_id: str, now: datetime) -> bool:
    """The letter is due now, with all its tries before it, and what was given up with it; False when it was sent or is
    gone."""
    given_up = (outbox.c.sent_at.is_(None), outbox.c.next_try_at.is_(None))
    bundle = select(outbox.c.bundle).where(outbox.c.id == letter_id, *given_up).scalar_subquery()
    again = update(outbox).values(next_try_at=now, tries=0)
    connection.execute(again.where(outbox.c.bundle == bundle, *given_up))
    return connection.execute(again.where(outbox.c.id == letter_id, outbox.c.sent_at.is_(None))).rowcount == 1


def addressee(connection: Connection, letter_id: str) -> tuple[str, str | None] | None:
    """The tenant of the person a letter is for, and the run it is about; None when nobody has that address."""
    told = select(person.c.tenant_id, notice.c.run_id).join(notice, notice.c.person_id == person.c.id).where(
        notice.c.id == letter_id)
    bare = select(person.c.tenant_id).join(outbox, outbox.c.recipient == person.c.email).where(outbox.c.id == letter_id)
    if row := connection.execute(told).first():
        return str(row[0]), row[1]
    tenant_id = connection.execute(bare.order_by(person.c.id)).scalar()
    return (str(tenant_id), None) if tenant_id else None
