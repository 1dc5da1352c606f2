"""A draft written from several pages: scripts send what changed, pages without scripts send all; nothing gets lost."""

import json
import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store import drafts
from engine.store.database import Database
from tests.action.nho import published
from tests.web.site import Browser, Site, site

TEN, NOI = "f.dang-ky.danh_sach.1.ten", "f.dang-ky.danh_sach.1.linh_vuc"


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


@pytest.fixture
def task_id(ward: Site) -> str:
    return str(ward.world.task("dang-ky", "hoi-a").id)


def _type(browser: Browser, task_id: str, tab: str, seen: int, **values: str) -> TestResponse:
    """As the script does, when the first row is written in."""
    names = {"ten": TEN, "linh_vuc": NOI}
    return browser.post(f"/viec/{task_id}/nhap", {
        "khoa": tab, "goc": seen, "doi": [names[key] for key in values], "tuoi": ["0"] * len(values),
        "thu_tu": "dang-ky.danh_sach", "r.dang-ky.danh_sach": "1",
        **{names[key]: value for key, value in values.items()}}, headers={"Accept": "application/json"})


def _page(browser: Browser, task_id: str, where: str = "nhap", **more: object) -> TestResponse:
    """As a browser without scripts does."""
    return browser.post(f"/viec/{task_id}/{where}", {
        "phien_ban": 1, "ket_qua": "xong", "r.dang-ky.danh_sach": "1", **more})


def _row(ward: Site, task_id: str) -> dict[str, object]:
    with ward.world.database.read() as connection:
        answers = drafts.answers_in(connection, task_id)
    assert answers
    return {key: value for key, value in answers["dang-ky"]["danh_sach"][0].items() if key in ("ten", "linh_vuc")}


def test_two_people_of_a_unit_write_into_one_row_and_both_stand(ward: Site, task_id: str):
    a, chief = ward.browser("a"), ward.browser("sep-a")

    _type(a, task_id, "t1", 0, ten="Đường hoa")
    answer = _type(chief, task_id, "t2", 0, linh_vuc="kinh-te")

    assert _row(ward, task_id) == {"ten": "Đường hoa", "linh_vuc": "kinh-te"}
    assert answer.json["others"] == [
        {"name": TEN, "anchor": TEN.replace(".", "-"), "values": ["Đường hoa"]}]
    assert answer.json["told"] == "Trần A vừa ghi “Tên mô hình” lúc 08:00."
    assert answer.json["older"] == {}


def test_the_older_value_of_a_place_stands_beside_it_and_is_taken_back_without_scripts(ward: Site, task_id: str):
    a, chief = ward.browser("a"), ward.browser("sep-a")
    _type(a, task_id, "t1", 0, ten="Đường hoa")

    told = _type(chief, task_id, "t2", 0, ten="Đường <b>cờ</b>")
    page = chief.get(f"/viec/{task_id}").text
    key = "dang-ky.danh_sach.1.ten|0"

    assert list(told.json["older"]) == [TEN.replace(".", "-")]
    assert "Trần A đã ghi lúc 08:00" in page and f'value="{key}"' in page
    assert "<b>cờ</b>" not in page
    taken = _page(chief, task_id, goc=2, khoa="t3", dung=key, **{TEN: "Đường <b>cờ</b>"})
    assert (taken.status_code, taken.location) == (303, f"/viec/{task_id}#f-dang-ky-danh_sach")
    assert _row(ward, task_id)["ten"] == "Đường hoa"
    assert "đã ghi lúc" not in chief.get(f"/viec/{task_id}").text


def test_my_other_device_is_named_as_a_device(ward: Site, task_id: str):
    browser = ward.browser("a")
    _type(browser, task_id, "t1", 0, ten="Đường hoa")

    answer = _type(browser, task_id, "t2", 0, linh_vuc="kinh-te")

    assert answer.json["told"] == "Máy khác vừa ghi “Tên mô hình” lúc 08:00."


