"""R14: quotas that are a range, do not say how they bind, cannot be met together, or count one unit twice."""

from collections.abc import Iterator
from itertools import combinations

from engine.check.finding import Finding
from engine.check.owners import members
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.measure import Target

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
    path = ("targets", second)
    for low, high in ((one, other), (other, one)):
        if _contradict(low, high):
            yield seen.found(
                "R14", path,
                sentence("Hai chỉ tiêu không thể cùng đạt: “{low}” đòi từ {least}, “{high}” cho tới {most}.",
                         low=low.name, least=low.amount, high=high.name, most=high.amount),
                sentence("sửa một trong hai số"), named(low, high))
            return
    twice = _twice(seen, one, other)
    if twice:
        what = sentence("loại đơn vị") if seen.organisation is None else sentence("đơn vị")
        yield seen.found(
            "R14", path,
            sentence("{count} {what} nằm trong cả hai chỉ tiêu “{first}” và “{second}” nên bị đếm hai lần: {names}.",
                     count=len(twice), what=what, first=one.name, second=other.name, names=", ".join(twice)),
            sentence("nói rõ đơn vị ấy tính vào chỉ tiêu nào"), named(one, other))


def _contradict(low: Target, high: Target) -> bool:
    """Whether one demands of the same units more than the other allows."""
    def bound(target: Target) -> tuple[object, ...]:
        return target.per, set(target.groups), target.unit, target.when, target.split_by

    return (_meant(low) in _AT_LEAST and _meant(high) in _AT_MOST and low.amount > high.amount
            and bound(low) == bound(high))


def _meant(target: Target) -> str:
    return target.understood or target.bound


def _twice(seen: Seen, one: Target, other: Target) -> tuple[str, ...]:
    """Units, or kinds of units where the organisation is not known, that two quotas reach through different groups.

    A quota within another ("mọi đơn vị", "riêng trường học") is meant so; two that overlap in part are not.
    """
    if (one.per, other.per) != ("unit", "unit"):
        return ()
    shared = set(one.groups) & set(other.groups)
    left, right = (_bound(seen, target, shared) for target in (one, other))
    both = left.keys() & right.keys()
    return tuple(left[key] for key in left if key in both) if both not in (left.keys(), right.keys()) else ()


def _bound(seen: Seen, target: Target, shared: set[str]) -> dict[str, str]:
    """Code -> name of the units, or of the kinds, that the groups which only this target names are made of."""
    groups = [group for group in seen.plan.groups if group.id in target.groups and group.id not in shared]
    if seen.organisation is not None:
        return {unit.code: f"“{unit.name}”" for unit in members(seen.organisation, groups)}
    return {code: code for group in groups for code in (*group.kinds, *group.units)}
