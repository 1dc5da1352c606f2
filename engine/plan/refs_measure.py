"""Do groups, fields, the register, targets, criteria, dossiers and waivers name things that exist?"""

from engine.base.diagnostic import Diagnostic
from engine.base.text import did_you_mean
from engine.plan.criteria import Criterion
from engine.plan.known import Found, absent, attributes, fields_of, twice, values_of
from engine.plan.read import Path, ReadPlan


def measures(read: ReadPlan) -> Found:
    plan = read.plan
    groups = [group.id for group in plan.groups]
    for key in ("groups", "subjects", "fields", "targets", "criteria", "dossiers"):
        yield from twice(read, (key,), "id", [part.id for part in getattr(plan, key)])
    for i, field in enumerate(plan.fields):
        yield from twice(read, ("fields", i, "topics"), "id", [t.id for t in field.topics])
        yield from twice(read, ("fields", i, "programmes"), "id", [p.id for p in field.programmes])
    for i, recipient in enumerate(plan.recipients):
        for j, name in enumerate(recipient.groups):
            yield from absent(read, ("recipients", i, "groups", j), "KH025", "nhóm đơn vị", name, groups)
    for i, target in enumerate(plan.targets):
        for j, name in enumerate(target.groups):
            yield from absent(read, ("targets", i, "groups", j), "KH025", "nhóm đơn vị", name, groups)
        yield from absent(read, ("targets", i, "split_by"), "KH022", "thuộc tính", target.split_by, attributes(plan))
        yield from _portions(read, i)
        if target.per == "body" and target.unit is None:
            yield Diagnostic(read.at("targets", i), "KH048",
                             f'chỉ tiêu "{target.id}" của một cơ quan thiếu mục "đơn vị"')
    yield from _register(read)
    yield from _criteria(read)
    yield from _circles(read)
    yield from _dossiers(read)
    for i, waiver in enumerate(plan.waivers):
        if (waiver.rule is None) == (waiver.clause is None):
            yield Diagnostic(read.at("waivers", i), "KH048",
                             'mỗi ngoại lệ nêu đúng một: "quy tắc" của bộ kiểm tra, hoặc "mã" của điều khoản')


def _portions(read: ReadPlan, number: int) -> Found:
    """Values of the attribute by which the target is split, where that attribute has a closed list."""
    plan, target = read.plan, read.plan.targets[number]
    if target.portions and target.split_by is None:
        yield Diagnostic(read.key_at("targets", number, "portions"), "KH048",
                         f'chỉ tiêu "{target.id}" có "trong đó" thì phải có "chia theo"')
    known = values_of(plan, target.split_by)
    for value in target.portions if known else ():
        if value not in known:
            yield Diagnostic(read.key_at("targets", number, "portions", value), "KH022",
                             f'không có giá trị của thuộc tính "{target.split_by}" tên "{value}"'
                             f"{did_you_mean(value, known)}")


def _register(read: ReadPlan) -> Found:
    register = read.plan.register_
    if register is None:
        return
    known = attributes(read.plan)
    yield from twice(read, ("register_", "attributes"), "id", known)
    yield from absent(read, ("register_", "title"), "KH022", "thuộc tính", register.title, known)
    yield from absent(read, ("register_", "field"), "KH022", "thuộc tính", register.field, known)
    yield from absent(read, ("register_", "origin"), "KH022", "thuộc tính", register.origin, known)
    if register.nomination:
        yield from absent(read, ("register_", "nomination", "form"), "KH021", "biểu mẫu", register.nomination.form,
                          [form.id for form in read.plan.forms])


def _criteria(read: ReadPlan) -> Found:
    ids = [criteria.id for criteria in read.plan.criteria]
    for i, criteria in enumerate(read.plan.criteria):
        yield from twice(read, ("criteria", i, "criteria"), "id", [c.id for c in criteria.criteria])
        for j, name in enumerate(criteria.includes):
            yield from absent(read, ("criteria", i, "includes", j), "KH026", "bộ tiêu chí", name, ids)
        yield from twice(read, ("criteria", i, "bands"), "id", [band.id for band in criteria.bands])
        yield from absent(read, ("criteria", i, "knocked_band"), "KH022", "xếp loại", criteria.knocked_band,
                          [band.id for band in criteria.bands])
        for j, criterion in enumerate(criteria.criteria):
            yield from _points(read, criterion, ("criteria", i, "criteria", j))
            if (criterion.how == "checked") != (criterion.holds is not None):
                yield Diagnostic(read.at("criteria", i, "criteria", j), "KH048",
                                 f'tiêu chí "{criterion.id}": "điều kiện" đi với "cách đánh giá: hệ thống kiểm tra"')


def _points(read: ReadPlan, criterion: Criterion, path: Path) -> Found:
    yield from twice(read, (*path, "levels"), "id", [level.id for level in criterion.levels])
    points = {"said_maximum": criterion.said_maximum, "knock_out": criterion.knock_out, "levels": criterion.levels}
    for key, given in points.items():
        if given not in (None, ()) and criterion.how != "scored":
            yield Diagnostic(read.key_at(*path, key), "KH048",
                             f'tiêu chí "{criterion.id}": mục này chỉ dùng với "cách đánh giá: chấm điểm"')


def _dossiers(read: ReadPlan) -> Found:
    """Every paper has its field in the forms of each step that keeps the dossier."""
    plan = read.plan
    for i, dossier in enumerate(plan.dossiers):
        yield from twice(read, ("dossiers", i, "items"), "id", [item.id for item in dossier.items])
        asked = [(step.id, fields_of(plan, step)) for step in plan.steps if step.dossier == dossier.id]
        for j, item in enumerate(dossier.items):
            path: Path = ("dossiers", i, "items", j)
            named: list[tuple[Path, str | None]] = [((*path, "id"), item.id), ((*path, "copies_in"), item.copies_in)]
            named += [((*path, "confirmed_in", k), name) for k, name in enumerate(item.confirmed_in)]
            for step, fields in asked:
                for place, name in named:
                    what = f'trường trong biểu mẫu của bước "{step}" tên'
                    yield from absent(read, place, "KH022", what, name, fields)
            if item.confirmed_in and len(item.confirmed_in) != len(item.confirmations):
                yield Diagnostic(read.key_at(*path, "confirmed_in"), "KH048",
                                 f'giấy tờ "{item.id}" cần "xác nhận ghi ở" nêu đúng một trường cho mỗi nơi xác nhận')


def _circles(read: ReadPlan) -> Found:
    includes = {c.id: c.includes for c in read.plan.criteria}
    for i, criteria in enumerate(read.plan.criteria):
        seen: set[str] = set()
        waiting = list(criteria.includes)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting.extend(includes.get(name, ()))
        if criteria.id in seen:
            yield Diagnostic(read.key_at("criteria", i, "includes"), "KH028",
                             f'bộ tiêu chí "{criteria.id}" gồm cả chính nó qua một vòng; bỏ một mục "gồm cả"')
