"""The page before something with legal effect is sent: what, to whom, what cannot be undone; nothing is lost by it."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.folder import PLAN_FILE, load_plan, load_sources
from engine.store.database import Database
from engine.store.tables import answer
from tests.action.nho import PLAN, rows, world
from tests.web.site import Browser, Site, site
from tests.web.test_uploads import PDF

TABLE = "dang-ky.danh_sach"
MARK_COLUMN = "          - {mã: moi, nhãn: Mới, loại: đánh dấu, bắt buộc: không}\n"
FILE_FIELD = "      - {mã: bien_ban, nhãn: Biên bản họp, loại: tệp, bắt buộc: không, định dạng: [pdf]}\n"


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """The registration is looked over before it is sent, and takes a file."""
    text = load_plan(PLAN).sources[PLAN_FILE]
    text = text.replace("    thông báo cho: [thường trực]\n",
                        "    thông báo cho: [thường trực]\n    xem lại trước khi gửi: có\n")
    text = text.replace(MARK_COLUMN, MARK_COLUMN + FILE_FIELD, 1)
    made = world(sqlite, ids, clock, loaded=load_sources({**load_plan(PLAN).sources, PLAN_FILE: text}))
    made.send("dau-moi", "ban-hanh")
    return site(made, tmp_path / "blobs")


def _typed(task, **more: object) -> dict[str, object]:
    return {"phien_ban": task.rev, "ket_qua": "xong", "khoa": "khoa-1", f"r.{TABLE}": ["r1", "r2"],
            f"f.{TABLE}.r1.ten": "Mô hình <1>", f"f.{TABLE}.r1.linh_vuc": "kinh-te", f"f.{TABLE}.r2.ten": "Mô hình 2",
            f"f.{TABLE}.r2.linh_vuc": "kinh-te", **more}


def _ask(browser: Browser, task, **more: object) -> TestResponse:
    return browser.post(f"/viec/{task.id}/xong", _typed(task, **more))


def _carried(page: str) -> Mapping[str, object]:
    """What the form of the page posts."""
    form = page.split('class="desk"')[1].split("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value.replace("&lt;", "<").replace("&gt;", ">"))
    found.pop("csrf_token")
    return found


def _sent(ward: Site) -> int:
    with ward.world.database.read() as connection:
        query = select(func.count()).select_from(answer).where(answer.c.step == "dang-ky")
        return int(connection.execute(query).scalar_one())


def test_it_says_what_goes_to_whom_and_whether_it_can_be_taken_back(ward: Site):
    page = _ask(ward.browser("a"), ward.world.task("dang-ky", "hoi-a"))

    assert page.status_code == 200
    assert "<h1 id=\"ten-viec\" tabindex=\"-1\">Gửi Ban đầu mối: 2 mô hình</h1>" in page.text
    assert "<dt>Nơi nhận</dt><dd>Ban đầu mối</dd>" in page.text
    assert "thu hồi được cho đến khi nơi nhận bắt đầu xem xét" in page.text
    assert "Trần A, Cán bộ, Hội A" in page.text
    assert _sent(ward) == 0


def test_confirming_sends_it_and_a_second_click_sends_nothing_more(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    carried = _carried(_ask(browser, task).text)

    first, second = (browser.post(f"/viec/{task.id}/xong", dict(carried)) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert _sent(ward) == 1
    assert sorted(ward.world.entries()) == ["Mô hình 2", "Mô hình <1>"]


def test_a_file_that_came_with_the_page_goes_along(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    form = {**_typed(task), f"r.{TABLE}": "r1"}
    del form[f"f.{TABLE}.r2.ten"], form[f"f.{TABLE}.r2.linh_vuc"]
    page = browser.upload(f"/viec/{task.id}/xong", {**form, "tep.f.dang-ky.bien_ban": FileStorage(
        BytesIO(PDF), "bien-ban.pdf")}).text

    assert "Gửi Ban đầu mối: 1 mô hình, 1 tệp" in page
    assert browser.post(f"/viec/{task.id}/xong", dict(_carried(page))).status_code == 303
    reading = ward.browser("dau-moi").get(f"/viec/{ward.world.task('dang-ky', 'hoi-a').id}").text
    assert "bien-ban.pdf" in reading


def test_going_back_keeps_everything(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    carried = _carried(_ask(browser, task).text)

    back = browser.post(f"/viec/{task.id}/xong", {**carried, "quay_lai": "1"})
    opened = browser.get(f"/viec/{task.id}").text

    assert back.status_code == 200
    assert [page.count("Mô hình &lt;1&gt;</textarea>") + page.count("Mô hình 2</textarea>")
            for page in (back.text, opened)] == [2, 2]
    assert ward.world.row(task.id).status == "open"


def test_mistakes_are_told_before_anything_is_asked(ward: Site):
    reply = _ask(ward.browser("a"), ward.world.task("dang-ky", "hoi-a"), **{f"f.{TABLE}.r1.ten": ""})

    assert reply.status_code == 422
    assert "Chưa gửi được, còn 1 chỗ" in reply.text


def test_a_page_gone_stale_meanwhile_sends_nothing_and_shows_both(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    carried = _carried(_ask(browser, task).text)
    ward.world.send("sep-a", "dang-ky", answers=rows("Mô hình 9"), code="hoi-a")

    late = browser.post(f"/viec/{task.id}/xong", dict(carried))

    assert late.status_code == 409
    assert "Mô hình &lt;1&gt;" in late.text and "Mô hình 9" in late.text
    assert list(ward.world.entries()) == ["Mô hình 9"]


def test_who_may_not_send_is_not_shown_the_page(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a")

    replies = [_ask(ward.browser(login), task).status_code for login in ("b", "nguoi-la")]

    assert replies == [403, 404]


def test_an_acceptance_in_such_a_step_is_asked_for_and_a_return_is_not(ward: Site):
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    ward.world.send("b", "dang-ky", answers=rows("Mô hình 2"), code="hoi-b")
    browser = ward.browser("dau-moi")
    first, second = (ward.world.task("dang-ky", code) for code in ("hoi-a", "hoi-b"))

    accepted = browser.post(f"/viec/{first.id}/xong", {"phien_ban": first.rev, "ket_qua": "nhan", "khoa": "k1"})
    returned = browser.post(f"/viec/{second.id}/xong", {
        "phien_ban": second.rev, "ket_qua": "tra-lai", "ly_do": "Thiếu", "khoa": "k2"})

    assert accepted.status_code == 200
    assert ">Tiếp nhận</h1>" in accepted.text and "không thu hồi được" in accepted.text
    assert returned.status_code == 303
