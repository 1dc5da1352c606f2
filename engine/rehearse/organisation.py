"""Units and people for a rehearsal, made from the roles and groups of a plan."""

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import chain, cycle, islice

from engine.plan.model import Plan
from engine.plan.organisation import Organisation, PersonEntry, PositionEntry, UnitEntry

USUAL_UNITS = 12
"""How many units take part where neither the caller nor an organisation beside the plan says."""
_ROOT, _BODY, _ANYBODY = "to-chuc-tap-duot", "co-quan-trong-ke-hoach", "can-bo"


def synthetic_organisation(plan: Plan, real: Organisation | None, count: int | None) -> Organisation:
    """`count` units take part: those the plan names, the others spread over the kinds as in `real`.

    Each position that a role names is held by one person of each unit the role sits in.
    """
    bodies = {code: _kind(real, code) for code in sorted(plan.unit_codes)}
    named = {code: _kind(real, code) for group in plan.groups for code in group.units if code not in bodies}
    there = bodies | named
    present = [code for code, kind in there.items() if _takes_part(plan, code, kind)]
    wanted = (len(participants_of(plan, real)) if real else USUAL_UNITS) if count is None else count
    first = [group.kinds[0] for group in plan.groups if group.kinds and not any(
        kind in group.kinds or code in group.units for code, kind in there.items())]
    made = dict(islice(_more(plan, real, first), max(0, wanted - len(present))))
    root = real.root().code if real else _ROOT
    units = {root: _kind(real, root), **there, **made}
    participants = {code for code, kind in units.items() if _takes_part(plan, code, kind)}
    kinds = {kind: real.kinds.get(kind, kind) if real else kind for kind in units.values()}
    names = {code: _name(real, code, kinds[kind]) for code, kind in units.items()}
    people = tuple(_people(plan, real, names, participants))
    roles = {held.role: held.title or held.role for person in people for held in person.positions}
    entries = tuple(UnitEntry(code=code, name=names[code], kind=kind,
                              parent=None if code == root else root) for code, kind in units.items())
    return Organisation(kinds=kinds, roles=roles, units=entries, people=people)


def organisation_for(plan: Plan, real: Organisation | None, wanted: Set[str]) -> Organisation:
    """A small one: the plan's bodies, the wanted units and two more that take part, with what stands above them."""
    whole = real or synthetic_organisation(plan, None, USUAL_UNITS)
    parents = {unit.code: unit.parent for unit in whole.units}
    others = [code for code in participants_of(plan, whole) if code not in wanted | plan.unit_codes]
    keep: set[str] = set()
    for code in (*plan.unit_codes, *wanted, *others[:2], whole.root().code):
        above: str | None = code
        while above in parents and above not in keep:
            keep.add(above)
            above = parents[above]
    units = tuple(unit.model_copy(update={"successor": unit.successor if unit.successor in keep else None})
                  for unit in whole.units if unit.code in keep)
    people = (person.model_copy(update={"positions": tuple(held for held in person.positions if held.unit in keep)})
              for person in whole.people)
    return whole.model_copy(update={"units": units, "people": tuple(one for one in people if one.positions)})


def participants_of(plan: Plan, organisation: Organisation) -> tuple[str, ...]:
    """Codes of the units that take part."""
    return tuple(unit.code for unit in organisation.units if _takes_part(plan, unit.code, unit.kind))


def _kind(real: Organisation | None, code: str) -> str:
    return next((unit.kind for unit in real.units if unit.code == code), _BODY) if real else _BODY


def _name(real: Organisation | None, code: str, kind: str) -> str:
    known = next((unit.name for unit in real.units if unit.code == code), None) if real else None
    return known or f"{kind} {code.rpartition('-')[2]}"


def _takes_part(plan: Plan, code: str, kind: str) -> bool:
    return any(kind in group.kinds or code in group.units for group in plan.groups)


def _more(plan: Plan, real: Organisation | None, first: list[str]) -> Iterator[tuple[str, str]]:
    """New units without end, (code, kind): one of each kind in `first`, for groups that have none, then as usual."""
    known = {kind for group in plan.groups for kind in group.kinds}
    usual = [unit.kind for unit in real.units if unit.kind in known] if real else []
    counted: dict[str, int] = {}
    for kind in chain(dict.fromkeys(first), cycle(usual or sorted(known))):
        counted[kind] = counted.get(kind, 0) + 1
        yield f"{kind[:50]}-so-{counted[kind]}", kind


def _people(
    plan: Plan, real: Organisation | None, units: Mapping[str, str], participants: set[str],
) -> Iterator[PersonEntry]:
    """Named by what they are: nobody is invented."""
    number = 0
    for code, unit in units.items():
        for position in _positions(plan, code, code in participants):
            number += 1
            title = real.roles.get(position) if real else None
            words = title or position.replace("-", " ").capitalize()
            yield PersonEntry(
                login=f"nguoi-{number:05d}", name=f"{words}, {unit}", email=f"nguoi-{number:05d}@tapduot.example",
                positions=(PositionEntry(role=position, unit=code, title=words),))


def _positions(plan: Plan, code: str, takes_part: bool) -> Iterable[str]:
    """What the plan's roles call for in that unit, each once."""
    found: dict[str, None] = {}
    for role in plan.roles.values():
        if role.unit == code or (role.kind == "subject" and takes_part):
            found |= dict.fromkeys(role.positions or (_ANYBODY,))
    return found
