"""The steps that instances have finished, as rows: what roll-ups count and late listeners still hear."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, exists, or_, select

from engine.plan.step import Scope
from engine.store.instances import COLUMNS, Instance
from engine.store.messages import UNDELIVERED
from engine.store.once import insert_once
from engine.store.prepared import Prepared, PreparedList
from engine.store.tables import instance, message, step_end, unit, wait
from engine.store.valid_on import valid_on

_ENDED = (select(*COLUMNS).join(step_end, step_end.c.instance_id == instance.c.id)
          .where(step_end.c.step == bindparam("ended")).order_by(instance.c.id))
_FINISHED_BY = Prepared(_ENDED.where(step_end.c.run_id == bindparam("run")))
_IN_RUN = instance.c.run_id == bindparam("run")
_FINISHED_BY_RUN = Prepared(_ENDED.where(_IN_RUN, instance.c.scope == "run"))
_FINISHED_IN = PreparedList(lambda units: _ENDED.where(
    _IN_RUN, or_(instance.c.scope == "unit", instance.c.scope == "entry"), instance.c.unit_id.in_(units)))


def finish_step(connection: Connection, instance_id: str, step: str, run_id: str, now: datetime) -> None:
    """The step is over in the instance; saying so again changes nothing."""
    insert_once(connection, step_end, [{"instance_id": instance_id, "step": step, "run_id": run_id, "at": now}])


def finished_by(connection: Connection, run_id: str, step: str,
                units: Sequence[str] | None = None) -> list[Instance]:
    """The instances in which the step is over; with `units` the run's own and those of these units."""
    about = {"run": run_id, "ended": step}
    if units is None:
        return [Instance(*row) for row in _FINISHED_BY.all(connection, **about)]
    rows = [*_FINISHED_BY_RUN.all(connection, **about), *_FINISHED_IN.all(connection, units, **about)]
    return sorted((Instance(*row) for row in rows), key=lambda one: one.id)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked for a step: instances of the scope, of units valid that day, of the units `among` when given."""

    run_id: str
    scope: Scope
    step: str
    today: date
    passed: Sequence[str]
    """Messages to chosen entries: who still waits for one that was sent to it was not chosen, and is not counted."""
    among: Sequence[str] | None = None


def unfinished(connection: Connection, asked: Asked) -> bool:
    """Whether one of the instances asked has still to finish the step."""
    about = {"run": asked.run_id, "in_scope": asked.scope, "in_step": asked.step, "today": asked.today}
    passed = {f"passed_{n}": name for n, name in enumerate(asked.passed)}
    if asked.among is None:
        return _unfinished(len(passed)).first(connection, **about, **passed) is not None
    return bool(_unfinished_among(len(passed)).all(connection, sorted(asked.among), **about, **passed))


@lru_cache(maxsize=64)
def _unfinished(passed: int) -> Prepared:
    """The question, with so many messages to pass over."""
    return Prepared(_lacking(passed))


@lru_cache(maxsize=64)
def _unfinished_among(passed: int) -> PreparedList:
    """The same among some units."""
    return PreparedList(lambda units: _lacking(passed).where(instance.c.unit_id.in_(units)))


def _lacking(passed: int) -> Select[Any]:
    done = exists().where(step_end.c.instance_id == instance.c.id, step_end.c.step == bindparam("in_step"))
    mine = (instance.c.run_id == bindparam("run"), instance.c.scope == bindparam("in_scope"))
    found = (select(instance.c.id).join(unit, unit.c.id == instance.c.unit_id)
             .where(*mine, instance.c.status == "active", ~done, valid_on(unit)).limit(1))
    return found.where(~_passed_over(passed)) if passed else found


def _passed_over(passed: int) -> ColumnElement[bool]:
    """The message was sent, by the run or by a unit above, and the instance waits for it all the same.

    One to which the message is still on its way was chosen, and is counted.
    """
    sender, above = instance.alias("sender"), unit.alias("above")
    names: list[BindParameter[str]] = [bindparam(f"passed_{n}") for n in range(passed)]
    sent = (select(step_end.c.step).join(sender, sender.c.id == step_end.c.instance_id)
            .outerjoin(above, above.c.id == sender.c.unit_id)
            .where(step_end.c.run_id == bindparam("run"), step_end.c.step.in_(names),
                   or_(sender.c.scope == "run", unit.c.path.startswith(above.c.path))))
    under_way = exists().where(message.c.receiver_id == wait.c.instance_id, message.c.node == wait.c.node, UNDELIVERED)
    return exists().where(wait.c.instance_id == instance.c.id, wait.c.message.in_(sent.correlate(unit)), ~under_way)
