"""The official form of a task goes out as a file and comes back filled; what must not be opened is refused."""

import io
import zipfile
from datetime import date

import docx
import pytest
from werkzeug.datastructures import FileStorage

from engine.document.xlsx import xlsx_grids
from engine.document.xlsx_written import Cell, Sheet, xlsx_bytes
from tests.action.nho import rows
from tests.web.site import Browser, Site
from tests.web.test_taking import _accept, _hidden, _typed
from tests.web.test_task_page import TABLE

HEAD = ("TT", "TÊN MÔ HÌNH (ghi đầy đủ)", "Linh vuc", "Mới")
FILLED = (("PHƯỜNG NHỎ",), ("Biểu đăng ký",), (), HEAD, ("1", "2", "3", "4"), ("1", "Có trước", "Kinh tế", "x"),
          ("2", "Đường hoa", "kinh te", ""), ("3", "Vườn mẫu", "Kinh doanh", "đúng rồi"), ("", "Tổng cộng", "", ""), (),
          ("", "NGƯỜI LẬP", "", "THỦ TRƯỞNG"))


def workbook(lines: tuple[tuple[str, ...], ...] = FILLED) -> bytes:
    return xlsx_bytes((Sheet("Biểu", tuple(tuple(map(Cell, line)) for line in lines), (8.0, 30.0, 20.0, 8.0)),))


def word(lines: tuple[tuple[str, ...], ...] = FILLED[3:8]) -> bytes:
    document, held = docx.Document(), io.BytesIO()
    document.add_paragraph("Biểu đăng ký của Hội A")
    table = document.add_table(rows=0, cols=4)
    for line in lines:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    document.save(held)
    return held.getvalue()


