"""First answers to a form, each with the words that say where it came from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.plan.expression import parse_expression
from engine.plan.form import PAST, Form, FormField, Prefill, RowsFrom
from engine.work.fields import fields_at
from engine.work.form import Answers, Place
from engine.work.rows import MAX_ROWS, ROW_ID, Row, row_of, rows_of
from engine.work.words import lower_first

_ENTRY = "mo_hinh"
_FROM_REGISTER = "từ sổ mô hình"
_FROM_LAST_YEAR = "từ sổ mô hình năm trước"
_FROM_DATA = "kheo điền từ dữ liệu"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where first answers are taken from.

    `answers_by_step`: what was answered last in each step in scope. `entries`: those in scope, as expressions see them
    (attributes directly, with ma, ten, trang_thai, da_dang_ky, don_vi); `last_year`: those of the year before.
    `reports`: step of the units -> one context per unit that finished it, with ma, don_vi, phieu. `context`: mo_hinh,
    don_vi, dot. `step_names`: step id -> name, for the words of origin.
    """

    answers_by_step: Mapping[str, Answers] = field(default_factory=dict)
    entries: tuple[Mapping[str, object], ...] = ()
    context: Mapping[str, object] = field(default_factory=dict)
    step_names: Mapping[str, str] = field(default_factory=dict)
    last_year: tuple[Mapping[str, object], ...] = ()
    reports: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prefilled:
    """First answers by form and the origin of each; to be put in form.Context as `computed` and `origins`."""

    answers: Answers
    origins: Mapping[Place, str]


def prefill(form: Form, step_id: str, sources: Sources) -> Prefilled:
    """The first answers of one form. A row made of an entry has the entry's id, other first rows are "1", "2", …

    A table in sections begins without rows: an empty one would stand in no section, and each section adds its own.
    """
    values: dict[str, object] = {}
    origins: dict[Place, str] = {}
    for asked in fields_at(form, step_id):
        first, origin = _first(asked, sources)
        if first is None and asked.type == "table":
            rows = _rows(asked, step_id, sources)
            values[asked.id] = [row for row, _ in rows]
            for row, own in rows:
                origins |= {(form.id, asked.id, str(row[ROW_ID]), column): says for column, says in own.items()}
        elif first is not None:
            values[asked.id] = first
            origins[(form.id, asked.id)] = origin
    return Prefilled({form.id: values}, origins)


def prefill_all(forms: Iterable[Form], step_id: str, sources: Sources) -> Prefilled:
    """The first answers of every form of a task."""
    each = [prefill(form, step_id, sources) for form in forms]
    return Prefilled({key: values for one in each for key, values in one.answers.items()},
                     {place: says for one in each for place, says in one.origins.items()})


def _first(asked: FormField, sources: Sources) -> tuple[object, str]:
    source = asked.prefill
    if source is None:
        return None, ""
    if source.step and source.field:
        return _earlier(source.step, source.field, sources), _from_step(source.step, sources)
    return _reckoned(source, sources, {})


def _rows(table: FormField, step_id: str, sources: Sources) -> list[tuple[Row, dict[str, str]]]:
    columns = fields_at(table, step_id)
    source = table.rows_from
    when = parse_expression(source.when) if source and source.when else None
    chosen = [entry for entry in (_given(source, sources) if source else ())
              if when is None or when.holds({**sources.context, **entry})]
    if source is None or (source.last_year and not chosen):
        least = 0 if table.group_by else table.min_rows
        return [_row(table, columns, str(n), {}, sources) for n in range(1, least + 1)]
    return [_row(table, columns, str(entry["ma"]), entry, sources) for entry in chosen[:MAX_ROWS]]


def _given(rows: RowsFrom, sources: Sources) -> tuple[Mapping[str, object], ...]:
    if rows.step:
        reports = sources.reports.get(rows.step, ())
        return tuple(one for report in reports for one in _lines(report, rows.table)) if rows.table else reports
    return sources.last_year if rows.last_year else sources.entries


