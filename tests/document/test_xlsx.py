"""XLSX files: texts, figures and days as Excel keeps them, merged cells; our own files open and stay texts."""

import io
import zipfile

import pytest

from engine.document.block import DocumentRefused
from engine.document.xlsx import MAX_COLUMNS, MAX_ROWS, xlsx_grids
from engine.document.xlsx_written import Cell, Pick, Sheet, xlsx_bytes

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = f"""<styleSheet {MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="[$-42A]d/m/yyyy;@"/>
<numFmt numFmtId="165" formatCode="0.0&quot; đồng/ngày&quot;"/></numFmts>
<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/>
</cellXfs>
</styleSheet>"""
SHARED = f"""<sst {MAIN}><si><t>Tên</t></si><si><r><t>Đường </t></r><r><t>hoa</t></r><rPh><t>bỏ</t></rPh></si></sst>"""


MERGE = '<mergeCell ref="A1:XFD1048576"/>'


def book(cells: str, more: str = "", head: str = "", state: str = "visible") -> bytes:
    held = io.BytesIO()
    parts = {
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{REL}">{head}<sheets><sheet name="a" sheetId="1" r:id="r1" '
                           f'state="{state}"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
                                      '<Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
        "xl/styles.xml": STYLES, "xl/sharedStrings.xml": SHARED,
        "xl/worksheets/s.xml": f"<worksheet {MAIN}><sheetData>{cells}</sheetData>{more}</worksheet>"}
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


def rows(cells: str, more: str = "", head: str = ""):
    return xlsx_grids(book(cells, more, head))[0].rows


@pytest.mark.parametrize(("cell", "text"), [
    ('<c r="A1" t="s"><v>1</v></c>', "Đường hoa"),
    ('<c r="A1" t="inlineStr"><is><t> a_x000D_\nb </t></is></c>', "a\nb"),
    ('<c r="A1" s="1"><v>46058</v></c>', "05/02/2026"), ('<c r="A1" s="2"><v>46058.6</v></c>', "05/02/2026"),
    ('<c r="A1" s="3"><v>0.953</v></c>', "95,3%"), ('<c r="A1" s="4"><v>12.5</v></c>', "12,5"),
    ('<c r="A1"><v>0.30000000000000004</v></c>', "0,3"), ('<c r="A1"><v>1234567</v></c>', "1234567"),
    ('<c r="A1" t="b"><v>1</v></c>', "có"), ('<c r="A1" t="str"><f>A2</f><v>kết quả</v></c>', "kết quả"),
    ('<c r="A1"><v>1E+300</v></c>', "1E+300"), ('<c r="A1" s="1"><v>-5</v></c>', "-5"),
    ('<c r="A1" t="s"><v>99</v></c><c r="B1"><v>1</v></c>', "")])
def test_a_cell_says_what_a_reader_of_the_sheet_sees(cell: str, text: str):
    assert rows(f"<row>{cell}</row>")[0][0] == text


def test_a_merged_cell_repeats_its_text_and_gaps_are_empty():
    found = rows('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="D1"><v>7</v></c></row>',
                 '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>')

    assert found == (("Tên", "Tên", "", "7"), ("Tên", "Tên", "", ""))


def test_days_of_an_old_mac_count_from_1904():
    assert rows('<row><c r="A1" s="1"><v>44596</v></c></row>', head='<workbookPr date1904="1"/>') == (("05/02/2026",),)


def test_far_cells_and_wide_merges_cost_nothing():
    found = rows('<row><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>',
                 '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')

    assert (len(found), len(found[0])) == (MAX_ROWS, MAX_COLUMNS)


def test_a_hidden_sheet_is_not_read():
    assert xlsx_grids(book('<row><c r="A1"><v>1</v></c></row>', state="hidden")) == ()


@pytest.mark.parametrize(("data", "code"), [
    (b"\xd0\xcf\x11\xe0", "encrypted"), (b"khong phai", "broken_xlsx"), (b"PK\x03\x04", "broken_xlsx")])
def test_what_is_no_workbook_is_refused(data: bytes, code: str):
    with pytest.raises(DocumentRefused) as refused:
        xlsx_grids(data)

    assert refused.value.code == code


def test_our_own_file_is_read_as_it_was_written_and_holds_no_formula():
    cells = ((Cell("=1+1", "head"), Cell("a & <b>\ndòng hai", "cell"), Cell(""), Cell(95.3), Cell(1234567)),)
    picks = (Pick(1, 0, 3, ("Kinh tế", "Văn hóa")),)
    sheet = Sheet("Biểu & “mẫu”", cells, (10.0,) * 5, ((1, 0, 1, 1),), picks, hidden=4)

    data = xlsx_bytes((sheet,))

    assert data == xlsx_bytes((sheet,))
    assert [grid.rows for grid in xlsx_grids(data)] == [(("=1+1", "a & <b>\ndòng hai", "", "95,3", "1234567"),)]
    page = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert '<col min="5" max="5" width="10.0" customWidth="1" hidden="1"/>' in page
    assert "<formula1>kheo!$A$1:$A$2</formula1>" in page
