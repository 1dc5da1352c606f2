"""A task with everything that stands around it, by one question: its run, instance, unit and entry."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, exists, select

from engine.store import entries, instances, runs, tasks, units
from engine.store.instances import Instance
from engine.store.prepared import Prepared
from engine.store.runs import Run
from engine.store.tables import day_override, entry, instance, run, task, unit
from engine.work.context import UnitValue
from engine.work.entry import Entry
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class InHand:
    """A task and its surroundings as they were at one moment. `unit`: whose matter it is; `entry`: what it is about;
    `decided`: whether its body has decided on days of the calendar."""

    task: Task
    run: Run
    instance: Instance
    unit: UnitValue
    entry: Entry | None
    decided: bool


_PARTS = (tasks.COLUMNS, runs.COLUMNS, instances.COLUMNS, units.VALUE, entries.COLUMNS)
_ENDS = tuple(sum(map(len, _PARTS[:n])) for n in range(len(_PARTS) + 1))
_GET = Prepared(
    select(*(column for part in _PARTS for column in part), exists().where(day_override.c.tenant_id == run.c.tenant_id))
    .select_from(task).join(run, run.c.id == task.c.run_id).join(instance, instance.c.id == task.c.instance_id)
    .join(unit, unit.c.id == task.c.unit_id).outerjoin(entry, entry.c.id == task.c.entry_id)
    .where(task.c.id == bindparam("task_id"), task.c.tenant_id == bindparam("tenant")))


def in_hand(connection: Connection, tenant_id: str, task_id: str) -> InHand | None:
    """The task and what is around it, if it is the tenant's; nothing is locked."""
    row = _GET.first(connection, task_id=task_id, tenant=tenant_id)
    if row is None:
        return None
    of_task, of_run, of_instance, of_unit, of_entry = (row[a:b] for a, b in zip(_ENDS, _ENDS[1:], strict=False))
    return InHand(tasks.with_persons(connection, [of_task])[0], Run(*of_run), Instance(*of_instance),
                  UnitValue(*of_unit), entries.entry_from(of_entry) if of_entry[0] else None, bool(row[-1]))
