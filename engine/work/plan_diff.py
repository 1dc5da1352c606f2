"""What changes from one plan to another, for whom: days that move, work without a place, words that differ."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from engine.base.text import fold
from engine.plan.deadline import parse_deadline
from engine.plan.model import Plan
from engine.plan.step import MAIN, SCOPE_WORDS, Step
from engine.work.deadline import due
from engine.work.plan_calendar import plan_calendar

_IGNORED = frozenset({"clauses"})
_SCOPES = {scope: word for word, scope in SCOPE_WORDS.items()}


@dataclass(frozen=True, slots=True)
class MovedStep:
    """A last day that is another one, for one group of units or one body. None: no day, or no such step."""

    step: str
    unit: str
    before: date | None
    after: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Stuck:
    """Open work of the first plan that the second has no place for."""

    step: str
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that reads otherwise; `where` is the way to it in the words of the file."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Everything that differs, in the order of the plans."""

    moves: tuple[MovedStep, ...]
    stuck: tuple[Stuck, ...]
    changes: tuple[Difference, ...]


def plan_diff(old: Plan, old_year: int, new: Plan, new_year: int) -> PlanDiff:
    """Both plans as they are at work in their years (engine.plan.at_work)."""
    return PlanDiff(tuple(_moves(old, old_year, new, new_year)), tuple(_stuck(old, new)), tuple(_differ(old, new, ())))


def doers(plan: Plan, step: Step, role_name: str) -> tuple[str, ...]:
    """Whom the role of the step means: the groups of units that do it, or the one body by its name."""
    role = plan.role(role_name)
    if role.kind != "subject":
        return (role.name,)
    return tuple(group.name for group in plan.groups if not step.groups or group.id in step.groups)


def _moves(old: Plan, old_year: int, new: Plan, new_year: int) -> Iterator[MovedStep]:
    before, after = _days(old, old_year), _days(new, new_year)
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if was is None or now is None or was[0] != now[0] or (was[0] is None and fold(was[1]) != fold(now[1])):
            step, _, unit = key
            yield MovedStep(step, unit, was[0] if was else None, now[0] if now else None, _why(key, was, now))


_Key = tuple[str, str, str]
_Day = tuple[date | None, str]


def _days(plan: Plan, year: int) -> dict[_Key, _Day]:
    """(step, slot, doer) -> last day and phrase."""
    calendar = plan_calendar(plan, year, ())
    events = {fold(name): day for name, event in plan.events.items() if event.date
              and (named := parse_deadline(f"ngày {event.date}").day) and (day := named.on(year))}
    found: dict[_Key, _Day] = {}
    for step in plan.steps:
        for slot, phrase in step.deadlines.items():
            days = due(parse_deadline(phrase, plan.before_is_inclusive), calendar, events, year)
            role = step.actor if slot == MAIN or step.reviewer is None else step.reviewer
            for doer in doers(plan, step, role):
                found[(step.id, slot, doer)] = (days.last_day, phrase)
    return found


def _why(key: _Key, was: _Day | None, now: _Day | None) -> str:
    part = "" if key[1] == MAIN else f" (phần {key[1]})"
    if was is None:
        return f"hạn mới{part}: “{now[1] if now else ''}”"
    if now is None:
        return f"không còn hạn{part} “{was[1]}”"
    return f"“{was[1]}” thành “{now[1]}”{part}"


def _stuck(old: Plan, new: Plan) -> Iterator[Stuck]:
    there = {step.id: step for step in new.steps}
    for step in old.steps:
        why = _no_place(step, there.get(step.id))
        if why:
            for doer in doers(old, step, step.actor):
                yield Stuck(step.id, doer, why)
    for group in old.groups:
        if group.id not in {one.id for one in new.groups}:
            yield Stuck("", group.name, f"nhóm “{group.name}” không còn tham gia; việc đang mở của nhóm sẽ được gỡ")


def _no_place(step: Step, now: Step | None) -> str | None:
    if now is None:
        return f"kế hoạch mới không có bước “{step.name}”; việc đang mở của bước sẽ được gỡ"
    if now.scope != step.scope:
        return f"bước “{step.name}” đổi phạm vi từ {_SCOPES[step.scope]} sang {_SCOPES[now.scope]}"
    if now.block != step.block:
        return (f"bước “{step.name}” đổi quy trình từ {step.block} sang {now.block}; "
                "việc đang giữa chừng không chuyển được")
    return None


def _differ(old: BaseModel, new: BaseModel, where: tuple[str, ...]) -> Iterator[Difference]:
    for name, field in type(old).model_fields.items():
        was, now = getattr(old, name), getattr(new, name)
        if name not in _IGNORED and was != now:
            yield from _values(was, now, (*where, field.alias or name))


def _values(was: Any, now: Any, where: tuple[str, ...]) -> Iterator[Difference]:
    if isinstance(was, BaseModel) and isinstance(now, type(was)):
        yield from _differ(was, now, where)
        return
    before, after = _named(was), _named(now)
    if before is None or after is None:
        yield Difference(" › ".join(where), _shown(was), _shown(now))
        return
    for key in dict.fromkeys([*before, *after]):
        if key not in after:
            yield Difference(" › ".join((*where, key)), _shown(before[key]), "bỏ")
        elif key not in before:
            yield Difference(" › ".join((*where, key)), "chưa có", _shown(after[key]))
        elif before[key] != after[key]:
            yield from _values(before[key], after[key], (*where, key))


def _named(value: Any) -> dict[str, Any] | None:
    """Parts by their id or key; None for what has none."""
    if isinstance(value, Mapping):
        return {str(key): inner for key, inner in value.items()}
    if isinstance(value, tuple) and all(isinstance(one, BaseModel) and hasattr(one, "id") for one in value):
        return {getattr(one, "id"): one for one in value}  # noqa: B009 - a model with an id, whichever
    return None


def _shown(value: Any) -> str:
    if value is None or value == ():
        return "không có"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, BaseModel):
        return next((str(text) for key in ("name", "label", "says", "id") if (text := getattr(value, key, None))),
                    _listed(getattr(value, key) for key in value.model_fields_set))
    if isinstance(value, tuple | frozenset):
        return _listed(value)
    return str(value)


def _listed(values: Iterable[Any]) -> str:
    return ", ".join(map(_shown, values))
