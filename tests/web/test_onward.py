"""After sending: the next task of the list that the person came from, the list, or the page of what was sent."""

import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.report.wanted import Wanted
from engine.store.tables import person_choice, unit
from tests.action.nho import rows
from tests.web.site import Browser, Site


@pytest.fixture
def office(ward: Site) -> Site:
    """Three registrations wait for the coordinator; they stand in the order of their ids."""
    for login in "abc":
        ward.world.send(login, "dang-ky", answers=rows(f"Mô hình {login}"), code=f"hoi-{login}")
    return ward


def _accept(browser: Browser, task, address: str = "", **more: object) -> TestResponse:
    form = {"phien_ban": task.rev, "ket_qua": "nhan", "khoa": f"khoa-{task.id}", **more}
    return browser.post(f"/viec/{task.id}/xong{address}", form)


def _of(ward: Site, letter: str):
    return ward.world.task("dang-ky", f"hoi-{letter}")


def _unit(ward: Site, code: str) -> str:
    with ward.world.database.read() as connection:
        return str(connection.execute(select(unit.c.id).where(unit.c.code == code)).scalar_one())


def test_the_task_behind_the_sent_one_opens_and_from_the_end_the_first(office: Site):
    browser = office.browser("dau-moi")
    listed = [_of(office, letter).id for letter in "abc"]

    after_second = _accept(browser, _of(office, "b"))
    after_last = _accept(browser, _of(office, "c"))
    after_all = _accept(browser, _of(office, "a"))

    assert [reply.location for reply in (after_second, after_last, after_all)] == [
        f"/viec/{listed[2]}#ten-viec", f"/viec/{listed[0]}#ten-viec", "/viec"]
    assert "Đã xong hết việc đến hạn" in browser.get("/viec").text


def test_the_list_with_its_search_and_filters_goes_along_from_page_to_page(office: Site):
    browser, hoi_c, sent = office.browser("dau-moi"), _unit(office, "hoi-c"), _of(office, "c")
    address = f"?q=dang+ky&dv={hoi_c}&nhom=don-vi"
    listed = browser.get(f"/viec{address}").text
    opened = re.findall(r'<a href="(/viec/[^"]+)"', listed.split('id="ds"')[1])[0].replace("&amp;", "&")
    page = browser.get(opened).text
    send = re.search(r'formaction="(/viec/[^"]+/xong\?[^"]+)"', page)
    back = re.search(r'class="crumb"[^>]*><a href="([^"]+)"', page)

    assert send and back
    reply = _accept(browser, sent, send[1].replace("&amp;", "&").partition("/xong")[2])

    assert opened == f"/viec/{sent.id}{address}"
    assert back[1].replace("&amp;", "&") == f"/viec{address}"
    assert reply.location == f"/viec{address}"
    assert "Không có việc nào khớp “dang ky”" in browser.get(reply.location).text


def test_a_view_leads_on_within_itself_and_one_of_others_tasks_to_the_own_ones(office: Site):
    world = office.world
    ids = [_of(office, letter).id for letter in "abc"]

    assert world.next_task("dau-moi", Wanted(query="hoi b"), ids[0]) == ids[1]
    assert world.next_task("dau-moi", Wanted(query="hoi b"), ids[1]) is None
    assert world.next_task("dau-moi", Wanted(view="qua-han"), ids[0]) is None
    assert world.next_task("dau-moi", Wanted(view="cho-nguoi-khac"), ids[0]) == ids[1]
    assert world.next_task("dau-moi", Wanted(group="don-vi"), ids[1]) == ids[2]
    assert world.next_task("nguoi-la", Wanted(), ids[1]) is None


def test_what_is_sent_beside_the_list_opens_the_next_beside_the_list(office: Site):
    browser = office.browser("dau-moi")
    following = _of(office, "b").id

    reply = _accept(browser, _of(office, "a"), "?nhom=khong", canh="1")

    assert reply.location == f"/viec?nhom=khong&mo={following}#ten-viec"
    page = browser.get(reply.location).text
    assert f'data-task="{following}"' in page
    assert f"/viec/{following}/xong?nhom=khong" in page or f'href="/viec/{following}?nhom=khong"' in page


def test_a_list_does_not_open_a_task_that_is_not_ones_own_to_see(office: Site):
    foreign = _of(office, "a").id

    there = office.browser("dau-moi").get(f"/viec?mo={foreign}").text
    page = office.browser("nguoi-la").get(f"/viec?mo={foreign}")

    assert f'data-task="{foreign}"' in there
    assert page.status_code == 200
    assert foreign not in page.text.replace(f"mo={foreign}", "")


@pytest.mark.parametrize(("chosen", "target"), [
    ("stay", "/viec/{sent}?nhom=khong#ten-viec"), ("list", "/viec?nhom=khong"),
    ("next", "/viec/{following}?nhom=khong#ten-viec"), ("bịa đặt", "/viec/{following}?nhom=khong#ten-viec")])
def test_a_person_chooses_where_to_go_on(office: Site, chosen: str, target: str):
    browser = office.browser("dau-moi")
    sent, following = _of(office, "a"), _of(office, "b").id

    saved = browser.post("/cai-dat/sau-khi-gui", {"sau": chosen})
    reply = _accept(browser, sent, "?nhom=khong")

    assert saved.location == "/cai-dat"
    assert reply.location == target.format(sent=sent.id, following=following)
    assert "Đã tiếp nhận: “Đăng ký mô hình” của Hội A." in browser.get(reply.location).text


