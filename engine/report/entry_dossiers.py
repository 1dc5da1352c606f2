"""The dossiers of an entry as its page shows them: what was sent of each, what is missing."""

from sqlalchemy import Connection, select

from engine.report.seen_run import SeenRun
from engine.store import answers, instances
from engine.store.tables import task
from engine.work.context import UnitValue, merged, scene_context
from engine.work.dossier import DossierState, dossier_of
from engine.work.entry import Entry


def entry_dossiers(connection: Connection, seen: SeenRun, found: Entry, unit: UnitValue) -> tuple[DossierState, ...]:
    """Of the steps that have come up for the entry, in the order of the plan; drafts count as not given."""
    steps = [step for step in seen.plan.steps_of("entry") if step.dossier]
    if not steps:
        return ()
    instance_id = instances.of_entry(connection, found.id)
    come_up = set(connection.execute(select(task.c.step).where(task.c.instance_id == instance_id)).scalars())
    sent = answers.of_instance(connection, instance_id)
    names = scene_context(seen.run.year, unit, found)
    states = (dossier_of(seen.plan, step, merged(one.forms for one in sent if one.step == step.id), names)
              for step in steps if step.id in come_up)
    return tuple(state for state in states if state)
