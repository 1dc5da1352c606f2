"""Do the roles a plan names exist, and does each role say who holds it?"""

from engine.base.diagnostic import Diagnostic
from engine.base.text import fold
from engine.plan.form import FormField
from engine.plan.known import Found, absent, absent_by_fold, fields_of, step_ids
from engine.plan.read import Path, ReadPlan

ACTOR = "người thực hiện"
"""In a rung of the ladder: whoever has the task."""


def people(read: ReadPlan) -> Found:
    yield from _roles(read)
    for path, name in _named_roles(read):
        yield from absent_by_fold(read, path, "KH023", "vai trò", name, read.plan.roles)
    yield from _ladder(read)


def _named_roles(read: ReadPlan) -> list[tuple[Path, str | None]]:
    plan = read.plan
    named: list[tuple[Path, str | None]] = [(("coordinator",), plan.coordinator)]
    named += [(("deciders", i), name) for i, name in enumerate(plan.deciders)]
    if plan.register_ and plan.register_.nomination:
        named.append((("register_", "nomination", "by"), plan.register_.nomination.by))
    for i, step in enumerate(plan.steps):
        path: Path = ("steps", i)
        for key in ("actor", "reviewer", "adviser", "decider"):
            named.append(((*path, key), getattr(step, key)))
        if step.vote:
            named += [((*path, "vote", key), getattr(step.vote, key)) for key in ("chair", "secretary")]
        for key in ("supporters", "informed", "opinions"):
            named += [((*path, key, j), name) for j, name in enumerate(getattr(step, key))]
    return named


def _roles(read: ReadPlan) -> Found:
    for name, role in read.plan.roles.items():
        place = read.key_at("roles", name)
        wanted = {"body": "đơn vị", "members": "chọn ở"}.get(role.kind)
        given = {"đơn vị": role.unit, "chọn ở": role.chosen}
        if wanted and given[wanted] is None:
            yield Diagnostic(place, "KH048", f'vai trò "{name}" chưa nói ai giữ; thêm "{wanted}"')
        for key, value in given.items():
            if value is not None and key != wanted:
                yield Diagnostic(place, "KH048",
                                 f'vai trò "{name}" không dùng "{key}" với cách xác định này; bỏ mục ấy')
        if role.kinds and role.kind != "near":
            yield Diagnostic(read.key_at("roles", name, "kinds"), "KH048",
                             f'vai trò "{name}" không dùng "loại" với cách xác định này; bỏ mục ấy')
        if role.kind == "near" and not any(group.leads for group in read.plan.groups):
            yield Diagnostic(place, "KH048", f'vai trò "{name}" theo cấp trên của việc, mà chưa nhóm đơn vị nào ghi '
                             '"phụ trách đơn vị dưới: có"')
        yield from _chosen(read, name)


def _chosen(read: ReadPlan, name: str) -> Found:
    plan, chosen, path = read.plan, read.plan.roles[name].chosen, ("roles", name, "chosen")
    if chosen is None:
        return
    yield from absent(read, (*path, "step"), "KH020", "bước", chosen.step, step_ids(plan))
    if chosen.step not in step_ids(plan):
        return
    fields = fields_of(plan, plan.step(chosen.step))
    yield from absent(read, (*path, "field"), "KH022", f'trường trong biểu mẫu của bước "{chosen.step}" tên',
                      chosen.field, fields)
    if chosen.field in fields and fields[chosen.field].type not in ("persons", "person"):
        yield Diagnostic(read.at(*path, "field"), "KH047", f'trường "{chosen.field}" phải thuộc loại "nhiều người"')
    elif chosen.field in fields and not _always_answered(fields[chosen.field], chosen.step):
        yield Diagnostic(read.at(*path, "field"), "KH048",
                         f'trường "{chosen.field}" phải luôn được trả lời, nếu không vai trò "{name}" có thể trống '
                         'và việc của vai trò đứng mãi; bỏ "bắt buộc: không", "chỉ khi", "chỉ đọc"')


def _always_answered(field: FormField, step: str) -> bool:
    return field.required and field.when is None and not field.read_only and step in (field.only_steps or (step,))


def _ladder(read: ReadPlan) -> Found:
    for i, rung in enumerate(read.plan.ladder.rungs):
        path: Path = ("ladder", "rungs", i)
        if sum(count is not None for count in (rung.before, rung.on_day, rung.after)) != 1:
            yield Diagnostic(read.at(*path), "KH048", f'mức {rung.level} phải có đúng một trong ba mục '
                             '"trước ngày làm việc", "đúng ngày cuối", "sau ngày làm việc"')
        for j, name in enumerate(rung.to):
            if fold(name) != fold(ACTOR):
                yield from absent_by_fold(read, (*path, "to", j), "KH023", "vai trò", name, (ACTOR, *read.plan.roles))
