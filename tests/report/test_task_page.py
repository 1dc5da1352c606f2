"""One task with everything its page shows."""

from datetime import date

import pytest

from engine.action.add_comment import add_comment
from engine.action.cast_ballot import cast_ballot
from engine.action.save_draft import save_draft
from engine.report.asked_forms import asked_forms
from engine.report.task_page import StepMark, task_page
from engine.work.people import Forbidden, NotFound
from tests.action.nho import World, published, rows

TODAY = date(2026, 2, 2)


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _page(world: World, login: str, task_id: str):
    return task_page(world.database, world.viewer(login), task_id, TODAY)


def test_who_may_act_gets_the_form_with_its_receiver_and_days(running):
    found = _page(running, "a", running.task("dang-ky", "hoi-a").id)

    assert found.acting and found.acting.capacity == "Cán bộ, Hội A"
    assert found.receiver == "Ban đầu mối"
    assert [form.id for form in found.filling.forms] == ["dang-ky"]
    assert [(cell.text, cell.note) for cell in found.days] == [
        ("02/02", "hôm nay"), ("03/02", ""), ("04/02", "ngày cuối"), ("05/02", "ngày ghi trong kế hoạch"),
        ("06/02", "quá hạn")]
    assert found.steps == (StepMark("Đăng ký mô hình", "current"), StepMark("Báo cáo 6 tháng", "ahead"))


def test_who_oversees_reads_without_a_form(running):
    found = _page(running, "thuong-truc", running.task("dang-ky", "hoi-a").id)

    assert (found.acting, found.filling.forms) == (None, ())


@pytest.mark.parametrize(("stranger", "answer"), [("b", Forbidden), ("nguoi-la", NotFound)])
def test_who_has_no_part_in_it_is_refused_and_in_another_ward_finds_nothing(running, stranger, answer):
    task_id = running.task("dang-ky", "hoi-a").id
    assert _page(running, "a", task_id)

    with pytest.raises(answer):
        _page(running, stranger, task_id)
    with pytest.raises(answer):
        asked_forms(running.database, running.viewer(stranger), task_id)


def test_the_draft_stands_in_the_form_with_its_hour(running):
    task_id = running.task("dang-ky", "hoi-a").id
    save_draft(running.database, running.viewer("a"), task_id, rows("Mô hình 1"), running.clock.now())

    found = _page(running, "a", task_id)

    assert found.filling.saved_at == running.clock.now()
    assert found.filling.forms[0].items[0].sections[0].rows[0].cells[0].value == "Mô hình 1"


def test_the_receiver_sees_what_was_sent_and_by_whom(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    found = _page(running, "dau-moi", running.task("dang-ky", "hoi-a").id)

    assert [(sent.by, sent.capacity, sent.outcome) for sent in found.sent] == [("Trần A", "Cán bộ, Hội A", "Gửi")]
    assert found.sent[0].forms[0].items[0].row_count == 1
    assert [(outcome.id, outcome.needs_reason) for outcome in found.outcomes] == [("nhan", False), ("tra-lai", True)]


def test_a_returned_task_says_why_by_whom_and_shows_the_history(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    running.send("dau-moi", "dang-ky", "tra-lai", reason="Thiếu mục tiêu", code="hoi-a")

    found = _page(running, "a", running.task("dang-ky", "hoi-a").id)

    assert found.returned and (found.returned.by, found.returned.reason) == ("Lê Đầu Mối", "Thiếu mục tiêu")
    assert [(row.by, row.act) for row in found.history] == [("Lê Đầu Mối", "review"), ("Trần A", "do")]


def test_a_done_task_shows_what_was_sent_with_it(running):
    task_id = running.task("dang-ky", "hoi-a").id
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    found = _page(running, "a", task_id)

    assert (found.due.code, found.acting) == ("done", None)
    assert [sent.by for sent in found.sent] == ["Trần A"]


def test_comments_follow_the_step_through_its_rounds(running):
    first = running.task("dang-ky", "hoi-a").id
    add_comment(running.database, running.ids, running.viewer("a"), first, "Hỏi", running.clock.now())
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    found = _page(running, "dau-moi", running.task("dang-ky", "hoi-a").id)

    assert [(said.by, said.text) for said in found.comments] == [("Trần A", "Hỏi")]


def test_the_page_costs_the_same_for_one_row_and_for_three(running, count_statements):
    viewer, task_id = running.viewer("a"), running.task("dang-ky", "hoi-a").id
    costs = []
    for names in (("Mô hình 1",), ("Mô hình 1", "Mô hình 2", "Mô hình 3")):
        save_draft(running.database, viewer, task_id, rows(*names), running.clock.now())
        for name in names:
            add_comment(running.database, running.ids, viewer, task_id, name, running.clock.now())
        with count_statements(running.database) as sent:
            task_page(running.database, viewer, task_id, TODAY)
        costs.append(len(sent))

    assert costs[0] == costs[1]


def test_a_member_sees_the_criteria_and_how_many_have_scored_but_not_how(running):
    ballot = _to_the_ballot(running)
    for login, points in (("b", 6),):
        cast_ballot(running.database, running.ids, running.viewer(login), ballot, {"hieu-qua": points}, "Tốt",
                    running.clock.now())

    other, own = _page(running, "c", ballot).ballot, _page(running, "b", ballot).ballot

    assert other and own
    assert (other.name, other.members, other.cast, other.mine, other.note) == ("Tiêu chí chấm", 2, 1, False, "")
    assert [(row.id, row.how, row.maximum, row.given) for row in other.rows] == [("hieu-qua", "scored", "10", "")]
    assert (own.mine, own.note, own.rows[0].given) == (True, "Tốt", "6")


def _to_the_ballot(world: World) -> str:
    """One accepted initiative, two members chosen, its report sent: the ballot is open."""
    world.send("a", "dang-ky", answers=rows("Mô hình a"), code="hoi-a")
    world.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    world.tick(date(2026, 6, 26))
    world.send("dau-moi", "tong-hop")
    world.tick(date(2026, 9, 1))
    entry = world.entries()["Mô hình a"]
    members = [world.viewer(login).person_id for login in ("b", "c")]
    world.send("dau-moi", "lap-doan", answers={"lap-doan": {
        "thanh_vien": members, "ngay_hop": "2026-10-01",
        "danh_sach": [{"_id": entry.id, "mo_hinh": entry.id, "chon": True}]}})
    world.send("a", "bao-cao-cham", answers={"bao-cao": {"noi_dung": "Đã xong"}})
    return str(world.task("cham").id)
