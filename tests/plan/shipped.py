"""What is asked of every plan that kheo ships: its parts, its quotations, the days of its deadlines, its columns."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from engine.base.text import nfc
from engine.plan.deadline import parse_deadline
from engine.plan.element import Binding
from engine.plan.form import FormField
from engine.plan.model import Plan
from engine.plan.official import official_calendar
from engine.work.deadline import due

REGISTERS = Path(__file__).parents[1] / "data" / "requirements"


def parts(value: object) -> Iterator[Binding]:
    """Every part of a plan that names clauses."""
    if isinstance(value, Binding):
        yield value
    inner = [getattr(value, name) for name in type(value).model_fields] if isinstance(value, BaseModel) else (
        value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ())
    for one in inner:
        yield from parts(one)


def quotations(plan: Plan) -> list[str]:
    """All words the plan quotes."""
    return [clause.quote for part in parts(plan) for clause in part.clauses if clause.quote]


def words_of(document: Path) -> str:
    """The document in one line, composed."""
    return re.sub(r"\s+", " ", nfc(document.read_text("utf-8")))


def days(plan: Plan, year: int) -> dict[str, tuple[date | None, date | None]]:
    """The main deadline of every dated step: last day, last working day."""
    calendar = official_calendar(year - 1, year + 1)
    found = {step.id: due(parse_deadline(step.deadlines["chính"]), calendar, {}, year)
             for step in plan.steps if "chính" in step.deadlines}
    return {name: (day.last_day, day.last_working_day) for name, day in found.items()}


def columns(plan: Plan, form: str, table: str) -> tuple[FormField, ...]:
    """The columns of a table of a form."""
    return next(field.columns for field in plan.form(form).fields if field.id == table)
