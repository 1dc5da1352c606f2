"""The picture of a run, its events, its end and its record: counted from rows, for those who may see them."""

from datetime import date

import pytest

from engine.action.close_run import close_run
from engine.action.move_event import move_event
from engine.action.record_refusal import record_refusal
from engine.report.closing import OpenStep, closing_page
from engine.report.events import Hanging, event_page
from engine.report.run_log import PAGE, run_log
from engine.report.run_page import run_page
from engine.store.audit import Act, record
from engine.work.people import Conflict, Forbidden, NotFound
from tests.action.nho import World, published, rows

TODAY = date(2026, 2, 9)
SEND, REVIEW = "dang-ky.gui", "dang-ky.tiep-nhan"


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _page(at: World, login: str = "dau-moi", **about: str):
    return run_page(at.database, at.viewer(login), at.run_id, TODAY, **about)


def _step(page, scope: str, step: str) -> dict[str, tuple[int, int, int]]:
    """Node -> open, late, done, of the step's nodes at which something stands or stood."""
    nodes = next(p for p in page.pictures if p.scope == scope).nodes
    here = [n for n in nodes.values() if n.id.startswith(f"{step}.") and (n.open or n.done)]
    return {n.id: (n.open, n.late, n.done) for n in here}


def _unit(at: World, code: str) -> str:
    return str(at.task("dang-ky", code).unit_id)


