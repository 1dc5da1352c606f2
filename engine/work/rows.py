"""The rows of a table-form: their order and numbers, and the check of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.plan.form import FormField
from engine.work.choices import Choices, options_of
from engine.work.fields import Fields, fields_at, fields_of
from engine.work.record import Record, broken, clean_record, read_fields, shown_ids
from engine.work.typed import is_blank

ROW_ID = "_id"
MAX_ROWS = 200
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rows of one table see: step, names of expressions (with `phieu`), lists, first rows."""

    step: str
    names: Mapping[str, object]
    choices: Choices
    computed: object = None
    """The table as prefilled, or None."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a table: row number and id (None for the table itself), column, end of a sentence."""

    number: int | None
    row: str | None
    column: str | None
    says: str


def rows_of(value: object) -> tuple[Row, ...]:
    """The rows in a stored or posted value: each with its own id, at most MAX_ROWS, all else left out."""
    found: dict[str, Row] = {}
    for row in value if isinstance(value, list | tuple) else ():
        if isinstance(row, Mapping) and isinstance(row_id := row.get(ROW_ID), str) and row_id:
            found.setdefault(row_id, row)
    return tuple(found.values())[:MAX_ROWS]


def row_of(value: object, row_id: str) -> Row:
    """The row of that id, empty when there is none."""
    return next((row for row in rows_of(value) if row[ROW_ID] == row_id), {})


def ordered(table: FormField, rows: tuple[Row, ...], choices: Choices) -> tuple[Row, ...]:
    """In the order of the sections; rows without a section last. Numbers run on through the sections."""
    group = group_column(table)
    if group is None:
        return rows
    place = {key: n for n, (key, _) in enumerate(options_of(group, choices))}
    return tuple(sorted(rows, key=lambda row: place.get(str(row.get(group.id)), len(place))))


def group_column(table: FormField) -> FormField | None:
    return next((c for c in table.columns if c.id == table.group_by), None)


def is_empty(table: FormField, row: Row) -> bool:
    """Nothing was answered in it but its section."""
    asked = (c.id for c in table.columns if c.id != table.group_by and c.type != "computed" and not c.read_only)
    return all(is_blank(row.get(key)) for key in asked)


def by_id(value: object) -> dict[str, Row]:
    """The rows by their ids."""
    return {str(row[ROW_ID]): row for row in rows_of(value)}


def given_rows(table: FormField, raw: object, computed: object) -> tuple[Row, ...]:
    """The rows that count: of a table whose rows nobody adds, exactly those that were prefilled."""
    if table.read_only:
        return rows_of(computed)
    if table.fixed_rows and (table.rows_from or rows_of(computed)):
        typed = by_id(raw)
        return tuple({**typed.get(key, {}), ROW_ID: key} for key in by_id(computed))
    return rows_of(raw)


def clean_table(table: FormField, raw: object, around: Surroundings) -> tuple[list[dict[str, object]], list[Mistake]]:
    """The checked rows in order, and every mistake. A row in which nothing was answered is dropped, unless fixed."""
    asked = table.once(("read only", around.step), lambda: _read_only(table, around.step)) if table.read_only else (
        fields_of(table, around.step))
    first = by_id(around.computed)
    read: list[tuple[str, Record]] = []
    for row in ordered(table, given_rows(table, raw, around.computed), around.choices):
        row_id = str(row[ROW_ID])
        record = clean_record(asked, row, first.get(row_id, {}), around.names, around.choices)
        if table.fixed_rows or table.read_only or not is_empty(table, record.values):
            read.append((row_id, record))
    found: list[Mistake] = []
    for number, (row_id, record) in enumerate(read, 1):
        found += _mistakes(table, number, row_id, record, around)
    if len(read) < table.min_rows:
        found.insert(0, Mistake(None, None, None, f"mới có {len(read)} dòng, cần ít nhất {table.min_rows}"))
    return [{ROW_ID: row_id, **record.values} for row_id, record in read], found


def _read_only(table: FormField, step_id: str) -> Fields:
    return Fields(tuple(one.model_copy(update={"read_only": True}) for one in fields_at(table, step_id)))


def shown_columns(table: FormField, row: Row, around: Surroundings) -> frozenset[str]:
    """Ids of the columns asked in that row, as typed so far."""
    columns = fields_of(table, around.step)
    values, wrong = read_fields(columns.all, row, row_of(around.computed, str(row[ROW_ID])), around.choices)
    return shown_ids(columns, {**values, **dict.fromkeys(wrong)}, around.names)


def _mistakes(table: FormField, number: int, row_id: str, record: Record, around: Surroundings) -> list[Mistake]:
    wrong = frozenset(key for key, _ in record.mistakes)
    scope = {**around.names, **record.values}
    found = [Mistake(number, row_id, key, says) for key, says in record.mistakes]
    found += [Mistake(number, row_id, rule.at, rule.says) for rule in broken(table.rules, scope, wrong)]
    for column in (c for c in table.columns if c.id in record.shown):
        not_kept = broken(column.rules, scope, wrong)
        found += [Mistake(number, row_id, rule.at or column.id, rule.says) for rule in not_kept]
    return found
