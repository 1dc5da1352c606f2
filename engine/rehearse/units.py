"""The units of a rehearsal: those of the organisation beside the plan, fewer or copied, else invented ones."""

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, count, cycle

from engine.plan.model import Plan
from engine.plan.organisation import Organisation, UnitEntry

_ROOT, _BODY = "to-chuc-tap-duot", "co-quan-trong-ke-hoach"
_LONGEST = 50


def takes_part(plan: Plan, unit: UnitEntry) -> bool:
    return any(unit.kind in group.kinds or unit.code in group.units for group in plan.groups)


def near_units(plan: Plan, units: Sequence[UnitEntry], wanted: Set[str]) -> set[str]:
    """Codes of the wanted units, of all that stands above them, and of what a role finds below those that lead."""
    parents = {unit.code: unit.parent for unit in units}
    keep = {above for code in wanted for above in _upwards(code, parents)} | {
        unit.code for unit in units if unit.parent is None}
    kinds = {kind for role in plan.roles.values() if role.kind == "near" for kind in role.kinds}
    leading = {kind for group in plan.groups if group.leads for kind in group.kinds}
    leaders = {unit.code for unit in units if unit.code in keep and unit.kind in leading}
    for unit in units:
        if unit.kind in kinds and leaders & set(_upwards(unit.code, parents)):
            keep |= set(_upwards(unit.code, parents))
    return keep


def _upwards(code: str, parents: dict[str, str | None]) -> Iterator[str]:
    """The unit and those above it; nothing for a code that is not there."""
    above: str | None = code
    while above in parents:
        yield above
        above = parents[above]


def copied_units(plan: Plan, real: Organisation, wanted: int | None) -> tuple[UnitEntry, ...]:
    """Of the units that exist when the year begins, so many that take part; further ones are copies, with their
    surroundings. Bodies of the plan and units it names are always there."""
    units = [unit.model_copy(update={"valid_to": None, "successor": None}) for unit in _from_above(real)
             if unit.valid_from is None]
    taking = [unit for unit in units if takes_part(plan, unit)]
    fixed = plan.unit_codes | {code for group in plan.groups for code in group.units}
    if wanted is None or wanted <= len(taking):
        return _fewer(plan, units, fixed, len(taking) if wanted is None else wanted)
    more = list(units)
    missing = wanted - len(taking)
    for copy, unit in ((n, unit) for n in count(2) for unit in units):
        if unit.code in fixed or unit.parent is None:
            continue
        above = next(one for one in units if one.code == unit.parent)
        parent = above.code if above.code in fixed or above.parent is None else _copy_code(above.code, copy)
        made = unit.model_copy(update={"code": _copy_code(unit.code, copy), "name": f"{unit.name} ({copy})",
                                       "parent": parent})
        more.append(made)
        missing -= takes_part(plan, made)
        if not missing:
            break
    return tuple(more)


def _copy_code(code: str, number: int) -> str:
    return f"{code[:_LONGEST]}-ban-{number}"


def _from_above(real: Organisation) -> list[UnitEntry]:
    """Parents before children, otherwise as written."""
    parents = {unit.code: unit.parent for unit in real.units}
    return sorted(real.units, key=lambda unit: len(list(_upwards(unit.code, parents))))


def _fewer(plan: Plan, units: list[UnitEntry], fixed: Set[str], wanted: int) -> tuple[UnitEntry, ...]:
    """First what the plan names, then one unit of each group, then the others in their order."""
    firsts = [next((unit for unit in units if unit.kind in group.kinds), None) for group in plan.groups]
    in_order = [*(unit for unit in firsts if unit), *(unit for unit in units if takes_part(plan, unit))]
    keep = near_units(plan, units, fixed)
    for unit in in_order:
        if sum(takes_part(plan, one) for one in units if one.code in keep) >= wanted:
            break
        keep = near_units(plan, units, keep | {unit.code})
    return tuple(unit for unit in units if unit.code in keep)


def invented_units(plan: Plan, wanted: int) -> tuple[UnitEntry, ...]:
    """Bodies and named units below one root; so many that take part, each kind in turn, below those that lead."""
    root = UnitEntry(code=_ROOT, name="Tổ chức tập dượt", kind=_ROOT)
    named = [code for group in plan.groups for code in group.units]
    units = [root, *(UnitEntry(code=code, name=code, kind=_BODY, parent=_ROOT)
                     for code in dict.fromkeys([*sorted(plan.unit_codes), *named]))]
    leading = {kind for group in plan.groups if group.leads for kind in group.kinds}
    numbers: dict[str, int] = {}
    for kind in _kinds(plan, leading):
        if sum(takes_part(plan, unit) for unit in units) >= wanted:
            break
        leaders = [unit.code for unit in units if unit.kind in leading]
        numbers[kind] = numbers.get(kind, 0) + 1
        code = f"{kind[:_LONGEST]}-so-{numbers[kind]}"
        parent = leaders[numbers[kind] % len(leaders)] if leaders and kind not in leading else _ROOT
        units.append(UnitEntry(code=code, name=f"{kind} {numbers[kind]}", kind=kind, parent=parent))
    return (*units, *_beside(plan, [unit for unit in units if unit.kind in leading]))


def _kinds(plan: Plan, leading: Iterable[str]) -> Iterator[str]:
    """The first kind of each group, those that lead before the others, then every kind in turn, without end."""
    firsts = dict.fromkeys([*sorted(leading), *(group.kinds[0] for group in plan.groups if group.kinds)])
    known = sorted({kind for group in plan.groups for kind in group.kinds})
    return chain(firsts, cycle(known)) if known else iter(())


def _beside(plan: Plan, leaders: Iterable[UnitEntry]) -> Iterator[UnitEntry]:
    """Below each leading unit one unit of each kind in which a role sits."""
    kinds = dict.fromkeys(kind for role in plan.roles.values() if role.kind == "near" for kind in role.kinds)
    for leader in leaders:
        for kind in kinds:
            code = f"{kind[:24]}-{leader.code[:_LONGEST - 24]}"
            yield UnitEntry(code=code, name=f"{kind}, {leader.name}", kind=kind, parent=leader.code)
