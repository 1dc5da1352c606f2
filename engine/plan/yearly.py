"""A plan in one year: which years it may run in, and its texts with the year in them."""

import re
from typing import TypeVar, cast

from pydantic import BaseModel

from engine.plan.model import Plan

_YEAR = re.compile(r"\{(?:năm|nam)(?:\s+(?:(?P<last>trước|truoc)|(?P<next>sau)))?\}", re.IGNORECASE)


def refused_year(plan: Plan, year: int | None) -> str | None:
    """Why the plan cannot run in that year, and the way out; None when it can."""
    short = " ".join(_YEAR.sub("", plan.short).split())
    if year is None:
        return (None if plan.year else
                f"Kế hoạch “{short}” ghi thời gian “{plan.period}”, không có năm; hãy nêu năm thực hiện.")
    if plan.year and plan.year != year:
        return (f"Kế hoạch “{short}” là kế hoạch của năm {plan.year}, không thực hiện cho năm {year}; hãy bỏ năm "
                f"{year}, hoặc lập kế hoạch năm {year}.")
    if plan.since and year < plan.since:
        return (f"Kế hoạch “{short}” thực hiện từ năm {plan.since}, không có cho năm {year}; hãy nêu năm "
                f"{plan.since} hoặc năm sau đó.")
    return None


def in_year(plan: Plan, year: int | None) -> Plan:
    """The plan with `{năm}`, `{năm trước}` and `{năm sau}` in its texts filled; without a year they stay."""
    year = year or plan.year
    return _filled(plan, year) if year else plan


Value = TypeVar("Value")


def _filled(value: Value, year: int) -> Value:
    """The same object where nothing is to be filled."""
    found: object = value
    if isinstance(value, str):
        found = _YEAR.sub(lambda m: str(year - 1 if m["last"] else year + 1 if m["next"] else year), value)
    elif isinstance(value, BaseModel):
        inner = {name: getattr(value, name) for name in value.model_fields_set}
        changed = {name: new for name, old in inner.items() if (new := _filled(old, year)) is not old}
        found = value.model_copy(update=changed) if changed else value
    elif isinstance(value, dict):
        pairs = {key: _filled(inner, year) for key, inner in value.items()}
        found = pairs if any(pairs[key] is not inner for key, inner in value.items()) else value
    elif isinstance(value, tuple):
        items = tuple(_filled(inner, year) for inner in value)
        found = items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return cast(Value, found)
