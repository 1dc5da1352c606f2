"""A form is signed before it is sent, from its pages and without scripts; and what others try with it."""

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.table import Table
from werkzeug.datastructures import FileStorage

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import world
from tests.action.on_paper import signed_plan
from tests.web.site import Browser, Site, site
from tests.web.test_paper_page import FORM, PDF

COPY = {"so_ky_hieu": "12-BC/HNA", "ngay_ky": "15/01/2026", "nguoi_ky": "Trần Văn Ký", "chuc_vu_ky": "Chủ tịch",
        "tu_cach": "TM", "dong_dau": "1"}


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """The registration is sent with a scan of the signed copy."""
    made = world(sqlite, ids, clock, loaded=signed_plan("bắt buộc"))
    made.send("dau-moi", "ban-hanh")
    return site(made, tmp_path / "blobs")


def _task(ward: Site):
    return ward.world.task("dang-ky", "hoi-a")


def _submit(browser: Browser, task_id: str, name: str = "Mô hình 1"):
    return browser.post(f"/viec/{task_id}/trinh-ky", {**FORM, "f.dang-ky.danh_sach.r1.ten": name})


def _record(browser: Browser, task_id: str, **given: object):
    scan = FileStorage(BytesIO(PDF), "ban-ky.pdf")
    return browser.upload(f"/viec/{task_id}/da-ky", {**COPY, "ban_ky": scan, **given})


def _words(browser: Browser, task_id: str) -> list[str]:
    """What the Word file says, read back in its order."""
    reply = browser.get(f"/viec/{task_id}/ban-trinh.docx")
    assert reply.mimetype.endswith("wordprocessingml.document")
    lines: list[str] = []
    for block in docx.Document(BytesIO(reply.data)).iter_inner_content():
        cells = [cell for row in block.rows for cell in row.cells] if isinstance(block, Table) else [block]
        lines += [line.text for cell in cells for line in getattr(cell, "paragraphs", [cell])]
    return [line for text in lines if (line := text.strip())]


def _send(browser: Browser, ward: Site, name: str = "Mô hình 1"):
    task = _task(ward)
    return browser.post(f"/viec/{task.id}/xong", {**FORM, "f.dang-ky.danh_sach.r1.ten": name, "phien_ban": task.rev,
                                                  "ket_qua": "xong", "khoa": "k"})


def test_the_path_is_gone_from_the_page_and_the_receiver_sees_the_copy(ward: Site):
    browser, task = ward.browser("a"), _task(ward)
    refused = _send(browser, ward)
    assert refused.status_code == 422
    assert 'href="#ky"' in refused.text
    assert "Kế hoạch bắt buộc bản đã ký" in refused.text

    assert _submit(browser, task.id).location == f"/viec/{task.id}#ky"
    assert f'href="/viec/{task.id}#ky"' in browser.get(f"/viec/{task.id}", HX_Request="true").text
    sheet = browser.get(f"/viec/{task.id}/ban-trinh").text
    assert "DỰ THẢO" in sheet
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in sheet
    assert "Mô hình 1" in sheet
    assert "T/M CẤP UỶ" in sheet
    assert _words(browser, task.id) == [
        "PHƯỜNG NHỎ", "HỘI A", "*", "Số ………", "ĐẢNG CỘNG SẢN VIỆT NAM", "………, ngày …… tháng …… năm 2026",
        "ĐĂNG KÝ MÔ HÌNH", "-----", "Kính gửi: Ban đầu mối", "Stt", "Tên mô hình", "Lĩnh vực", "Mới", "1", "Mô hình 1",
        "Kinh tế", "Nơi nhận:", "- Như trên,", "- Lưu.", "T/M CẤP UỶ", "(Ký tên, đóng dấu)"]
    assert _record(browser, task.id).status_code == 303
    page = browser.get(f"/viec/{task.id}").text
    assert "T/M Chủ tịch, Trần Văn Ký; đã đóng dấu" in page
    assert "ban-ky.pdf" in page
    words = _words(browser, task.id)
    assert {"Số 12-BC/HNA", "………, ngày 15 tháng 01 năm 2026", "T/M CHỦ TỊCH", "Trần Văn Ký"} <= set(words)
    signed_sheet = browser.get(f"/viec/{task.id}/ban-trinh").text
    assert "DỰ THẢO" not in signed_sheet
    assert "12-BC/HNA" in signed_sheet

    assert _send(browser, ward).status_code == 303
    review = _task(ward)
    seen = ward.browser("dau-moi").get(f"/viec/{review.id}").text
    assert "Bản đã ký" in seen
    assert "12-BC/HNA" in seen
    assert "ban-ky.pdf" in seen
    assert "<b>Trần A</b> đã ghi bản ký" in seen


