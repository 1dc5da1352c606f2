"""The page of absences: entered, seen everywhere while one stands in, changed, ended; and what a crafted post gets."""

import re
from datetime import date

import pytest
from sqlalchemy import func, select

from engine.store.tables import ballot
from tests.action.council import SECRET, council
from tests.action.leave import absences_of, away, position_of
from tests.action.nho import rows
from tests.web.site import Browser, Site, site

FIRST, LAST = date(2026, 1, 20), date(2026, 1, 22)
BAR = "Đang làm thay Trần A (KT. Cán bộ, Hội A) đến T5 22/01/2026"


def _enter(ward: Site, browser: Browser, instead: str, **other: str) -> int:
    seat = position_of(ward.world, "a")
    return browser.post("/vang-mat", {
        "tu": "20/01/2026", "den": "22/01/2026", f"thay.{seat}": ward.world.viewer(instead).person_id,
        f"ky.{seat}": "kt", **other}).status_code


def test_an_absence_is_entered_and_the_substitute_sees_it_on_every_page(ward: Site):
    assert _enter(ward, ward.browser("a"), "b") == 303
    ward.world.at(FIRST)
    b = ward.browser("b")

    for path in ("/viec", "/lich", "/dot", "/thong-bao", "/vang-mat", "/cai-dat", "/them"):
        assert BAR in b.get(path).text, path
    assert "Bạn đang được ghi vắng đến hết T5 22/01/2026." in ward.browser("a").get("/viec").text
    ward.world.at(date(2026, 1, 23))
    assert "làm thay Trần A" not in b.get("/viec").text


def test_the_row_and_the_task_say_for_whom_and_the_history_keeps_it(ward: Site):
    task = ward.world.task("dang-ky", "hoi-a").id
    away(ward.world, "a", FIRST, LAST, "b", "kt")
    ward.world.at(FIRST)
    b = ward.browser("b")

    row = re.search(rf'<a href="/viec/{task}".*?</a>', b.get("/viec").text, re.S)
    page = b.get(f"/viec/{task}").text
    ward.world.send("b", "dang-ky", answers=rows("Đường hoa A"), code="hoi-a")

    assert row and "thay Trần A" in row[0]
    assert "Bạn làm thay Trần A đến T5 22/01/2026" in page
    assert "Gửi đi ghi: KT. Cán bộ, Hội A (làm thay Trần A). Ký: KT. Cán bộ." in page
    assert "KT. Cán bộ, Hội A (làm thay Trần A)" in ward.browser("sep-a").get(f"/viec/{task}").text


def test_mistakes_come_back_at_their_fields_with_what_was_typed(ward: Site):
    reply = ward.browser("a").post("/vang-mat", {"tu": "22/01/2026", "den": "20/01/2026", "ghi_chu": "họp <b>"})

    assert reply.status_code == 422
    assert 'id="den-sai"' in reply.text
    assert 'value="22/01/2026"' in reply.text
    assert "họp &lt;b&gt;" in reply.text
    assert "Ghi ngày như 05/12/2026." in ward.browser("a").post("/vang-mat", {"tu": "mai", "den": ""}).text


def test_an_absence_is_changed_and_ended_by_its_person(ward: Site):
    _enter(ward, ward.browser("a"), "b")
    a, seat = ward.browser("a"), position_of(ward.world, "a")
    first = absences_of(ward.world, "a")[0].id

    form = a.get(f"/vang-mat/{first}/sua").text
    changed = a.post(f"/vang-mat/{first}/sua", {"tu": "20/01/2026", "den": "25/01/2026",
                                                f"thay.{seat}": ward.world.viewer("c").person_id})
    second = absences_of(ward.world, "a")[0]
    gone = a.get(f"/vang-mat/{first}/sua").status_code
    ended = a.post(f"/vang-mat/{second.id}/ket-thuc")

    assert 'value="22/01/2026"' in form
    assert (changed.status_code, gone, ended.status_code) == (303, 404, 303)
    assert second.leave.last_day == date(2026, 1, 25)
    assert absences_of(ward.world, "a") == []


def test_an_administrator_enters_it_for_somebody_and_sees_who_is_away(ward: Site):
    boss, a = ward.browser("quan-tri"), ward.world.viewer("a").person_id

    chosen = boss.get(f"/vang-mat/chon?nguoi={a}")
    entered = _enter(ward, boss, "b", nguoi=a)

    assert chosen.headers["Location"].endswith(f"/vang-mat/cua/{a}")
    assert entered == 303
    page = boss.get("/vang-mat").text
    assert "Cán bộ, Hội A: Vũ B làm thay" in page
    assert "Quản Trị ghi" in page


