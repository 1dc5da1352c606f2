"""Several tasks at once, as a reviewer without scripts does them; and who tries to break in."""

import re

import pytest

from engine.document.xlsx import xlsx_grids
from engine.work.upload import MEDIA_TYPES
from tests.action.nho import rows
from tests.web.site import Browser, Site

TAKE, RETURN = "Tiếp nhận", "Trả lại để bổ sung"
TITLE = "Tiếp nhận hoặc trả lại: Đăng ký mô hình"


@pytest.fixture
def office(ward: Site) -> Browser:
    """The coordinator's browser, with three registrations to look at."""
    for login, code in (("a", "hoi-a"), ("b", "hoi-b"), ("c", "hoi-c")):
        ward.world.send(login, "dang-ky", answers=rows(f"Mô hình {code}"), code=code)
    return ward.browser("dau-moi")


def _boxes(page: str) -> list[str]:
    return re.findall(r'name="?chon"? value="([^"]+)"', page)


def _key(page: str) -> str:
    return re.findall(r'name="khoa" value="([^"]+)"', page)[0]


def test_the_bar_offers_what_the_steps_say(office: Browser, ward: Site):
    page = office.get("/viec").text
    of_unit = ward.browser("a").get("/viec").text

    assert len(_boxes(page)) == 3
    assert re.findall(r'name="ket_qua" value="([^"]+)"', page) == [TAKE, RETURN]
    assert "Chọn tất cả 3 việc theo bộ lọc" in page
    assert "chon" not in of_unit


def test_chosen_tasks_are_looked_through_then_taken(office: Browser, ward: Site):
    chosen = _boxes(office.get("/viec").text)[:2]

    preview = office.post("/viec/hang-loat", {"chon": chosen, "ket_qua": TAKE}).text
    assert "Tiếp nhận: 2 việc" in preview
    assert len(ward.world.tasks("done")) == 4  # nothing is done by looking
    sent = {"chon": chosen, "ket_qua": TAKE, "khoa": _key(preview)}
    reply = office.post("/viec/hang-loat/lam", sent)
    again = office.post("/viec/hang-loat/lam", sent)
    result = office.get(reply.location).text

    assert (reply.status_code, again.location) == (303, reply.location)
    assert "Xong 2 trong 2 việc." in result
    assert 'http-equiv="refresh"' not in result
    assert len(_boxes(office.get("/viec").text)) == 1


def test_a_reason_is_asked_for_before_anything_is_returned(office: Browser):
    chosen = _boxes(office.get("/viec").text)
    preview = office.post("/viec/hang-loat", {"chon": chosen, "ket_qua": RETURN}).text
    sent = {"chon": chosen, "ket_qua": RETURN, "khoa": _key(preview)}

    without = office.post("/viec/hang-loat/lam", sent)
    with_it = office.post("/viec/hang-loat/lam", {**sent, "ly_do": "Thiếu <b>chữ ký</b>"})

    assert "Lý do, gửi kèm từng việc" in preview
    assert (without.status_code, with_it.status_code) == (422, 303)
    assert "Hãy nêu lý do" in without.text
    assert "Xong 3 trong 3 việc." in office.get(with_it.location).text


def test_all_of_the_filter_is_a_click_of_its_own(office: Browser):
    page = office.post("/viec/hang-loat", {"tat_ca": "1", "q": "hoi b"}).text

    assert "Tiếp nhận: 1 việc" in page
    assert "Hội B" in page
    assert "Trả lại để bổ sung (1)" in page


def test_all_of_the_filter_can_be_passed_on_or_listed_whatever_their_outcomes(office: Browser, ward: Site):
    """Tasks with forms have no common outcome."""
    taken = office.post("/viec/hang-loat", {"tat_ca": "1"}).text
    passed = office.post("/viec/hang-loat", {"tat_ca": "1", "lam": "chuyen"}).text
    forms = ward.browser("sep-a").post("/viec/hang-loat", {"chon": f"{_filled(ward)}:"}).text
    choices = forms.split("bulk-choices")[1].split("</form>")[0]
    of_choices = {name: re.findall(rf'name="{name}" value="([^"]+)"', choices) for name in ("lam", "ket_qua", "chon")}
    sheet = ward.browser("sep-a").post("/viec/hang-loat/xuat", {"chon": of_choices["chon"]})

    assert re.findall(r'name="lam" value="([^"]+)"', taken) == ["chuyen"]
    assert "Tiếp nhận (3)" in passed and "Trả lại để bổ sung (3)" in passed
    assert "Đã chọn 1 việc" in forms and "Những việc đã chọn" in forms
    assert (of_choices["lam"], of_choices["ket_qua"], len(_lines(sheet.data))) == (["chuyen"], [], 2)


