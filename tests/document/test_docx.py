"""DOCX files: paragraphs, automatic numbers, merged header cells; what must not be opened is refused."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from engine.document.attached import attached_form
from engine.document.block import DocumentRefused, Grid, Line
from engine.document.columns import columns_of_grid
from engine.document.docx_numbering import written
from engine.document.read import read_document
from engine.document.source import blocks_of


def saved(document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def numbered(document, levels: list[tuple[str, str]]) -> str:
    """Adds a list definition with those formats and texts; its id."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for n, (form, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(n))
        for name, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            part = OxmlElement(name)
            part.set(qn("w:val"), value)
            level.append(part)
        abstract.append(level)
    root.insert(0, abstract)
    number, reference = OxmlElement("w:num"), OxmlElement("w:abstractNumId")
    number.set(qn("w:numId"), "91")
    reference.set(qn("w:val"), "90")
    number.append(reference)
    root.append(number)
    return "91"


def listed(document, text: str, number: str, level: int) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    holder = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(level)), ("w:numId", number)):
        part = OxmlElement(name)
        part.set(qn("w:val"), value)
        holder.append(part)
    properties.append(holder)


def a_plan():
    """A plan as a clerk writes it: head in a table, automatic numbers, a form with merged header cells."""
    document = docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "UBND PHƯỜNG HÒA AN\nSố: 12/KH-UBND"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHòa An, ngày 05 tháng 01 năm 2026"
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Thi đua năm 2026")
    document.add_paragraph("Ủy ban nhân dân phường Hòa An ban hành Kế hoạch như sau:")
    number = numbered(document, [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("bullet", "-")])
    listed(document, "MỤC ĐÍCH", number, 0)
    listed(document, "Nâng chất lượng phong trào.", number, 1)
    listed(document, "TỔ CHỨC THỰC HIỆN", number, 0)
    listed(document, "Các đơn vị", number, 1)
    listed(document, "Đăng ký", number, 2)
    listed(document, "Gửi phiếu đăng ký về Ban Dân vận trước ngày 05/02/2026 (theo Mẫu 01).", number, 3)
    listed(document, "Báo cáo", number, 2)
    listed(document, "Gửi báo cáo trước ngày 20/11/2026.", number, 3)
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Đảng ủy (để báo cáo);\n- Lưu: VT."
    foot.cell(0, 1).text = "CHỦ TỊCH\nTrần Thị Mai"
    document.add_paragraph("Mẫu 01")
    document.add_paragraph("PHIẾU ĐĂNG KÝ")
    form = document.add_table(rows=3, cols=4)
    for column, text in enumerate(("STT", "Mô hình", "", "Ghi chú")):
        form.cell(0, column).text = text
    form.cell(0, 1).merge(form.cell(0, 2))
    for column in (0, 3):
        form.cell(0, column).merge(form.cell(1, column))
    form.cell(1, 1).text, form.cell(1, 2).text, form.cell(2,
                                                          0).text = "Tên", "Lĩnh vực (kinh tế; văn hóa; an ninh)", "1"
    return document


def test_automatic_numbers_merged_cells_and_layout_tables_are_read():
    document = read_document("plan.docx", saved(a_plan()))

    assert [(c.path, c.title or c.text) for c in document.outline.clauses] == [
        ("I", "MỤC ĐÍCH"), ("I.1", "Nâng chất lượng phong trào."), ("II", "TỔ CHỨC THỰC HIỆN"), ("II.1", "Các đơn vị"),
        ("II.1.1", "Đăng ký"),
        ("II.1.1 gạch 1", "Gửi phiếu đăng ký về Ban Dân vận trước ngày 05/02/2026 (theo Mẫu 01)."),
        ("II.1.2", "Báo cáo"), ("II.1.2 gạch 1", "Gửi báo cáo trước ngày 20/11/2026.")]
    assert (document.head.number, document.head.day, document.head.issuer) == (
        "12/KH-UBND", "05/01/2026", "Ủy ban nhân dân phường Hòa An")
    assert [(r.name, r.purpose) for r in document.receivers] == [("Đảng ủy", "để báo cáo"), ("Lưu: VT", None)]
    assert [(o.who, o.deadline.phrase) for o in document.obligations] == [
        ("Các đơn vị", "trước ngày 05/02/2026"), ("Các đơn vị", "trước ngày 20/11/2026")]
    assert [(c.label, c.heading, c.options) for c in document.attached[0].columns] == [
        ("STT", None, ()), ("Tên", "Mô hình", ()), ("Lĩnh vực", "Mô hình", ("kinh tế", "văn hóa", "an ninh")),
        ("Ghi chú", None, ())]


