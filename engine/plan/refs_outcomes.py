"""Do outcomes, dossiers, duties and targets name things that exist, and do their parts agree?"""

from engine.base.diagnostic import Diagnostic
from engine.plan.deadline import DeadlineError, parse_deadline
from engine.plan.known import Found, absent, absent_by_fold, step_ids, twice
from engine.plan.measure import Target
from engine.plan.read import Path, ReadPlan

_REPEATS = ("frequency", "recurring")


def outcomes(read: ReadPlan) -> Found:
    plan = read.plan
    ids = [outcome.id for outcome in plan.outcomes]
    yield from twice(read, ("outcomes",), "id", ids)
    yield from twice(read, ("duties",), "id", [duty.id for duty in plan.duties])
    for i, outcome in enumerate(plan.outcomes):
        path: Path = ("outcomes", i)
        yield from absent(read, (*path, "step"), "KH020", "bước", outcome.step, step_ids(plan))
        yield from absent(read, (*path, "requires"), "KH026", "kết quả", outcome.requires, ids)
        yield from absent_by_fold(read, (*path, "authority"), "KH023", "vai trò", outcome.authority, plan.roles)
        yield from _often(read, (*path, "often"), outcome.often)
        if outcome.holds is None and any(step.only_from == outcome.id for step in plan.steps):
            yield Diagnostic(read.at(*path), "KH048", f'kết quả "{outcome.id}" mở bước khác ("chỉ từ") nhưng chưa nói '
                             'mô hình nào đã có; thêm "đạt khi"')
    yield from _circles(read)
    for i, duty in enumerate(plan.duties):
        yield from absent_by_fold(read, ("duties", i, "actor"), "KH023", "vai trò", duty.actor, plan.roles)
    for i, target in enumerate(plan.targets):
        yield from _bound(read, target, ("targets", i))
    yield from _dossiers(read)


def _often(read: ReadPlan, path: Path, phrase: str | None) -> Found:
    if phrase is None:
        return
    try:
        rule = parse_deadline(phrase)
    except DeadlineError as error:
        near = f'; ý bạn là "{error.near}"?' if error.near else ""
        yield Diagnostic(read.at(*path), "KH040", error.message + near)
        return
    if rule.kind not in _REPEATS and rule.recurs is None:
        yield Diagnostic(read.at(*path), "KH043", f'"{phrase}" không phải một định kỳ; viết như "02 lần trong 05 năm"')


def _circles(read: ReadPlan) -> Found:
    """An outcome that must come before itself; each circle is told once."""
    before = {outcome.id: outcome.requires for outcome in read.plan.outcomes}
    told: set[str] = set()
    for i, outcome in enumerate(read.plan.outcomes):
        way = [outcome.id]
        while (name := before.get(way[-1])) is not None and name not in way:
            way.append(name)
        if before.get(way[-1]) == outcome.id and outcome.id not in told:
            told.update(way)
            yield Diagnostic(read.at("outcomes", i, "requires"), "KH028",
                             f'kết quả "{outcome.id}" phải có trước chính nó qua một vòng; bỏ một mục "chỉ từ"')


def _bound(read: ReadPlan, target: Target, path: Path) -> Found:
    if target.bound == "unsaid" and target.understood is None:
        yield Diagnostic(read.at(*path, "bound"), "KH048",
                         f'chỉ tiêu "{target.id}" có "mức: không nói" thì thêm "hiểu là" để kheo biết cách tính')
    if target.amount_to is not None and target.amount_to <= target.amount:
        yield Diagnostic(read.at(*path, "amount_to"), "KH048",
                         f'chỉ tiêu "{target.id}" từ {target.amount} đến {target.amount_to}: '
                         '"đến" phải lớn hơn "số lượng"')
    if target.understood is not None and target.bound != "unsaid" and target.amount_to is None:
        yield Diagnostic(read.key_at(*path, "understood"), "KH048",
                         f'chỉ tiêu "{target.id}" đã nói rõ "mức"; bỏ "hiểu là"')


def _dossiers(read: ReadPlan) -> Found:
    plan = read.plan
    known, forms = [outcome.id for outcome in plan.outcomes], [form.id for form in plan.forms]
    for i, dossier in enumerate(plan.dossiers):
        yield from absent(read, ("dossiers", i, "outcome"), "KH026", "kết quả", dossier.outcome, known)
        for j, item in enumerate(dossier.items):
            yield from absent(read, ("dossiers", i, "items", j, "form"), "KH021", "biểu mẫu", item.form, forms)