def zipped(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def upload(browser: Browser, task_id: str, content: bytes, name: str = "bieu.xlsx", **typed: object):
    return browser.upload(f"/viec/{task_id}/tu-tep", {
        "bieu": "dang-ky", "bieu.dang-ky": FileStorage(io.BytesIO(content), name), **typed})


@pytest.mark.parametrize(("content", "name"), [(workbook(), "bieu.xlsx"), (word(), "bieu.docx")])
def test_a_filled_form_is_read_row_by_row_and_changes_nothing_yet(ward: Site, content: bytes, name: str):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    preview = upload(browser, task.id, content, name, **_typed("r1", "Có trước"))

    assert preview.status_code == 200
    assert f"Hiểu được 6 ô từ tệp {name}" in preview.text
    assert "Dòng 3, lĩnh vực: không có lựa chọn &#34;Kinh doanh&#34; trong danh sách" in preview.text
    assert "Dòng 3, mới: chưa hiểu &#34;đúng rồi&#34;" in preview.text
    assert "Dòng mới: 2; dòng đổi: 1." in preview.text
    assert ("f.dang-ky.danh_sach.r1.moi", "1") in _hidden(preview.text)
    assert "Đường hoa" not in browser.get(f"/viec/{task.id}").text


def test_rows_the_file_does_not_have_are_named_before_they_go(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    preview = upload(browser, task.id, workbook((HEAD, ("1", "Đường hoa", "Kinh tế", ""))),
                     **_typed("r1", "Có trước")).text
    taken = _accept(browser, task.id, preview)
    page = browser.get(f"/viec/{task.id}").text

    assert "Dòng không còn: Có trước." in preview
    assert taken.status_code == 303
    assert (page.count(f'name="{TABLE}"'), "Có trước" in page, "Đường hoa" in page) == (1, False, True)


def test_the_form_goes_out_with_what_is_in_it_and_comes_back_the_same(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    browser.post(f"/viec/{task.id}/nhap", {**_typed("r1", '=HYPERLINK("x")'), "f.dang-ky.danh_sach.r1.moi": "1"})

    reply = browser.get(f"/viec/{task.id}/bieu/dang-ky.xlsx")
    preview = upload(browser, task.id, reply.data, **_typed("r1", '=HYPERLINK("x")'),
                     **{"f.dang-ky.danh_sach.r1.moi": "1"}).text

    assert reply.headers["Content-Disposition"] == "attachment; filename=dang-ky-mo-hinh.xlsx"
    assert xlsx_grids(reply.data)[0].rows[2][:4] == ("Stt", "Tên mô hình", "Lĩnh vực", "Mới")
    assert b"<f>" not in reply.data
    assert "Dòng mới: 0; dòng đổi: 0." in preview


def test_plain_questions_are_read_by_their_labels_and_empty_ones_stay(ward: Site):
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    ward.world.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    ward.world.tick(date(2026, 5, 15))
    browser, task = ward.browser("a"), ward.world.task("bao-cao", "hoi-a")
    document, held = docx.Document(), io.BytesIO()
    document.add_paragraph("NOI DUNG: Đã trồng 500 m đường hoa.")
    document.save(held)
    blank = xlsx_bytes((Sheet("a", ((Cell("Nội dung"), Cell("………")),), (9.0, 9.0)),))

    def read(content: bytes, name: str) -> str:
        return browser.upload(f"/viec/{task.id}/tu-tep", {
            "bieu": "bao-cao", "bieu.bao-cao": FileStorage(io.BytesIO(content), name)}).text

    _accept(browser, task.id, read(held.getvalue(), "bao-cao.docx"))
    page = browser.get(f"/viec/{task.id}").text

    assert "Đã nhận từ tệp bao-cao.docx." in page
    assert "Đã trồng 500 m đường hoa.</textarea>" in page
    assert "đúng biểu “Báo cáo” nhưng chưa điền gì" in read(blank, "trong.xlsx")


@pytest.mark.parametrize(("content", "name", "says"), [
    (workbook((("Tên hộ", "Số khẩu"), ("A", "4"))), "khac.xlsx", "không có đầu cột hay mục nào của biểu “Đăng ký"),
    (workbook((HEAD, ("1", "2", "3", "4"), ("1", "", "", ""))), "trong.xlsx", "nhưng chưa điền gì; điền rồi tải lên"),
    (b"\xd0\xcf\x11\xe0" + bytes(600), "cu.xls", "dạng cũ hoặc có macro"),
    (b"\xd0\xcf\x11\xe0" + bytes(600), "khoa.xlsx", "khóa bằng mật khẩu, hoặc là dạng cũ mang đuôi mới"),
    (workbook(), "macro.xlsm", "dạng cũ hoặc có macro"),
    (zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>", "xl/vbaProject.bin": b"x"}), "m.xlsx",
     "có macro"),
    (zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>",
               "xl/worksheets/sheet1.xml": bytes(60_000_000)}), "bom.xlsx", "bung ra quá lớn"),
    (zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><w/>'}), "x.xlsx",
     "khai báo thực thể XML"),
    (bytes(5 * 1024 * 1024 + 1), "lon.xlsx", "lớn hơn 5 MB"),
    (b"PK\x03\x04 hong", "hong.docx", "bị hỏng hoặc khóa bằng mật khẩu"),
    (b"%PDF-1.7", "bieu.pdf", "không thuộc dạng được nhận ở đây (docx, xlsx)")])
def test_what_cannot_be_read_is_refused_with_a_sentence_and_what_was_typed_stays(
        ward: Site, content: bytes, name: str, says: str):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    reply = upload(browser, task.id, content, name, **_typed("r1", "Đã gõ"))

    assert reply.status_code == 422
    assert says in reply.text
    assert "Chưa đọc được tệp" in reply.text
    assert "Đã gõ" in reply.text
    assert "Đã gõ" in browser.get(f"/viec/{task.id}").text


def test_a_file_name_and_its_content_are_shown_as_text(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    preview = upload(browser, task.id, workbook((HEAD, ("1", "<script>x</script>", "<b>y</b>", ""))), "<img>.xlsx").text

    assert "<script>x" not in preview and "<b>y" not in preview and "<img>.xlsx" not in preview


def test_nobody_else_gets_the_form_or_fills_it(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")

    found = {login: (ward.browser(login).get(f"/viec/{task.id}/bieu/dang-ky.xlsx").status_code,
                     upload(ward.browser(login), task.id, workbook()).status_code)
             for login in ("b", "dau-moi", "nguoi-la")}

    assert found == {"b": (403, 403), "dau-moi": (403, 403), "nguoi-la": (404, 404)}
    assert ward.browser("a").get(f"/viec/{task.id}/bieu/khac.xlsx").status_code == 404
