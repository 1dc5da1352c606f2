"""Units and people for a rehearsal, made from the roles and groups of a plan and the organisation beside it."""

from collections.abc import Iterable, Iterator, Set

from engine.plan.model import Plan
from engine.plan.organisation import Organisation, PersonEntry, PositionEntry, UnitEntry
from engine.rehearse.units import copied_units, invented_units, near_units, takes_part

USUAL_UNITS = 12
"""How many units take part where neither the caller nor an organisation beside the plan says."""
_ANYBODY = "can-bo"


def synthetic_organisation(plan: Plan, real: Organisation | None, count: int | None) -> Organisation:
    """`count` units take part, those the plan names among them: units of `real` and copies of them, else invented ones.

    Each position that a role names is held by one person of each unit the role sits in.
    """
    usual = USUAL_UNITS if count is None else count
    units = copied_units(plan, real, count) if real else invented_units(plan, usual)
    people = tuple(_people(plan, real, units))
    roles = {held.role: held.title or held.role for person in people for held in person.positions}
    kinds = {unit.kind: real.kinds.get(unit.kind, unit.kind) if real else unit.kind for unit in units}
    return Organisation(kinds=kinds, roles=roles, units=units, people=people)


def organisation_for(plan: Plan, real: Organisation | None, wanted: Set[str]) -> Organisation:
    """A small one: the plan's bodies, the wanted units and two more that take part, with what stands above them."""
    whole = real or synthetic_organisation(plan, None, USUAL_UNITS)
    others = [code for code in participants_of(plan, whole) if code not in wanted | plan.unit_codes]
    keep = near_units(plan, whole.units, {*plan.unit_codes, *wanted, *others[:2]})
    units = tuple(unit.model_copy(update={"successor": unit.successor if unit.successor in keep else None})
                  for unit in whole.units if unit.code in keep)
    people = (person.model_copy(update={"positions": tuple(held for held in person.positions if held.unit in keep)})
              for person in whole.people)
    return whole.model_copy(update={"units": units, "people": tuple(one for one in people if one.positions)})


def participants_of(plan: Plan, organisation: Organisation) -> tuple[str, ...]:
    """Codes of the units that take part."""
    return tuple(unit.code for unit in organisation.units if takes_part(plan, unit))


def _people(plan: Plan, real: Organisation | None, units: Iterable[UnitEntry]) -> Iterator[PersonEntry]:
    """Named by what they are: nobody is invented."""
    number = 0
    for unit in units:
        for position in _positions(plan, unit):
            number += 1
            title = real.roles.get(position) if real else None
            words = title or position.replace("-", " ").capitalize()
            yield PersonEntry(
                login=f"nguoi-{number:05d}", name=f"{words}, {unit.name}", email=f"nguoi-{number:05d}@tapduot.example",
                positions=(PositionEntry(role=position, unit=unit.code, title=words),))


def _positions(plan: Plan, unit: UnitEntry) -> Iterable[str]:
    """What the plan's roles call for in that unit, each once."""
    leading = {kind for group in plan.groups if group.leads for kind in group.kinds}
    found: dict[str, None] = {}
    for role in plan.roles.values():
        near = role.kind == "near" and unit.kind in (role.kinds or leading)
        if role.unit == unit.code or near or (role.kind == "subject" and takes_part(plan, unit)):
            found |= dict.fromkeys(role.positions or (_ANYBODY,))
    return found
