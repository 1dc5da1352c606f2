"""Cells of a block or of a filled file are taken into the rows of a table-form; what cannot be is remarked upon."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.base.ids import IdSource
from engine.base.text import fold
from engine.plan.form import FormField
from engine.work.choices import Choices
from engine.work.control import display
from engine.work.draft_places import same
from engine.work.fields import fields_at
from engine.work.header import ColumnView, columns_of
from engine.work.record import read_fields
from engine.work.rows import ROW_ID, Row, Surroundings, group_column, row_of, shown_columns
from engine.work.typed import is_blank
from engine.work.understood import chosen_box, understand

Pairs = Iterable[tuple[ColumnView, str]]


@dataclass(frozen=True, slots=True)
class Remark:
    """One place that was not taken as it stood: `at` is the column (or the plain field) with its `label`.

    `row`: id in the table; `line`: of the block or file, from 1.
    """

    says: str
    row: str | None = None
    at: str | None = None
    label: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The whole table afterwards. `cells`: how many were understood; `gone`: rows that are no longer there."""

    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...] = ()
    cells: int = 0
    changed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    gone: tuple[Row, ...] = ()


def between(before: Iterable[Row], after: Iterable[Row]) -> Taken:
    """A table as it will be, told by what is otherwise in it now."""
    was, now = {str(row[ROW_ID]): row for row in before}, {str(row[ROW_ID]): row for row in after}
    changed = {key: sum(not same(value, was.get(key, {}).get(column)) for column, value in row.items())
               for key, row in now.items()}
    return Taken(tuple(now.values()), (), sum(changed.values()),
                 frozenset(key for key, cells in changed.items() if cells and key in was),
                 frozenset(now.keys() - was.keys()), tuple(row for key, row in was.items() if key not in now))


@dataclass(frozen=True, slots=True)
class Into:
    """The table that takes the cells: its rows as they stand, what surrounds them, where new rows get their ids."""

    table: FormField
    around: Surroundings
    rows: tuple[Row, ...]
    ids: IdSource

    @property
    def choices(self) -> Choices:
        return self.around.choices

    @property
    def columns(self) -> tuple[ColumnView, ...]:
        """As they are drawn, without the one that makes the sections."""
        asked = fields_at(self.table, self.around.step)
        return columns_of(self.table.columns, asked, self.table.group_by, self.choices)

    @property
    def group(self) -> FormField | None:
        return group_column(self.table)

    @property
    def takes_rows(self) -> bool:
        return not (self.table.fixed_rows or self.table.read_only)


@dataclass(slots=True)
class Tally:
    """What has been taken so far."""

    rows: list[Row]
    remarks: list[Remark] = field(default_factory=list)
    cells: int = 0
    changed: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)

    def done(self, gone: tuple[Row, ...] = ()) -> Taken:
        return Taken(tuple(self.rows), tuple(self.remarks), self.cells, frozenset(self.changed - self.added),
                     frozenset(self.added), gone)


def write_row(into: Into, tally: Tally, row: Row, pairs: Pairs, line: int) -> Row:
    """The row with those cells in it; remarks and the number of understood cells go to the tally."""
    given = list(pairs)
    row_id = str(row[ROW_ID])
    values = {**row}
    answered: dict[str, FormField] = {}
    for column, text in given:
        spec = column.spec
        if spec.read_only or into.table.read_only or spec.type in ("computed", "file"):
            _untouched(into, tally, (row_id, line), column, text)
        elif column.option is None:
            _one(into, tally, (row_id, line), column, text, values)
            answered[spec.id] = spec
    for spec, boxes in _boxes(given):
        _marks(tally, (row_id, line), spec, boxes, values)
        answered[spec.id] = spec
    shown = shown_columns(into.table, values, into.around)
    for key, spec in answered.items():
        if key not in shown and not is_blank(values.get(key)):
            tally.remarks.append(_remark("không hỏi ở dòng này nên không nhận", (row_id, line), spec))
            tally.cells -= 1
            values[key] = None
    if _answers(into, values) != _answers(into, row):
        tally.changed.add(row_id)
    return values


def _answers(into: Into, row: Row) -> dict[str, object]:
    """What is answered in a row, however it was typed."""
    read, _ = read_fields((c for c in into.table.columns if not c.read_only), row, {}, into.choices)
    return {key: value for key, value in read.items() if not is_blank(value)}


def _one(into: Into, tally: Tally, at: tuple[str, int], column: ColumnView, text: str,
         values: dict[str, object]) -> None:
    read = understand(column.spec, text, into.choices)
    values[column.spec.id] = read.value
    if read.problem:
        tally.remarks.append(_remark(read.problem, at, column.spec))
    elif text:
        tally.cells += 1


def _boxes(given: list[tuple[ColumnView, str]]) -> list[tuple[FormField, dict[str, str]]]:
    """Each choice drawn as columns, with what stands in its boxes."""
    found: dict[str, tuple[FormField, dict[str, str]]] = {}
    for column, text in given:
        if column.option is not None and not column.spec.read_only:
            found.setdefault(column.spec.id, (column.spec, {}))[1][column.option] = text
    return list(found.values())


def _marks(tally: Tally, at: tuple[str, int], spec: FormField, boxes: Mapping[str, str],
           values: dict[str, object]) -> None:
    marked = []
    for option, text in boxes.items():
        read = chosen_box(text)
        if read.problem:
            tally.remarks.append(_remark(read.problem, at, spec))
        elif read.value:
            marked.append(option)
    values[spec.id] = marked[0] if len(marked) == 1 else None
    if len(marked) > 1:
        tally.remarks.append(_remark(f"đánh dấu {len(marked)} ô, chỉ được chọn 1; để trống", at, spec))
    tally.cells += len(marked) == 1


def _untouched(into: Into, tally: Tally, at: tuple[str, int], column: ColumnView, text: str) -> None:
    """What kheo fills in stays; a remark only where the file says something else."""
    if not text or column.spec.type == "computed":
        return
    if column.spec.type == "file":
        says = "tệp không đọc được từ ô; tải lên trên trang"
    else:
        own = row_of(into.around.computed, at[0]).get(column.spec.id)
        if column.option is not None:
            return
        shown = display(column.spec, own, into.choices)
        if fold(shown) == fold(text):
            return
        says = f'kheo điền sẵn "{shown}", giữ nguyên' if shown else "cột này do kheo điền, không nhận"
    tally.remarks.append(_remark(says, at, column.spec))


def _remark(says: str, at: tuple[str, int], spec: FormField) -> Remark:
    return Remark(says, at[0], spec.id, spec.label, at[1])