def test_the_choice_is_shown_and_is_the_persons_own(office: Site):
    office.browser("dau-moi").post("/cai-dat/sau-khi-gui", {"sau": "stay"})

    def checked(login: str) -> list[str]:
        return re.findall(r'name="sau" value="([^"]+)" checked', office.browser(login).get("/cai-dat").text)

    assert (checked("dau-moi"), checked("a")) == (["stay"], ["next"])
    with office.world.database.read() as connection:
        assert connection.execute(select(person_choice.c.value)).scalars().all() == ["stay"]


def test_who_stays_can_take_back_what_was_sent(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    browser.post("/cai-dat/sau-khi-gui", {"sau": "stay"})

    reply = browser.post(f"/viec/{task.id}/xong", {
        "phien_ban": task.rev, "ket_qua": "xong", "khoa": "k", "r.dang-ky.danh_sach": "r1",
        "f.dang-ky.danh_sach.r1.ten": "Mô hình 1", "f.dang-ky.danh_sach.r1.linh_vuc": "kinh-te"})

    page = browser.get(reply.location).text
    assert reply.location == f"/viec/{task.id}#ten-viec"
    assert f'formaction="/viec/{task.id}/thu-hoi"' in page


def test_the_pane_draws_what_is_needed_to_come_back_to_it(office: Site):
    task = _of(office, "a")
    browser = office.browser("dau-moi")

    pane = browser.get(f"/viec/{task.id}?nhom=khong", HX_Request="true").text
    page = browser.get(f"/viec/{task.id}?nhom=khong").text

    assert pane.count("<form") == pane.count('name="canh"') > 0
    assert 'name="canh"' not in page
    assert f'href="/viec/{task.id}?canh=1&amp;nhom=khong#trao-doi"' in pane
    led = browser.get(f"/viec/{task.id}?canh=1&nhom=khong").text
    assert 'name="canh"' in led.partition('id="trao-doi"')[2]
    assert 'name="canh"' not in led.partition('id="phieu"')[2].partition("</form>")[0]  # the form stays on its page


@pytest.mark.parametrize("act", ["nhan", "nhap", "tha", "giao", "gia-han", "danh-dau", "trao-doi"])
def test_whatever_is_done_beside_the_list_leads_back_to_it_with_the_same_task(ward: Site, act: str):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    if act == "tha":
        browser.post(f"/viec/{task.id}/nhan", {"phien_ban": task.rev})
    form = {"phien_ban": ward.world.task("dang-ky", "hoi-a").rev, "danh_dau": "co", "noi_dung": "Xin hướng dẫn.",
            "nguoi_nhan": ward.world.viewer("sep-a").person_id, "ngay_gia_han": "20/2/2026", "ly_do_gia_han": "Chờ họp"}

    there = browser.post(f"/viec/{task.id}/{act}?nhom=khong", {**form, "canh": "1"})
    page = browser.get(there.location).text

    assert there.location == f"/viec?nhom=khong&mo={task.id}#ten-viec"
    assert f'data-task="{task.id}"' in page
    assert act == "danh-dau" or '<p class="toast">' in page


def test_what_is_refused_beside_the_list_keeps_what_was_typed_and_the_way_back(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")

    refused = browser.post(f"/viec/{task.id}/xong?nhom=khong", {
        "phien_ban": task.rev, "ket_qua": "xong", "khoa": "k", "canh": "1", "r.dang-ky.danh_sach": "r1",
        "f.dang-ky.danh_sach.r1.ten": "Đường hoa"})

    assert refused.status_code == 422
    assert 'id="loi"' in refused.text and ">Đường hoa</textarea>" in refused.text
    row = f"/viec?nhom=khong&amp;mo={task.id}#v{task.id[-6:]}"
    assert re.search(r'class="crumb"[^>]*><a href="([^"]+)"', refused.text)[1] == row
    assert 'name="canh"' in refused.text  # and what is sent now leads there too
    conflict = browser.post(f"/viec/{task.id}/nhan?nhom=khong", {"phien_ban": task.rev + 9, "canh": "1"},
                            headers={"Referer": f"http://localhost/viec?nhom=khong&mo={task.id}"})
    assert conflict.status_code == 409
    assert f'href="/viec?nhom=khong&amp;mo={task.id}"' in conflict.text


def test_what_was_taken_back_beside_the_list_opens_there(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    assert f'action="/viec/{task.id}/thu-hoi"' in browser.get(f"/viec/{task.id}", HX_Request="true").text

    reply = browser.post(f"/viec/{task.id}/thu-hoi", {"canh": "1"})

    assert reply.location == f"/viec?mo={ward.world.task('dang-ky', 'hoi-a').id}#ten-viec"


def test_the_address_of_an_act_that_is_reloaded_shows_the_task(ward: Site):
    browser, task = ward.browser("a"), ward.world.task("dang-ky", "hoi-a")
    for act in ("xong", "nhap", "nhan", "trao-doi"):
        reply = browser.get(f"/viec/{task.id}/{act}?nhom=khong")
        assert (reply.status_code, reply.location) == (302, f"/viec/{task.id}?nhom=khong"), act
    assert browser.get("/cai-dat/phim").status_code == 405