def _filled(ward: Site) -> str:
    """A task of Hội A that needs its form."""
    ward.world.send("dau-moi", "dang-ky", "tra-lai", reason="thiếu", code="hoi-a")
    return str(ward.world.task("dang-ky", "hoi-a").id)


def test_the_result_leads_back_to_the_list_as_it_was_and_tries_again_with_what_was_said(office: Browser, ward: Site):
    chosen = _boxes(office.get("/viec?q=hoi&nhom=don-vi").text)
    asked = {"chon": chosen, "ket_qua": RETURN, "q": "hoi", "nhom": "don-vi"}
    preview = office.post("/viec/hang-loat", asked).text
    task_id, _colon, rev = chosen[0].partition(":")
    ward.world.complete("dau-moi", task_id, int(rev), "nhan")

    reply = office.post("/viec/hang-loat/lam", {**asked, "khoa": _key(preview), "ly_do": "Thiếu <b>chữ ký</b>"})
    result = office.get(reply.location).text
    again = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', result.split("bulk-form")[1])

    assert reply.location.endswith("?q=hoi&nhom=don-vi")
    assert result.count('href="/viec?q=hoi&amp;nhom=don-vi"') == 2
    assert ("ly_do", "Thiếu &lt;b&gt;chữ ký&lt;/b&gt;") in again
    assert {("q", "hoi"), ("nhom", "don-vi"), ("chon", f"{task_id}:")} <= set(again)


def test_what_was_refused_can_be_tried_again(office: Browser, ward: Site):
    chosen = _boxes(office.get("/viec").text)
    preview = office.post("/viec/hang-loat", {"chon": chosen, "ket_qua": TAKE}).text
    task_id, _colon, rev = chosen[0].partition(":")
    ward.world.complete("dau-moi", task_id, int(rev), "nhan")

    reply = office.post("/viec/hang-loat/lam", {"chon": chosen, "ket_qua": TAKE, "khoa": _key(preview)})
    result = office.get(reply.location).text
    tried = office.post("/viec/hang-loat", {"chon": _boxes(result), "ket_qua": TAKE}).text

    assert "Xong 2 trong 3 việc. Không làm được: 1." in result
    assert "Đã xong hoặc đã được gỡ." in result
    assert "Không việc nào đã chọn làm chung được" in tried
    assert "đã xong hoặc đã được gỡ" in tried


def test_nobody_breaks_in_through_the_form(office: Browser, ward: Site):
    chosen = _boxes(office.get("/viec").text)
    sent = {"chon": chosen, "ket_qua": TAKE, "khoa": "k"}
    other, stranger = ward.browser("b"), ward.browser("nguoi-la")

    seen = other.post("/viec/hang-loat", {"chon": chosen, "ket_qua": TAKE}).text
    from_afar = stranger.post("/viec/hang-loat", {"chon": chosen, "ket_qua": TAKE}).text
    assert "2 việc không thuộc phạm vi của bạn" in seen
    assert "Hội A" not in seen
    assert "3 việc không thuộc phạm vi của bạn" in from_afar
    assert other.post("/viec/hang-loat/lam", sent).status_code == 409
    assert stranger.post("/viec/hang-loat/lam", sent).status_code == 409
    assert office.client.post("/viec/hang-loat/lam", data=sent).status_code == 400  # no token
    own = office.post("/viec/hang-loat/lam", sent).location
    assert other.get(own).status_code == 404
    assert other.post(own, {"viec": "dung"}).status_code == 404
    assert ward.visitor().get(own).status_code == 302


