"""Which unit leads another: the nearest one above it, itself included, of a group that leads."""

from collections.abc import Mapping

from engine.plan.model import Plan
from engine.plan.people import Role
from engine.plan.step import Step
from engine.work.context import UnitValue, groups_of
from engine.work.seat import Seat

Tree = Mapping[str, UnitValue]
"""The units of the organisation that exist now, by id."""


def leading(plan: Plan) -> frozenset[str]:
    """The ids of the groups whose units lead those below them."""
    return plan.once("leading", lambda: frozenset(group.id for group in plan.groups if group.leads))


def leader_of(plan: Plan, tree: Tree, unit_id: str) -> str | None:
    """The id of the unit that leads this one; a leading unit leads itself."""
    found, groups = tree.get(unit_id), leading(plan)
    for above in reversed(found.line) if found else ():
        if above in tree and groups_of(plan, tree[above]) & groups:
            return above
    return None


def led_by(plan: Plan, tree: Tree, leader_id: str) -> tuple[UnitValue, ...]:
    """The leading unit and those it leads, by code."""
    below = (unit for unit in tree.values() if unit.path.startswith(tree[leader_id].path))
    return tuple(sorted((u for u in below if leader_of(plan, tree, u.id) == leader_id), key=lambda u: u.code))


def near_seats(plan: Plan, tree: Tree, role: Role, unit_id: str) -> tuple[Seat, ...]:
    """Where a role `theo cấp trên của việc` sits in the matter of that unit: one seat for each unit that holds it."""
    leader = leader_of(plan, tree, unit_id)
    if leader is None:
        return ()
    found = led_by(plan, tree, leader) if role.kinds else (tree[leader],)
    return tuple(Seat(role.name, unit.id, role.positions) for unit in found
                 if not role.kinds or unit.kind in role.kinds)


def seats_over(plan: Plan, tree: Tree, unit_id: str) -> tuple[Seat, ...]:
    """Who sees all of that unit's part in a run without seeing the whole run."""
    roles = [role for role in plan.roles.values() if role.kind == "near" and role.reads_all]
    return tuple(seat for role in roles for seat in near_seats(plan, tree, role, unit_id))


def leads_step(plan: Plan, step: Step) -> bool:
    """Whether the step is one of leading units alone: it looks at the initiatives of all they lead."""
    return step.scope == "unit" and bool(step.groups) and leading(plan).issuperset(step.groups)


def does(plan: Plan, step: Step, unit: UnitValue) -> bool:
    """Whether the step is one of that unit's, by the groups it names."""
    return not step.groups or bool(groups_of(plan, unit) & set(step.groups))
