"""Live figures against the targets of a plan: how much is reached, how much is needed, who is missing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from engine.plan.expression import parse_expression
from engine.plan.measure import Register, Target
from engine.plan.model import Plan
from engine.work.words import rounded

EntryContext = Mapping[str, object]
"""An entry as expressions see it (Entry.context): attributes, ma, trang_thai, don_vi {"ma": code of the unit}, …"""


@dataclass(frozen=True, slots=True)
class TargetUnit:
    """A unit that takes part, with the groups of the plan it belongs to."""

    code: str
    name: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """How a target stands.

    Per unit: `reached` of `of` units, `needed` of them, the `missing` by name. Per run or body: `reached` counts
    entries and `of` = `needed` = the amount. `percent` of `of`, one decimal. An aim (`phấn đấu`) binds nobody.
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

    @property
    def horizon(self) -> str | None:
        return self.target.until

    @property
    def binding(self) -> bool:
        return self.target.bound != "aim"


def target_figures(
    plan: Plan, units: Iterable[TargetUnit], entries: Iterable[EntryContext],
) -> tuple[TargetFigure, ...]:
    """One figure per target, in the order of the plan; only entries that the register counts are counted."""
    known, register = tuple(units), plan.register_
    counts = parse_expression(register.counted) if register else None
    counted = tuple(entry for entry in entries if counts and counts.holds(entry))
    return tuple(_figure(target, register, known, counted) for target in plan.targets)


def _figure(
    target: Target, register: Register | None, units: tuple[TargetUnit, ...], counted: tuple[EntryContext, ...],
) -> TargetFigure:
    when = parse_expression(target.when) if target.when else None
    asked = tuple(u for u in units if _asked(target, u))
    codes = {unit.code for unit in asked}
    own = tuple(e for e in counted if _unit_of(e) in codes and (when is None or when.holds(e)))
    split = _split(target.split_by, register, own)
    if target.per != "unit":
        met = _within(target, len(own))
        share = _percent(len(own), target.amount)
        missing = () if met or target.per == "run" else asked
        return TargetFigure(target, len(own), target.amount, target.amount, share, met, missing, split)
    per_unit = Counter(_unit_of(entry) for entry in own)
    missing = tuple(unit for unit in asked if not _within(target, per_unit[unit.code]))
    reached, needed = len(asked) - len(missing), ceil(len(asked) * target.share / 100)
    share = _percent(reached, len(asked))
    return TargetFigure(target, reached, len(asked), needed, share, reached >= needed, missing, split)


def _asked(target: Target, unit: TargetUnit) -> bool:
    if target.unit is not None:
        return unit.code == target.unit
    return not target.groups or not unit.groups.isdisjoint(target.groups)


def _within(target: Target, count: int) -> bool:
    if target.bound == "exact":
        return count == target.amount
    return count <= target.amount if target.bound == "maximum" else count >= target.amount


def _unit_of(entry: EntryContext) -> object:
    unit = entry.get("don_vi")
    return unit.get("ma") if isinstance(unit, Mapping) else unit


def _split(by: str | None, register: Register | None, own: tuple[EntryContext, ...]) -> tuple[tuple[str, int], ...]:
    if by is None or register is None:
        return ()
    options = next((a.options for a in register.attributes if a.id == by), ())
    counts = Counter(str(entry.get(by) or "") for entry in own)
    listed = [(option.label, counts.pop(option.id, 0)) for option in options]
    unclear = counts.pop("", 0)
    return (*listed, *sorted(counts.items()), *([("Chưa rõ", unclear)] if unclear else []))


def _percent(part: int, whole: int) -> float:
    return float(rounded(100 * part / whole)) if whole else 100.0
