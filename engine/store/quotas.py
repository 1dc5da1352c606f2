"""How the targets that bind a registration stand: with the rows about to be sent, or with what was sent."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from engine.plan.model import Plan
from engine.plan.step import Step
from engine.store import entries, units
from engine.store.asked import Subject
from engine.store.tables import answer, instance
from engine.work.context import groups_of
from engine.work.entry import Entry, registration, row_keys
from engine.work.quota import QuotaState, TargetUnit, quota_states
from engine.work.route import creators
from engine.work.rows import rows_of


def checked_on_sending(plan: Plan, step: Step) -> bool:
    """Whether the step sends a registration that some target binds."""
    return plan.once(("checked on sending", step.id), lambda: any(write.create for write in step.writes)
                     and any(t.on_sending != "none" for t in plan.targets))


def states_of(connection: Connection, about: Subject,
              values: Mapping[str, object] | None) -> tuple[QuotaState, ...]:
    """The states for the unit of the task; `values`: the answers about to be sent, None for what the register holds.

    What was sent counts as it will when it is accepted; withdrawn entries do not count.
    """
    plan, task = about.plan, about.task
    step = plan.step(task.step)
    if not checked_on_sending(plan, step):
        return ()
    present = [entry for entry in entries.of_run(connection, task.run_id) if entry.status != "withdrawn"]
    if values is not None:
        present = _after(about, step, values, present)
    known = {one.id: one for one in units.of_tenant(connection, task.tenant_id, about.today) if groups_of(plan, one)}
    above = units.above_of(connection, task.tenant_id)
    taking_part = [TargetUnit(one.code, one.name, groups_of(plan, one), above.get(one.id, ()))
                   for one in known.values()]
    contexts = [replace(entry, status="accepted").context(known[entry.unit_id].context()) for entry in present
                if entry.unit_id in known]
    sent = frozenset(known[one].code for one in _sent(connection, about) if one in known)
    return quota_states(plan, taking_part, contexts, about.unit.code, sent)


def _after(about: Subject, step: Step, values: Mapping[str, object], present: Iterable[Entry]) -> list[Entry]:
    """The entries of the run once these rows are sent."""
    plan, task = about.plan, about.task
    found = list(present)
    for write in step.writes:
        if write.create and plan.register_:
            own = [entry for entry in found if entry.unit_id == task.unit_id]
            rows = rows_of(values.get(write.create))
            blank = Entry("", task.run_id, task.unit_id, row_keys(plan, step, write), "", "sent", True, {},
                          task.opened_at)
            done = registration(plan.register_, rows, own, blank, map(str, range(len(rows))))
            touched = {entry.id for entry in (*done.changed, *done.withdrawn)}
            found = [entry for entry in found if entry.id not in touched] + [*done.changed, *done.added]
    return found


def _sent(connection: Connection, about: Subject) -> frozenset[str]:
    """Ids of the units that have sent a registration."""
    query = (select(instance.c.unit_id).join(answer, answer.c.instance_id == instance.c.id).distinct()
             .where(answer.c.run_id == about.task.run_id, answer.c.step.in_(creators(about.plan)),
                    instance.c.unit_id.is_not(None)))
    return frozenset(connection.execute(query).scalars())
