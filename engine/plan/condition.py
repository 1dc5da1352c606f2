"""For which units and in which years a step takes place at all, and on what condition it opens then."""

from collections.abc import Iterable

from engine.plan.model import Plan
from engine.plan.step import Step

HAD = "da_co"
"""What the engine adds to the names of a plan's expressions: outcome -> whether it is there."""


def takes_place(plan: Plan, step: Step) -> str | None:
    """The expression that holds where the step takes place: for units of its groups, in its years; None: always."""
    terms = []
    if step.groups:
        chosen = [group for group in plan.groups if group.id in step.groups]
        kinds, codes = ({name for group in chosen for name in getattr(group, key)} for key in ("kinds", "units"))
        terms.append(f"(don_vi.loai in {_listed(kinds)} or don_vi.ma in {_listed(codes)})")
    if step.years:
        terms.append(f"dot.nam in [{', '.join(map(str, step.years))}]")
    return " and ".join(terms) or None


def opens_when(step: Step) -> str | None:
    """The expression on which the step opens once it takes place; None: always."""
    terms = [f"({step.when})"] if step.when else []
    if step.only_from:
        terms.append(f"{HAD}.{had_name(step.only_from)}")
    return (step.when if not step.only_from else " and ".join(terms)) or None


def had_name(outcome: str) -> str:
    """The id of an outcome as a name in expressions."""
    return outcome.replace("-", "_")


def _listed(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in sorted(names)) + "]"
