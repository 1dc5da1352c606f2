"""Where a role of a plan sits: a unit with positions, or chosen persons."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.base.text import fold
from engine.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Seat:
    """Who may act in a role: holders of `positions` (any when empty) in the unit, or the `members` alone."""

    role: str
    """The role's title, as shown."""
    unit_id: str | None = None
    positions: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


def seat_of(plan: Plan, role_name: str, subject_unit: str, unit_ids: Mapping[str, str],
            members: Mapping[str, tuple[str, ...]]) -> Seat:
    """The seat of a role for the matter of `subject_unit`.

    `unit_ids`: code of a unit -> id; `members`: folded role name -> chosen persons. KeyError for a role or a unit that
    is not there; plans are checked against both before a run is prepared.
    """
    role = plan.role(role_name)
    if role.kind == "members":
        return Seat(role.name, members=members.get(fold(role_name), ()))
    unit_id = subject_unit if role.kind == "subject" else unit_ids[role.unit or ""]
    return Seat(role.name, unit_id, role.positions)


def overseers(plan: Plan, unit_ids: Mapping[str, str]) -> tuple[Seat, ...]:
    """Who sees the whole run: the coordinator, the deciders, the roles that read all."""
    names = [plan.coordinator, *plan.deciders, *(name for name, role in plan.roles.items() if role.reads_all)]
    unique = {fold(name): name for name in names if plan.role(name).kind == "body"}
    return tuple(seat_of(plan, name, "", unit_ids, {}) for name in unique.values() if plan.role(name).unit in unit_ids)