@pytest.mark.parametrize(("who", "status"), [("b", 403), ("nguoi-la", 404), ("dau-moi", 404)])
def test_nobody_without_a_say_reaches_the_absence_of_another(ward: Site, who: str, status: int):
    away(ward.world, "a", FIRST, LAST, "c")
    entered, a = absences_of(ward.world, "a")[0].id, ward.world.viewer("a").person_id
    crafted = ward.browser(who)

    replies = [crafted.get(f"/vang-mat/cua/{a}").status_code, crafted.get(f"/vang-mat/{entered}/sua").status_code,
               crafted.post(f"/vang-mat/{entered}/ket-thuc").status_code,
               crafted.post(f"/vang-mat/{entered}/sua", {"tu": "20/01/2026", "den": "21/01/2026"}).status_code,
               _enter(ward, crafted, who, nguoi=a)]

    assert set(replies) <= {status, 404}
    assert status in replies
    assert len(absences_of(ward.world, "a")) == 1
    ward.world.at(FIRST)
    assert ward.world.viewer(who).standing_in == ()


def test_a_crafted_post_gives_nobody_the_position_of_another(ward: Site):
    theirs, b = position_of(ward.world, "thuong-truc"), ward.browser("b")

    refused = b.post("/vang-mat", {"tu": "20/01/2026", "den": "22/01/2026",
                                   f"thay.{theirs}": ward.world.viewer("c").person_id})
    oneself = _enter(ward, ward.browser("a"), "a")

    assert (refused.status_code, oneself) == (403, 422)
    ward.world.at(FIRST)
    assert ward.world.viewer("c").standing_in == ()


def test_a_post_without_its_token_enters_nothing(ward: Site):
    visitor = ward.browser("a")

    assert visitor.client.post("/vang-mat", data={"tu": "20/01/2026", "den": "22/01/2026"}).status_code == 400
    assert absences_of(ward.world, "a") == []


def test_a_substitute_neither_sees_nor_casts_the_ballot_of_a_member(sqlite, ids, clock, tmp_path):
    here = site(council(sqlite, ids, clock, SECRET, members=("a", "sep-a", "b")), tmp_path)
    task, today = here.world.task("xet").id, here.world.clock.now().date()
    away(here.world, "a", today, today, "c")
    c = here.browser("c")

    seen = c.get(f"/viec/{task}").status_code
    cast = c.post(f"/viec/{task}/phieu-diem", {"phieu": "tan-thanh"}).status_code

    assert here.world.viewer("c").standing_in
    assert (seen, cast) == (403, 403)
    assert task not in c.get("/viec").text
    with sqlite.read() as connection:
        assert connection.execute(select(func.count()).select_from(ballot)).scalar_one() == 0
    assert here.browser("a").post(f"/viec/{task}/phieu-diem", {"phieu": "tan-thanh"}).status_code == 303


def test_who_stands_in_for_the_chair_conducts_and_learns_no_vote(sqlite, ids, clock, tmp_path):
    here = site(council(sqlite, ids, clock, SECRET, members=("a", "sep-a", "b")), tmp_path)
    task, today = here.world.task("xet").id, here.world.clock.now().date()
    here.browser("a").post(f"/viec/{task}/phieu-diem", {"phieu": "khong-tan-thanh"})
    away(here.world, "thuong-truc", today, today, "c", "kt")

    desk = here.browser("c").get(f"/viec/{task}/dieu-hanh").text

    assert "1/3" in desk
    assert "checked" not in desk
    assert here.browser("c").post(f"/viec/{task}/phieu-diem", {"phieu": "tan-thanh"}).status_code == 403


def test_the_substitute_who_extends_the_leave_stays_chosen_on_the_form(ward: Site):
    _enter(ward, ward.browser("a"), "quan-tri")
    (first,), seat = absences_of(ward.world, "a"), position_of(ward.world, "a")
    editor, me = ward.browser("quan-tri"), ward.world.viewer("quan-tri").person_id

    form = editor.get(f"/vang-mat/{first.id}/sua").text
    reply = editor.post(f"/vang-mat/{first.id}/sua", {
        "tu": "20/01/2026", "den": "30/01/2026", f"thay.{seat}": me, f"ky.{seat}": "kt"})

    assert f'<option value="{me}" selected>Quản Trị</option>' in form
    assert reply.status_code == 303
    assert [(one.leave.last_day, one.leave.substitutions[0].person_id) for one in absences_of(ward.world, "a")] == [
        (date(2026, 1, 30), me)]