def test_odd_choices_do_no_harm(office: Browser):
    for chosen in ([], ["x"], [":", ":1", "a:b"], ["x:99999999999999999999"]):
        assert office.post("/viec/hang-loat", {"chon": chosen, "ket_qua": TAKE}).status_code == 200
        assert office.post("/viec/hang-loat/lam", {"chon": chosen, "ket_qua": TAKE}).status_code == 409
    assert office.post("/viec/hang-loat", {"tat_ca": "1", "xem": "khac"}).status_code == 404


def test_the_coordinator_gives_a_step_more_time_from_the_run_and_may_leave_units_out(ward: Site):
    office, run = ward.browser("dau-moi"), ward.world.run_id
    step = {"dot": run, "ca_buoc": "dang-ky", "lam": "gia-han"}
    offered = office.get(f"/dot/{run}?buoc=dang-ky").text

    page = office.post("/viec/hang-loat", step).text
    boxes = re.findall(r'name="chon" value="([^"]+)" checked', page)
    without = office.post("/viec/hang-loat/lam", {"lam": "gia-han", "chon": boxes, "khoa": _key(page)})
    sent = office.post("/viec/hang-loat/lam", {
        "lam": "gia-han", "chon": boxes[:2], "khoa": _key(page), "ngay_cho": "20/02/2026", "ly_do": "Mưa <b>lũ</b>"})
    result = office.get(sent.location).text

    assert "Gia hạn “Đăng ký mô hình”" in offered
    assert (len(boxes), "Hội C</b> · Đăng ký mô hình" in page) == (3, True)
    assert page.count(f'href="/dot/{run}?buoc=dang-ky"') == 2
    assert (without.status_code, "sau hôm nay" in without.text) == (422, True)
    assert "Xong 2 trong 2 việc." in result
    days = sorted(str(ward.world.task("dang-ky", code).last_day) for code in ("hoi-a", "hoi-b", "hoi-c"))
    assert days == ["2026-02-04", "2026-02-20", "2026-02-20"]


def test_nobody_else_gives_time_nor_learns_of_the_step(ward: Site):
    step = {"dot": ward.world.run_id, "ca_buoc": "dang-ky", "lam": "gia-han"}
    boxes = [f"{ward.world.task('dang-ky', code).id}:1" for code in ("hoi-a", "hoi-b")]
    sent = {"lam": "gia-han", "chon": boxes, "khoa": "k", "ngay_cho": "20/02/2026"}

    unit, stranger = ward.browser("b"), ward.browser("nguoi-la")

    assert "Gia hạn “" not in unit.get(f"/dot/{ward.world.run_id}").text
    page = unit.post("/viec/hang-loat", step).text
    assert ("Hội A" in page, "không tự cho mình gia hạn" in page) == (False, True)
    assert stranger.post("/viec/hang-loat", step).status_code == 404
    for browser in (unit, stranger):
        assert browser.post("/viec/hang-loat/lam", sent).status_code == 409


def test_chosen_tasks_go_into_a_spreadsheet(office: Browser, ward: Site):
    chosen = _boxes(office.get("/viec").text)

    reply = office.post("/viec/hang-loat/xuat", {"chon": chosen[:2]})
    everything = office.post("/viec/hang-loat/xuat", {"tat_ca": "1"})
    of_others = ward.browser("b").post("/viec/hang-loat/xuat", {"chon": chosen})

    lines = _lines(reply.data)
    assert (reply.mimetype, "attachment" in reply.headers["Content-Disposition"]) == (MEDIA_TYPES["xlsx"], True)
    assert lines[0][:3] == ["Việc", "Nội dung", "Kế hoạch"]
    assert [(line[0], line[4], line[5]) for line in lines[1:]] == [
        (TITLE, "Hội A", "Ban đầu mối"), (TITLE, "Hội B", "Ban đầu mối")]
    assert len(_lines(everything.data)) == 4
    assert [line[4] for line in _lines(of_others.data)[1:]] == ["Hội B"]


def _lines(content: bytes) -> list[list[str]]:
    [grid] = xlsx_grids(content)
    return [[str(cell) for cell in row] for row in grid.rows]
