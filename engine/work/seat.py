"""Where a role of a plan sits: a unit with positions, or chosen persons."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.base.text import fold
from engine.plan.model import Plan


class SeatMissing(KeyError):
    """A role that the plan does not know, or whose unit the organisation has not; one Vietnamese sentence."""

    def __str__(self) -> str:
        return str(self.args[0])


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

    `unit_ids`: code of a unit -> id; `members`: folded role name -> chosen persons. SeatMissing for a role or a unit
    that is not there; plans are checked against both before a run is prepared.
    """
    try:
        role = plan.role(role_name)
    except KeyError:
        raise SeatMissing(f"kế hoạch không có vai trò “{role_name}”") from None
    if role.kind == "members":
        return Seat(role.name, members=members.get(fold(role_name), ()))
    return Seat(role.name, subject_unit if role.kind == "subject" else unit_of(unit_ids, role.unit or ""),
                role.positions)


def unit_of(unit_ids: Mapping[str, str], code: str) -> str:
    """The id of the unit that the plan names; SeatMissing when the organisation has none of that code."""
    if code not in unit_ids:
        raise SeatMissing(f"tổ chức không còn đơn vị mã “{code}” mà kế hoạch giao việc")
    return unit_ids[code]


def overseers(plan: Plan, unit_ids: Mapping[str, str]) -> tuple[Seat, ...]:
    """Who sees the whole run: the coordinator, the deciders, the roles that read all."""
    names = [plan.coordinator, *plan.deciders, *(name for name, role in plan.roles.items() if role.reads_all)]
    unique = {fold(name): name for name in names if plan.role(name).kind == "body"}
    return tuple(seat_of(plan, name, "", unit_ids, {}) for name in unique.values() if plan.role(name).unit in unit_ids)
