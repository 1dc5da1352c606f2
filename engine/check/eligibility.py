"""R17: a way through the process that a rule of eligibility forbids."""

from collections.abc import Iterator
from fractions import Fraction

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.period import rule_of
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.check.sequence import comes_before
from engine.plan.criteria import Criterion
from engine.plan.expression import parse_expression
from engine.plan.measure import Outcome

_REGISTERED = "da_dang_ky"
"""What an expression calls the fact that an entry was registered."""


def r17(seen: Seen) -> Iterator[Finding]:
    """Nomination against criteria, and outcomes against the outcomes they require."""
    yield from _nominated(seen)
    outcomes = {outcome.id: (number, outcome) for number, outcome in enumerate(seen.plan.outcomes)}
    for number, outcome in outcomes.values():
        if outcome.requires in outcomes:
            yield from _required(seen, number, outcome, outcomes[outcome.requires][1])


def _nominated(seen: Seen) -> Iterator[Finding]:
    """Entries found outside registration, where a criterion asks for registration or a mark is needed."""
    register = seen.plan.register_
    if register is None or register.nomination is None:
        return
    nomination = register.nomination
    path = ("register_", "nomination")
    asking = [one for criteria in seen.plan.criteria for one in criteria.criteria if _asks_registration(one)]
    if nomination.waives_registration and asking:
        yield seen.found("R17", path, sentence(
            "Mô hình không đăng ký vẫn được đề xuất, trong khi tiêu chí “{criterion}” đòi có đăng ký.",
            criterion=asking[0].name), sentence(
            "nói rõ mô hình đề xuất được miễn tiêu chí này (có thể hiểu là ngoại lệ), hoặc buộc đăng ký bổ sung"),
            named(*asking, nomination))
    marked = [one for one in seen.plan.criteria if one.pass_mark is not None]
    if nomination.waives_appraisal and marked:
        yield seen.found("R17", path, sentence(
            "Mô hình được đề xuất miễn thẩm định, trong khi bộ tiêu chí “{criteria}” đòi đạt {mark:g}%.",
            criteria=marked[0].name, mark=marked[0].pass_mark), sentence(
            "bỏ miễn thẩm định, hoặc nói rõ mô hình đề xuất được miễn điểm đạt"), named(*marked, nomination))


def _asks_registration(criterion: Criterion) -> bool:
    texts = [text for text in (criterion.holds, criterion.when) if text]
    return any(name.split(".")[-1] == _REGISTERED for text in texts for name in parse_expression(text).names)


def _required(seen: Seen, number: int, outcome: Outcome, first: Outcome) -> Iterator[Finding]:
    """`first` must have been got before `outcome` can be."""
    path, clauses = ("outcomes", number, "requires"), named(outcome, first)
    often, rarely = _rate(seen, outcome), _rate(seen, first)
    if often and rarely and rarely < often:
        yield seen.found("R17", path, sentence(
            "“{outcome}” ({often}) chỉ xét từ “{first}”, mà “{first}” chỉ có {rarely}: năm không có “{first}” thì "
            "không ai đủ điều kiện.", outcome=outcome.name, often=outcome.often, first=first.name,
            rarely=first.often), sentence(
            "cho “{first}” cùng nhịp với “{outcome}”, hoặc xét “{outcome}” từ nguồn khác", first=first.name,
            outcome=outcome.name), clauses)
    if outcome.step in seen.steps and first.step in seen.steps and outcome.step != first.step:
        later, earlier = seen.steps[first.step], seen.steps[outcome.step]
        a, b = seen.due(earlier.id), seen.due(later.id)
        late = bool(a and b and a.last_day and b.last_day and b.last_day > a.last_day)
        if late or comes_before(seen, earlier, later):
            yield seen.found("R17", path, sentence(
                "“{outcome}” chỉ xét từ “{first}”, mà bước “{later}” cho “{first}” làm sau bước “{earlier}”.",
                outcome=outcome.name, first=first.name, later=later.name, earlier=earlier.name), sentence(
                "đưa bước “{later}” lên trước “{earlier}”", later=later.name, earlier=earlier.name),
                (*clauses, *named(earlier, later)))


def _rate(seen: Seen, outcome: Outcome) -> Fraction | None:
    """Times a year; None where the document does not say."""
    if outcome.often is None:
        return None
    rule = rule_of(seen, outcome.often)
    if rule and rule.times and rule.years:
        return Fraction(rule.times, rule.years)
    yearly = rule is not None and rule.recurs == "yearly"
    return Fraction(1) if yearly or fold(outcome.often).startswith(("hang nam", "moi nam")) else None
