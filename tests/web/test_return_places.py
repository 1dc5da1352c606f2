"""Places named by a return, on the page: chosen, listed as links, marked in the form, asked for once when unchanged."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.action.nho import rows
from tests.web.site import Browser, Site

TABLE = "dang-ky.danh_sach"
NAME, FIELD = f"{TABLE}.r1.ten", f"{TABLE}.r1.linh_vuc"


@pytest.fixture
def reviewed(ward: Site) -> Site:
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    return ward


def _return(site: Site, **more: object) -> TestResponse:
    task = site.world.task("dang-ky", "hoi-a")
    form = {"phien_ban": task.rev, "ket_qua": "tra-lai", "khoa": f"k-{task.id}", "ly_do": "Xem lại hai chỗ", **more}
    return site.browser("dau-moi").post(f"/viec/{task.id}/xong", form)


def _returned(site: Site) -> TestResponse:
    return _return(site, sua_o=[NAME, FIELD, ""], sua_loi=["nêu <địa bàn>", "", "không chọn"])


def _send(browser: Browser, task, name: str, field: str = "kinh-te", **more: object) -> TestResponse:
    return browser.post(f"/viec/{task.id}/xong", {
        "phien_ban": task.rev, "ket_qua": "xong", "khoa": "khoa-1", f"r.{TABLE}": "r1", f"f.{NAME}": name,
        f"f.{FIELD}": field, **more})


def test_who_returns_finds_the_places_in_a_list_and_loses_nothing_by_a_mistake(reviewed: Site):
    page = reviewed.browser("dau-moi").get(f"/viec/{reviewed.world.task('dang-ky', 'hoi-a').id}").text
    refused = _return(reviewed, ly_do="", sua_o=[FIELD], sua_loi=["chọn lại"])

    assert page.count('name="sua_o"') == page.count('name="sua_loi"') == 3
    assert f'<option value="{NAME}">Dòng 1, tên mô hình</option>' in page
    assert refused.status_code == 422
    assert f'<option value="{FIELD}" selected>' in refused.text
    assert 'value="chọn lại"' in refused.text


def test_the_notice_links_to_each_place_and_the_cells_are_marked(reviewed: Site):
    assert _returned(reviewed).status_code == 303

    page = reviewed.browser("a").get(f"/viec/{reviewed.world.task('dang-ky', 'hoi-a').id}").text

    notice = page.split('aria-labelledby="tl"')[1].split("</section>")[0]
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', notice) == [
        ("#f-dang-ky-danh_sach-r1-ten", "Dòng 1, tên mô hình"),
        ("#f-dang-ky-danh_sach-r1-linh_vuc", "Dòng 1, lĩnh vực")]
    assert "nêu &lt;địa bàn&gt;" in notice and "không chọn" not in page
    assert "Đã sửa 0/2 chỗ" in notice
    assert len(re.findall(r'<td class="[^"]* todo"', page)) == 2


def test_a_script_learns_what_is_ticked_off_when_the_draft_is_saved(reviewed: Site):
    _returned(reviewed)
    task = reviewed.world.task("dang-ky", "hoi-a")

    saved = reviewed.browser("a").post(
        f"/viec/{task.id}/nhap", {f"r.{TABLE}": "r1", f"f.{NAME}": "Mô hình 1 ở thôn Đông", f"f.{FIELD}": "kinh-te"},
        headers={"Accept": "application/json"})

    assert saved.json["asked"] == {NAME: True, FIELD: False}
    assert saved.json["asked_said"] == "Đã sửa 1/2 chỗ"
    assert "Đã sửa 1/2 chỗ" in reviewed.browser("a").get(f"/viec/{task.id}").text


def test_sending_with_a_place_left_as_it_was_asks_once_and_then_sends(reviewed: Site):
    _returned(reviewed)
    browser, task = reviewed.browser("a"), reviewed.world.task("dang-ky", "hoi-a")

    asked = _send(browser, task, "Mô hình 1 ở thôn Đông")

    assert asked.status_code == 200
    assert "Còn 1 chỗ được nêu khi trả lại mà chưa sửa" in asked.text
    assert f'href="/viec/{task.id}#f-dang-ky-danh_sach-r1-linh_vuc"' in asked.text
    assert reviewed.world.row(task.id).status == "open"
    assert "thôn Đông" in browser.get(f"/viec/{task.id}").text
    assert _send(browser, task, "Mô hình 1 ở thôn Đông", xac_nhan="1").status_code == 303
    assert reviewed.world.row(task.id).status == "done"


def test_sending_with_every_place_changed_asks_nothing(reviewed: Site):
    reviewed_name = "Mô hình 1 ở thôn Đông"
    _return(reviewed, sua_o=[NAME], sua_loi=[""])
    browser, task = reviewed.browser("a"), reviewed.world.task("dang-ky", "hoi-a")

    assert _send(browser, task, reviewed_name).status_code == 303


def test_a_place_made_up_is_refused_at_its_field(reviewed: Site):
    reply = _return(reviewed, sua_o=["dang-ky.mat_khau"], sua_loi=[""])

    assert reply.status_code == 422
    assert 'href="#cho-sua"' in reply.text
    assert reviewed.world.task("dang-ky", "hoi-a").act == "review"


def test_who_looks_at_it_again_reads_what_became_of_each_place_and_what_differs(reviewed: Site):
    _returned(reviewed)
    task = reviewed.world.task("dang-ky", "hoi-a")
    _send(reviewed.browser("a"), task, "Mô hình <mới>", xac_nhan="1")
    again = reviewed.world.task("dang-ky", "hoi-a")

    page = reviewed.browser("dau-moi").get(f"/viec/{again.id}").text

    notice = page.split('aria-labelledby="gl"')[1].split("</section>")[0]
    assert "Gửi lại sau khi trả lại, lần 1" in notice and "Đã sửa 1/2 chỗ" in notice
    assert "<del>Mô hình 1</del> → <ins>Mô hình &lt;mới&gt;</ins>" in notice
    assert 'id="f-dang-ky-danh_sach-r1-ten"' in page
