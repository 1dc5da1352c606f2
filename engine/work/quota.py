"""Who bears a target, what is demanded of them, how a registration stands against it: counts by kind and by unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.plan.expression import parse_expression
from engine.plan.known import values_of
from engine.plan.measure import Target
from engine.plan.model import Plan
from engine.work.words import lower_first

EntryContext = Mapping[str, object]
"""An entry as expressions see it (Entry.context): attributes, ma, trang_thai, don_vi {"ma": code of the unit}, …"""
_WORDS = {"exact": "đúng", "minimum": "ít nhất", "maximum": "nhiều nhất", "aim": "phấn đấu",
          "recommended": "khuyến nghị"}
_ANY = "mô hình"


@dataclass(frozen=True, slots=True)
class TargetUnit:
    """A unit that takes part, with the groups of the plan it belongs to; `above`: codes of the units over it."""

    code: str
    name: str
    groups: frozenset[str]
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who must reach a target: a unit or a group, or all of them, and the codes of the units whose entries count."""

    unit: TargetUnit
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Demand:
    """A figure that is demanded: `low` to `high`, of entries of one value (all, when None). `bound`: "đúng 2"."""

    label: str
    value: str | None
    low: int | None
    high: int | None
    bound: str

    def within(self, count: int) -> bool:
        return (self.low is None or count >= self.low) and (self.high is None or count <= self.high)


@dataclass(frozen=True, slots=True)
class QuotaState:
    """How one demand stands for a bearer. `waiting`: others who count for it have not registered yet."""

    target: Target
    bearer: str
    demand: Demand
    count: int
    waiting: bool

    @property
    def over(self) -> int:
        return 0 if self.demand.high is None else max(0, self.count - self.demand.high)

    @property
    def short(self) -> int:
        """How many are lacking now that nobody else will add any."""
        return 0 if self.waiting or self.demand.low is None else max(0, self.demand.low - self.count)

    @property
    def kept(self) -> bool:
        return not self.over and not self.short

    @property
    def text(self) -> str:
        """"Sở Tài chính: 3 tập thể, chỉ tiêu là đúng 2 (IV.1 gạch 1); bớt 1." """
        place = f" ({self.target.clauses[0].at})" if self.target.clauses else ""
        says = f"{self.bearer}: {self.count} {self.demand.label}, chỉ tiêu là {self.demand.bound}{place}"
        if self.over:
            return f"{says}; bớt {self.over}."
        return f"{says}; thêm {self.short}." if self.short else f"{says}."


def bound_of(target: Target) -> str:
    """How the target is counted; one whose bound is neither said nor understood binds nobody."""
    said = target.understood or target.bound
    return "recommended" if said == "unsaid" else said


def demands(plan: Plan, target: Target) -> tuple[Demand, ...]:
    """One figure, or one for each value that the target names."""
    labels = values_of(plan, target.split_by)
    if not target.portions:
        return (_demand(target, _ANY, None, target.amount, target.amount_to),)
    return tuple(_demand(target, lower_first(labels.get(value, value)), value, amount, None)
                 for value, amount in target.portions.items())


def _demand(target: Target, label: str, value: str | None, amount: int, upper: int | None) -> Demand:
    bound = bound_of(target)
    low = None if bound == "maximum" else amount
    high = (amount if upper is None else upper) if bound in ("exact", "maximum") else None
    ends = f"từ {amount} đến {upper}" if upper is not None and bound == "exact" else str(
        upper if upper is not None and bound == "maximum" else amount)
    return Demand(label, value, low, high, ends if ends.startswith("từ") else f"{_WORDS[bound]} {ends}")


def bearers(plan: Plan, target: Target, units: Iterable[TargetUnit]) -> tuple[Bearer, ...]:
    """Those asked: each unit, each group, the one body, or the whole run as one."""
    known = tuple(units)
    asked = tuple(unit for unit in known if _asked(target, unit))
    if target.per in ("unit", "body"):
        return tuple(Bearer(unit, _codes(target, known, (unit,))) for unit in asked)
    if target.per == "group":
        wanted = [group for group in plan.groups if not target.groups or group.id in target.groups]
        return tuple(Bearer(TargetUnit(g.id, g.name, frozenset()),
                            _codes(target, known, tuple(u for u in asked if g.id in u.groups))) for g in wanted)
    return (Bearer(TargetUnit("", plan.short, frozenset()), _codes(target, known, asked)),)


def _asked(target: Target, unit: TargetUnit) -> bool:
    if target.unit is not None:
        return unit.code == target.unit
    return not target.groups or not unit.groups.isdisjoint(target.groups)


def _codes(target: Target, known: tuple[TargetUnit, ...], own: tuple[TargetUnit, ...]) -> frozenset[str]:
    codes = frozenset(unit.code for unit in own)
    if not target.with_below:
        return codes
    return codes | {unit.code for unit in known if not codes.isdisjoint(unit.above)}


def counted_for(target: Target, entries: Iterable[EntryContext]) -> tuple[EntryContext, ...]:
    """The entries that the target speaks of."""
    when = parse_expression(target.when) if target.when else None
    return tuple(entry for entry in entries if when is None or when.holds(entry))


def count(target: Target, demand: Demand, codes: frozenset[str], entries: Iterable[EntryContext]) -> int:
    """How many of the entries are these units' and of the demanded value."""
    return sum(unit_of(entry) in codes and (demand.value is None or entry.get(target.split_by or "") == demand.value)
               for entry in entries)


def unit_of(entry: EntryContext) -> object:
    """The code of the unit whose entry it is."""
    unit = entry.get("don_vi")
    return unit.get("ma") if isinstance(unit, Mapping) else unit


def quota_states(plan: Plan, units: Iterable[TargetUnit], entries: Iterable[EntryContext], sender: str,
                 sent: frozenset[str]) -> tuple[QuotaState, ...]:
    """How the targets that bind a registration stand when `sender` sends it; `sent`: units that have sent theirs."""
    known, given = tuple(units), tuple(entries)
    found = []
    for target in plan.targets:
        if target.on_sending == "none":
            continue
        own = counted_for(target, given)
        for bearer in bearers(plan, target, known):
            if sender in bearer.codes:
                waiting = not bearer.codes <= sent | {sender}
                found += [QuotaState(target, _called(bearer), demand, count(target, demand, bearer.codes, own), waiting)
                          for demand in demands(plan, target)]
    return tuple(found)


def _called(bearer: Bearer) -> str:
    below = bearer.codes - {bearer.unit.code}
    return f"{bearer.unit.name} và cấp dưới" if below and bearer.unit.code in bearer.codes else bearer.unit.name
