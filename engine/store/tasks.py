"""Tasks as rows: opened from facts, closed by people, their days moved with events."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from engine.store.prepared import Prepared, PreparedList, inserting
from engine.store.tables import task, task_person
from engine.work.search import search_text
from engine.work.task import Task, why_from, why_text

_NAMES = tuple(name for name in Task.__dataclass_fields__ if name != "persons")
COLUMNS = tuple(task.c[name] for name in _NAMES)
_VALUES = attrgetter(*_NAMES)
_CANDIDATE_UNIT, _POSITIONS, _WHY = map(_NAMES.index, ("candidate_unit_id", "candidate_positions", "why"))
_DAYS = ("last_day", "last_working_day", "overdue_after", "why", "next_act_at")


WITHDRAWN = "thu-hoi"
"""The outcome of a task that was sent and taken back; its status is cancelled."""
_OPEN = task.c.status == "open"
_ADD = Prepared(inserting(task, *_NAMES))
_ADD_PERSON = Prepared(inserting(task_person))
_DROP_PERSONS = Prepared(delete(task_person).where(task_person.c.task_id == bindparam("task_id")))
_ONE = select(*COLUMNS).where(task.c.id == bindparam("task_id"), task.c.tenant_id == bindparam("tenant_id"))
_GET, _LOCK = Prepared(_ONE), Prepared(_ONE.with_for_update(key_share=True))
_OF_RUN = select(*COLUMNS).where(task.c.run_id == bindparam("run_id"), _OPEN)
_OPEN_OF_RUN = Prepared(_OF_RUN.order_by(task.c.step_index, task.c.id))
_OPENED_AFTER = Prepared(_OF_RUN.where(task.c.id > bindparam("task_id")).order_by(task.c.id))
_OF_INSTANCE = select(*COLUMNS).where(task.c.instance_id == bindparam("instance_id")).order_by(task.c.id)
_OPEN_OF_INSTANCES = PreparedList(lambda ids: select(*COLUMNS).where(task.c.instance_id.in_(ids), _OPEN))
_ALL_OF_INSTANCE, _OPEN_OF_INSTANCE = Prepared(_OF_INSTANCE), Prepared(_OF_INSTANCE.where(_OPEN))
_OPEN_IN_STEP = Prepared(select(task.c.id).where(
    task.c.instance_id == bindparam("instance_id"), task.c.step == bindparam("in_step"), _OPEN).limit(1))
_IS_DUE = (_OPEN, task.c.next_act_at <= bindparam("now"))
_DUE_IDS = Prepared(select(task.c.id).where(*_IS_DUE).order_by(task.c.next_act_at, task.c.id).limit(bindparam("page")))
_DUE_AMONG = PreparedList(lambda ids: select(*COLUMNS).where(task.c.id.in_(ids), *_IS_DUE)
                          .order_by(task.c.next_act_at, task.c.id).with_for_update(key_share=True, skip_locked=True))
_NEXT_ACT = Prepared(select(task.c.next_act_at).where(_OPEN, task.c.next_act_at.is_not(None))
                     .order_by(task.c.next_act_at).limit(1))
_CLOSE = Prepared(update(task).where(task.c.id == bindparam("task_id")).values(
    status="done", closed_at=bindparam("now"), closed_by=bindparam("by"), outcome=bindparam("ended"),
    rev=bindparam("after"), search=bindparam("found_by"), next_act_at=None, draft_percent=None))
_CANCEL = PreparedList(lambda nodes: update(task).where(
    task.c.instance_id == bindparam("instance"), task.c.node.in_(nodes), _OPEN).values(
        status="cancelled", closed_at=bindparam("now"), next_act_at=None, rev=task.c.rev + 1, draft_percent=None))
_WITHDRAW = Prepared(update(task).where(task.c.id == bindparam("task_id")).values(
    status="cancelled", closed_at=bindparam("now"), outcome=WITHDRAWN, rev=task.c.rev + 1))
_HAND = Prepared(update(task).where(task.c.id == bindparam("task_id")).values(
    claimed_by=bindparam("holder"), delegated_by=bindparam("giver"), rev=task.c.rev + 1))
_BEHALF = Prepared(update(task).where(task.c.id == bindparam("task_id")).values(
    claimed_by=bindparam("holder"), delegated_by=None, behalf_unit_id=bindparam("body"), draft_percent=None,
    rev=task.c.rev + 1))
_ENTERED = Prepared(update(task).where(
    task.c.instance_id == bindparam("instance"), task.c.step == bindparam("in_step"), _OPEN,
    or_(task.c.act == "review", task.c.act == "decide")).values(entered_by=bindparam("person")))
_SET_DAYS = Prepared(update(task).where(task.c.id == bindparam("task_id")).values(
    {name: bindparam(f"new_{name}") for name in _DAYS}))
_SET_NEXT_ACT = Prepared(update(task).where(task.c.id == bindparam("task_id"))
                         .values(next_act_at=bindparam("moment")))
_SET_PERCENT = Prepared(update(task).where(task.c.id == bindparam("task_id"))
                        .values(draft_percent=bindparam("percent")))
_RENAME = Prepared(update(task).where(task.c.entry_id == bindparam("entry"), _OPEN).values(
    subject=bindparam("name"), search=task.c.search + bindparam("found_by")))
_PERSONS_OF = PreparedList(lambda ids: select(task_person).where(task_person.c.task_id.in_(ids)))


def add(connection: Connection, tasks: Sequence[Task]) -> None:
    _ADD.run_each(connection, [_row_of(t) for t in tasks])
    if named := [(t.id, person) for t in tasks if t.persons for person in sorted(t.persons)]:
        add_persons(connection, named)


def add_persons(connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
    """(task id, person id) pairs: who may do it by name."""
    _ADD_PERSON.run_each(connection, [{"task_id": t, "person_id": p} for t, p in pairs])


def set_persons(connection: Connection, task_id: str, persons: Iterable[str]) -> None:
    """These persons instead of those before."""
    _DROP_PERSONS.run(connection, task_id=task_id)
    add_persons(connection, [(task_id, person) for person in dict.fromkeys(persons)])


def get(connection: Connection, tenant_id: str, task_id: str, lock: bool = False) -> Task | None:
    """The task, if it is the tenant's; locked until the transaction ends when asked."""
    found = (_LOCK if lock else _GET).all(connection, task_id=task_id, tenant_id=tenant_id)
    return with_persons(connection, found)[0] if found else None


