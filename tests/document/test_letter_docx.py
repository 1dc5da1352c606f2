"""A letter as a DOCX file: read back by another reader, it has the paper, margins, type and header of its issuer."""

import io
from datetime import UTC, datetime

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from engine.document.docx import docx_blocks
from engine.document.letter import Grid, Letter, Paragraph, Piece, Signature, says
from engine.document.letter_docx import letter_docx

NATION = {"party": ["ĐẢNG CỘNG SẢN VIỆT NAM"],
          "state": ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"], "none": []}


def letter(style: str = "state", rows: int = 3) -> Letter:
    return Letter(
        style, "Uỷ ban nhân dân tỉnh", "Uỷ ban nhân dân xã Mẫu", "Số:       /BB-", "………, ngày 05 tháng 6 năm 2026",
        "BIÊN BẢN", ("Kiểm phiếu: Bình xét", "“Đường hoa <b>&amp;</b>”"),
        (Paragraph((Piece("I. Thành phần"),), heading=True),
         says("Có mặt: ", Piece("5", bold=True), Piece(".")),
         Grid(("TT", "Nội dung"), tuple((str(n), f"Mô hình {n}") for n in range(1, rows + 1)))),
        (Signature("THƯ KÝ", "Trần Thị Thử"), Signature("CHỦ TOẠ")), ("Đảng uỷ xã (để báo cáo)", "Lưu: VT"))


def opened(given: Letter):
    return docx.Document(io.BytesIO(letter_docx(given, datetime(2026, 6, 5, 3, 0, tzinfo=UTC))))


def lines(cell) -> list[str]:
    return [line.text.strip() for line in cell.paragraphs if line.text.strip()]


@pytest.mark.parametrize("style", ["party", "state", "none"])
def test_paper_margins_and_type_are_those_of_the_rules(style):
    paper = opened(letter(style))
    section, normal = paper.sections[0], paper.styles["Normal"]

    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    assert [round(length.mm) for length in (section.top_margin, section.bottom_margin, section.left_margin,
                                            section.right_margin)] == [20, 20, 30, 15]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "Times New Roman"
    sizes = {run.font.size for table in paper.tables for row in table.rows for cell in row.cells
             for line in cell.paragraphs for run in line.runs if run.text.strip() and run.font.size}
    assert sizes <= {Pt(13), Pt(14)}


@pytest.mark.parametrize("style", ["party", "state", "none"])
def test_the_header_is_that_of_the_issuer(style):
    left, right = opened(letter(style)).tables[0].rows[0].cells

    star = ["*"] if style == "party" else []
    assert lines(left) == ["UỶ BAN NHÂN DÂN TỈNH", "UỶ BAN NHÂN DÂN XÃ MẪU", *star, "Số:       /BB-"]
    assert lines(right) == [*NATION[style], "………, ngày 05 tháng 6 năm 2026"]
    assert right.paragraphs[-1].runs[0].italic


def test_the_body_is_justified_numbers_its_pages_and_ends_with_two_signatures():
    paper = opened(letter())
    body = next(line for line in paper.paragraphs if line.text == "Có mặt: 5.")
    signing = paper.tables[-1].rows[0].cells

    indent = round(body.paragraph_format.first_line_indent.mm)
    assert (body.alignment, indent, [run.bold for run in body.runs]) == (
        WD_ALIGN_PARAGRAPH.JUSTIFY, 10, [False, True, False])
    assert "PAGE" in paper.sections[0].header._element.xml
    assert paper.sections[0].different_first_page_header_footer
    assert [lines(cell) for cell in signing] == [
        ["THƯ KÝ", "(Ký, ghi rõ họ tên)", "Trần Thị Thử"], ["CHỦ TOẠ", "(Ký, ghi rõ họ tên)"]]


def test_a_long_table_repeats_its_head_and_cuts_no_row():
    table = opened(letter(rows=80)).tables[1]

    assert len(table.rows) == 81
    narrow, wide = (column.width for column in table.columns)
    assert narrow < wide and round((narrow + wide) / 36000) == 165
    assert "w:tblHeader" in table.rows[0]._tr.xml and "w:tblHeader" not in table.rows[1]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)


def test_words_stay_words_and_the_programs_own_reader_finds_them():
    data = letter_docx(letter(), datetime(2026, 6, 5, tzinfo=UTC))

    said = str(docx_blocks(data))

    assert "“Đường hoa <b>&amp;</b>”" in said and "I. Thành phần" in said


@pytest.mark.parametrize(("style", "words", "look"), [
    ("party", ["Nơi nhận:", "- Đảng uỷ xã (để báo cáo),", "- Lưu: VT."], (True, False, False, Pt(14), Pt(12))),
    ("state", ["Nơi nhận:", "- Đảng uỷ xã (để báo cáo);", "- Lưu: VT."], (False, True, True, Pt(12), Pt(11))),
])
def test_who_receives_it_stands_below_the_signatures_as_the_rules_say(style, words, look):
    *_, title, first, last = opened(letter(style)).paragraphs

    run = title.runs[0]
    assert [title.text, first.text, last.text] == words
    assert (bool(run.underline), bool(run.bold), bool(run.italic), run.font.size, last.runs[0].font.size) == look
