"""What a source file is made of before anybody looks for meaning: lines, tables, paragraphs; and why it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.document.marker import Marker


class DocumentRefused(Exception):
    """A file that cannot be read as a document; the Vietnamese sentence says why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, or one paragraph of a DOCX (`whole`: it never goes on in the next one)."""

    number: int
    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cell texts; a merged cell repeats its text in every place it covers."""

    number: int
    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 1


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines put together again. `text` is without its marker; `spots` says on which line each part of it stands."""

    line: int
    text: str
    marker: Marker | None = None
    spots: tuple[tuple[int, int], ...] = ()

    def line_at(self, offset: int) -> int:
        return line_at(self.spots, offset, self.line)


def line_at(spots: tuple[tuple[int, int], ...], offset: int, default: int) -> int:
    """The line of the source on which the character at `offset` stands."""
    found = default
    for start, line in spots:
        if start > offset:
            break
        found = line
    return found


def flat(blocks: Sequence[Block]) -> tuple[Line, ...]:
    """Lines as they stand; a table of the layout gives its cells one after the other."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block)
        else:
            cells = [cell for row in block.rows for cell in dict.fromkeys(row)]
            lines += [Line(block.number, part, True) for cell in cells for part in cell.split("\n")]
    return tuple(lines)
