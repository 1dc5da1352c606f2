"""Do recurring steps say when they come up, do standing duties fit what is made of them, and who names either?"""

from collections.abc import Iterator

from engine.base.diagnostic import Diagnostic
from engine.base.text import fold
from engine.plan.known import Found, absent, step_ids, twice
from engine.plan.read import Path, ReadPlan
from engine.plan.step import MAIN, Step


def recurring(read: ReadPlan) -> Found:
    for i, step in enumerate(read.plan.steps):
        if step.recurs:
            yield from _times(read, step, ("steps", i))
    yield from _single(read)
    yield from _duties(read)


def _times(read: ReadPlan, step: Step, path: Path) -> Found:
    recurs = step.recurs
    if recurs is None:
        return
    if (recurs.every is None) == (not recurs.times):
        yield Diagnostic(read.key_at(*path, "recurs"), "KH048",
                         f'bước "{step.id}" định kỳ theo đúng một trong hai mục "mỗi", "các kỳ"')
    yield from twice(read, (*path, "recurs", "times"), "id", [time.id for time in recurs.times])
    given = {"mở từ": ("opens_from", step.opens_from), "hạn": ("deadlines", step.deadlines.get(MAIN))}
    for word, (key, value) in given.items():
        if value:
            yield Diagnostic(read.key_at(*path, key), "KH048",
                             f'bước "{step.id}" định kỳ thì "{word}" do từng kỳ định; chuyển vào "các kỳ"')


def _single(read: ReadPlan) -> Found:
    """Where one step is meant, a recurring one cannot be named: it is several."""
    plan = read.plan
    recurring_ids = {step.id for step in plan.steps if step.recurs}
    for path, name in _singles(read):
        if name in recurring_ids:
            yield Diagnostic(read.at(*path), "KH048",
                             f'bước "{name}" định kỳ, có nhiều kỳ; chỗ này chỉ nêu được một bước không định kỳ')


def _singles(read: ReadPlan) -> Iterator[tuple[Path, str | None]]:
    plan = read.plan
    yield ("opening",), plan.opening
    for i, step in enumerate(plan.steps):
        yield ("steps", i, "opens_on"), step.opens_on
    for name, event in plan.events.items():
        yield ("events", name, "fixed_in"), event.fixed_in
    for name, role in plan.roles.items():
        yield ("roles", name, "chosen", "step"), role.chosen.step if role.chosen else None


def _duties(read: ReadPlan) -> Found:
    plan = read.plan
    kinds = {fold(name): role.kind for name, role in plan.roles.items()}
    for i, duty in enumerate(plan.duties):
        path: Path = ("duties", i)
        if duty.id in step_ids(plan):
            yield Diagnostic(read.at(*path, "id"), "KH027", f'mã "{duty.id}" đã là mã của một bước; đặt mã khác')
        for j, name in enumerate(duty.groups):
            yield from absent(read, (*path, "groups", j), "KH025", "nhóm đơn vị", name, [g.id for g in plan.groups])
        if duty.groups and kinds.get(fold(duty.actor)) == "body":
            yield Diagnostic(read.key_at(*path, "groups"), "KH029",
                             f'nhiệm vụ "{duty.id}" giao cho một cơ quan nên không có "nhóm đơn vị"; bỏ mục này')
        yield from absent(read, (*path, "form"), "KH021", "biểu mẫu", duty.form, [form.id for form in plan.forms])
        for j, name in enumerate(duty.feeds):
            yield from absent(read, (*path, "feeds", j), "KH020", "bước", name, step_ids(plan))
    yield from absent(read, ("evidence", "form"), "KH021", "biểu mẫu", plan.evidence.form,
                      [form.id for form in plan.forms])
