"""Sheets of cells become an XLSX file: texts are never formulas, merges as given, the same bytes each time."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_DAY = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_STYLES = {  # font, fill, border, horizontal
    "plain": (0, 0, 0, "left"), "title": (2, 0, 0, "center"), "label": (1, 0, 0, "left"), "head": (1, 0, 1, "center"),
    "number": (3, 0, 1, "center"), "section": (1, 0, 1, "left"), "cell": (0, 0, 1, "left"), "mark": (0, 0, 1, "center"),
    "told": (0, 2, 1, "left")}
"""Kinds of cells, as the official form draws them; "told": what kheo fills in."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and how it is drawn."""

    value: str | int | float = ""
    style: str = "cell"


@dataclass(frozen=True, slots=True)
class Pick:
    """The cells of one column (rows from, to, counted from 0) that choose from texts: a list of a second sheet."""

    column: int
    first: int
    last: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: rows from the top, merges as (row, column, row, column), width of each column in characters."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    picks: tuple[Pick, ...] = ()
    hidden: int | None = None
    landscape: bool = False


def xlsx_bytes(sheets: tuple[Sheet, ...]) -> bytes:
    """The file. The texts that cells choose from stand in one more sheet, which is not shown."""
    lists = tuple(dict.fromkeys(pick.texts for sheet in sheets for pick in sheet.picks))
    pages = [_page(sheet, lists) for sheet in sheets] + ([_page(_listed(lists), lists)] if lists else [])
    names = [*(sheet.name for sheet in sheets), *(["kheo"] if lists else [])]
    parts = {"[Content_Types].xml": _types(len(pages)), "_rels/.rels": _relations([
        (f"{_OFFICE}/officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(names, len(sheets)), "xl/_rels/workbook.xml.rels": _relations([
            *((f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(pages) + 1)),
            (f"{_OFFICE}/styles", "styles.xml")]), "xl/styles.xml": _styles(),
        **{f"xl/worksheets/sheet{n}.xml": page for n, page in enumerate(pages, 1)}}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), _XML + text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def place_name(row: int, column: int, absolute: bool = False) -> str:
    """
    >>> place_name(2, 27), place_name(0, 0, True)
    ('AB3', '$A$1')
    """
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"${letters}${row + 1}" if absolute else f"{letters}{row + 1}"


def _page(sheet: Sheet, lists: tuple[tuple[str, ...], ...]) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1" hidden="{int(sheet.hidden == n - 1)}"/>'
        for n, width in enumerate(sheet.widths, 1))
    rows = "".join(f'<row r="{n + 1}">{"".join(_cells(n, row))}</row>' for n, row in enumerate(sheet.rows) if row)
    merges = "".join(f'<mergeCell ref="{place_name(a, b)}:{place_name(c, d)}"/>' for a, b, c, d in sheet.merges)
    picks = "".join(_pick(pick, lists.index(pick.texts)) for pick in sheet.picks)
    way = "landscape" if sheet.landscape else "portrait"
    return (f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols>{columns}</cols>'
            f"<sheetData>{rows}</sheetData>"
            + (f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>' if merges else "")
            + (f'<dataValidations count="{len(sheet.picks)}">{picks}</dataValidations>' if picks else "")
            + f'<pageSetup paperSize="9" orientation="{way}" fitToHeight="0"/></worksheet>')


def _cells(number: int, row: tuple[Cell, ...]) -> Iterator[str]:
    for n, cell in enumerate(row):
        start = f'<c r="{place_name(number, n)}" s="{list(_STYLES).index(cell.style)}"'
        if isinstance(cell.value, str):
            text = escape(_NOT_XML.sub("", cell.value))
            yield f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else f"{start}/>"
        else:
            yield f"{start}><v>{cell.value!r}</v></c>"


def _pick(pick: Pick, column: int) -> str:
    source = f"kheo!{place_name(0, column, True)}:{place_name(len(pick.texts) - 1, column, True)}"
    return ('<dataValidation type="list" allowBlank="1" showErrorMessage="0" '
            f'sqref="{place_name(pick.first, pick.column)}:{place_name(pick.last, pick.column)}">'
            f"<formula1>{source}</formula1></dataValidation>")


def _listed(lists: tuple[tuple[str, ...], ...]) -> Sheet:
    deepest = max(map(len, lists))
    rows = tuple(tuple(Cell(texts[n] if n < len(texts) else "", "plain") for texts in lists) for n in range(deepest))
    return Sheet("kheo", rows, (30.0,) * len(lists))


def _types(pages: int) -> str:
    sheets = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
                     for n in range(1, pages + 1))
    return (f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{sheets}</Types>')


def _relations(targets: list[tuple[str, str]]) -> str:
    listed = "".join(f'<Relationship Id="r{n}" Type="{kind}" Target="{target}"/>'
                     for n, (kind, target) in enumerate(targets, 1))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _book(names: list[str], shown: int) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" state="{"hidden" if n > shown else "visible"}" r:id="r{n}"/>'
        for n, name in enumerate(names, 1))
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _styles() -> str:
    fonts = "".join(f'<font>{mark}<sz val="{size}"/><name val="Times New Roman"/></font>'
                    for mark, size in (("", 12), ("<b/>", 12), ("<b/>", 14), ("<i/>", 11)))
    side = '<{0} style="thin"><color auto="1"/></{0}>'
    sides = "".join(side.format(one) for one in ("left", "right", "top", "bottom"))
    borders = f"<border/><border>{sides}</border>"
    fills = ('<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
             '<fill><patternFill patternType="solid"><fgColor rgb="FFEFEFEF"/></patternFill></fill>')
    drawn = "".join(
        f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyAlignment="1">'
        f'<alignment horizontal="{side}" vertical="{"center" if font else "top"}" wrapText="1"/></xf>'
        for font, fill, border, side in _STYLES.values())
    return (f'<styleSheet xmlns="{_MAIN}"><fonts count="4">{fonts}</fonts><fills count="3">{fills}</fills>'
            f'<borders count="2">{borders}</borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(_STYLES)}">{drawn}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>')
