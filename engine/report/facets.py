"""What an inbox can be narrowed by: the plans, steps and units of the tasks in its view, with their counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from engine.base.diagnostic import PlanError
from engine.report.inbox import chosen_tasks
from engine.report.wanted import Wanted
from engine.store import versions
from engine.store.database import Database
from engine.store.tables import run, task, unit
from engine.work.people import Viewer

MOST = 100
"""So many choices of a kind are offered."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow: the fields of `Wanted` that it sets, its name, how many tasks are left."""

    sets: dict[str, str]
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """`units` is empty where all tasks are of one unit."""

    runs: tuple[Choice, ...]
    steps: tuple[Choice, ...]
    units: tuple[Choice, ...]


def facets_of(database: Database, viewer: Viewer, wanted: Wanted, today: date) -> Facets:
    """Each kind counted without its own filter. Three queries."""
    with database.read() as connection:
        runs = _grouped(connection, chosen_tasks(viewer, wanted.without("run", "step"), today),
                        task.c.run_id, run.c.short)
        steps = _grouped(connection, chosen_tasks(viewer, wanted.without("step"), today),
                         task.c.step, task.c.run_id, run.c.short, run.c.version_id, run.c.year)
        units = _grouped(connection, chosen_tasks(viewer, wanted.without("unit"), today),
                         task.c.unit_id, unit.c.name)
        several = len({row[1] for row in steps}) > 1
        named = [(row, _step_name(connection, row[3], row[4], row[0])) for row in steps]
    return Facets(
        tuple(Choice({"run": row[0], "step": ""}, row[1], row[-1]) for row in runs),
        tuple(Choice({"run": row[1], "step": row[0]}, f"{name} · {row[2]}" if several else name, row[-1])
              for row, name in named),
        tuple(Choice({"unit": row[0]}, row[1], row[-1]) for row in units) if len(units) > 1 or wanted.unit else ())


def filter_names(database: Database, viewer: Viewer, wanted: Wanted) -> dict[str, str]:
    """Filter that is set -> what it is called. At most two queries, none when nothing is set."""
    if not (wanted.run or wanted.step or wanted.unit):
        return {}
    of_run = select(run.c.short, run.c.version_id, run.c.year).where(
        run.c.id == wanted.run, run.c.tenant_id == viewer.tenant_id).subquery()
    of_unit = select(unit.c.name).where(
        unit.c.id == wanted.unit, unit.c.tenant_id == viewer.tenant_id).scalar_subquery()
    with database.read() as connection:
        unit_name = connection.execute(select(of_unit)).scalar() if wanted.unit else None
        row = connection.execute(select(of_run)).first() if wanted.run else None
        step = _step_name(connection, row[1], row[2], wanted.step) if row and wanted.step else wanted.step
    known = {"run": row[0] if row else wanted.run, "step": step, "unit": unit_name or wanted.unit}
    return {name: known[name] for name in known if getattr(wanted, name)}


def _grouped(connection: Connection, chosen: ColumnElement[bool], *by: ColumnElement[Any]) -> list[tuple[Any, ...]]:
    count = func.count().label("n")
    rows = connection.execute(
        select(*by, count).select_from(task).join(run, run.c.id == task.c.run_id)
        .join(unit, unit.c.id == task.c.unit_id).where(chosen)
        .group_by(*by).order_by(func.min(task.c.step_index), *by).limit(MOST)).all()
    return [tuple(row) for row in rows]


def _step_name(connection: Connection, version_id: str, year: int, step: str) -> str:
    """As the run's plan calls it; the id of one that an amendment has removed, or whose plan cannot be read."""
    try:
        plan = versions.compiled(connection, version_id, year).plan
    except PlanError:
        return step
    return next((one.name for one in plan.steps if one.id == step), step)
