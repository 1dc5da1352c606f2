"""Who receives a plan that is issued: which units of the organisation, and who is to be written to."""

from collections.abc import Iterable

from engine.plan.model import Plan
from engine.plan.people import Recipient
from engine.work.context import UnitValue, groups_of

FOR = {"report": "để báo cáo", "act": "để thực hiện", "know": "để biết", "archive": "lưu"}


def inside(plan: Plan, units: Iterable[UnitValue]) -> tuple[tuple[Recipient, tuple[UnitValue, ...]], ...]:
    """Each recipient with its units here; none for one outside the organisation, who gets the paper by post."""
    here = tuple(units)
    return tuple((one, tuple(unit for unit in here if _is_of(plan, one, unit))) for one in plan.recipients)


def _is_of(plan: Plan, one: Recipient, unit: UnitValue) -> bool:
    return unit.code == one.unit or bool(one.groups and groups_of(plan, unit) & set(one.groups))
