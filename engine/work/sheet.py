"""A table-form as a page draws it: official header, sections, rows, totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import shorten

from engine.plan.form import FormField
from engine.work.choices import Choices, options_of
from engine.work.condition import Condition, conditional_box, conditions_of
from engine.work.control import MARK, Asking, Question, anchor, mark_boxes, question
from engine.work.fields import fields_at
from engine.work.header import ColumnView, HeadCell, columns_of, footnotes_of, header_of, marked_ranges
from engine.work.posted import cell_name, field_name, order_name
from engine.work.record import REASON, fill_formulas, read_fields
from engine.work.rows import (
    MAX_ROWS,
    ROW_ID,
    Row,
    Surroundings,
    given_rows,
    group_column,
    ordered,
    row_of,
    rows_of,
    shown_columns,
)
from engine.work.words import lower_first, number_text, roman

Values = Mapping[str, object]
_GIST = 90
"""How many characters of one answer stand in the line that names a row."""


@dataclass(frozen=True, slots=True)
class RowView:
    """A row; `number` is 1.. through the whole table, `remove` the value of its button, `gist` its line on a phone,
    figures left out where anything else names the row.

    `cells` stand under `columns` of the table, one for one. `group` is the section the row stands in, to be posted too.
    """

    id: str
    number: int
    cells: tuple[Question, ...]
    group: Question | None
    error: str | None
    remove: str | None
    gist: str
    up: bool = False
    down: bool = False
    """Whether there is a neighbour of the same section to change places with."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """Rows under one heading; a table without sections has one, without heading. `add` is its button's value."""

    option: str
    numeral: str
    heading: str | None
    rows: tuple[RowView, ...]
    add: str | None