def test_a_timetable_in_the_body_gives_an_obligation_for_each_row():
    document = docx.Document()
    for text in ("Số: 1/KH-UBND", "KẾ HOẠCH", "Thi đua năm 2026", "I. TIẾN ĐỘ", "1. Các việc trong năm"):
        document.add_paragraph(text)
    table = document.add_table(rows=3, cols=4)
    rows = (("TT", "Nội dung công việc", "Đơn vị chủ trì", "Thời gian hoàn thành"),
            ("1", "Rà soát mô hình", "Ban Dân vận", "15/3/2026"), ("2", "Tổng kết", "Đảng ủy", "Trước 30/11/2026"))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text

    found = read_document("plan.docx", saved(document)).obligations

    assert [(o.clause, o.who, o.what, o.deadline.phrase) for o in found] == [
        ("I.1 bảng dòng 1", "Ban Dân vận", "Rà soát mô hình", "đến 15/3/2026"),
        ("I.1 bảng dòng 2", "Đảng ủy", "Tổng kết", "Trước 30/11/2026")]


def test_a_form_may_be_a_table_alone():
    grid = Grid(3, (("TT", "Tên mô hình", "Kết quả"), ("1", "", "")))

    form = attached_form((Line(1, "Phụ lục II", True), Line(2, "DANH SÁCH", True), grid))

    assert (form.code.name, form.title, [c.label for c in form.columns]) == (
        "Phụ lục 2", "DANH SÁCH", ["TT", "Tên mô hình", "Kết quả"])
    assert columns_of_grid(Grid(1, ())) == ()


def test_counters_are_written_as_word_writes_them():
    forms = ("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "decimalZero")

    assert [written(4, form) for form in forms] == ["4", "IV", "iv", "D", "d", "04"]


def rezipped(data: bytes, **more: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name.replace("/", "_").replace(".", "_") not in more:
                new.writestr(name, old.read(name))
        for name, content in more.items():
            new.writestr(name.replace("word_", "word/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return held.getvalue()


def refused(name: str, data: bytes) -> str:
    with pytest.raises(DocumentRefused) as caught:
        blocks_of(name, data)
    return caught.value.code


def test_what_must_not_be_opened_is_refused_with_a_reason():
    whole = saved(docx.Document())
    entities = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'

    assert refused("a.docx", rezipped(whole, word_vbaProject_bin=b"x")) == "macros"
    assert refused("a.docx", rezipped(whole, word_document_xml=b"<a>" + b" " * 30_000_000 + b"</a>")) == "zip_bomb"
    assert refused("a.docx", rezipped(whole, word_document_xml=entities)) == "broken_docx"
    assert refused("a.docx", rezipped(whole, word_document_xml=b"<w:document")) == "broken_docx"
    assert refused("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100) == "encrypted"
    assert refused("a.docx", b"PK\x03\x04 no zip") == "broken_docx"
    assert refused("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == "old_word"
    assert refused("a.docm", whole) == "macros"
    assert refused("a.pdf", b"%PDF-1.7") == "not_a_document"
    assert refused("a.xlsx", b"PK") == "not_a_document"
    assert refused("a.txt", b"\xff\xfeK\x00\x00\x00") == "not_a_document"
    assert refused("a.txt", b"abc\xc3") == "not_utf8"
    assert refused("a.txt", b" \n ") == "empty"
