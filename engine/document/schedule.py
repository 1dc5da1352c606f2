"""A timetable in the body of a document: each row becomes an obligation of the clause the table stands in."""

import re
from collections.abc import Iterator, Sequence

from engine.document.block import Grid
from engine.document.columns import columns_of_grid
from engine.document.deadline_phrase import DeadlineFound, deadlines_in, weak_deadlines_in
from engine.document.mention import named_forms
from engine.document.obligation import Obligation
from engine.document.outline import Outline

_WHAT = re.compile(r"nội dung|nhiệm vụ|công việc|hoạt động|sản phẩm", re.I)
_WHO = re.compile(r"chủ trì|đơn vị thực hiện|cơ quan thực hiện|người thực hiện|phụ trách|thực hiện", re.I)
_WHEN = re.compile(r"thời gian|thời hạn|tiến độ|hoàn thành|hạn", re.I)


def scheduled(outline: Outline, tables: Sequence[Grid]) -> Iterator[Obligation]:
    """Only tables that have a column for the work and one for its time."""
    for table in tables:
        heads = [column.label for column in columns_of_grid(table)]
        what, when = _place(heads, _WHAT), _place(heads, _WHEN)
        index = max((n for n, clause in enumerate(outline.clauses) if clause.line < table.number), default=None)
        if what is None or when is None or index is None or what == when:
            continue
        who = next((n for n, head in enumerate(heads) if n not in (what, when) and _WHO.search(head)), None)
        for number, row in enumerate(table.rows[table.header_rows:], 1):
            if len(row) == len(heads) and row[what].strip() and len(set(row)) > 1:
                yield _row(outline, index, table.number, number, tuple(_cell(row, n) for n in (what, who, when)))


def _place(heads: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((n for n, head in enumerate(heads) if pattern.search(head)), None)


def _cell(row: Sequence[str], place: int | None) -> str:
    return " ".join(row[place].split()) if place is not None else ""


def _row(outline: Outline, index: int, line: int, number: int, cells: tuple[str, ...]) -> Obligation:
    what, who, when = cells
    forms = tuple(dict.fromkeys(form.code for form in named_forms(what)))
    path = f"{outline.clauses[index].path} bảng dòng {number}"
    return Obligation(index, path, line, who or None, None, what.rstrip(". "), None, _time(when), forms,
                      " | ".join(filter(None, cells)), "organise")


def _time(text: str) -> DeadlineFound | None:
    """A cell may hold a bare day: then it is the last one."""
    found = next(iter(deadlines_in(text)), None) or next(iter(weak_deadlines_in(text)), None)
    return found or next(iter(deadlines_in(f"đến {text}")), None)
