"""Do the expressions of a plan compile, and do they use only names that are known where they stand?"""

from collections.abc import Iterable, Iterator, Mapping

from engine.base.diagnostic import Diagnostic
from engine.base.text import did_you_mean
from engine.plan.expression import ExpressionError, parse_expression
from engine.plan.form import Form, FormField, RowsFrom
from engine.plan.known import Found, attributes, fields_of
from engine.plan.model import Plan
from engine.plan.read import Path, ReadPlan
from engine.plan.step import Step

Names = Mapping[str, frozenset[str] | None]
"""A name known to an expression -> the names known after its dot; None: not looked into."""
Written = Iterator[tuple[Path, str | None, Names]]

_ENTRY = frozenset({"ma", "ten", "trang_thai", "da_dang_ky", "don_vi"})
_UNIT = frozenset({"ma", "ten", "loai"})


def expressions(read: ReadPlan) -> Found:
    for part in (_in_forms, _in_steps, _in_measures):
        for path, text, names in part(read.plan):
            if text is not None:
                yield from _check(read, path, text, names)


def _check(read: ReadPlan, path: Path, text: str, names: Names) -> Found:
    place = read.at(*path)
    try:
        used = parse_expression(text).names
    except ExpressionError as error:
        yield Diagnostic(place, "KH045", f"{error.message} (ký tự thứ {error.column} của biểu thức)")
        return
    for name in sorted(used):
        head, _, rest = name.partition(".")
        inner = names.get(head)
        if head in names and (not rest or inner is None or rest.split(".")[0] in inner):
            continue
        known = {*names, *(f"{outer}.{n}" for outer, found in names.items() for n in found or ())}
        near = did_you_mean(name, sorted(known))
        yield Diagnostic(place, "KH046", f'biểu thức dùng "{name}" mà ở đây không có{near}')


def _entry(plan: Plan) -> frozenset[str]:
    return _ENTRY | frozenset(attributes(plan))


def _scene(plan: Plan) -> dict[str, frozenset[str] | None]:
    return {"mo_hinh": _entry(plan), "don_vi": _UNIT, "dot": frozenset({"nam"})}


def _over_entries(plan: Plan) -> Names:
    return {**_scene(plan), **dict.fromkeys(_entry(plan)), "don_vi": _UNIT}


def _over_answers(plan: Plan, rows: RowsFrom) -> Names:
    """What a row made of a unit's answers is made of."""
    asked = next((fields_of(plan, step) for step in plan.steps if step.id == rows.step), {})
    table = asked.get(rows.table or "")
    line = {"dong": frozenset(column.id for column in table.columns)} if table else {}
    return {**_scene(plan), "phieu": frozenset(asked), **line}


def _by_id(fields: Iterable[FormField]) -> dict[str, frozenset[str] | None]:
    return {f.id: frozenset(c.id for c in f.columns) if f.type == "table" else None for f in fields}


def _in_forms(plan: Plan) -> Written:
    for i, form in enumerate(plan.forms):
        whole = frozenset(f.id for f in form.fields)
        names: Names = {**_scene(plan), "buoc": None, "phieu": whole, **_by_id(form.fields)}
        for j, rule in enumerate(form.rules):
            yield ("forms", i, "rules", j, "holds"), rule.holds, names
        for j, field in enumerate(form.fields):
            yield from _in_field(plan, form, field, ("forms", i, "fields", j), names)


def _in_field(plan: Plan, form: Form, field: FormField, path: Path, names: Names) -> Written:
    yield (*path, "when"), field.when, names
    yield (*path, "formula"), field.formula, names
    row: Names = {**_scene(plan), "buoc": None, "phieu": frozenset(f.id for f in form.fields), **_by_id(field.columns)}
    for j, rule in enumerate(field.rules):
        yield (*path, "rules", j, "holds"), rule.holds, row if field.type == "table" else names
    if field.prefill:
        yield (*path, "prefill", "count"), field.prefill.count, _over_entries(plan)
        yield (*path, "prefill", "value"), field.prefill.value, _over_entries(plan)
    if field.rows_from:
        seen = _over_answers(plan, field.rows_from) if field.rows_from.step else _over_entries(plan)
        yield (*path, "rows_from", "when"), field.rows_from.when, seen
        for name, text in field.rows_from.columns.items():
            yield (*path, "rows_from", "columns", name), text, seen
    for j, column in enumerate(field.columns):
        yield from _in_field(plan, form, column, (*path, "columns", j), row)


def _in_steps(plan: Plan) -> Written:
    for i, step in enumerate(plan.steps):
        path: Path = ("steps", i)
        yield (*path, "when"), step.when, {**_scene(plan), "dot": frozenset({"nam", "ban_hanh"})}
        if step.vote:
            yield (*path, "vote", "entries"), step.vote.entries, _over_entries(plan)
        if step.announces_to:
            yield (*path, "announces_to", "when"), step.announces_to.when, _done(plan, step, step.announces_to.table)
        for j, write in enumerate(step.writes):
            names = _done(plan, step, write.create or write.table)
            for name, text in write.set.items():
                yield (*path, "writes", j, "set", name), text, names


def _done(plan: Plan, step: Step, table: str | None) -> Names:
    """What is known when the task of a step has ended; `dong` with a table."""
    fields = fields_of(plan, step)
    names: dict[str, frozenset[str] | None] = {
        **_scene(plan), "phieu": frozenset(fields), **dict.fromkeys(("buoc", "ket_qua", "diem", "dat", "hom_nay"))}
    if table:
        names["dong"] = frozenset(c.id for c in fields[table].columns) if table in fields else None
    return names


def _in_measures(plan: Plan) -> Written:
    scene: Names = {**_scene(plan), "diem": None}
    if plan.register_:
        yield ("register_", "counted"), plan.register_.counted, _over_entries(plan)
        yield ("register_", "public"), plan.register_.public, _over_entries(plan)
    for i, outcome in enumerate(plan.outcomes):
        yield ("outcomes", i, "holds"), outcome.holds, _over_entries(plan)
    for i, target in enumerate(plan.targets):
        yield ("targets", i, "when"), target.when, _over_entries(plan)
    for i, criteria in enumerate(plan.criteria):
        yield ("criteria", i, "when"), criteria.when, scene
        for j, criterion in enumerate(criteria.criteria):
            yield ("criteria", i, "criteria", j, "holds"), criterion.holds, scene
            yield ("criteria", i, "criteria", j, "when"), criterion.when, scene
    for i, dossier in enumerate(plan.dossiers):
        for j, item in enumerate(dossier.items):
            yield ("dossiers", i, "items", j, "when"), item.when, scene
