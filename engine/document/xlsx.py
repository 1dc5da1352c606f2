"""An XLSX file as rows of cell texts: texts, figures, days, merged cells; formulas by their result."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from lxml import etree

from engine.base.text import nfc
from engine.document.block import Grid
from engine.document.package import XLSX, parts_of, xml_of

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MAX_ROWS = 3000
MAX_COLUMNS = 120
MAX_SHEETS = 30
MOST_TEXT = 16_000_000
MOST_MERGED = 400_000
"""Cells of a sheet that merges may cover; those beyond stay where they begin."""
_DAYS = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_PER_CENT = frozenset({9, 10})
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_SPOKEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_RETURN = re.compile(r"_x000[dD]_")


def xlsx_grids(data: bytes) -> tuple[Grid, ...]:
    """One grid for each sheet that is shown, in their order. Raises DocumentRefused as parts_of does."""
    parts = parts_of(data, XLSX, (XLSX.main, "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"),
                     "xl/worksheets/", MOST_TEXT)
    book = xml_of(parts[XLSX.main], XLSX)
    shared = tuple(_texts(parts.get("xl/sharedStrings.xml")))
    formats = _formats(parts.get("xl/styles.xml"))
    from_1904 = any(one.get("date1904") in ("1", "true") for one in book.iter(f"{S}workbookPr"))
    reader = _Reader(shared, formats, date(1904, 1, 1) if from_1904 else date(1899, 12, 30))
    targets = _targets(parts.get("xl/_rels/workbook.xml.rels"))
    found: list[Grid] = []
    for number, sheet in enumerate(book.iter(f"{S}sheet"), 1):
        part = parts.get(targets.get(sheet.get(_RELATION, ""), ""))
        if part is not None and len(found) < MAX_SHEETS and sheet.get("state", "visible") == "visible":
            found.append(Grid(number, reader.rows(xml_of(part, XLSX))))
    return tuple(found)


class _Reader:
    """The cells of a sheet as a reader sees them."""

    def __init__(self, shared: tuple[str, ...], formats: tuple[str, ...], zero: date) -> None:
        self._shared, self._formats, self._zero = shared, formats, zero

    def rows(self, sheet: etree._Element) -> tuple[tuple[str, ...], ...]:
        cells: dict[tuple[int, int], str] = {}
        for line, row in enumerate(sheet.iterfind(f"{S}sheetData/{S}row")):
            top = int(row.get("r", "0")) - 1 if row.get("r", "").isdecimal() else line
            for n, cell in enumerate(row.iterfind(f"{S}c")):
                place = _place(cell.get("r", "")) or (top, n)
                if place[0] < MAX_ROWS and place[1] < MAX_COLUMNS and (text := self._text(cell)):
                    cells[place] = text
        room = MOST_MERGED
        for first, last in _merges(sheet):
            down, right = (range(first[n], min(last[n] + 1, most)) for n, most in ((0, MAX_ROWS), (1, MAX_COLUMNS)))
            room -= len(down) * len(right)
            if room > 0 and (merged := cells.get(first)):
                cells |= dict.fromkeys(((r, c) for r in down for c in right), merged)
        height, width = (max((place[n] for place in cells), default=-1) + 1 for n in (0, 1))
        return tuple(tuple(cells.get((r, c), "") for c in range(width)) for r in range(height))

    def _text(self, cell: etree._Element) -> str:
        kind, value = cell.get("t", "n"), cell.findtext(f"{S}v") or ""
        if kind == "inlineStr":
            return _said(cell.find(f"{S}is"))
        if kind == "s":
            return self._shared[int(value)] if value.isdecimal() and int(value) < len(self._shared) else ""
        if kind == "b":
            return "có" if value == "1" else "không"
        if kind in ("str", "e", "d"):
            return _plain(value)
        style = cell.get("s", "0")
        form = self._formats[int(style)] if style.isdecimal() and int(style) < len(self._formats) else ""
        return self._figure(value, form) if value else ""

    def _figure(self, value: str, form: str) -> str:
        """A day as dd/MM/yyyy, a share with its sign, else the figure with a comma before decimals."""
        try:
            figure = Decimal(value)
            if not figure.is_finite() or abs(figure.adjusted()) > 15:
                return _plain(value)
            if form == "day" and 1 <= figure < 2_900_000:
                return f"{self._zero + timedelta(days=int(figure)):%d/%m/%Y}"
        except (InvalidOperation, OverflowError):
            return _plain(value)
        if form == "percent":
            return _decimal(figure * 100) + "%"
        return _decimal(figure)


def _decimal(figure: Decimal) -> str:
    """Rounded where the file's double only looks longer: 0.1 + 0.2 is 0,3."""
    text = f"{round(figure, 10):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _texts(part: bytes | None) -> Iterator[str]:
    if part is not None:
        yield from (_said(one) for one in xml_of(part, XLSX).iterfind(f"{S}si"))


def _said(node: etree._Element | None) -> str:
    """The words of a text, without its reading aids (phonetic runs)."""
    if node is None:
        return ""
    own = [*node.iterfind(f"{S}t"), *node.iterfind(f"{S}r/{S}t")]
    return _plain("".join(one.text or "" for one in own))


def _plain(text: str) -> str:
    return nfc(_RETURN.sub("", text)).replace("\r\n", "\n").strip()


def _formats(part: bytes | None) -> tuple[str, ...]:
    """For each style of cells: "day", "percent" or nothing."""
    if part is None:
        return ()
    root = xml_of(part, XLSX)
    codes = {one.get("numFmtId"): _SPOKEN.sub("", one.get("formatCode", "")).lower() for one in root.iter(f"{S}numFmt")}
    return tuple(_form(one.get("numFmtId", "0"), codes) for one in root.iterfind(f"{S}cellXfs/{S}xf"))


def _form(number: str, codes: Mapping[str | None, str]) -> str:
    code = codes.get(number)
    if code is not None:
        return "percent" if "%" in code else "day" if "y" in code or ("d" in code and "m" in code) else ""
    known = int(number) if number.isdecimal() else 0
    return "day" if known in _DAYS else "percent" if known in _PER_CENT else ""


def _targets(part: bytes | None) -> dict[str, str]:
    """Relation -> part of the package."""
    if part is None:
        return {}
    return {one.get("Id", ""): "xl/" + one.get("Target", "").removeprefix("/xl/").removeprefix("./")
            for one in xml_of(part, XLSX)}


def _merges(sheet: etree._Element) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for one in sheet.iter(f"{S}mergeCell"):
        ends = [_place(end) for end in one.get("ref", "").split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            yield ends[0], ends[1]


def _place(name: str) -> tuple[int, int] | None:
    """B3 -> row 2, column 1, counted from 0."""
    found = _PLACE.fullmatch(name)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
