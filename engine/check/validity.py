"""R25: a unit or role that must act on a day on which it does not exist or nobody holds it; names who took over."""

from collections.abc import Iterator
from datetime import date

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import Sentence, sentence
from engine.plan.organisation import PositionEntry, UnitEntry
from engine.plan.people import Role, UnitGroup
from engine.plan.step import Step

_SHOWN = 5


def r25(seen: Seen) -> Iterator[Finding]:
    """Units of roles and of groups that have ended, or do not yet exist, when a step of theirs is due."""
    if seen.organisation is None:
        return
    units = {unit.code: unit for unit in seen.organisation.units}
    for name, role in seen.plan.roles.items():
        steps = _due(seen, [step for step in seen.plan.steps if fold(name) in _acting(step)])
        if role.unit in units and steps:
            yield from _gone(seen, ("roles", name, "unit"), role.name, [units[role.unit]], steps)
            yield from _unheld(seen, name, role, steps)
    theirs = _due(seen, [step for step in seen.plan.steps if step.scope != "run"])
    for number, group in enumerate(seen.plan.groups):
        asked = [(day, step) for day, step in theirs if not step.groups or group.id in step.groups]
        yield from _gone(seen, ("groups", number), group.name, _members(seen, group, units), asked, group)


def _unheld(seen: Seen, name: str, role: Role, steps: list[tuple[date, Step]]) -> Iterator[Finding]:
    """A role whose holders have all left their positions before a step of theirs is due."""
    people = seen.organisation.people if seen.organisation else ()
    held = [(person.name, position) for person in people if person.active for position in person.positions
            if position.unit == role.unit and (not role.positions or position.role in role.positions)]
    missed = [(day, step) for day, step in steps if not any(_valid(position, day) for _, position in held)]
    if held and missed:
        day, step = missed[0]
        last = max(position.valid_to for _, position in held if position.valid_to)
        yield seen.found("R25", ("roles", name), sentence(
            "Vai trò “{role}” không còn ai giữ vào hạn {day:%d/%m/%Y} của bước “{step}”: {people} thôi giữ chức ngày "
            "{last:%d/%m/%Y}.", role=role.name, day=day, step=step.name, last=last,
            people=", ".join(dict.fromkeys(person for person, _ in held))), sentence(
            "bổ sung người giữ chức vào tệp tổ chức, hoặc giao bước cho vai trò khác"),
            named(role, *(one for _, one in missed)))


def _acting(step: Step) -> set[str]:
    """The roles that do something in the step, folded."""
    named = (step.actor, step.reviewer, step.adviser, step.decider, *step.opinions)
    return {fold(name) for name in named if name}


def _due(seen: Seen, steps: list[Step]) -> list[tuple[date, Step]]:
    """The steps with a known last day, earliest first."""
    dated = [(due.last_day, step) for step in steps if (due := seen.due(step.id)) and due.last_day]
    return sorted(dated, key=lambda pair: pair[0])


def _members(seen: Seen, group: UnitGroup, units: dict[str, UnitEntry]) -> list[UnitEntry]:
    """The units of a group: those it names, and those of its kinds that exist in the year."""
    begins, ends = date(seen.year, 1, 1), date(seen.year, 12, 31)
    return [unit for unit in units.values() if unit.code in group.units or (
        unit.kind in group.kinds and (unit.valid_to or ends) >= begins and (unit.valid_from or begins) <= ends)]


def _gone(
    seen: Seen, path: tuple[str | int, ...], name: str, units: list[UnitEntry], steps: list[tuple[date, Step]],
    group: UnitGroup | None = None,
) -> Iterator[Finding]:
    """One finding for the units that are not there on the last day of the first step they miss."""
    missing = [unit for unit in units if any(not _valid(unit, day) for day, _ in steps)]
    if not missing:
        return
    missed = [(day, step) for day, step in steps if any(not _valid(unit, day) for unit in missing)]
    day, step = missed[0]
    here = [unit for unit in missing if not _valid(unit, day)]
    names = {unit.code: unit.name for unit in seen.organisation.units} if seen.organisation else {}
    more = sentence(" và {count} đơn vị nữa", count=len(here) - _SHOWN) if len(here) > _SHOWN else ""
    yield seen.found("R25", path, sentence(
        "“{name}” phải làm bước “{step}” hạn {day:%d/%m/%Y}, nhưng ngày ấy không còn {count} đơn vị: {units}{more}.",
        name=name, step=step.name, day=day, count=len(here), units=tuple(_ended(u, names) for u in here[:_SHOWN]),
        more=more), sentence("giao cho đơn vị thay thế, hoặc đặt hạn trong thời gian đơn vị còn hoạt động"),
        named(*([group] if group else []), *(one for _, one in missed)))


def _valid(span: UnitEntry | PositionEntry, day: date) -> bool:
    return (span.valid_from is None or span.valid_from <= day) and (span.valid_to is None or day <= span.valid_to)


def _ended(unit: UnitEntry, names: dict[str, str]) -> Sentence:
    """The unit, its last day and who took over."""
    if unit.valid_to is None:
        return sentence("{unit} (chỉ có từ {day:%d/%m/%Y})", unit=unit.name, day=unit.valid_from)
    if unit.successor is None:
        return sentence("{unit} (đến {day:%d/%m/%Y})", unit=unit.name, day=unit.valid_to)
    return sentence("{unit} (đến {day:%d/%m/%Y}, thay bằng {successor})", unit=unit.name, day=unit.valid_to,
                    successor=names.get(unit.successor, unit.successor))