def open_of_run(connection: Connection, run_id: str) -> list[Task]:
    """The run's open tasks, by step order."""
    return with_persons(connection, _OPEN_OF_RUN.all(connection, run_id=run_id))


def opened_after(connection: Connection, run_id: str, task_id: str) -> list[Task]:
    """The run's open tasks whose ids sort after that one, in the order of ids."""
    return with_persons(connection, _OPENED_AFTER.all(connection, run_id=run_id, task_id=task_id))


def open_of_instance(connection: Connection, instance_id: str) -> list[Task]:
    return with_persons(connection, _OPEN_OF_INSTANCE.all(connection, instance_id=instance_id))


def open_in_step(connection: Connection, instance_id: str, step: str) -> bool:
    """Whether a task of that step of the instance is open."""
    return _OPEN_IN_STEP.first(connection, instance_id=instance_id, in_step=step) is not None


def open_of_instances(connection: Connection, ids: Sequence[str]) -> list[Task]:
    """The open tasks of those instances."""
    return with_persons(connection, _OPEN_OF_INSTANCES.all(connection, ids))


def of_instance(connection: Connection, instance_id: str) -> list[Task]:
    """All tasks of the instance, also those that are over."""
    return with_persons(connection, _ALL_OF_INSTANCE.all(connection, instance_id=instance_id))