@dataclass(frozen=True, slots=True)
class TableView:
    """A table-form. Header, cells and totals start after the column "Stt", which has number 1.

    `header` has one or two rows. `totals` is the last row, one text per column, empty without `dòng tổng`. `counters`
    and `marks_note` are lines to show under the table, `conditions` says of which columns some rows ask nothing.
    """

    spec: FormField
    anchor: str
    order_name: str
    visible: bool
    header: tuple[tuple[HeadCell, ...], ...]
    columns: tuple[ColumnView, ...]
    sections: tuple[SectionView, ...]
    totals: tuple[str, ...]
    counters: tuple[str, ...]
    marks_note: str | None
    footnotes: tuple[str, ...]
    row_count: int
    error: str | None
    conditions: tuple[Condition, ...] = ()

    @property
    def label(self) -> str:
        return self.spec.label


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a table is drawn from: `errors` and `origins` by (row id, column); None for the row, or for the table."""

    form: str
    spec: FormField
    raw: object
    around: Surroundings
    errors: Mapping[tuple[str | None, str | None], str] = field(default_factory=dict)
    origins: Mapping[tuple[str, str], str] = field(default_factory=dict)
    reading: bool = False
    visible: bool = True

    @property
    def choices(self) -> Choices:
        return self.around.choices

    @property
    def open(self) -> bool:
        """Rows may be added and removed."""
        return not (self.reading or self.spec.read_only or self.spec.fixed_rows)


def table_view(sheet: Sheet) -> TableView:
    """The table, with what was typed so far."""
    spec, asked = sheet.spec, fields_at(sheet.spec, sheet.around.step)
    columns = columns_of(spec.columns, asked, spec.group_by, sheet.choices)
    rows = rows_of(sheet.raw) if sheet.reading else given_rows(spec, sheet.raw, sheet.around.computed)
    drawn = [_row(sheet, asked, n, row) for n, row in enumerate(ordered(spec, rows, sheet.choices), 1)]
    return TableView(
        spec, anchor(field_name(sheet.form, spec.id)), order_name(sheet.form, spec.id), sheet.visible,
        header_of(columns), columns, _sections(sheet, drawn),
        _totals(columns, drawn) if spec.totals else (),
        _counters(columns, drawn), _marks_note(columns, drawn), footnotes_of(columns), len(drawn),
        sheet.errors.get((None, None)), () if sheet.reading else conditions_of(asked, sheet.choices),
    )


def _row(sheet: Sheet, asked: tuple[FormField, ...], number: int, row: Row) -> RowView:
    row_id = str(row[ROW_ID])
    values = _values(sheet, asked, row)
    shown = frozenset(row) if sheet.reading else shown_columns(sheet.spec, row, sheet.around)
    questions = {c.id: question(c, _asking(sheet, c, (row_id, number), values, c.id in shown)) for c in asked}
    group = questions.pop(sheet.spec.group_by, None) if sheet.spec.group_by else None
    cells: list[Question] = []
    for one in questions.values():
        cells += mark_boxes(one) if one.spec.as_marks else (one,)
    return RowView(
        row_id, number, tuple(cells), group, sheet.errors.get((row_id, None)),
        f"{sheet.form}.{sheet.spec.id}.{row_id}" if sheet.open else None, _gist(tuple(questions.values())),
    )


def _gist(questions: Sequence[Question]) -> str:
    """What names the row in a line: figures and long texts only where nothing else does; a name keeps its capital."""
    own = [q for q in questions if q.text and q.type != "computed"]
    named = [q for q in own if q.figure is None and q.type != "long_text"]
    words = [q.label if q.type == "mark" else shorten(q.text, _GIST, placeholder="…") for q in named or own]
    plain = [q.type in ("choice", "mark") and q.spec.options_from != "past" for q in named or own]
    return " · ".join(lower_first(text) if n and plain[n] else text for n, text in enumerate(words[:4]))


def _values(sheet: Sheet, asked: tuple[FormField, ...], row: Row) -> Values:
    """As stored when reading; while filling, with first values and formulas."""
    if sheet.reading:
        return row
    values, _ = read_fields(asked, row, row_of(sheet.around.computed, str(row[ROW_ID])), sheet.choices)
    values.update({c.id: None for c in asked if c.type == "computed"})
    fill_formulas(asked, values, sheet.around.names)
    return values


def _asking(sheet: Sheet, column: FormField, row: tuple[str, int], values: Values, visible: bool) -> Asking:
    row_id, number = row
    own = {key or "": says for (at, key), says in sheet.errors.items() if at == row_id}
    given = values.get(column.id) if visible or not conditional_box(column) else None
    return Asking(
        cell_name(sheet.form, sheet.spec.id, row_id, column.id), f"Dòng {number}, {lower_first(column.label)}",
        given, sheet.choices, visible, sheet.reading or sheet.spec.read_only,
        row_of(sheet.around.computed, row_id).get(column.id), sheet.origins.get((row_id, column.id)), own,
        str(values.get(column.id + REASON) or ""),
    )


def _sections(sheet: Sheet, rows: list[RowView]) -> tuple[SectionView, ...]:
    group, place = group_column(sheet.spec), f"{sheet.form}.{sheet.spec.id}."
    room = sheet.open and len(rows) < MAX_ROWS
    if group is None:
        return (SectionView("", "", None, _movable(sheet, rows), place if room else None),)
    listed = options_of(group, sheet.choices)
    found = []
    for n, (key, label) in enumerate(listed, 1):
        heading = sheet.choices.headings.get(key, label) if group.options_from == "fields" else label
        own = _movable(sheet, _of(rows, (key,)))
        if sheet.spec.group_count:
            heading += f": {len(own)} {sheet.spec.group_count}"
        found.append(SectionView(key, roman(n), heading, own, place + key if room else None))
    known = [key for key, _ in listed]
    astray = tuple(row for row in rows if row not in _of(rows, known))
    return (*found, *((SectionView("", "", "Chưa xếp mục", astray, None),) if astray else ()))


def _movable(sheet: Sheet, rows: Sequence[RowView]) -> tuple[RowView, ...]:
    last = len(rows) - 1
    return tuple(replace(row, up=n > 0, down=n < last) for n, row in enumerate(rows)) if sheet.open else tuple(rows)


def _of(rows: list[RowView], keys: tuple[str, ...] | list[str]) -> tuple[RowView, ...]:
    return tuple(row for row in rows if row.group and any(o.chosen and o.id in keys for o in row.group.options))


def _totals(columns: tuple[ColumnView, ...], rows: list[RowView]) -> tuple[str, ...]:
    return tuple(_total(column, [row.cells[n] for row in rows]) for n, column in enumerate(columns))


def _total(column: ColumnView, cells: list[Question]) -> str:
    if column.option or column.spec.type == "mark":
        return number_text(sum(cell.text == MARK for cell in cells))
    if column.spec.type not in ("number", "money", "computed"):
        return ""
    figures = [cell.figure for cell in cells if cell.figure is not None]
    return number_text(sum(figures)) if figures else ""


def _counters(columns: tuple[ColumnView, ...], rows: list[RowView]) -> tuple[str, ...]:
    """["5 dòng", "3 tập thể, 2 cá nhân", …]"""
    counts: dict[str, list[str]] = {}
    for n, column in enumerate(columns):
        if column.option and (count := sum(row.cells[n].text == MARK for row in rows)):
            counts.setdefault(column.spec.id, []).append(f"{count}\u00a0{lower_first(column.label)}")
    return (f"{len(rows)}\u00a0dòng", *(", ".join(parts) for parts in counts.values()))


def _marks_note(columns: tuple[ColumnView, ...], rows: list[RowView]) -> str | None:
    ranges = marked_ranges(columns)
    if not ranges or not rows:
        return None
    lacking = 0
    for row in rows:
        boxes = [cell for cell in row.cells if cell.option and cell.visible]
        lacking += any(not any(o.chosen for o in box.options) for box in boxes)
    where = " và ".join(ranges)
    if lacking:
        return f"Còn {lacking}\u00a0dòng thiếu dấu ở cột {where}"
    return f"Cả {len(rows)}\u00a0dòng đủ dấu ở cột {where}"
