"""The paper of a unit, entered from its pages and without scripts; and what others try with it."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.nho import rows
from tests.web.on_paper import PDF, ward_on_paper
from tests.web.site import Browser, Site

FORM = {"r.dang-ky.danh_sach": "r1", "f.dang-ky.danh_sach.r1.ten": "Mô hình 1",
        "f.dang-ky.danh_sach.r1.linh_vuc": "kinh-te"}


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return ward_on_paper(sqlite, ids, clock, tmp_path / "blobs")


def _begun(browser: Browser, task_id: str, **given: object):
    data = {"ngay_den": "06/02/2026", "ngay_dau": "04/02/2026", "so_van_ban": "12-BC/HNA", **given}
    return browser.upload(f"/viec/{task_id}/nhap-thay", data)


def _sent(browser: Browser, ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")
    return browser.post(f"/viec/{task.id}/xong", {**FORM, "phien_ban": task.rev, "ket_qua": "xong", "khoa": "k1"})


def test_a_paper_is_found_at_the_row_of_the_unit_entered_and_marked(ward: Site):
    browser, task = ward.browser("dau-moi"), ward.world.task("dang-ky", "hoi-a")
    assert f'href="/viec/{task.id}/nhap-thay"' in browser.get(f"/dot/{ward.world.run_id}").text
    assert f'href="/viec/{task.id}/nhap-thay"' in browser.get(f"/viec/{task.id}").text
    page = browser.get(f"/viec/{task.id}/nhap-thay").text
    assert "<h1>Nhập thay Hội A</h1>" in page
    assert "dấu không đọc được thì tính theo ngày đến" in page

    reply = _begun(browser, task.id, ban_chup=FileStorage(BytesIO(PDF), "bao-cao.pdf"))
    entering = browser.get(reply.location).text

    assert reply.location == f"/viec/{task.id}"
    assert "Gửi thay Hội A" in entering
    assert "bao-cao.pdf" in entering
    beside = browser.get(f"/viec/{task.id}", HX_Request="true").text
    assert "Nhập thay Hội A" in beside
    assert "thứ Tư 04/02/2026, theo dấu bưu điện" in entering
    assert "đang nhập thay" in browser.get(f"/dot/{ward.world.run_id}").text
    assert _sent(browser, ward).status_code == 303
    overview = browser.get(f"/dot/{ward.world.run_id}?xem=tat-ca").text
    assert "gửi 04/02" in overview
    assert '<span class="behalf small soft">nhập thay</span>' in overview


def test_who_types_while_a_paper_is_begun_hears_it_and_so_does_the_unit(ward: Site):
    unit, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    _begun(ward.browser("dau-moi"), task.id)

    typed = unit.post(f"/viec/{task.id}/nhap", {**FORM, "khoa": "k1", "goc": 0}, headers={"Accept": "application/json"})

    assert (typed.status_code, typed.json["held"]) == (403, True)
    assert typed.json["over"] == "Lê Đầu Mối đang nhập thay từ bản giấy của Hội A"
    assert "đang nhập thay “Đăng ký mô hình” từ bản giấy của Hội A" in unit.get("/thong-bao").text


def test_the_unit_sees_who_entered_it_and_takes_it_back(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")
    _begun(ward.browser("dau-moi"), task.id)
    assert "Lê Đầu Mối đang nhập thay từ bản giấy của Hội A" in ward.browser("a").get(f"/viec/{task.id}").text
    _sent(ward.browser("dau-moi"), ward)

    unit = ward.browser("a")
    page = unit.get(f"/viec/{task.id}").text

    assert "Nhập thay bởi Lê Đầu Mối" in page
    assert "Không đúng bản đã gửi thì thu hồi để sửa." in page
    assert "<b>trong hạn</b>" in page
    assert "<b>Lê Đầu Mối</b> đã nhập thay từ bản giấy" in page
    assert "nhập thay “Đăng ký mô hình” từ bản giấy của Hội A" in unit.get("/thong-bao").text
    assert unit.post(f"/viec/{task.id}/thu-hoi").status_code == 303


def test_who_entered_it_reads_why_a_colleague_receives_it(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")
    _begun(ward.browser("dau-moi"), task.id)
    _sent(ward.browser("dau-moi"), ward)
    review = ward.world.task("dang-ky", "hoi-a")
    mark = "nhập thay</span>"
    assert mark in ward.browser("dau-moi-2").get("/viec").text
    assert mark in ward.browser("dau-moi").get("/viec?xem=da-xong").text
    assert mark not in ward.browser("b").get("/viec").text

    page = ward.browser("dau-moi").get(f"/viec/{review.id}").text

    assert "Người khác của cơ quan làm việc này: Hồ Thứ Hai." in page
    assert "/tu-xem-xet" not in page
    crafted = {"phien_ban": review.rev, "ket_qua": "nhan", "khoa": "k2"}
    assert ward.browser("dau-moi").post(f"/viec/{review.id}/xong", crafted).status_code == 403
    assert ward.browser("dau-moi").post(f"/viec/{review.id}/tu-xem-xet").status_code == 409
    assert ward.browser("dau-moi-2").post(f"/viec/{review.id}/xong", crafted).status_code == 303


@pytest.mark.parametrize("given, place, says", [
    ({"ngay_dau": "07/02/2026"}, "#ngay-dau", "sau hôm nay"), ({"ngay_den": "hôm qua"}, "#ngay-den", "không phải một"),
    ({"ngay_den": "", "ngay_dau": ""}, "#ngay-den", "Hãy ghi ngày đến hoặc ngày dấu bưu điện."),
    ({"so_van_ban": "x" * 121}, "#so-van-ban", "dài quá 120 ký tự"),
])
def test_what_cannot_be_is_said_at_its_place_and_nothing_begins(ward: Site, given, place, says):
    task = ward.world.task("dang-ky", "hoi-a")

    reply = _begun(ward.browser("dau-moi"), task.id, **given)

    assert reply.status_code == 422
    assert f'href="{place}"' in reply.text
    assert says in reply.text
    assert ward.world.row(task.id).claimed_by is None


def test_a_scan_of_another_kind_is_refused_and_what_was_written_stays(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")

    reply = _begun(ward.browser("dau-moi"), task.id, ban_chup=FileStorage(BytesIO(b"MZ"), "bao-cao.exe"))

    assert reply.status_code == 422
    assert "bao-cao.exe" in reply.text
    assert 'value="12-BC/HNA"' in reply.text


def test_nobody_else_begins_reads_or_sends_it(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")
    for login, status in (("b", 403), ("a", 403), ("thuong-truc", 403), ("quan-tri", 403), ("nguoi-la", 404)):
        browser = ward.browser(login)
        assert browser.get(f"/viec/{task.id}/nhap-thay").status_code == status, login
        assert _begun(browser, task.id).status_code == status, login
        assert browser.post(f"/viec/{task.id}/thoi-nhap-thay").status_code == status, login
    without_token = ward.browser("dau-moi").client.post(f"/viec/{task.id}/nhap-thay", data={"ngay_den": "06/02/2026"})
    assert without_token.status_code == 400
    assert ward.world.row(task.id).rev == task.rev

    _begun(ward.browser("dau-moi"), task.id)
    for login, status in (("b", 403), ("dau-moi-2", 403), ("nguoi-la", 404)):
        assert _sent(ward.browser(login), ward).status_code == status, login
    assert ward.world.row(task.id).status == "open"


def test_the_unit_reads_what_it_stops_before_it_takes_its_task_back(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")
    _begun(ward.browser("dau-moi"), task.id)
    unit = ward.browser("a")
    assert f'action="/viec/{task.id}/nhan"' not in unit.get(f"/viec/{task.id}").text

    question = unit.get(f"/viec/{task.id}/thoi-nhap-thay").text
    assert "Nhận việc này về đơn vị?" in question and "Lê Đầu Mối (Cán bộ, Ban Đầu mối) đang nhập thay" in question
    taken = unit.post(f"/viec/{task.id}/nhan", {"phien_ban": ward.world.row(task.id).rev})

    assert taken.status_code == 303
    assert ward.world.row(task.id).behalf_unit_id is None
    for login, status in (("b", 403), ("nguoi-la", 404)):
        assert ward.browser(login).get(f"/viec/{task.id}/thoi-nhap-thay").status_code == status


def test_a_colleague_goes_on_from_both_pages_and_a_wrong_scan_is_taken_out(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")
    _begun(ward.browser("dau-moi"), task.id, ban_chup=FileStorage(BytesIO(PDF), "nhầm.pdf"))
    colleague = ward.browser("dau-moi-2")
    form = f'action="/viec/{task.id}/nhan-tiep-nhap-thay"'
    for place in (f"/viec/{task.id}", f"/viec/{task.id}/nhap-thay"):
        assert form in colleague.get(place).text and form not in ward.browser("thuong-truc").get(place).text
    for login, status in (("b", 403), ("a", 403), ("nguoi-la", 404)):
        assert ward.browser(login).post(f"/viec/{task.id}/nhan-tiep-nhap-thay").status_code == status
    assert colleague.client.post(f"/viec/{task.id}/nhan-tiep-nhap-thay").status_code == 400

    assert colleague.post(f"/viec/{task.id}/nhan-tiep-nhap-thay").status_code == 303
    page = colleague.get(f"/viec/{task.id}/nhap-thay").text
    gone = re.search(r'href="(/viec/[^"]+/go)" aria-label="Gỡ tệp nhầm.pdf"', page)
    assert gone and "Gỡ tệp này?" in colleague.get(gone[1]).text
    assert ward.browser("dau-moi").post(gone[1]).status_code == 403
    assert colleague.post(gone[1]).status_code == 303

    assert 'aria-label="Gỡ tệp nhầm.pdf"' not in colleague.get(f"/viec/{task.id}/nhap-thay").text
    assert "nhận tiếp việc nhập thay của Lê Đầu Mối" in colleague.get(f"/viec/{task.id}").text
    assert _sent(colleague, ward).status_code == 303


def test_a_name_with_tags_is_shown_as_text(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")

    _begun(ward.browser("dau-moi"), task.id, so_van_ban="<script>x</script>")

    page = ward.browser("dau-moi").get(f"/viec/{task.id}").text
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page


def test_letting_go_is_asked_first_and_gives_the_task_back(ward: Site):
    browser, task = ward.browser("dau-moi"), ward.world.task("dang-ky", "hoi-a")
    _begun(browser, task.id)
    question = browser.get(f"/viec/{task.id}/thoi-nhap-thay").text
    assert "Thôi nhập thay Hội A?" in question and "Nội dung đã nhập (0% mục bắt buộc, 0 tệp) được cất" in question
    assert f'href="/viec/{task.id}/thoi-nhap-thay"' in browser.get(f"/viec/{task.id}").text
    assert ward.world.row(task.id).behalf_unit_id

    page = browser.get(browser.post(f"/viec/{task.id}/thoi-nhap-thay").location).text

    assert "Đã thôi nhập thay" in page
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
