"""A block copied from a spreadsheet is put into a table-form from a place on: cell by cell, rows added as needed."""

import re
from dataclasses import dataclass

from engine.work.choices import options_of
from engine.work.clipboard import Lines
from engine.work.head_search import Head, find_head
from engine.work.header import ColumnView
from engine.work.rows import MAX_ROWS, ROW_ID, Row, ordered, row_of
from engine.work.taken import Into, Remark, Taken, Tally, write_row
from engine.work.typed import is_blank
from engine.work.understood import option_named

_COUNT = re.compile(r"\s*:\s*\d+\s.*$", re.DOTALL)
_ROMAN = re.compile(r"[ivxlc]+\.?", re.IGNORECASE | re.ASCII)
_FIGURES = re.compile(r"\d{1,4}", re.ASCII)
_HEAD_WITHIN = 3


@dataclass(frozen=True, slots=True)
class Start:
    """Where the block begins: a row (None: behind the last), a column by its name (None: the first), a section."""

    row: str | None = None
    column: str | None = None
    section: str | None = None


def paste(into: Into, lines: Lines, start: Start) -> Taken:
    """The table with the block in it. A block that brings the official header is placed by it; else column by column.

    Rows go over those that stand from the start on, in the same section, and then below the last of them.
    """
    head = find_head(lines, into.columns, _HEAD_WITHIN, least=2) or _by_place(into, lines, start)
    tally = Tally([*into.rows])
    _wider(head, lines, tally)
    section = start.section or _section_at(into, start.row)
    following = _rows_from(into, start.row) or _free_rows(into, section)
    for number, line in enumerate(lines[head.body:], head.body + 1):
        named = section_named(into, line)
        if named is not None:
            section, following = named or None, _free_rows(into, named)
            tally.remarks += unknown_section(line, number) if not named else ()
        elif not any(line):
            following = following[1:]
        else:
            row = following.pop(0) if following else _new_row(into, tally, section, number)
            if row is None:
                break
            _put(into, tally, row, [(column, cell(line, place)) for place, column in head.columns.items()], number)
    tally.rows = [*ordered(into.table, tuple(tally.rows), into.choices)]
    return tally.done()


def cell(line: tuple[str, ...], place: int) -> str:
    return line[place] if place < len(line) else ""


def section_named(into: Into, line: tuple[str, ...]) -> str | None:
    """The section that begins with this row: nothing stands in it but a name of a section, perhaps with its number.

    Empty for a Roman number with a name that is no section of the table; None for a row that is no heading.
    """
    if into.group is None:
        return None
    texts = [text for text in dict.fromkeys(line) if text]
    numbered = len(texts) == 2 and bool(_ROMAN.fullmatch(texts[0]))
    if len(texts) != 1 + numbered:
        return None
    listed, headings = options_of(into.group, into.choices), dict(into.choices.headings)
    known = option_named(_COUNT.sub("", texts[-1]), listed, headings) or option_named(texts[-1], listed, headings)
    return known or ("" if numbered else None)


def unknown_section(line: tuple[str, ...], number: int) -> tuple[Remark, ...]:
    return (Remark(f"bảng không có mục “{max(line, key=len)}”; các dòng dưới đó chưa xếp mục", line=number),)


def _by_place(into: Into, lines: Lines, start: Start) -> Head:
    """Side by side from the starting column on; running numbers in front of the first are passed over."""
    names = [column.name for column in into.columns]
    first = names.index(start.column) if start.column in names else 0
    skip = int(first == 0 and _counts_up(lines) and into.columns[0].spec.type not in ("number", "money", "percent"))
    placed = dict(enumerate(into.columns[first:], skip))
    width = max((len(line) for line in lines), default=0)
    within = {place: column for place, column in placed.items() if place < width}
    return Head(within, 0 if skip else None, None, 0, 0, 0)


def _counts_up(lines: Lines) -> bool:
    """The first cells are 1, 2, 3, … or the Roman number of a section, and something stands beside them."""
    first = [line[0].rstrip(".") for line in lines if any(line)]
    counted = [int(text) for text in first if _FIGURES.fullmatch(text)]
    others = [text for text in first if text and not _FIGURES.fullmatch(text)]
    return (bool(counted) and all(b == a + 1 for a, b in zip(counted, counted[1:], strict=False))
            and all(map(_ROMAN.fullmatch, others)) and any(any(line[1:]) for line in lines))


def _wider(head: Head, lines: Lines, tally: Tally) -> None:
    """A remark on what stands in columns that the table does not have."""
    known = {*head.columns, head.order, head.ident}
    over = {place for line in lines[head.body:] for place, text in enumerate(line) if text and place not in known}
    if over:
        tally.remarks.append(Remark(f"khối có {len(over)} cột mà bảng không có chỗ; không nhận các cột đó"))


def _section_at(into: Into, row_id: str | None) -> str | None:
    row = next((row for row in into.rows if row[ROW_ID] == row_id), None)
    return str(row.get(into.group.id)) if row is not None and into.group else None


def _rows_from(into: Into, row_id: str | None) -> list[Row]:
    """The rows from that one on which the block goes over."""
    known = [str(row[ROW_ID]) for row in into.rows]
    if row_id not in known:
        return [] if into.takes_rows else [*into.rows]
    following = [*into.rows[known.index(row_id):]]
    key = into.group.id if into.group else ""
    return [row for row in following if not key or row.get(key) == following[0].get(key)]


def _free_rows(into: Into, section: str | None) -> list[Row]:
    """The rows of that section in which nothing stands yet."""
    key = into.group.id if into.group else ""
    return [row for row in into.rows if into.takes_rows and (not key or row.get(key) == section) and not any(
        not is_blank(value) for name, value in {**row, **row_of(into.around.computed, str(row[ROW_ID]))}.items()
        if name not in (ROW_ID, key))]


def _new_row(into: Into, tally: Tally, section: str | None, line: int) -> Row | None:
    """One more row, or None with a remark when the table takes no more."""
    if not into.takes_rows:
        tally.remarks.append(Remark("bảng này không thêm dòng; từ đây trở đi không nhận", line=line))
        return None
    if len(tally.rows) >= MAX_ROWS:
        tally.remarks.append(Remark(f"bảng có nhiều nhất {MAX_ROWS} dòng; từ đây trở đi không nhận", line=line))
        return None
    row: Row = {ROW_ID: into.ids.new(), **({into.group.id: section} if into.group and section else {})}
    tally.rows.append(row)
    tally.added.add(str(row[ROW_ID]))
    return row


def _put(into: Into, tally: Tally, row: Row, pairs: list[tuple[ColumnView, str]], line: int) -> None:
    written = write_row(into, tally, row, pairs, line)
    tally.rows = [written if one[ROW_ID] == row[ROW_ID] else one for one in tally.rows]