def test_each_node_counts_who_stands_there_and_who_has_passed(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    running.send("dau-moi", "dang-ky", "tra-lai", reason="thiếu", code="hoi-a")
    running.send("b", "dang-ky", answers=rows("Mô hình 2"), code="hoi-b")

    page = _page(running)

    assert _step(page, "unit", "dang-ky") == {SEND: (2, 2, 2), REVIEW: (1, 1, 1)}
    assert [(p.scope, p.processes, p.ended) for p in page.pictures] == [("run", 1, 0), ("unit", 3, 0), ("entry", 2, 0)]


def test_waits_and_timers_stand_at_their_nodes_and_a_cut_off_once(running):
    figures = _step(_page(running), "run", "tong-hop")

    assert figures == {"tong-hop.du": (1, 0, 0)}


def test_a_node_looked_into_names_who_stands_there(running):
    page = _page(running, node=f"unit:{SEND}")

    assert [(s.kind, s.unit, s.day) for s in page.standing] == [
        ("task", f"Hội {letter}", date(2026, 2, 4)) for letter in "ABC"]
    assert page.standing[0].due.code == "late"
    assert _page(running, node="unit:không có").node is None


def test_a_unit_looks_at_its_own_progress_alone(running):
    own, other = _unit(running, "hoi-a"), _unit(running, "hoi-b")

    page = _page(running, "a", unit_id=own)

    assert (page.about, [p.scope for p in page.pictures], page.pictures[0].processes) == ("Hội A", ["unit", "entry"], 1)
    with pytest.raises(Forbidden, match="Hội B"):
        _page(running, "a", unit_id=other)
    with pytest.raises(Forbidden, match="cả đợt"):
        _page(running, "a")
    with pytest.raises(NotFound):
        _page(running, "nguoi-la")


def test_an_entry_is_found_by_its_unit_only(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1", new=True), code="hoi-a")
    entry = running.entries()["Mô hình 1"].id

    assert _page(running, "a", entry_id=entry).about == "Mô hình 1"
    with pytest.raises(NotFound):
        _page(running, "b", entry_id=entry)
    with pytest.raises(NotFound):
        _page(running, "a", entry_id="không có")


def test_as_many_queries_for_one_unit_as_for_three(running, count_statements):
    _page(running)
    unit_id = _unit(running, "hoi-a")
    with count_statements(running.database) as of_three:
        _page(running)
    with count_statements(running.database) as of_one:
        _page(running, unit_id=unit_id)

    assert len(of_one) == len(of_three)


def test_an_event_tells_what_hangs_on_it_and_who_fixed_it(running):
    viewer = running.viewer("dau-moi")
    before = event_page(running.database, viewer, running.run_id, TODAY).events[0]
    day, now = date(2026, 10, 20), running.clock.now()
    move_event(running.database, running.ids, viewer, running.run_id, "họp chấm", day, now)

    page = event_page(running.database, viewer, running.run_id, TODAY)

    after = page.events[0]
    assert (before.day, before.set_by, after.day, after.set_by) == (None, None, date(2026, 10, 20), "Lê Đầu Mối")
    assert {Hanging("Báo cáo trước họp chấm", "chính", "trước 03 ngày họp chấm", date(2026, 10, 16), 0),
            Hanging("Chấm điểm", "chính", "ngày họp chấm", date(2026, 10, 20), 0)} <= set(after.hanging)
    assert page.may_move
    assert not event_page(running.database, running.viewer("a"), running.run_id, TODAY).may_move


def test_what_is_open_is_listed_before_a_run_is_closed(running):
    viewer = running.viewer("dau-moi")

    page = closing_page(running.database, viewer, running.run_id, TODAY)

    assert page.steps == (OpenStep("dang-ky", "Đăng ký mô hình", 3, 3),)
    assert page.hinders == "Còn 3 việc đang mở; đợt kết thúc được khi không còn việc nào."
    assert closing_page(running.database, running.viewer("quan-tri"), running.run_id, TODAY).hinders == (
        "Chỉ Ban đầu mối được kết thúc đợt.")
    with pytest.raises(Conflict):
        close_run(running.database, running.ids, viewer, running.run_id, running.clock.now())
    with pytest.raises(Forbidden):
        closing_page(running.database, running.viewer("a"), running.run_id, TODAY)


def test_the_record_names_who_did_what_in_which_capacity_newest_first(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    lines = run_log(running.database, running.viewer("dau-moi"), running.run_id, TODAY).lines

    assert [(one.who, one.capacity, one.command, one.what, one.unit) for one in lines] == [
        ("Trần A", "Cán bộ, Hội A", "complete_task", "Đăng ký mô hình", "Hội A"),
        ("Lê Đầu Mối", "Cán bộ, Ban Đầu mối", "complete_task", "Ban hành kế hoạch", "Ban Đầu mối"),
        ("Lê Đầu Mối", "Cán bộ, Ban Đầu mối", "prepare_run", None, None)]


def test_refusals_at_the_run_and_at_its_tasks_are_in_its_record_and_those_elsewhere_are_not(running):
    now, task_id = running.clock.now(), running.task("dang-ky", "hoi-a").id
    run = f"/dot/{running.run_id}"
    for login, path in (("b", f"/viec/{task_id}/xong"), ("a", f"{run}/nhat-ky"), ("a", "/viec/khac/xong"),
                        ("nguoi-la", run)):
        record_refusal(running.database, running.viewer(login), "POST x", path, "vì sao", now)

    found = run_log(running.database, running.viewer("dau-moi"), running.run_id, TODAY, refused=True)

    assert [(one.who, one.outcome, one.detail["reason"]) for one in found.lines] == [
        ("Trần A", "refused", "vì sao"), ("Vũ B", "refused", "vì sao")]
    with pytest.raises(Forbidden):
        run_log(running.database, running.viewer("a"), running.run_id, TODAY)


def test_the_record_goes_on_behind_its_key_without_a_gap(running):
    with running.database.write() as connection:
        for n in range(PAGE + 3):
            record(connection, Act(f"c{n}", running.clock.now(), run_id=running.run_id))
    viewer = running.viewer("dau-moi")

    first = run_log(running.database, viewer, running.run_id, TODAY)
    second = run_log(running.database, viewer, running.run_id, TODAY, first.more)

    assert len(first.lines) == PAGE and second.more is None
    assert [one.command for one in (*first.lines, *second.lines)] == [
        *(f"c{n}" for n in reversed(range(PAGE + 3))), "complete_task", "prepare_run"]
