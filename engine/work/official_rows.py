"""The rows of a table in a filled official form: each finds the row it is in kheo, or becomes a new one."""

from collections.abc import Iterator

from engine.base.text import fold
from engine.work.clipboard import Lines
from engine.work.control import display
from engine.work.head_search import Head, is_numbering, key_of
from engine.work.header import ColumnView
from engine.work.pasted import cell, section_named, unknown_section
from engine.work.rows import MAX_ROWS, ROW_ID, Row, by_id, is_empty, ordered
from engine.work.taken import Into, Remark, Taken, Tally, write_row

_TOTAL = frozenset({"tong", "tong cong", "tong so", "cong"})


def rows_of_file(into: Into, page: Lines, head: Head, end: int) -> Taken:
    """The table as the file has it. Where rows are fixed, those of the table with what the file says of them."""
    tally = Tally([])
    for column in head.lacking(into.columns):
        if column.spec.type not in ("computed", "file") and not column.spec.read_only and not column.spec.off_form:
            tally.remarks.append(Remark("không thấy cột này trong tệp; giữ nguyên", label=column.label))
    left = dict(by_id(list(into.rows)))
    written: dict[str, Row] = {}
    for number, line, section in _data(into, tally, page, head, end):
        row = _row_for(into, tally, line, head, left)
        if row is None and not into.takes_rows:
            tally.remarks.append(Remark("bảng không có dòng này và không thêm dòng; không nhận", line=number))
            continue
        if row is None and len(written) >= MAX_ROWS:
            tally.remarks.append(Remark(f"bảng có nhiều nhất {MAX_ROWS} dòng; từ đây trở đi không nhận", line=number))
            break
        row = row or {ROW_ID: into.ids.new()}
        if into.group and section is not None:
            row = {**row, into.group.id: section}
        pairs = [(column, cell(line, place)) for place, column in head.columns.items()]
        known = left.pop(str(row[ROW_ID]), None)
        written[str(row[ROW_ID])] = write_row(into, tally, row, pairs, number)
        if known is None:
            tally.added.add(str(row[ROW_ID]))
    if into.takes_rows:
        tally.rows = [*ordered(into.table, tuple(written.values()), into.choices)]
        return tally.done(tuple(row for row in left.values() if not is_empty(into.table, row)))
    tally.rows = [written.get(str(row[ROW_ID]), row) for row in into.rows]
    return tally.done()


def _data(
    into: Into, tally: Tally, page: Lines, head: Head, end: int,
) -> Iterator[tuple[int, tuple[str, ...], str | None]]:
    """Number in the file, cells and section of each row that says something, until what follows the table."""
    section: str | None = None
    gap = False
    for number, line in enumerate(page[head.body:end], head.body + 1):
        mine = [cell(line, place) for place in head.columns]
        named = section_named(into, line)
        order = cell(line, head.order) if head.order is not None else ""
        if named is not None:
            section, gap = named or None, False
            tally.remarks += unknown_section(line, number) if not named else ()
        elif not any(line):
            gap = True
        elif gap and head.order is not None and not order.rstrip(".").isdecimal():
            return
        elif any(mine) and not _over_all(mine) and not is_numbering(line) and key_of(
                next(text for text in line if text)) not in _TOTAL:
            yield number, line, section


def _over_all(cells: list[str]) -> bool:
    """One text merged over the whole row: a heading, not data."""
    return len(cells) > 2 and len(set(cells)) == 1


def _row_for(into: Into, tally: Tally, line: tuple[str, ...], head: Head, left: dict[str, Row]) -> Row | None:
    """The row of the table that this one of the file is: by kheo's own id, by its name, in a fixed table by place."""
    ident = cell(line, head.ident) if head.ident is not None else ""
    if ident in left:
        return left[ident]
    if ident and ident in by_id(into.around.computed):
        return {ROW_ID: ident}
    place, column = _naming(into, head)
    text = fold(cell(line, place)) if column else ""
    if column and text:
        named = (row for row in left.values() if fold(_named(into, row, column)) == text)
        return next(named, None)
    return next(iter(left.values()), None) if not into.takes_rows else None


def _naming(into: Into, head: Head) -> tuple[int, ColumnView | None]:
    """The column that tells rows apart: in a fixed table one that kheo fills in, else the first that is written."""
    placed = [(place, column) for place, column in head.columns.items() if column.option is None]
    told = [(place, column) for place, column in placed if column.spec.read_only]
    free = [(place, column) for place, column in placed if column.spec.type in ("text", "initiative", "unit")]
    wanted = told or (free if into.takes_rows else [])
    return wanted[0] if wanted else (0, None)


def _named(into: Into, row: Row, column: ColumnView) -> str:
    own = by_id(into.around.computed).get(str(row[ROW_ID]), {}) if column.spec.read_only else row
    return display(column.spec, own.get(column.spec.id), into.choices)
