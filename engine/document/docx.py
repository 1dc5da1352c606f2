"""A DOCX file as lines and tables: paragraphs with their automatic numbers, cells with their merges."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engine.base.text import nfc
from engine.check.sentence import sentence
from engine.document.block import Block, DocumentRefused, Grid, Line, flat
from engine.document.docx_numbering import Numbering
from engine.document.marker import read_marker
from engine.document.package import DOCX, parts_of, xml_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HIDDEN = ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", f"{W}moveFrom", f"{W}del")
_BESIDE = ("word/numbering.xml", "word/styles.xml")
_FEW = 20
_BROKEN_SHARE = 0.15
_ORDER = ("stt", "tt", "số tt", "số thứ tự")


def docx_blocks(data: bytes) -> tuple[Block, ...]:
    """Raises DocumentRefused for what is no DOCX, is encrypted, has macros, or would not fit into memory."""
    parts = parts_of(data, DOCX, (DOCX.main, *_BESIDE))
    body = xml_of(parts[DOCX.main], DOCX).find(f"{W}body")
    if body is None:
        raise DocumentRefused("broken_docx", sentence("tệp DOCX không có thân văn bản; mở bằng Word rồi lưu lại"))
    numbering = Numbering(*(xml_of(parts[name], DOCX) if name in parts else None for name in _BESIDE))
    return _joined_where_broken(tuple(_Reader(numbering).blocks(body)))


def _joined_where_broken(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Text pasted from a PDF has a paragraph for every line: then lines are put together as in a text file."""
    lines = [block for block in blocks if isinstance(block, Line) and block.text.strip()]
    broken = sum(line.text.lstrip()[:1].islower() and read_marker(line.text.strip()) is None for line in lines)
    if len(lines) < _FEW or broken < _BROKEN_SHARE * len(lines):
        return blocks
    return tuple(replace(block, whole=False) if isinstance(block, Line) else block for block in blocks)


class _Reader:
    """Counts paragraphs (the line numbers of a DOCX) while it goes through the body."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._count = 0

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag"):
                yield from self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Line]:
        self._count += 1
        text = _text(paragraph)
        label = self._numbering.label(paragraph) if text.strip() else ""
        for n, part in enumerate(f"{label} {text}".strip().split("\n")):
            yield Line(self._count, part, whole=n == text.count("\n"))

    def _table(self, table: etree._Element) -> Iterator[Block]:
        number = self._count + 1
        rows, head = [], 0
        open_cells: dict[int, str] = {}
        for row in table.iter(f"{W}tr"):
            cells: list[str] = []
            for cell in row.iterfind(f"{W}tc"):
                span, merge = _merge(cell)
                text = "\n".join(line.text for line in self._cell(cell))
                place = len(cells)
                text = open_cells.get(place, text) if merge == "continue" else text
                for n in range(span):
                    open_cells[place + n] = text
                    cells.append(text)
            rows.append(tuple(cells))
            head += row.find(f"{W}trPr/{W}tblHeader") is not None
        grid = Grid(number, tuple(rows), head or _header_rows(rows))
        yield from (grid,) if _is_data(grid) else flat((grid,))
        self._count = max(self._count, number)

    def _cell(self, cell: etree._Element) -> Iterator[Line]:
        for block in self.blocks(cell):
            if isinstance(block, Line):
                yield block
            else:
                yield from (Line(block.number, text) for row in block.rows for text in dict.fromkeys(row))


def _merge(cell: etree._Element) -> tuple[int, str | None]:
    """Columns covered, and "continue" for a cell that belongs to the one above."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, None
    span = properties.find(f"{W}gridSpan")
    merge = properties.find(f"{W}vMerge")
    width = span.get(f"{W}val", "1") if span is not None else "1"
    return (min(int(width), 100) if width.isdigit() else 1), (
        None if merge is None else merge.get(f"{W}val", "continue"))


def _header_rows(rows: list[tuple[str, ...]]) -> int:
    """Rows of a header nobody marked: as far down as the first cell's text goes on."""
    if not rows or not rows[0]:
        return 1
    first = rows[0][0]
    count = 0
    for row in rows[:4] if first else ():
        if not row or row[0] != first:
            break
        count += 1
    return max(1, count)


def _is_data(grid: Grid) -> bool:
    """Whether a table holds data; else it only lays out the page (head, signature)."""
    first = [" ".join(cell.lower().split()).strip(".") for cell in (grid.rows[0] if grid.rows else ())]
    return len(first) > 2 or any(cell in _ORDER for cell in first)


def _shown(node: etree._Element) -> Iterator[etree._Element]:
    """What Word shows: not the older copy of a text box, not what was moved away."""
    for child in node:
        if child.tag not in _HIDDEN:
            yield child
            yield from _shown(child)


def _text(paragraph: etree._Element) -> str:
    """The words of a paragraph; what was deleted with tracked changes is gone."""
    found: list[str] = []
    for node in _shown(paragraph):
        if node.tag == f"{W}t":
            found.append(node.text or "")
        elif node.tag in (f"{W}tab", f"{W}ptab"):
            found.append(" ")
        elif node.tag in (f"{W}br", f"{W}cr"):
            found.append("\n")
        elif node.tag == f"{W}noBreakHyphen":
            found.append("-")
    return nfc("".join(found))
