"""The pages of incidents: who opens them, what stands there, what the buttons do."""

from typing import Any

import pytest
from sqlalchemy import insert, select

from engine.store.tables import draft, incident, job
from tests.action.nho import rows
from tests.action.test_incidents import UNREADABLE, spoil
from tests.web.site import Site


@pytest.fixture
def stopped(ward: Site) -> tuple[Site, str, bytes]:
    """Hội A has pressed the button in vain; the state as it was."""
    return ward, *send_in_vain(ward, "hoi-a")


def send_in_vain(ward: Site, code: str) -> tuple[str, bytes]:
    """The association presses the button; its instance, and the state as it was."""
    work = ward.world.task("dang-ky", code)
    before = spoil(ward.world, work.instance_id)
    row = rows("Mô hình 1")["dang-ky"]["danh_sach"][0]
    typed = {f"f.dang-ky.danh_sach.{row['_id']}.{name}": str(value) for name, value in row.items() if name != "_id"}
    given = {"phien_ban": "1", "ket_qua": "xong", "khoa": code, **typed}
    reply = ward.browser(code[-1]).post(f"/viec/{work.id}/xong", given)
    assert (reply.status_code, UNREADABLE in reply.text, "bản nháp" in reply.text) == (409, True, True)
    return work.instance_id, before


def incident_id(ward: Site) -> str:
    with ward.world.database.read() as connection:
        return str(connection.execute(select(incident.c.id)).scalar_one())


def statuses(ward: Site, path: str, method: str = "get", **more: Any) -> dict[str, int]:
    return {login: getattr(ward.browser(login), method)(path, **more).status_code
            for login in ("dau-moi", "quan-tri", "a", "thuong-truc", "nguoi-la")}


def test_what_was_typed_is_in_the_draft(stopped):
    ward, *_ = stopped

    with ward.world.database.read() as connection:
        assert "Mô hình 1" in connection.execute(select(draft.c.forms)).scalar_one()


def test_coordinator_and_administrators_open_the_list_others_do_not(stopped):
    ward, *_ = stopped

    assert statuses(ward, "/su-co") == {"dau-moi": 200, "quan-tri": 200, "a": 403, "thuong-truc": 403, "nguoi-la": 200}
    assert statuses(ward, f"/su-co?dot={ward.world.run_id}") == {
        "dau-moi": 200, "quan-tri": 200, "a": 403, "thuong-truc": 403, "nguoi-la": 404}
    assert UNREADABLE.lower() not in ward.browser("nguoi-la").get("/su-co").text.lower()


@pytest.mark.parametrize("verb", ["thu-lai", "bo-qua"])
def test_who_has_no_right_is_refused_and_another_ward_finds_nothing(stopped, verb):
    ward, *_ = stopped
    path = f"/su-co/{incident_id(ward)}/{verb}"

    replies = statuses(ward, path, "post", data={"ly_do": ""})

    allowed = 409 if verb == "thu-lai" else 422
    assert replies == {"dau-moi": allowed, "quan-tri": allowed, "a": 403, "thuong-truc": 403, "nguoi-la": 404}


def test_the_list_tells_where_why_and_what_to_do(stopped):
    ward, *_ = stopped

    page = ward.browser("dau-moi").get("/su-co").text

    for said in ("Gửi việc: Đăng ký mô hình", "Hội A", "Trạng thái đã lưu không đọc được.", "Chưa có gì được ghi.",
                 "đã thử 1 lần", "tự thử lại lúc", "chưa xử lý", "Thử lại"):
        assert said in page, said


def test_a_retry_says_what_came_of_it(stopped):
    ward, instance_id, before = stopped
    browser, path = ward.browser("dau-moi"), f"/su-co/{incident_id(ward)}/thu-lai"

    vain = browser.post(path).text
    spoil(ward.world, instance_id, before)
    done = browser.post(path, follow_redirects=True).text
    late = browser.post(path).text

    assert "vẫn chưa được" in vain and "đã thử 2 lần" in vain
    assert "sự cố được gỡ" in done and "Không có sự cố nào" in done
    assert "đã được xử lý lúc" in late
    assert "Đăng ký mô hình" in browser.get("/su-co?xem=da-xu-ly").text


