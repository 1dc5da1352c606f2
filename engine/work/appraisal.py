"""Scores of several members against a criteria set: averages, what data decides, the proposal that follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.plan.criteria import Band, CriteriaSet, Criterion
from engine.plan.expression import parse_expression
from engine.plan.form import FormField
from engine.plan.model import Plan
from engine.work.choices import Choices
from engine.work.grading import CLASS, SHARE, TENTH, TOTAL, band_of, exact, knocked_out, rounded_to
from engine.work.typed import is_blank, read_value
from engine.work.words import sentence

Scores = Mapping[str, int | float | bool]
"""Criterion id -> points of a scored one, yes or no of an assessed one."""
_YES, _NO = ("dat", "có", "1", "true"), ("khong-dat", "không", "0", "false")


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion. `average` (one decimal, before its weight) when scored; `met` when checked or assessed; None while
    nobody spoke.
    """

    criterion: Criterion
    votes: int
    average: float | None = None
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The result. `total` as the set rounds it and `percent` of the maximum, half up to one decimal, weights counted;
    None while incomplete.

    `proposal`: to recognise or not; None while a criterion is open or none applies. What is shown decides: the rounded
    percent is compared with the pass mark, the rounded total with the classes. `knocked`: what knocks the sheet out.
    """

    results: tuple[CriterionResult, ...]
    total: float | None
    maximum: float
    percent: float | None
    pass_mark: float | None
    proposal: bool | None
    band: Band | None = None
    knocked: tuple[Criterion, ...] = ()

    @property
    def answers(self) -> dict[str, object]:
        """What later steps may take from the sheet."""
        return {TOTAL: self.total, SHARE: self.percent, CLASS: self.band.name if self.band else None}


def criteria_of(plan: Plan, set_id: str, context: Mapping[str, object]) -> tuple[Criterion, ...]:
    """The criteria that apply: those of included sets first, each id once; conditions look at mo_hinh, don_vi, dot."""
    sets = {one.id: one for one in plan.criteria}
    found: dict[str, Criterion] = {}

    def gather(one: CriteriaSet, within: frozenset[str]) -> None:
        if one.id in within or not _applies(one.when, context):
            return
        for included in one.includes:
            gather(sets[included], within | {one.id})
        for criterion in one.criteria:
            if _applies(criterion.when, context):
                found.setdefault(criterion.id, criterion)

    gather(sets[set_id], frozenset())
    return tuple(found.values())


def ballot_criteria(criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """Those a member answers; the system answers the checked ones."""
    return tuple(c for c in criteria if c.how != "checked")


def clean_scores(criteria: Iterable[Criterion], given: Mapping[str, object]) -> tuple[Scores, Mapping[str, str]]:
    """One member's scores, and a sentence per criterion that is missing or wrong; unknown ids are passed over."""
    scores: dict[str, int | float | bool] = {}
    errors: dict[str, str] = {}
    for criterion in ballot_criteria(criteria):
        value, mistake = _score(criterion, given.get(criterion.id))
        if value is None:
            errors[criterion.id] = sentence(f"{criterion.name}: {mistake}")
        else:
            scores[criterion.id] = value
    return scores, errors


def appraise(
    plan: Plan, set_id: str, ballots: Iterable[Scores], context: Mapping[str, object],
) -> Appraisal:
    """The result of all ballots; `context` as for criteria_of."""
    given = tuple(ballots)
    asked = criteria_of(plan, set_id, context)
    results = tuple(_result(criterion, given, context) for criterion in asked)
    scored = tuple(c for c in asked if c.how == "scored")
    maximum = sum((exact(c.maximum) * exact(c.weight) for c in scored), Fraction())
    averages = {c.id: average for c in scored if (average := _average(c, given)) is not None}
    complete = bool(scored) and len(averages) == len(scored)
    total = sum((averages[c.id] * exact(c.weight) for c in scored), Fraction()) if complete else None
    one = next(one for one in plan.criteria if one.id == set_id)
    shown = None if total is None else rounded_to(total, one.rounding)
    percent = None if total is None else rounded_to(100 * total / maximum, TENTH)
    knocked = knocked_out(averages, scored)
    proposal = False if knocked else _proposal(results, percent, one.pass_mark)
    return Appraisal(results, shown, float(maximum), percent, one.pass_mark, proposal,
                     band_of(one, shown, bool(knocked)), knocked)


def _applies(when: str | None, context: Mapping[str, object]) -> bool:
    return when is None or parse_expression(when).holds(context)


def _score(criterion: Criterion, raw: object) -> tuple[int | float | bool | None, str]:
    if criterion.how == "assessed":
        word = str(raw).casefold()
        known = raw if isinstance(raw, bool) else True if word in _YES else False if word in _NO else None
        return known, "chưa đánh giá đạt hay không đạt"
    if criterion.levels:
        points = {level.id: level.points for level in criterion.levels}.get(str(raw))
        return points, "" if points is not None else "chưa chọn mức"
    if is_blank(raw):
        return None, "chưa chấm điểm"
    asked = FormField.model_validate(
        {"mã": "diem", "nhãn": criterion.name, "loại": "số", "tối thiểu": 0, "tối đa": criterion.maximum})
    typed = read_value(asked, raw, Choices())
    if typed.mistake or not isinstance(typed.value, int | float):
        return None, typed.mistake or "chưa chấm điểm"
    return typed.value, ""


def _result(criterion: Criterion, ballots: tuple[Scores, ...], context: Mapping[str, object]) -> CriterionResult:
    if criterion.how == "checked":
        return CriterionResult(criterion, 0, met=parse_expression(criterion.holds or "False").holds(context))
    votes = [ballot[criterion.id] for ballot in ballots if criterion.id in ballot]
    if criterion.how == "scored":
        average = _average(criterion, ballots)
        return CriterionResult(criterion, len(votes), average=None if average is None else rounded_to(average, TENTH))
    return CriterionResult(criterion, len(votes), met=2 * sum(map(bool, votes)) > len(votes) if votes else None)


def _average(criterion: Criterion, ballots: tuple[Scores, ...]) -> Fraction | None:
    votes = [exact(ballot[criterion.id]) for ballot in ballots if criterion.id in ballot]
    return sum(votes, Fraction()) / len(votes) if votes else None


def _proposal(results: tuple[CriterionResult, ...], percent: float | None, pass_mark: float | None) -> bool | None:
    scored = any(r.criterion.how == "scored" for r in results)
    open_still = any(r.met is None and r.criterion.how != "scored" for r in results)
    if not results or open_still or (scored and percent is None):
        return None
    high_enough = pass_mark is None or percent is None or percent >= pass_mark
    return high_enough and all(r.met is not False for r in results)
