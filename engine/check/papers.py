"""R21, R22: dossiers that differ, papers without template, confirmations that a subject cannot get."""

import re
from collections.abc import Iterator
from itertools import combinations

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.form import Form
from engine.plan.measure import Dossier, DossierItem
from engine.plan.people import UnitGroup
from engine.plan.step import MAIN, Step

_SENT = re.compile(r"\b(gui|nop|bao cao)\b")
"""In a folded sentence of a document: a paper is handed in, not only work done."""


def r21(seen: Seen) -> Iterator[Finding]:
    """Two dossiers for one outcome, a paper of a dossier or a report handed in without a template."""
    for (_, first), (number, second) in combinations(enumerate(seen.plan.dossiers), 2):
        if first.outcome and first.outcome == second.outcome:
            yield from _differing(seen, first, second, number)
    forms = {form.id: form for form in seen.plan.forms}
    for number, dossier in enumerate(seen.plan.dossiers):
        bare = [item for item in _demanded(dossier) if item.form is None or forms[item.form].ours]
        if bare:
            yield seen.found(
                "R21", ("dossiers", number),
                sentence("Hồ sơ “{dossier}”: {count}/{all} giấy tờ không có mẫu ({names}); {copies} không nêu số bản, "
                         "{bodies} không nêu nơi xác nhận.", dossier=dossier.name, count=len(bare),
                         all=len(_demanded(dossier)), names=_names(bare),
                         copies=sum("copies" not in item.model_fields_set for item in _demanded(dossier)),
                         bodies=sum(not item.confirmations for item in _demanded(dossier))),
                sentence("kèm mẫu cho từng giấy tờ và ghi “biểu mẫu”, “số bản”, “xác nhận” ở thành phần ấy"),
                named(dossier, *bare))
    for number, step in enumerate(seen.plan.steps):
        for form in _handed_in(seen, step):
            yield seen.found(
                "R21", ("steps", number, "forms"),
                sentence("Bước “{step}” đòi “{form}” nhưng văn bản không kèm mẫu.", step=step.name, form=form.name),
                sentence("kèm mẫu “{form}” và dẫn tới nó ở mục giao việc", form=form.name), named(step, form))


def _demanded(dossier: Dossier) -> tuple[DossierItem, ...]:
    """The papers that the document lists: all of a dossier for an outcome, else those with a clause of their own."""
    return dossier.items if dossier.outcome else tuple(item for item in dossier.items if item.clauses)


def _differing(seen: Seen, first: Dossier, second: Dossier, number: int) -> Iterator[Finding]:
    mine = [item for item in first.items if not _among(item, second)]
    other = [item for item in second.items if not _among(item, first)]
    if mine or other:
        outcome = next(outcome for outcome in seen.plan.outcomes if outcome.id == first.outcome)
        yield seen.found(
            "R21", ("dossiers", number),
            sentence("Hồ sơ cho “{outcome}” được quy định hai cách: chỉ “{first}” có {mine}; chỉ “{second}” có "
                     "{other}.", outcome=outcome.name, first=first.name, mine=_names(mine), second=second.name,
                     other=_names(other)),
            sentence("gộp thành một danh mục hồ sơ cho “{outcome}”", outcome=outcome.name),
            named(first, second, *first.items, *second.items))


def _among(item: DossierItem, dossier: Dossier) -> bool:
    return any(item.id == other.id or fold(item.name) == fold(other.name) for other in dossier.items)


def _handed_in(seen: Seen, step: Step) -> Iterator[Form]:
    """Forms of ours that a unit sends to somebody else, the papers of a dossier aside."""
    quotes = [fold(clause.quote) for clause in step.clauses if clause.quote]
    sent = not quotes or any(_SENT.search(quote) for quote in quotes)
    theirs = seen.plan.role(step.actor).kind == "subject" and step.reviewer is not None
    if not sent or not theirs or step.own or step.dossier:
        return
    for form_id in step.forms.get(MAIN, ()):
        form = seen.plan.form(form_id)
        if form.ours and not form.code:
            yield form


def r22(seen: Seen) -> Iterator[Finding]:
    """A confirmation by a body that some of those who need it do not have."""
    for i, dossier in enumerate(seen.plan.dossiers):
        for j, item in enumerate(dossier.items):
            for wanted in () if item.when else item.confirmations:
                yield from _without(seen, ("dossiers", i, "items", j, "confirmations"), (item.name, wanted),
                                    _asked(seen, [s for s in seen.plan.steps if s.dossier == dossier.id]),
                                    named(item, dossier))
    for i, form in enumerate(seen.plan.forms):
        if form.confirmation:
            steps = [step for step in seen.users[form.id] if isinstance(step, Step)]
            yield from _without(seen, ("forms", i, "confirmation", "by"), (form.name, form.confirmation.by),
                                _asked(seen, steps), named(form))


def _without(
    seen: Seen, path: tuple[str | int, ...], what: tuple[str, str], asked: tuple[UnitGroup, ...],
    clauses: tuple[str, ...],
) -> Iterator[Finding]:
    paper, wanted = what
    lacking = [group for group in asked if _cannot(group, wanted)]
    if lacking:
        yield seen.found(
            "R22", path,
            sentence("“{paper}” cần xác nhận của “{wanted}”, nơi mà {groups} không có.", paper=paper, wanted=wanted,
                     groups=", ".join(f"“{group.name}”" for group in lacking)),
            sentence("nêu nơi xác nhận thay cho {groups}, hoặc miễn xác nhận này cho họ",
                     groups=", ".join(f"“{group.name}”" for group in lacking)),
            (*clauses, *named(*lacking)))


def _asked(seen: Seen, steps: list[Step]) -> tuple[UnitGroup, ...]:
    """Who hands the paper in: the units of steps of units and initiatives, and the kinds of subject of initiatives."""
    plan = seen.plan
    theirs = [step for step in steps if step.scope != "run"]
    groups = [g for g in plan.groups if any(not step.groups or g.id in step.groups for step in theirs)]
    return (*groups, *(plan.subjects if theirs else ()))


def _cannot(group: UnitGroup, wanted: str) -> bool:
    """Whether the group lacks every body that may confirm; "lãnh đạo cơ quan (cấp uỷ)" leaves a choice."""
    said = re.sub(r"^(t/?m|k/?t|thay mat)\.?\s+", "", fold(wanted))
    choices = [choice.strip() for choice in re.split(r"\bhoac\b|[(),;/]", said) if choice.strip()]
    return all(any(fold(lack) in choice for lack in group.lacks) for choice in choices)


def _names(items: list[DossierItem]) -> str:
    return ", ".join(f"“{item.name}”" for item in items) or "—"