@pytest.mark.parametrize("key", ["x", "x|y", "|", "dang-ky.danh_sach.1.ten|99", "../|0", "dang-ky|0"])
def test_a_key_that_names_no_kept_value_changes_nothing(ward: Site, task_id: str, key: str):
    browser = ward.browser("a")
    _type(browser, task_id, "t1", 0, ten="Đường hoa")

    reply = _page(browser, task_id, goc=1, khoa="t1", dung=key, **{TEN: "Đường hoa"})

    assert reply.status_code == 303
    assert _row(ward, task_id)["ten"] == "Đường hoa"


def test_a_page_without_scripts_does_not_put_back_what_another_has_changed(ward: Site, task_id: str):
    a, chief = ward.browser("a"), ward.browser("sep-a")
    seen = re.search(r'name="goc" value="(\d+)"', chief.get(f"/viec/{task_id}").text)
    assert seen
    _type(a, task_id, "t1", 0, ten="Đường hoa")

    _page(chief, task_id, goc=seen[1], khoa="t2", **{TEN: "", NOI: "kinh-te"})

    assert _row(ward, task_id) == {"ten": "Đường hoa", "linh_vuc": "kinh-te"}


def test_sending_waits_when_somebody_else_wrote_meanwhile_and_then_sends_all(ward: Site, task_id: str):
    a, chief = ward.browser("a"), ward.browser("sep-a")
    _type(a, task_id, "t1", 0, ten="Đường hoa", linh_vuc="kinh-te")

    held = _page(chief, task_id, "xong", goc=0, khoa="t2", **{TEN: "", NOI: ""})

    assert held.status_code == 409
    assert "Trần A vừa ghi “Lĩnh vực”, “Tên mô hình” lúc 08:00. Việc chưa được gửi" in held.text
    assert "Đường hoa" in held.text
    assert ward.world.task("dang-ky", "hoi-a").id == task_id
    seen = re.search(r'name="goc" value="(\d+)"', held.text)
    assert seen
    done = _page(chief, task_id, "xong", goc=seen[1], khoa="t2", **{TEN: "Đường hoa", NOI: "kinh-te"})
    assert done.status_code == 303, done.text
    assert list(ward.world.entries()) == ["Đường hoa"]


def test_what_the_sender_typed_over_the_others_words_is_kept_when_sending_waits(ward: Site, task_id: str):
    a, chief = ward.browser("a"), ward.browser("sep-a")
    _type(a, task_id, "t1", 0, ten="Đường hoa", linh_vuc="kinh-te")

    held = _page(chief, task_id, "xong", goc=0, khoa="t2", **{TEN: "Đường cờ", NOI: "kinh-te"})

    assert held.status_code == 409
    assert "Trần A đã ghi vào bản nháp của việc “Đăng ký mô hình” lúc 08:00" in held.text
    assert _row(ward, task_id)["ten"] == "Đường cờ"
    assert "Trần A đã ghi lúc 08:00" in held.text


def test_a_field_that_an_amendment_took_away_is_named_and_the_rest_is_saved(ward: Site, task_id: str):
    answer = ward.browser("a").post(f"/viec/{task_id}/nhap", {
        "khoa": "t1", "goc": 0, "doi": ["f.dang-ky.cu", "f.cu.ten", TEN], "tuoi": ["0", "0", "0"],
        "thu_tu": "dang-ky.danh_sach", "r.dang-ky.danh_sach": "1", "f.dang-ky.cu": "x", "f.cu.ten": "y",
        TEN: "Đường hoa"}, headers={"Accept": "application/json"})

    assert answer.json["lost"] == (
        "Biểu vừa được sửa: ô “dang-ky.cu”, “cu.ten” không còn; nội dung giữ bên cạnh.")
    assert _row(ward, task_id)["ten"] == "Đường hoa"
    beside = ward.browser("a").get(f"/viec/{task_id}").text.split("Giữ lại từ biểu mẫu")[1]
    assert '<dt>dang-ky.cu</dt><dd class="kept">x</dd>' in beside


def test_a_page_from_before_an_amendment_is_not_sent_and_all_that_was_typed_in_it_is_shown_and_kept(
        ward: Site, task_id: str):
    a = ward.browser("a")

    reply = _page(a, task_id, "xong", phien_ban=0, goc=0, khoa="t1", **{
        TEN: "Đường hoa", "f.dang-ky.cu": "Nội dung <b>cũ</b>"})

    assert reply.status_code == 409
    assert "đã giữ trong bản nháp" in reply.text
    assert "Đường hoa" in reply.text and "Nội dung &lt;b&gt;cũ&lt;/b&gt;" in reply.text
    assert _row(ward, task_id)["ten"] == "Đường hoa"
    assert "Nội dung &lt;b&gt;cũ" in a.get(f"/viec/{task_id}").text


