"""The pages of a run over HTTP: what each person may open, what the coordinator may decide, what is refused."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.store.tables import audit, event
from tests.action.nho import rows
from tests.action.telling import CHECKERS, telling
from tests.web.site import Site, site

PARTS = ("", "/so-do", "/su-kien", "/ket-thuc", "/nhat-ky")


def _statuses(ward: Site, login: str) -> dict[str, int]:
    browser = ward.browser(login)
    return {part: browser.get(f"/dot/{ward.world.run_id}{part}").status_code for part in PARTS}


def test_overseers_open_every_page_of_a_run(ward):
    for login in ("dau-moi", "thuong-truc", "quan-tri"):
        assert _statuses(ward, login) == dict.fromkeys(PARTS, 200)


def test_a_unit_opens_the_overview_and_the_events_and_no_page_of_the_whole(ward):
    assert _statuses(ward, "a") == {"": 200, "/so-do": 403, "/su-kien": 200, "/ket-thuc": 403, "/nhat-ky": 403}


def test_another_ward_finds_none_of_it(ward):
    assert _statuses(ward, "nguoi-la") == dict.fromkeys(PARTS, 404)


def test_a_visitor_is_sent_to_the_door(ward):
    visitor = ward.visitor()

    replies = [visitor.get(path) for path in ("/dot", f"/dot/{ward.world.run_id}", "/mo-hinh", "/lich")]

    assert [(r.status_code, r.location.split("?")[0]) for r in replies] == [(302, "/dang-nhap")] * 4


def test_a_refused_page_is_in_the_record(ward):
    ward.browser("a").get(f"/dot/{ward.world.run_id}/nhat-ky")

    page = ward.browser("dau-moi").get(f"/dot/{ward.world.run_id}/nhat-ky?xem=tu-choi").text

    assert "Trần A" in page and "chỉ đầu mối" in page


def test_a_unit_reads_its_own_row_and_not_the_others(ward):
    page = ward.browser("b").get(f"/dot/{ward.world.run_id}").text

    assert "Hội B" in page and "Hội A" not in page and "Hội C" not in page


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(ward):
    browser = ward.browser("dau-moi")

    for path in (*(f"/dot/{ward.world.run_id}{part}" for part in PARTS), "/dot", "/mo-hinh", "/lich"):
        page = browser.get(path).text
        assert " style=" not in page and "<style" not in page and "onclick" not in page, path
        assert "http://" not in page.replace("http://www.w3.org", "") and "https://" not in page, path


def test_filters_of_the_matrix_stand_in_the_address(ward):
    ward.world.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    ward.world.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    browser, address = ward.browser("dau-moi"), f"/dot/{ward.world.run_id}"

    plain, done, every = (browser.get(address + query).text for query in ("", "?xem=ok", "?xem=tat-ca"))

    assert ("Hội A</a></th>" in plain, "Hội B</a></th>" in plain) == (False, True)
    assert ("Hội A</a></th>" in done, "Hội B</a></th>" in done) == (True, False)
    assert ("Hội A</a></th>" in every, "Hội B</a></th>" in every) == (True, True)
    assert browser.get(f"{address}?nhom=khong-co").status_code == 200


def test_the_coordinator_fixes_a_day_as_people_write_it(ward):
    address = f"/dot/{ward.world.run_id}/su-kien"

    reply = ward.browser("dau-moi").post(address, {"su_kien": "họp chấm", "ngay": "20/10/2026"})

    assert (reply.status_code, reply.location) == (303, address)
    with ward.world.database.read() as connection:
        assert connection.execute(select(event.c.planned_on)).scalar_one() == date(2026, 10, 20)


@pytest.mark.parametrize(("typed", "says"), [
    ("", "Chưa ghi ngày."), ("30/02/2026", "“30/02/2026” không phải là ngày"), ("20/10/2062", "quá 3 năm"),
    ("<b>mai", "“&lt;b&gt;mai” không phải là ngày"),
])
def test_a_day_nobody_can_read_comes_back_as_typed(ward, typed, says):
    reply = ward.browser("dau-moi").post(f"/dot/{ward.world.run_id}/su-kien", {"su_kien": "họp chấm", "ngay": typed})

    assert reply.status_code == 422
    assert says in reply.text
    assert 'aria-invalid="true"' in reply.text


def test_who_does_not_coordinate_fixes_no_day_and_closes_no_run(ward):
    run_id = ward.world.run_id
    given = {"su_kien": "họp chấm", "ngay": "20/10/2026"}

    statuses = {login: (ward.browser(login).post(f"/dot/{run_id}/su-kien", given).status_code,
                        ward.browser(login).post(f"/dot/{run_id}/ket-thuc").status_code)
                for login in ("a", "thuong-truc", "quan-tri", "nguoi-la")}

    assert statuses == {"a": (403, 403), "thuong-truc": (403, 403), "quan-tri": (403, 403), "nguoi-la": (404, 404)}
    with ward.world.database.read() as connection:
        assert connection.execute(select(event.c.planned_on)).scalar_one() is None
        refused = connection.execute(select(audit.c.command).where(audit.c.outcome == "refused")).scalars().all()
    assert refused.count("POST runs.move") == refused.count("POST runs.close") == 4


def test_an_event_that_does_not_exist_is_not_found(ward):
    reply = ward.browser("dau-moi").post(
        f"/dot/{ward.world.run_id}/su-kien", {"su_kien": "lễ hội", "ngay": "20/10/2026"})

    assert reply.status_code == 404


def test_a_run_with_open_tasks_is_not_closed_and_they_are_listed(ward):
    browser = ward.browser("dau-moi")

    page = browser.get(f"/dot/{ward.world.run_id}/ket-thuc").text
    reply = browser.post(f"/dot/{ward.world.run_id}/ket-thuc")

    assert "Còn 3 việc đang mở" in page and 'aria-disabled="true"' in page
    assert reply.status_code == 409 and "còn 3 việc đang mở ở Đăng ký mô hình (3)" in reply.text


def test_a_post_without_its_token_does_nothing(ward):
    reply = ward.browser("dau-moi").client.post(
        f"/dot/{ward.world.run_id}/su-kien", data={"su_kien": "họp chấm", "ngay": "20/10/2026"})

    assert reply.status_code == 400
    with ward.world.database.read() as connection:
        assert connection.execute(select(event.c.planned_on)).scalar_one() is None


BROKEN = "kế hoạch: hong\ntên: Kế hoạch hỏng\nkhông hiểu: 1\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of plans that the pages look into."""
    made = tmp_path / "plans"
    made.mkdir()
    monkeypatch.setattr("web.runs.front.data_dir", lambda _name: made)
    return made


