"""The columns of a table: from the cells of a DOCX, or from the pieces a PDF leaves of its header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.document.block import Grid
from engine.document.marker import UPPER

_ORDER = re.compile(r"(?:stt|tt|số tt|số thứ tự)\b\.?", re.I)
_STARTS = re.compile(rf"[{UPPER}]")
_SHORT_CAPITALS = re.compile(rf"[{UPPER}]{{2,5}}\s+[^{UPPER}\s]")
_NOTE = re.compile(r"(?<=\D)\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Column:
    """`options`: what stands in brackets with semicolons between; `heading`: the merged heading above."""

    label: str
    help: str | None = None
    options: tuple[str, ...] = ()
    heading: str | None = None

    @property
    def is_order(self) -> bool:
        """The running number of the row."""
        return _ORDER.fullmatch(self.label) is not None


def is_table_start(text: str) -> bool:
    return _ORDER.match(text.strip()) is not None and len(text) < 90


def is_number_row(text: str) -> bool:
    """The row "1 2 3 4 …" under the header."""
    numbers = re.findall(r"\(?\d{1,2}\)?", text)
    return len(numbers) >= 3 and re.sub(r"[\d()\s]", "", text) == "" and [
        int(n.strip("()")) for n in numbers] == list(range(1, len(numbers) + 1))


def columns_of_grid(grid: Grid) -> tuple[Column, ...]:
    """One column per place of the lowest header row, with the merged heading above it."""
    header = grid.rows[: grid.header_rows]
    found = []
    for place in range(len(header[-1]) if header else 0):
        above = [row[place] for row in header if place < len(row) and row[place]]
        names = list(dict.fromkeys(above))
        if names:
            found.append(_column(names[-1], " ".join(names[0].split()) if len(names) > 1 else None))
    return tuple(found)


def columns_of_lines(lines: Sequence[str]) -> tuple[Column, ...]:
    """As far as the pieces tell: a capital at the start of a line begins a column, brackets and small letters go on."""
    count = 0
    if lines and is_number_row(lines[-1]):
        count, lines = len(lines[-1].split()), lines[:-1]
    pieces: list[str] = []
    for line in (part for given in lines for part in _parted(given)):
        if pieces and not _begins(pieces[-1], line):
            pieces[-1] = f"{pieces[-1]} {line}"
        else:
            pieces.append(line)
    return _in_order([_column(piece) for piece in pieces], count)


def _parted(line: str) -> list[str]:
    """A line that begins with the order column may hold more columns, each with its capital."""
    if "|" in line:
        return [part.strip() for part in line.split("|") if part.strip()]
    if not _ORDER.match(line):
        return [line]
    return [part.strip() for part in re.split(rf"\s+(?=[{UPPER}][^{UPPER}])", line) if part.strip()]


def _begins(before: str, line: str) -> bool:
    if before.count("(") > before.count(")") or not _STARTS.match(line):
        return False
    if _ORDER.fullmatch(before):
        return True
    if before.isupper():
        return not line.isupper()
    return not (_SHORT_CAPITALS.match(line) and not before.isupper())


def _in_order(found: list[Column], count: int) -> tuple[Column, ...]:
    """When the order column comes late, what stood before it is the upper row: its first is a merged heading."""
    order = next((n for n, column in enumerate(found) if column.is_order), 0)
    if order == 0 or len(found) != count + 1:
        return tuple(found)
    heading, upper, lower = found[0].label, found[1:order], found[order:]
    under = [Column(c.label, c.help, c.options, heading) for c in lower[2:]]
    return (*lower[:2], *under, *upper)


def _column(text: str, heading: str | None = None) -> Column:
    text = " ".join(text.split())
    bracket = re.search(r"\(([^()]*)\)", text)
    label = re.sub(r"\s*\([^()]*\)", "", text).strip(" :")
    inner = bracket[1].strip() if bracket else None
    options = tuple(o.strip(" .") for o in inner.split(";") if o.strip(" .")) if inner and inner.count(";") > 1 else ()
    return Column(_NOTE.sub("", label) or text, inner, options, heading)