def test_a_draft_is_nobody_elses(ward: Site, task_id: str):
    _type(ward.browser("a"), task_id, "t1", 0, ten="Đường hoa bí mật")

    answers = {login: _type(ward.browser(login), task_id, "t2", 0, ten="Phá") for login in ("b", "dau-moi", "nguoi-la")}

    assert {login: answer.status_code for login, answer in answers.items()} == {
        "b": 403, "dau-moi": 403, "nguoi-la": 404}
    assert "bí mật" not in ward.browser("dau-moi").get(f"/viec/{task_id}").text
    assert _row(ward, task_id)["ten"] == "Đường hoa bí mật"


def test_who_types_while_a_colleague_takes_the_task_hears_who_and_has_the_text_back(ward: Site, task_id: str):
    a, chief = ward.browser("a"), ward.browser("sep-a")
    chief.post(f"/viec/{task_id}/nhan", {"phien_ban": ward.world.task("dang-ky", "hoi-a").rev})

    script = _type(a, task_id, "t1", 0, ten="Đường hoa")
    plain = {where: _page(a, task_id, where, goc=0, khoa="t1", **{TEN: "Đường <b>hoa</b>"})
             for where in ("nhap", "xong")}

    assert (script.status_code, script.json["over"], script.json["held"]) == (403, "Sếp A đang giữ việc này", True)
    assert "bấm Nhận về mình" in script.json["problem"]
    for reply in plain.values():
        assert reply.status_code == 403
        assert "Sếp A đang giữ việc này" in reply.text
        assert "Nội dung bạn đã gõ" in reply.text
        assert "Đường &lt;b&gt;hoa&lt;/b&gt;" in reply.text and "<b>hoa" not in reply.text
    assert "Đường" not in chief.get(f"/viec/{task_id}").text


def test_a_script_hears_every_refusal_as_a_sentence(ward: Site, task_id: str):
    answer = _type(ward.browser("nguoi-la"), task_id, "t1", 0, ten="x")

    assert (answer.status_code, list(answer.json)) == (404, ["problem"])
    assert answer.json["problem"].startswith("Không thấy việc này")


@pytest.mark.parametrize("more", [
    {"tuoi": ["-1"]}, {"tuoi": ["٣"]}, {"tuoi": ["9" * 40]}, {"tuoi": []}, {"goc": "x"}, {"goc": "-5"},
    {"thu_tu": ["x", "dang-ky.khac"]}, {"doi": ["", "f.", "f...", TEN, "csrf_token", "f.dang-ky.danh_sach"]}])
def test_a_crooked_change_breaks_nothing(ward: Site, task_id: str, more: dict[str, object]):
    given = {"khoa": "t1", "goc": 0, "doi": TEN, "tuoi": "0", "thu_tu": "dang-ky.danh_sach",
             "r.dang-ky.danh_sach": "1", TEN: "Đường hoa", **more}

    answer = ward.browser("a").post(f"/viec/{task_id}/nhap", given, headers={"Accept": "application/json"})

    assert answer.status_code == 200
    assert _row(ward, task_id)["ten"] == "Đường hoa"


def test_a_script_hears_that_the_session_has_ended(ward: Site, task_id: str):
    stranger = ward.visitor()

    replies = [_type(stranger, task_id, "t1", 0, ten="x"),
               stranger.client.post(f"/viec/{task_id}/nhap", headers={"Accept": "application/json"})]

    assert [(reply.status_code, json.loads(reply.text)) for reply in replies] == [(401, {})] * 2


def test_copies_on_a_machine_are_sealed_by_task_and_person(ward: Site, task_id: str):
    def seal(login: str) -> str:
        found = re.search(r'data-seal="([0-9a-f]{32})"', ward.browser(login).get(f"/viec/{task_id}").text)
        assert found
        return found[1]

    assert len({seal("a"), seal("a"), seal("sep-a")}) == 2
