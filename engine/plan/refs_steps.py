"""Do the steps of a plan name things that exist, in an order that can be gone through?"""

from engine.base.diagnostic import Diagnostic
from engine.base.text import fold
from engine.plan.known import Found, absent, absent_by_fold, attributes, fields_of, step_ids, tables_of, twice
from engine.plan.read import Path, ReadPlan
from engine.plan.step import SCOPE_WORDS, Step

_WORD = {scope: word for word, scope in SCOPE_WORDS.items()}


def steps(read: ReadPlan) -> Found:
    plan = read.plan
    yield from twice(read, ("steps",), "id", step_ids(plan))
    yield from absent(read, ("opening",), "KH020", "bước", plan.opening, step_ids(plan))
    if plan.opening in step_ids(plan) and plan.step(plan.opening).scope != "run":
        yield Diagnostic(read.at("opening"), "KH029", f'bước mở đợt "{plan.opening}" phải có phạm vi "{_WORD["run"]}"')
    for i, step in enumerate(plan.steps):
        path: Path = ("steps", i)
        yield from _names(read, step, path)
        yield from _order(read, step, path)
        yield from _fixes(read, step, path)
        yield from _writes(read, step, path)
    yield from _circles(read)


def _names(read: ReadPlan, step: Step, path: Path) -> Found:
    plan, ids = read.plan, step_ids(read.plan)
    for key in ("after", "needs", "feeds", "examines"):
        for j, name in enumerate(getattr(step, key)):
            yield from absent(read, (*path, key, j), "KH020", "bước", name, ids)
    yield from absent(read, (*path, "opens_on"), "KH020", "bước", step.opens_on, ids)
    demanded = step_ids(read.guide.plan) if read.guide else ()
    yield from absent(read, (*path, "answers"), "KH020", "bước của kế hoạch cấp trên", step.answers, demanded)
    for j, name in enumerate(step.groups):
        yield from absent(read, (*path, "groups", j), "KH025", "nhóm đơn vị", name, [group.id for group in plan.groups])
    yield from absent(read, (*path, "only_from"), "KH026", "kết quả", step.only_from, [one.id for one in plan.outcomes])
    for slot, names in step.forms.items():
        for j, name in enumerate(names):
            yield from absent(read, (*path, "forms", slot, j), "KH021", "biểu mẫu", name, [f.id for f in plan.forms])
    yield from absent(read, (*path, "criteria"), "KH026", "bộ tiêu chí", step.criteria, [s.id for s in plan.criteria])
    yield from absent(read, (*path, "dossier"), "KH026", "hồ sơ", step.dossier, [d.id for d in plan.dossiers])
    if step.announces_to:
        yield from absent(read, (*path, "announces_to", "table"), "KH022", "bảng", step.announces_to.table,
                          tables_of(plan, step))


def _order(read: ReadPlan, step: Step, path: Path) -> Found:
    scopes = {s.id: s.scope for s in read.plan.steps}
    if step.needs and step.scope != "run" and not _leads(read, step):
        yield Diagnostic(read.key_at(*path, "needs"), "KH029", f'chỉ bước có phạm vi "{_WORD["run"]}" dùng "cần"; '
                         f'bước "{step.id}" dùng "sau" hoặc "mở khi xong"')
    if step.cut_off and not (step.needs or step.opinions or step.quorum):
        yield Diagnostic(read.key_at(*path, "cut_off"), "KH048", f'bước "{step.id}" có "chốt" mà không có "cần"')
    if step.quorum and not step.cut_off and not step.vote:
        yield Diagnostic(read.key_at(*path, "quorum"), "KH048", f'bước "{step.id}" có "túc số" mà không có "chốt"')
    for j, name in enumerate(step.needs):
        if scopes.get(name) == "run":
            yield Diagnostic(read.at(*path, "needs", j), "KH029",
                             f'"cần" nêu bước "{name}" của cả đợt; dùng "sau: [{name}]"')
    if step.opens_on and scopes.get(step.opens_on) == step.scope and not _led_by(read, step):
        yield Diagnostic(read.at(*path, "opens_on"), "KH029",
                         f'"mở khi xong" nêu bước "{step.opens_on}" cùng phạm vi; dùng "sau: [{step.opens_on}]"')