def _put(folder: Path, name: str, text: str) -> None:
    (folder / name).mkdir()
    (folder / name / "plan.yaml").write_text(text, "utf-8")


def _small(**changes: str) -> str:
    text = (Path(__file__).parents[1] / "data/plans/nho/plan.yaml").read_text("utf-8")
    for old, new in changes.items():
        text = text.replace(f"kế hoạch: {old}\n", f"kế hoạch: {new}\n")
    return text


def test_a_plan_that_recurs_is_prepared_for_the_year_chosen(ward, folder):
    _put(folder, "nho-2", _small(nho="nho-hai").replace("thời gian: năm 2026", "thời gian: hằng năm"))
    browser = ward.browser("quan-tri")

    page = browser.get("/dot").text
    reply = browser.post("/ke-hoach/nho-2/chuan-bi", data={"year": "2027"})
    after = browser.get("/dot").text

    assert "<option>2026</option><option>2027</option>" in page
    assert reply.status_code == 303
    assert "<option>" not in after and "năm 2026 · " in after


def test_a_plan_at_hand_becomes_a_run(ward, folder):
    _put(folder, "nho-2", _small(nho="nho-hai"))
    browser = ward.browser("quan-tri")

    page = browser.get("/dot").text
    reply = browser.post("/ke-hoach/nho-2/chuan-bi")

    assert "Kế hoạch nhỏ để thử" in page and "không có lỗi" in page
    assert reply.status_code == 303
    assert "chờ ban hành" in browser.get(reply.location).text
    assert browser.post("/ke-hoach/nho-2/chuan-bi").status_code == 409


def test_a_broken_plan_is_listed_with_its_mistakes_and_cannot_be_prepared(ward, folder):
    _put(folder, "hong", BROKEN)
    browser = ward.browser("quan-tri")

    page = browser.get("/dot").text
    reply = browser.post("/ke-hoach/hong/chuan-bi")

    assert "plan.yaml:3:1" in page and "lỗi phải sửa trong tệp kế hoạch" in page and 'aria-disabled="true"' in page
    assert reply.status_code == 409 and "chưa chuẩn bị được" in reply.text


def test_who_neither_coordinates_nor_administers_sees_no_plan_and_prepares_none(ward, folder):
    _put(folder, "nho-2", _small(nho="nho-hai"))
    browser = ward.browser("a")

    page, reply = browser.get("/dot").text, browser.post("/ke-hoach/nho-2/chuan-bi")

    assert "Kế hoạch có sẵn" not in page
    assert reply.status_code == 403
    assert ward.browser("quan-tri").post("/ke-hoach/khong-co/chuan-bi").status_code == 404


def test_a_plan_that_names_a_unit_the_organisation_lacks_says_so(ward, folder):
    _put(folder, "khac", _small(nho="khac").replace("thường trực: {tên: Thường trực, đơn vị: thuong-truc",
                                                  "thường trực: {tên: Thường trực, đơn vị: ban-la"))

    assert "Tổ chức chưa có đơn vị “ban-la”" in ward.browser("quan-tri").get("/dot").text


def test_the_overview_says_how_much_is_on_its_way_to_who_reads_the_whole_run(sqlite, ids, clock, tmp_path):
    world = telling(sqlite, ids, clock, 60)
    world.half_told("dau-moi", "ban-hanh")
    ward = site(world, tmp_path / "blobs")

    shown = {login: "Đang chuyển 60 tin tới các nơi" in ward.browser(login).get(f"/dot/{world.run_id}").text
             for login in ("dau-moi", "h000")}
    world.deliver()

    assert shown == {"dau-moi": True, "h000": False}
    assert "Đang chuyển" not in ward.browser("dau-moi").get(f"/dot/{world.run_id}").text
    world.recode(CHECKERS, "da-giai-the")
    world.send("dau-moi", "tin-hai")
    world.recode("da-giai-the", CHECKERS)
    assert "60 tin chưa tới được nơi nhận" in ward.browser("dau-moi").get(f"/dot/{world.run_id}").text
