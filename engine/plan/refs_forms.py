"""Do the questions of the forms fit their types, and do they take answers from things that exist?"""

from engine.base.diagnostic import Diagnostic
from engine.plan.evidence import evidence_fields
from engine.plan.form import Form, FormField
from engine.plan.known import Found, absent, fields_of, step_ids, tables_of, twice
from engine.plan.read import Path, ReadPlan

_CHOICES = ("choice", "choices")


def forms(read: ReadPlan) -> Found:
    yield from twice(read, ("forms",), "id", [form.id for form in read.plan.forms])
    for i, form in enumerate(read.plan.forms):
        path: Path = ("forms", i)
        yield from twice(read, (*path, "fields"), "id", [f.id for f in form.fields])
        for j, field in enumerate(form.fields):
            yield from _field(read, form, field, (*path, "fields", j))
        for j, rule in enumerate(form.rules):
            yield from absent(read, (*path, "rules", j, "at"), "KH022", "trường", rule.at, [f.id for f in form.fields])


def _field(read: ReadPlan, form: Form, field: FormField, path: Path) -> Found:
    yield from _shape(read, field, path)
    yield from twice(read, (*path, "options"), "id", [o.id for o in field.options])
    for j, name in enumerate(field.only_steps):
        yield from absent(read, (*path, "only_steps", j), "KH020", "bước", name, step_ids(read.plan))
    yield from _prefill(read, field, path)
    if field.type == "table":
        yield from _table(read, form, field, path)


def _shape(read: ReadPlan, field: FormField, path: Path) -> Found:
    wants = (
        ("options", field.type in _CHOICES and field.options_from is None, bool(field.options), "lựa chọn", _CHOICES),
        ("columns", field.type == "table", bool(field.columns), "cột", ("table",)),
        ("formula", field.type == "computed", field.formula is not None, "công thức", ("computed",)),
        ("rows_from", False, field.rows_from is not None, "dòng từ", ("table",)),
        ("group_by", False, field.group_by is not None, "nhóm theo", ("table",)),
        ("options_from", False, field.options_from is not None, "lựa chọn từ", _CHOICES),
    )
    for key, needed, given, word, types in wants:
        if needed and not given:
            yield Diagnostic(read.at(*path), "KH048", f'trường "{field.id}" thiếu mục "{word}"')
        if given and field.type not in types:
            yield Diagnostic(read.key_at(*path, key), "KH047",
                             f'trường "{field.id}" không dùng mục "{word}" với loại này')
    if field.options and field.options_from:
        yield Diagnostic(read.key_at(*path, "options_from"), "KH048",
                         f'trường "{field.id}" chỉ dùng một trong hai mục "lựa chọn", "lựa chọn từ"')


def _table(read: ReadPlan, form: Form, table: FormField, path: Path) -> Found:
    columns = {c.id: c for c in table.columns}
    yield from twice(read, (*path, "columns"), "id", [c.id for c in table.columns])
    for j, column in enumerate(table.columns):
        if column.type == "table":
            yield Diagnostic(read.at(*path, "columns", j), "KH047", f'cột "{column.id}" không được là bảng trong bảng')
        else:
            yield from _field(read, form, column, (*path, "columns", j))
    yield from absent(read, (*path, "group_by"), "KH022", "cột", table.group_by, columns)
    if table.group_count and not table.group_by:
        yield Diagnostic(read.at(*path, "group_count"), "KH048",
                         f'bảng "{table.id}" đếm theo nhóm mà thiếu mục "nhóm theo"')
    if table.group_by in columns and columns[table.group_by].type != "choice":
        yield Diagnostic(read.at(*path, "group_by"), "KH047", f'cột "{table.group_by}" phải thuộc loại "chọn một"')
    for j, rule in enumerate(table.rules):
        yield from absent(read, (*path, "rules", j, "at"), "KH022", "cột", rule.at, columns)
    for name in table.rows_from.columns if table.rows_from else ():
        yield from absent(read, (*path, "rows_from", "columns", name), "KH022", "cột", name, columns)
    yield from _rows(read, table, (*path, "rows_from"))


def _rows(read: ReadPlan, table: FormField, path: Path) -> Found:
    rows, of_units = table.rows_from, [step.id for step in read.plan.steps_of("unit")]
    if rows and rows.step:
        yield from absent(read, (*path, "step"), "KH020", "bước của mỗi đơn vị tên", rows.step, of_units)
        if rows.step in of_units:
            tables = tables_of(read.plan, read.plan.step(rows.step))
            yield from absent(read, (*path, "table"), "KH022", f'bảng trong biểu mẫu của bước "{rows.step}" tên',
                              rows.table, tables)
            if read.plan.step(rows.step).recurs:
                yield Diagnostic(read.at(*path, "step"), "KH048", f'bước "{rows.step}" định kỳ, mỗi đơn vị gửi nhiều '
                                 f'kỳ; bảng "{table.id}" chỉ lấy được từ bước không định kỳ')
        if rows.last_year:
            yield Diagnostic(read.key_at(*path, "last_year"), "KH048",
                             f'bảng "{table.id}" lấy dòng từ một nguồn: "bước" hoặc "năm trước"')


def _prefill(read: ReadPlan, field: FormField, path: Path) -> Found:
    fill, at = field.prefill, (*path, "prefill")
    if fill is None:
        return
    ways = [bool(fill.step and fill.field), fill.count is not None, fill.value is not None]
    if sum(ways) != 1 or bool(fill.step) != bool(fill.field):
        yield Diagnostic(read.at(*at), "KH048", f'trường "{field.id}" lấy từ đúng một nguồn: "bước" và "trường", '
                         'hoặc "đếm mô hình khi", hoặc "giá trị"')
    if fill.step is None:
        return
    steps = {step.id: step for step in read.plan.steps}
    duties = {duty.id: duty for duty in read.plan.duties}
    yield from absent(read, (*at, "step"), "KH020", "bước", fill.step, {**steps, **duties})
    if fill.step in steps or fill.step in duties:
        known = (fields_of(read.plan, steps[fill.step]) if fill.step in steps
                 else evidence_fields(read.plan, duties[fill.step]))
        columns = {c.id for f in known.values() for c in f.columns} if "columns" in path else set()
        yield from absent(read, (*at, "field"), "KH022", f'trường trong biểu mẫu của bước "{fill.step}" tên',
                          fill.field, {**known, **dict.fromkeys(columns)})