def test_an_incident_is_put_aside_with_its_reason(stopped):
    ward, *_ = stopped
    browser, path = ward.browser("quan-tri"), f"/su-co/{incident_id(ward)}/bo-qua"

    missing = browser.post(path, {"ly_do": " "})
    done = browser.post(path, {"ly_do": "Hội A đã giải thể"}, follow_redirects=True).text

    assert (missing.status_code, "Hãy ghi lý do bỏ qua" in missing.text) == (422, True)
    assert "Đã bỏ qua sự cố" in done
    assert "Lý do bỏ qua: Hội A đã giải thể" in browser.get("/su-co?xem=da-xu-ly").text


def test_those_who_handle_incidents_see_that_there_are_some(stopped):
    ward, *_ = stopped
    run = f"/dot/{ward.world.run_id}"

    seen = {login: ("1 sự cố chưa xử lý" in ward.browser(login).get(run).text,
                    "Sự cố, 1 chưa xử lý" in ward.browser(login).get("/viec").text)
            for login in ("dau-moi", "quan-tri", "a")}

    assert seen == {"dau-moi": (True, True), "quan-tri": (True, True), "a": (False, False)}


def test_the_list_asks_as_much_for_three_as_for_one(ward, count_statements):
    def asked() -> int:
        with count_statements(ward.world.database) as sent:
            assert ward.browser("dau-moi").get("/su-co").status_code == 200
        return len(sent)

    counts = []
    for code in ("hoi-a", "hoi-b", "hoi-c"):
        send_in_vain(ward, code)
        counts.append(asked())

    assert counts[0] == counts[-1]
    assert ward.browser("dau-moi").get("/su-co").text.count("Thử lại</button>") == 3


def test_pages_of_the_list_follow_one_another(ward, monkeypatch):
    monkeypatch.setattr("engine.report.incidents.PAGE", 2)
    for code in ("hoi-a", "hoi-b", "hoi-c"):
        send_in_vain(ward, code)
    browser = ward.browser("quan-tri")

    first = browser.get("/su-co").text
    key = first.split("sau=")[1].split('"')[0]
    second = browser.get(f"/su-co?sau={key}").text

    assert (first.count("class=\"card trouble"), second.count("class=\"card trouble")) == (2, 1)
    assert browser.get("/su-co?sau=khong-co").status_code == 404




def test_background_work_that_is_nobodys_is_seen_and_run_again_by_administrators_alone(ward):
    with ward.world.database.write() as connection:
        connection.execute(insert(job).values(
            id="j1", kind="sweep", keys='["2026-01-15"]', priority=0, status="dead", tries=5, fence=5,
            made_at=ward.world.clock.now(), error="KeyError (<b>.py:1)"))
    again = "/su-co/viec-nen/j1/chay-lai"

    seen = {login: "dọn tệp" in ward.browser(login).get("/su-co").text for login in ("quan-tri", "nguoi-la", "dau-moi")}
    page = ward.browser("quan-tri").get("/su-co").text
    refused = {login: ward.browser(login).post(again).status_code for login in ("dau-moi", "a")}
    done = [ward.browser("quan-tri").post(again).status_code for _ in range(2)]

    assert seen == {"quan-tri": True, "nguoi-la": True, "dau-moi": False}
    assert again in page and "KeyError (&lt;b&gt;.py:1)" in page and "Không có sự cố nào" not in page
    assert (refused, done) == ({"dau-moi": 403, "a": 403}, [303, 409])
    assert ward.browser("quan-tri").client.post(again).status_code == 400
    with ward.world.database.read() as connection:
        assert connection.execute(select(job.c.status)).scalar_one() == "waiting"
