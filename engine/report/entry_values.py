"""What the register knows of an entry, in the words of the plan; personal data only for who may read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.base.text import fold
from engine.plan.expression import parse_expression
from engine.plan.measure import Attribute, Register
from engine.plan.model import Plan
from engine.work.context import UnitValue
from engine.work.entry import Entry
from engine.work.months import months_text
from engine.work.words import day_text, number_text

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One attribute. `text` is None when it is personal and the reader may not see it."""

    id: str
    label: str
    text: str | None
    clause: str | None


def facts_of(plan: Plan, register: Register, entry: Entry, full: bool) -> tuple[Fact, ...]:
    """The attributes that have a value, in the plan's order; the entry's name and origin are left out."""
    return tuple(
        Fact(one.id, one.label, None if one.personal and not full else value_text(plan, one, entry.data[one.id]),
             one.clauses[0].at if one.clauses else None)
        for one in register.attributes
        if one.id not in (register.title, register.origin) and entry.data.get(one.id) not in (None, "", [], ()))


def value_text(plan: Plan, attribute: Attribute, value: object) -> str:
    """A value as a person reads it: labels for ids, day/month/year, có and không."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, list | tuple):
        return ", ".join(value_text(plan, attribute, one) for one in value)
    text = str(value)
    if _DAY.fullmatch(text):
        return day_text(date.fromisoformat(text))
    if (months := months_text(text)) != text:
        return months
    return labels_of(plan, attribute).get(text, text)


def labels_of(plan: Plan, attribute: Attribute) -> Mapping[str, str]:
    """Id -> label of what the attribute may hold."""
    own = {option.id: option.label for option in attribute.options}
    if own:
        return own
    lists = {field.id: field.name for field in plan.fields}
    for field in plan.fields:
        lists |= {option.id: option.label for option in (*field.topics, *field.programmes)}
    return lists


def searched(register: Register, entry: Entry, unit: UnitValue, full: bool) -> str:
    """The folded text in which an entry is looked for; personal data only for who may read it."""
    hidden = set() if full else {one.id for one in register.attributes if one.personal}
    values = (value for key, value in entry.data.items() if isinstance(value, str) and key not in hidden)
    return fold(" ".join([entry.name, unit.name, *values]))


def is_public(register: Register, entry: Entry, unit: UnitValue) -> bool:
    """Whether every unit of the run may read of the entry."""
    return parse_expression(register.public).holds(entry.context(unit.context()))
