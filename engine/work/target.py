"""Live figures against the targets of a plan: how much is reached, how much is needed, who is missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from engine.plan.expression import parse_expression
from engine.plan.known import values_of
from engine.plan.measure import Target
from engine.plan.model import Plan
from engine.work.quota import (
    Bearer,
    Demand,
    EntryContext,
    TargetUnit,
    bearers,
    bound_of,
    count,
    counted_for,
    demands,
    unit_of,
)
from engine.work.words import rounded


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """How a target stands.

    Per unit or group: `reached` of `of` units or groups, `needed` of them, the `missing` by name, each with its figures
    in `lacking` ("1/2 tập thể, 4/4 cá nhân"; empty where a single figure is asked). Per run or body: `reached` counts
    entries and `of` = `needed` = the amount. `percent` of `of`, one decimal. An aim or a recommendation binds nobody.
    `split`: label of each value of the attribute it is split by -> entries. `horizon`: "phấn đấu đến năm 2027".
    """

    target: Target
    reached: int
    of: int
    needed: int
    percent: float
    met: bool
    missing: tuple[TargetUnit, ...] = ()
    split: tuple[tuple[str, int], ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def horizon(self) -> str | None:
        return self.target.until

    @property
    def binding(self) -> bool:
        return bound_of(self.target) not in ("aim", "recommended")


def target_figures(
    plan: Plan, units: Iterable[TargetUnit], entries: Iterable[EntryContext],
) -> tuple[TargetFigure, ...]:
    """One figure per target, in the order of the plan; only entries that the register counts are counted."""
    known = tuple(units)
    counts = parse_expression(plan.register_.counted) if plan.register_ else None
    counted = tuple(entry for entry in entries if counts and counts.holds(entry))
    return tuple(_figure(plan, target, known, counted) for target in plan.targets)


def _figure(
    plan: Plan, target: Target, units: tuple[TargetUnit, ...], counted: tuple[EntryContext, ...],
) -> TargetFigure:
    asked, wanted = bearers(plan, target, units), demands(plan, target)
    codes = frozenset(code for bearer in asked for code in bearer.codes)
    own = tuple(entry for entry in counted_for(target, counted) if unit_of(entry) in codes)
    split = _split(plan, target.split_by, own)
    counts = {bearer: tuple(count(target, demand, bearer.codes, own) for demand in wanted) for bearer in asked}
    missing = tuple(bearer for bearer in asked if not _met(wanted, counts[bearer]))
    if target.per in ("run", "body"):
        whole = sum(target.portions.values()) if target.portions else target.amount
        named = () if target.per == "run" else tuple(bearer.unit for bearer in missing)
        met = bool(asked) and not missing
        return TargetFigure(target, len(own), whole, whole, _percent(len(own), whole), met, named, split)
    reached, needed = len(asked) - len(missing), ceil(len(asked) * target.share / 100)
    return TargetFigure(target, reached, len(asked), needed, _percent(reached, len(asked)), reached >= needed,
                        tuple(bearer.unit for bearer in missing), split, _lacking(wanted, missing, counts))


def _met(wanted: tuple[Demand, ...], counts: tuple[int, ...]) -> bool:
    return all(demand.within(n) for demand, n in zip(wanted, counts, strict=True))


def _lacking(wanted: tuple[Demand, ...], missing: tuple[Bearer, ...],
             counts: dict[Bearer, tuple[int, ...]]) -> tuple[str, ...]:
    """"1/2 tập thể, 4/4 cá nhân" for each, where the target asks more than one figure."""
    if len(wanted) == 1:
        return ()
    return tuple(", ".join(f"{n}/{demand.high or demand.low} {demand.label}"
                           for demand, n in zip(wanted, counts[bearer], strict=True)) for bearer in missing)


def _split(plan: Plan, by: str | None, own: tuple[EntryContext, ...]) -> tuple[tuple[str, int], ...]:
    if by is None or plan.register_ is None:
        return ()
    counts = Counter(str(entry.get(by) or "") for entry in own)
    listed = [(label, counts.pop(value, 0)) for value, label in values_of(plan, by).items()]
    unclear = counts.pop("", 0)
    return (*listed, *sorted(counts.items()), *([("Chưa rõ", unclear)] if unclear else []))


def _percent(part: int, whole: int) -> float:
    return float(rounded(100 * part / whole)) if whole else 100.0