def _leads(read: ReadPlan, step: Step) -> bool:
    """Whether the step is one of units alone that lead others: it can wait for what those below it do."""
    leading = {group.id for group in read.plan.groups if group.leads}
    return step.scope == "unit" and bool(step.groups) and leading.issuperset(step.groups)


def _led_by(read: ReadPlan, step: Step) -> bool:
    """Whether the step waits for one that the unit above it does."""
    other = next(s for s in read.plan.steps if s.id == step.opens_on)
    return _leads(read, other) and bool(step.groups) and not set(step.groups) & set(other.groups)


def _fixes(read: ReadPlan, step: Step, path: Path) -> Found:
    fields, events = fields_of(read.plan, step), {fold(n): e for n, e in read.plan.events.items()}
    for name, field in step.fixes.items():
        at = (*path, "fixes", name)
        if fold(name) not in events:
            yield from absent_by_fold(read, at, "KH024", "sự kiện", name, read.plan.events)
        elif events[fold(name)].fixed_in != step.id:
            yield Diagnostic(read.key_at(*at), "KH044",
                             f'sự kiện "{name}" chưa ghi "ấn định ở bước: {step.id}" ở mục "sự kiện"')
        yield from absent(read, at, "KH022", f'trường trong biểu mẫu của bước "{step.id}" tên', field, fields)
        if field in fields and fields[field].type != "date":
            yield Diagnostic(read.at(*at), "KH047", f'trường "{field}" phải thuộc loại "ngày"')


def _writes(read: ReadPlan, step: Step, path: Path) -> Found:
    register, tables = read.plan.register_, tables_of(read.plan, step)
    for j, write in enumerate(step.writes):
        at = (*path, "writes", j)
        if register is None:
            yield Diagnostic(read.at(*at), "KH048", f'bước "{step.id}" ghi sổ mà kế hoạch không có "sổ đăng ký"')
            return
        for key, wanted in (("create", register.title), ("table", "mo_hinh")):
            name = getattr(write, key)
            yield from absent(read, (*at, key), "KH022", f'bảng trong biểu mẫu của bước "{step.id}" tên', name, tables)
            if name in tables and wanted not in (c.id for c in tables[name].columns):
                yield Diagnostic(read.at(*at, key), "KH022", f'bảng "{name}" cần cột "{wanted}" để ghi sổ')
        if not write.create and not write.table and step.scope != "entry":
            yield Diagnostic(read.at(*at), "KH029", f'bước "{step.id}" không thuộc một mô hình nào; thêm "bảng" '
                             'có cột "mo_hinh" để biết ghi vào mô hình nào')
        for name in write.set:
            if name not in attributes(read.plan):
                yield from absent(read, (*at, "set", name), "KH022", "thuộc tính", name, attributes(read.plan))


def _circles(read: ReadPlan) -> Found:
    """Steps that wait for each other. A `cần` with a cut-off day does not wait for ever."""
    plan, ids = read.plan, set(step_ids(read.plan))
    waits = {s.id: {*s.after, *([s.opens_on] if s.opens_on else ()), *(() if s.cut_off else s.needs)} & ids
             for s in plan.steps}
    for step in plan.steps:
        if step.scope == "unit" and plan.opening in {s.id for s in plan.steps_of("run")}:
            waits[step.id].add(plan.opening)
    told: set[str] = set()
    for i, step in enumerate(plan.steps):
        circle = None if step.id in told else _circle(step.id, waits)
        if circle:
            told.update(circle)
            chain = " → ".join(f'"{name}"' for name in (*circle, step.id))
            yield Diagnostic(read.at("steps", i, "id"), "KH028", f"các bước chờ nhau thành vòng: {chain}; bỏ một mục")


def _circle(start: str, waits: dict[str, set[str]]) -> tuple[str, ...]:
    """The shortest way from a step back to itself; empty when there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for name in sorted(waits[way[-1]]):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()