def due_ids(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Ids of open tasks whose moment of acting has come, oldest first."""
    return _DUE_IDS.column(connection, now=now, page=limit)


def due_among(connection: Connection, ids: Sequence[str], now: datetime) -> list[Task]:
    """Those of these tasks that are still due, oldest first, locked; who else looks passes them over."""
    return with_persons(connection, _DUE_AMONG.all(connection, ids, now=now))


def next_act(connection: Connection) -> datetime | None:
    """The earliest moment at which something is to be done about an open task."""
    found: datetime | None = _NEXT_ACT.scalar(connection)
    return found


def close(connection: Connection, closed: Task, by: tuple[str, str], outcome: str, now: datetime) -> None:
    """`by`: id and name of the person, who is found by the name too."""
    person_id, name = by
    _CLOSE.run(connection, task_id=closed.id, now=now, by=person_id, ended=outcome, after=closed.rev + 1,
               found_by=closed.found_by(name))


def cancel(connection: Connection, instance_id: str, nodes: Sequence[str], now: datetime) -> None:
    """Open tasks at these nodes went away without being done."""
    _CANCEL.run(connection, nodes, instance=instance_id, now=now)


def withdraw(connection: Connection, task_id: str, now: datetime) -> None:
    """What was sent with the task was taken back."""
    _WITHDRAW.run(connection, task_id=task_id, now=now)


def hand(connection: Connection, task_id: str, holder: str | None, giver: str | None = None) -> None:
    """The task is in that person's hands, passed on by `giver`; in nobody's with None."""
    _HAND.run(connection, task_id=task_id, holder=holder, giver=giver)


def hand_on_behalf(connection: Connection, task_id: str, holder: str | None, body: str | None) -> None:
    """The task is in that person's hands to enter the paper of its unit; its unit's again with None."""
    _BEHALF.run(connection, task_id=task_id, holder=holder, body=body)


def set_entered(connection: Connection, instance_id: str, step: str, person: str | None) -> None:
    """Who entered what is now looked at in the step; with None it does not matter any more."""
    _ENTERED.run(connection, instance=instance_id, in_step=step, person=person)


def set_days(connection: Connection, changed: Task) -> None:
    values = {name: getattr(changed, name) for name in _DAYS} | {"why": why_text(changed.why)}
    _SET_DAYS.run(connection, task_id=changed.id, **{f"new_{name}": value for name, value in values.items()})


def set_next_acts(connection: Connection, moments: Mapping[str, datetime | None]) -> None:
    """Task id -> the moment at which the task is looked at again; None: never."""
    _SET_NEXT_ACT.run_each(connection, [{"task_id": key, "moment": moment} for key, moment in moments.items()])


def amend(connection: Connection, changed: Task) -> None:
    """The task as another version of its plan has it, with who may do it; how far its draft is stays."""
    row = _row_of(changed)
    connection.execute(update(task).where(task.c.id == row.pop("id")).values(**row))
    set_persons(connection, changed.id, sorted(changed.persons))


def percent_of(connection: Connection, task_id: str) -> int | None:
    """How far the draft of the task is."""
    found: int | None = connection.execute(select(task.c.draft_percent).where(task.c.id == task_id)).scalar()
    return found


def set_percent(connection: Connection, task_id: str, percent: int | None) -> None:
    _SET_PERCENT.run(connection, task_id=task_id, percent=percent)


def rename(connection: Connection, entry_id: str, name: str) -> None:
    """Open tasks about the entry carry its present name."""
    _RENAME.run(connection, entry=entry_id, name=name, found_by=f" {search_text((name,))}")


def open_steps(connection: Connection, run_id: str) -> list[tuple[str, int]]:
    """(step id, how many tasks are open in it), most first."""
    count = func.count().label("tasks")
    query = select(task.c.step, count).where(task.c.run_id == run_id, task.c.status == "open").group_by(task.c.step)
    return [(row[0], int(row[1])) for row in connection.execute(query.order_by(count.desc(), task.c.step))]


def with_persons(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> list[Task]:
    named = [row[0] for row in rows if row[_CANDIDATE_UNIT] is None]
    if not named:
        return [_task(row, frozenset()) for row in rows]
    persons: dict[str, set[str]] = {}
    for task_id, person_id in _PERSONS_OF.all(connection, named):
        persons.setdefault(task_id, set()).add(person_id)
    return [_task(row, frozenset(persons.get(row[0], ()))) for row in rows]


def _task(row: tuple[Any, ...], persons: frozenset[str]) -> Task:
    values = [*row, persons]
    values[_POSITIONS] = tuple(code for code in row[_POSITIONS].split(",") if code)
    values[_WHY] = why_from(row[_WHY])
    return Task(*values)


def _row_of(new: Task) -> dict[str, Any]:
    positions = f",{','.join(new.candidate_positions)}," if new.candidate_positions else ""
    return dict(zip(_NAMES, _VALUES(new), strict=True)) | {"candidate_positions": positions, "why": why_text(new.why)}
