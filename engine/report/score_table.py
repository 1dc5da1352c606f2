"""Totals and classes of the score sheets of a run, unit by unit and sheet by sheet."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.plan.step import Step
from engine.report.seen_run import SeenRun
from engine.store.tables import answer, instance
from engine.work.grading import CLASS, TOTAL
from engine.work.words import number_text


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One finished sheet, "93,5" and "Tốt"; both empty while it is not finished."""

    total: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """`steps`: names of the sheets; each row a unit with one cell for each sheet. `classes`: name -> how many units."""

    steps: tuple[str, ...]
    rows: tuple[tuple[str, tuple[SheetCell, ...]], ...]
    classes: tuple[tuple[str, int], ...]


def score_table(connection: Connection, seen: SeenRun) -> ScoreTable | None:
    """The sheets of units that lead to a class, of the units the viewer may count; None while there is none."""
    steps = _sheets(seen)
    if not steps:
        return None
    query = (select(instance.c.unit_id, answer.c.step, answer.c.forms)
             .join(instance, instance.c.id == answer.c.instance_id)
             .where(answer.c.run_id == seen.run.id, answer.c.step.in_([step.id for step in steps]),
                    instance.c.unit_id.in_(sorted(seen.counted))).order_by(answer.c.at, answer.c.id))
    sets = {step.id: step.criteria or "" for step in steps}
    found = {(row.unit_id, row.step): _cell(json.loads(row.forms).get(sets[row.step], {}))
             for row in connection.execute(query)}
    units = sorted({unit for unit, _ in found}, key=lambda unit: seen.units[unit].name)
    rows = tuple((seen.units[unit].name, tuple(found.get((unit, step.id), SheetCell()) for step in steps))
                 for unit in units)
    last = [cells[-1].band for _, cells in rows]
    wanted = next(one for one in seen.plan.criteria if one.id == steps[-1].criteria)
    classes = tuple((band.name, last.count(band.name)) for band in wanted.bands)
    return ScoreTable(tuple(step.name for step in steps), rows, classes) if rows else None


def _sheets(seen: SeenRun) -> tuple[Step, ...]:
    classifying = {one.id for one in seen.plan.criteria if one.bands}
    return tuple(step for step in seen.plan.steps_of("unit") if step.scored and step.criteria in classifying)


def _cell(forms: dict[str, object]) -> SheetCell:
    total = forms.get(TOTAL)
    return SheetCell(number_text(total) if isinstance(total, int | float) else "", str(forms.get(CLASS) or ""))
