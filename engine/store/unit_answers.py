"""What units answered in a step they have finished, for those who gather it."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from engine.store import answers, units
from engine.store.tables import instance, step_end, unit
from engine.work.context import merged


def unit_answers(
    connection: Connection, run_id: str, step: str, unit_id: str | None,
) -> tuple[Mapping[str, object], ...]:
    """One context per unit, by its code: ma, don_vi, phieu; only that of `unit_id` when it is given."""
    query = (select(instance.c.id, instance.c.unit_id).join(step_end, step_end.c.instance_id == instance.c.id)
             .join(unit, unit.c.id == instance.c.unit_id)
             .where(instance.c.run_id == run_id, instance.c.scope == "unit", step_end.c.step == step))
    if unit_id:
        query = query.where(instance.c.unit_id == unit_id)
    rows = connection.execute(query.order_by(unit.c.code)).all()
    known = units.of_ids(connection, {row.unit_id for row in rows})
    found = []
    for row in rows:
        sent = answers.of_step(connection, row.id, step)
        if sent:
            about = known[row.unit_id].context()
            found.append({"ma": about["ma"], "don_vi": about, "phieu": merged(one.forms for one in sent)})
    return tuple(found)