def test_a_form_changed_after_signing_says_so_and_is_kept_or_signed_anew(ward: Site):
    browser, task = ward.browser("a"), _task(ward)
    _submit(browser, task.id)
    _record(browser, task.id)

    refused = _send(browser, ward, "Tên khác")

    assert refused.status_code == 422
    assert "bản ký số 12-BC/HNA không còn khớp" in refused.text
    assert "Bản đã ký không còn khớp với biểu" in refused.text
    assert browser.post(f"/viec/{task.id}/giu-ban-ky", {"ly_do_giu": ""}).status_code == 422
    assert browser.post(f"/viec/{task.id}/giu-ban-ky", {"ly_do_giu": "Chỉ sửa chính tả"}).status_code == 303
    assert "Bản đã ký không còn khớp với biểu" not in browser.get(f"/viec/{task.id}").text
    assert _send(browser, ward, "Tên khác").status_code == 303


def test_signing_anew_leaves_the_copy_before_to_be_read(ward: Site):
    browser, task = ward.browser("a"), _task(ward)
    _submit(browser, task.id)
    _record(browser, task.id)

    _submit(browser, task.id, "Tên khác")

    page = browser.get(f"/viec/{task.id}").text
    assert "Bản ký trước: số 12-BC/HNA" in page
    assert "ban-ky.pdf" in page
    assert _send(browser, ward, "Tên khác").status_code == 422


def test_what_is_wrong_is_said_at_its_place_and_a_wrong_scan_is_taken_out(ward: Site):
    browser, task = ward.browser("a"), _task(ward)
    _submit(browser, task.id)

    refused = _record(browser, task.id, ngay_ky="16/01/2026", nguoi_ky="")
    assert refused.status_code == 422
    for place in ("#ngay-ky", "#nguoi-ky"):
        assert f'href="{place}"' in refused.text
    assert 'value="12-BC/HNA"' in refused.text
    exe = _record(browser, task.id, ban_ky=FileStorage(BytesIO(b"MZ"), "ban-ky.exe"))
    assert (exe.status_code, 'href="#ban-ky"' in exe.text) == (422, True)
    _record(browser, task.id)
    scan = browser.get(f"/viec/{task.id}").text.split('name="tep" value="')[1].split('"')[0]
    dropped = browser.post(f"/viec/{task.id}/bo-ban-chup?xem=qua-han", {"tep": scan})
    assert (dropped.status_code, dropped.location) == (303, f"/viec/{task.id}?xem=qua-han#ky")
    assert "ban-ky.pdf" not in browser.get(f"/viec/{task.id}").text


def test_what_is_typed_is_shown_as_text(ward: Site):
    browser, task = ward.browser("a"), _task(ward)
    _submit(browser, task.id, "<script>x</script>")
    _record(browser, task.id, nguoi_ky="<img src=x>")

    assert "<script>x" not in browser.get(f"/viec/{task.id}/ban-trinh").text
    assert "<img src=x>" not in browser.get(f"/viec/{task.id}").text


def test_others_do_nothing_with_it_and_read_nothing_before_it_is_sent(ward: Site):
    task = _task(ward)
    own = ward.browser("a")
    _submit(own, task.id)
    _record(own, task.id)

    for login, status in (("b", 403), ("dau-moi", 403), ("nguoi-la", 404)):
        browser = ward.browser(login)
        for sheet in ("ban-trinh", "ban-trinh.docx"):
            assert browser.get(f"/viec/{task.id}/{sheet}").status_code == status, login
        assert _submit(browser, task.id).status_code == status, login
        assert _record(browser, task.id).status_code == status, login
        for address in ("giu-ban-ky", "bo-ban-chup"):
            assert browser.post(f"/viec/{task.id}/{address}", {"ly_do_giu": "x"}).status_code == status, login
    assert "12-BC/HNA" not in ward.browser("dau-moi").get(f"/viec/{task.id}").text.split('id="lich-su"')[0]
    for address in ("trinh-ky", "da-ky", "giu-ban-ky", "bo-ban-chup"):
        assert own.client.post(f"/viec/{task.id}/{address}", data=COPY).status_code == 400


def test_a_scan_is_not_put_at_a_made_up_place(ward: Site):
    browser, task = ward.browser("a"), _task(ward)

    for place in ("_ky.khac", "_giay.ban_chup"):
        given = {f"tep.f.{place}": FileStorage(BytesIO(PDF), "x.pdf"), "tai": f"f.{place}"}
        assert browser.upload(f"/viec/{task.id}/tep", given).status_code == 404
