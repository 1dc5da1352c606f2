"""R14: quotas that are a range, do not say how they bind, cannot be met together, or count one unit twice."""

from collections.abc import Iterator
from itertools import combinations

from engine.check.finding import Finding
from engine.check.owners import members
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.measure import Target
from engine.plan.organisation import UnitEntry
from engine.plan.people import UnitGroup

WORDS = {"exact": sentence("đúng"), "minimum": sentence("ít nhất"), "maximum": sentence("nhiều nhất"),
         "aim": sentence("phấn đấu"), "recommended": sentence("khuyến nghị")}
_AT_LEAST = ("exact", "minimum")
_AT_MOST = ("exact", "maximum")


def r14(seen: Seen) -> Iterator[Finding]:
    """One finding for each target that is unclear, and for each pair that does not go together."""
    for number, target in enumerate(seen.plan.targets):
        understood = WORDS.get(target.understood or target.bound, "—")
        if target.amount_to is not None:
            yield seen.found(
                "R14", ("targets", number, "amount_to"),
                sentence("Chỉ tiêu “{name}” là một khoảng từ {low} đến {high}; kế hoạch hiểu là “{understood} {low}”.",
                         name=target.name, low=target.amount, high=target.amount_to, understood=understood),
                sentence("nêu một số và nói rõ đúng, ít nhất hay nhiều nhất"), named(target))
        elif target.bound == "unsaid":
            yield seen.found(
                "R14", ("targets", number, "bound"),
                sentence("Chỉ tiêu “{name}” ({amount}) không nói là đúng, ít nhất hay nhiều nhất; kế hoạch hiểu là "
                         "“{understood}”.", name=target.name, amount=_amount(seen, target), understood=understood),
                sentence("viết rõ “{understood} {amount}” trong văn bản, hoặc nêu mức khác",
                         understood=understood, amount=_amount(seen, target)),
                named(target))
    for first, second in combinations(range(len(seen.plan.targets)), 2):
        yield from _together(seen, first, second)


def _amount(seen: Seen, target: Target) -> str:
    """"2 tập thể, 4 cá nhân" of a target with portions, else the number."""
    register = seen.plan.register_
    labels = {option.id: option.label for attribute in (register.attributes if register else ())
              if attribute.id == target.split_by for option in attribute.options}
    portions = ", ".join(f"{count} {labels.get(value, value).lower()}" for value, count in target.portions.items())
    return portions or str(target.amount)


def _together(seen: Seen, first: int, second: int) -> Iterator[Finding]:
    one, other = seen.plan.targets[first], seen.plan.targets[second]
    if one.per != other.per or one.when != other.when:
        return
    for low, high in ((one, other), (other, one)):
        if _meant(low) in _AT_LEAST and _meant(high) in _AT_MOST and low.amount > high.amount and _same(low, high):
            yield seen.found(
                "R14", ("targets", second),
                sentence("Hai chỉ tiêu không thể cùng đạt: “{low}” đòi từ {least}, “{high}” cho tới {most}.",
                         low=low.name, least=low.amount, high=high.name, most=high.amount),
                sentence("sửa một trong hai số"), named(low, high))
            return
    twice = _twice(seen, one, other)
    if twice:
        yield seen.found(
            "R14", ("targets", second),
            sentence("{count} đơn vị nằm trong cả hai chỉ tiêu “{first}” và “{second}” nên bị đếm hai lần: {units}.",
                     count=len(twice), first=one.name, second=other.name,
                     units=", ".join(f"“{unit.name}”" for unit in twice[:3])),
            sentence("nói rõ đơn vị ấy tính vào chỉ tiêu nào"), named(one, other))


def _meant(target: Target) -> str:
    return target.understood or target.bound


def _same(one: Target, other: Target) -> bool:
    """Whether the two bind the same units: the same groups, or the same body."""
    return (set(one.groups), one.unit, one.split_by) == (set(other.groups), other.unit, other.split_by)


def _twice(seen: Seen, one: Target, other: Target) -> tuple[UnitEntry, ...]:
    """Units that two quotas over different groups count; the ends of one and the same quota do not count."""
    if seen.organisation is None or one.per != "unit" or _same(one, other):
        return ()
    inside = [{unit.code for unit in members(seen.organisation, _bound(seen, target))} for target in (one, other)]
    return tuple(unit for unit in seen.organisation.units if unit.code in inside[0] & inside[1])


def _bound(seen: Seen, target: Target) -> list[UnitGroup]:
    return [group for group in seen.plan.groups if group.id in target.groups or not target.groups]
