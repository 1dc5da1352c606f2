"""A letter as a DOCX file: paper, margins, type and header as the rules of Party and State lay them down."""

import io
from datetime import datetime

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as Drawn
from docx.text.run import Run

from engine.document.letter import Grid, Letter, Paragraph

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT, SIZE, SMALL = "Times New Roman", Pt(14), Pt(13)
MARGINS = {"top_margin": Mm(20), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(15)}
"""36-HD/VPTW: 20, 20, 30, 15; Decree 30/2020 lets 20-25, 20-25, 30-35, 15-20."""
_WIDE, _HIGH = Mm(210), Mm(297)
_LEFT, _RIGHT = Mm(70), Mm(95)
_ROOM_ACROSS = Mm(252)
_INDENT = Mm(10)
_NATION = {"party": ("ĐẢNG CỘNG SẢN VIỆT NAM",),
           "state": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")}
_SIGNING_ROOM = Pt(72)
_LONG = 40
"""A column is not drawn wider for words longer than so many letters."""


def letter_docx(letter: Letter, made_at: datetime) -> bytes:
    """The file; `made_at` is the moment its properties name."""
    paper = Document()
    _lay_out(paper, letter.landscape)
    _head(paper, letter)
    _title(paper, letter)
    for part in letter.body:
        if isinstance(part, Grid):
            _grid(paper, part, letter.landscape)
        else:
            _paragraph(paper, part)
    _sign(paper, letter)
    known = paper.core_properties
    known.title, known.author, known.comments = letter.title, letter.issuer, ""
    known.created = known.modified = made_at.replace(tzinfo=None)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _lay_out(paper: Paper, landscape: bool) -> None:
    """A4, the number of the page in the middle of the top from the second page on, Times New Roman throughout."""
    section = paper.sections[0]
    section.page_width, section.page_height = (_HIGH, _WIDE) if landscape else (_WIDE, _HIGH)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    for name, width in MARGINS.items():
        setattr(section, name, width)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(number.add_run(), "PAGE")
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_after = Pt(0)


def _field(run: Run, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _head(paper: Paper, letter: Letter) -> None:
    """Two columns without rules: the issuer and its number, the nation or the Party and the place."""
    left, right = _columns(paper, (_LEFT, _RIGHT))
    if letter.above:
        _centred(left, letter.above.upper(), SMALL)
    _centred(left, letter.issuer.upper(), SMALL, bold=True)
    if letter.style == "party":
        _centred(left, "*", SIZE)
    else:
        _rule(left, _LEFT // 3)
    _centred(left, letter.number, SMALL)
    for number, line in enumerate(_NATION.get(letter.style, ())):
        _centred(right, line, SMALL if letter.style == "state" and not number else SIZE, bold=True)
    if letter.style != "none":
        _rule(right, _RIGHT // 5)
    _centred(right, letter.place, SIZE, italic=True)


def _columns(paper: Paper, widths: tuple[int, int]) -> tuple[_Cell, _Cell]:
    table = paper.add_table(1, 2)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _whole_rows(table)
    cells = table.rows[0].cells
    for cell, width in zip(cells, widths, strict=True):
        cell.width = width
    return cells[0], cells[1]


def _centred(cell: _Cell, text: str, size: int, bold: bool = False, italic: bool = False) -> Drawn:
    """A line of the cell; the empty paragraph a cell begins with is used first."""
    first = cell.paragraphs[0]
    line: Drawn = first if len(cell.paragraphs) == 1 and not first.text else cell.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, size
    return line


def _rule(cell: _Cell, indent: int) -> None:
    """A line under what stands above, shorter than the column by the indent on either side."""
    line = _centred(cell, " ", Pt(2))
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent
    line.paragraph_format.space_after = Pt(6)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert(0, borders)


def _title(paper: Paper, letter: Letter) -> None:
    for number, text in enumerate((letter.title, *letter.about)):
        line = paper.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_before = Pt(0 if number else 18)
        line.paragraph_format.keep_with_next = True
        run = line.add_run(text)
        run.bold, run.font.size = True, Pt(15) if not number and letter.style == "party" else SIZE
    if letter.style == "party":
        paper.add_paragraph("-----").alignment = WD_ALIGN_PARAGRAPH.CENTER


def _paragraph(paper: Paper, part: Paragraph) -> None:
    line = paper.add_paragraph()
    shape = line.paragraph_format
    shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    shape.first_line_indent = _INDENT
    shape.space_before = Pt(6)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(18)
    shape.keep_with_next = part.heading
    for piece in part.pieces:
        line.add_run(piece.text).bold = part.heading or piece.bold


def _grid(paper: Paper, part: Grid, landscape: bool) -> None:
    paper.add_paragraph().paragraph_format.line_spacing = Pt(6)
    rows = ((part.head,) if part.head else ()) + part.rows
    table = paper.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _whole_rows(table)
    for column, width in zip(table.columns, _widths(rows, _ROOM_ACROSS if landscape else _LEFT + _RIGHT), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    for drawn, given in zip(table.rows, rows, strict=True):
        for cell, text in zip(drawn.cells, given, strict=True):
            cell.paragraphs[0].add_run(text).bold = given is part.head
    if part.head:
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _widths(rows: tuple[tuple[str, ...], ...], room: int) -> list[int]:
    """The whole width, shared by how long the words of each column are."""
    wanted = [min(max(len(text) for text in column) + 3, _LONG) for column in zip(*rows, strict=True)]
    return [room * one // sum(wanted) for one in wanted]


def _whole_rows(table: Table) -> None:
    """No row is cut by the end of a page."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _sign(paper: Paper, letter: Letter) -> None:
    """Side by side; one alone stands on the right, beside who receives the letter."""
    paper.add_paragraph()
    cells = _columns(paper, ((_LEFT + _RIGHT) // 2,) * 2)
    alone = len(letter.signatures) == 1
    for cell, signature in zip(cells[1:] if alone else cells, letter.signatures, strict=True):
        _centred(cell, signature.capacity, SIZE, bold=True)
        _centred(cell, signature.how, SMALL, italic=True)
        _centred(cell, signature.name, SIZE, bold=True).paragraph_format.space_before = _SIGNING_ROOM
    _receive(cells[0] if alone else paper, letter)


def _receive(place: Paper | _Cell, letter: Letter) -> None:
    """"Nơi nhận:" underlined in the Party, bold and italic in the State, and who receives it in smaller type."""
    if not letter.recipients:
        return
    party = letter.style == "party"
    run = place.add_paragraph().add_run("Nơi nhận:")
    run.underline, run.bold, run.italic, run.font.size = party, not party, not party, SIZE if party else Pt(12)
    for text in letter.received:
        place.add_paragraph().add_run(text).font.size = Pt(12) if party else Pt(11)