def _row(
    table: FormField, columns: tuple[FormField, ...], row_id: str, entry: Mapping[str, object], sources: Sources,
) -> tuple[Row, dict[str, str]]:
    """The row, and the origin of each of its first values by column."""
    row: dict[str, object] = {ROW_ID: row_id}
    origins: dict[str, str] = {}
    given = table.rows_from.columns if table.rows_from and entry else {}
    for column in columns:
        first, origin = _cell(column, given.get(column.id), entry, sources)
        if origin == _FROM_REGISTER and table.rows_from:
            origin = _register_of(table.rows_from, sources)
        if first is not None:
            row[column.id], origins[column.id] = first, origin
    return row, origins


def _lines(report: Mapping[str, object], table: str) -> Iterator[Mapping[str, object]]:
    """What a unit answered, once for each row of the table."""
    answers = report["phieu"]
    for row in rows_of(answers.get(table)) if isinstance(answers, Mapping) else ():
        yield {**report, "ma": f"{report['ma']}--{row[ROW_ID]}", "dong": row}


def _register_of(rows: RowsFrom, sources: Sources) -> str:
    """The words for a row's origin."""
    if rows.step:
        return _from_step(rows.step, sources)
    year = _year(sources)
    return _FROM_REGISTER if not rows.last_year else f"{_FROM_REGISTER} năm {year - 1}" if year else _FROM_LAST_YEAR


def _cell(
    column: FormField, expression: str | None, entry: Mapping[str, object], sources: Sources,
) -> tuple[object, str]:
    if expression:
        return parse_expression(expression).value({**sources.context, **entry}), _FROM_REGISTER
    names_entry = column.type == "initiative" or column.options_from == PAST
    if entry and "phieu" not in entry and names_entry and column.prefill is None:
        return entry["ma"], _FROM_REGISTER
    source = column.prefill
    if source is None:
        return None, ""
    if source.step and source.field:
        return _earlier_cell(source.step, source.field, entry, sources), _from_step(source.step, sources)
    return _reckoned(source, sources, entry)


def _reckoned(source: Prefill, sources: Sources, entry: Mapping[str, object]) -> tuple[object, str]:
    if source.count:
        wanted = parse_expression(source.count)
        return sum(wanted.holds({**sources.context, **one}) for one in sources.entries), f"đếm {_FROM_REGISTER}"
    if source.value:
        return parse_expression(source.value).value({**sources.context, **entry}), _FROM_DATA
    return None, ""


def _earlier(step: str, field_id: str, sources: Sources) -> object:
    """What was answered to that field, in whichever form of the step it stands."""
    forms = sources.answers_by_step.get(step, {}).values()
    return next((values[field_id] for values in forms if values.get(field_id) is not None), None)


def _earlier_cell(step: str, column: str, entry: Mapping[str, object], sources: Sources) -> object:
    """What stood in that column for the same entry; without an entry, what was answered to a field of that id."""
    if not entry:
        return _earlier(step, column, sources)
    for values in sources.answers_by_step.get(step, {}).values():
        for value in values.values():
            own = [row for row in rows_of(value) if row.get(_ENTRY) == entry["ma"]]
            found = (own[0] if own else row_of(value, str(entry["ma"]))).get(column)
            if found is not None:
                return found
    return None


def _from_step(step: str, sources: Sources) -> str:
    name, year = lower_first(sources.step_names.get(step, step)), _year(sources)
    if year is None or str(year) in name:
        return f"từ {name}"
    return f"từ {name} năm {year}" if name[-1:].isdigit() else f"từ {name} {year}"


def _year(sources: Sources) -> int | None:
    """Of the run, where it is known."""
    run = sources.context.get("dot")
    year = run.get("nam") if isinstance(run, Mapping) else None
    return year if isinstance(year, int) else None
