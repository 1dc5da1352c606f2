"""The overview of a run: exact figures, for whom, at which cost."""

from datetime import date

import pytest
from sqlalchemy import Connection, insert, select, update

from engine.action.withdraw_task import withdraw_task
from engine.base.clock import local_moment
from engine.report.matrix import Cell
from engine.report.overview import overview
from engine.report.runs import run_list
from engine.report.strip import WIDTH
from engine.store.tables import instance, position, run, task, unit
from engine.work.due_state import DueState
from engine.work.people import Forbidden, NotFound
from tests.action.nho import World, published, rows, world


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _overview(at: World, login: str = "dau-moi", step: str | None = None):
    return overview(at.database, at.viewer(login), at.run_id, at.clock.now(), step)


def _states(found, step: str) -> dict[str, Cell]:
    column = [c.step for c in found.matrix.columns].index(step)
    return {row.name: row.cells[column] for row in found.matrix.rows}


def _mixed(running: World) -> None:
    """Hội A was returned once, Hội B sent and waits, Hội C did nothing; it is two days after the deadline."""
    running.at(date(2026, 2, 2))
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    running.send("dau-moi", "dang-ky", "tra-lai", reason="thiếu", code="hoi-a")
    running.send("b", "dang-ky", answers=rows("Mô hình 2", "Mô hình 3"), code="hoi-b")
    running.at(date(2026, 2, 4))


def test_each_unit_stands_where_its_rows_say(running):
    _mixed(running)

    found = _overview(running)

    cells = _states(found, "dang-ky")
    assert {name: (c.state, c.day, c.times) for name, c in cells.items()} == {
        "Hội A": ("ret", date(2026, 2, 2), 1), "Hội B": ("wait", date(2026, 2, 2), 0), "Hội C": ("none", None, 0)}
    assert found.matrix.counts == {"none": 1, "ret": 1, "wait": 1}
    assert [(row.name, row.entries) for row in found.matrix.rows] == [("Hội C", 0), ("Hội A", 1), ("Hội B", 2)]


def test_who_is_late_stands_first_and_who_is_done_last(running):
    _mixed(running)
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-b")
    running.at(date(2026, 2, 9))

    found = _overview(running)

    assert [(row.name, row.state) for row in found.matrix.rows] == [
        ("Hội A", "over"), ("Hội C", "over"), ("Hội B", "ok")]
    assert _states(found, "dang-ky")["Hội B"].day == date(2026, 2, 4)


def test_a_draft_shows_its_percent_and_nothing_of_its_content(running):
    task_id = running.task("dang-ky", "hoi-a").id
    with running.database.write() as connection:
        connection.execute(update(task).where(task.c.id == task_id).values(draft_percent=60))

    cell = _states(_overview(running), "dang-ky")["Hội A"]

    assert (cell.state, cell.percent) == ("none", 60)


def test_a_step_behind_an_open_one_waits_and_one_behind_a_timer_is_not_open(running):
    _mixed(running)
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-b")

    cells = _states(_overview(running), "bao-cao")

    assert {name: (c.state, c.waits_for, c.day) for name, c in cells.items()} == {
        "Hội A": ("hold", "Đăng ký mô hình", None), "Hội B": ("later", "", date(2026, 5, 15)),
        "Hội C": ("hold", "Đăng ký mô hình", None)}


def test_steps_of_entries_are_summed_up_for_their_unit(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1", "Mô hình 2", new=True), code="hoi-a")
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    running.send("a", "ra-mat", answers={"ra-mat": {"ngay": "2026-01-20"}}, subject="Mô hình 1")

    cell = _states(_overview(running), "ra-mat")["Hội A"]

    assert (cell.state, cell.count, cell.done, cell.total) == ("none", 1, 1, 2)


def test_the_step_with_most_open_work_is_looked_at_unless_another_is_asked_for(running):
    assert _overview(running).matrix.current.step == "dang-ky"
    assert _overview(running, step="bao-cao").matrix.current.step == "bao-cao"
    assert _overview(running, step="không có").matrix.current.step == "dang-ky"


def test_own_work_is_counted_by_what_it_is(running):
    _mixed(running)
    running.send("c", "dang-ky", answers=rows("Mô hình 4"), code="hoi-c")

    found = _overview(running).work

    due = DueState("soon", "còn 1 ngày làm việc", "◐")
    assert [(w.title, w.count, w.due, w.last_day, w.late) for w in found] == [
        ("Tiếp nhận hoặc trả lại: Đăng ký mô hình", 2, due, date(2026, 2, 5), 0)]


def test_the_year_knows_what_is_done_what_is_next_and_what_has_no_day(running):
    found = _overview(running)

    assert [(m.name, m.day, m.state) for m in found.milestones] == [
        ("Ban hành kế hoạch", date(2026, 1, 23), "done"), ("Đăng ký mô hình", date(2026, 2, 4), "next"),
        ("Báo cáo 6 tháng", date(2026, 6, 12), "later"), ("Tổng hợp báo cáo", date(2026, 6, 30), "later"),
        ("họp chấm", None, "open")]


def test_labels_of_the_strip_stay_within_it_and_touch_no_other(running):
    points = _overview(running).strip.points

    assert all(0 <= p.x <= WIDTH for p in points)
    places = [(p.above, p.tier, p.text_x) for p in points]
    assert len(set(places)) == len(places)


def test_the_ladder_tells_what_was_sent_and_to_how_many_the_next_goes(running):
    running.tick(date(2026, 1, 28))
    running.send("b", "dang-ky", answers=rows("Mô hình 2"), code="hoi-b")
    running.at(date(2026, 2, 2))

    lines = _overview(running).ladder.lines

    assert [(one.level, one.day, one.state, one.told, one.answered, one.ahead) for one in lines] == [
        (1, date(2026, 1, 28), "done", 3, 1, 2), (2, date(2026, 2, 4), "go", 0, 0, 2),
        (3, date(2026, 2, 6), "later", 0, 0, 2), (4, date(2026, 2, 10), "later", 0, 0, 2)]


def test_a_unit_sees_its_own_row_and_no_progress_of_others(running):
    _mixed(running)

    found = _overview(running, "b")

    assert [row.name for row in found.matrix.rows] == ["Hội B"]
    assert (found.whole, found.units, found.all_units, found.ladder) == (False, 1, 3, None)
    assert all(not figure.missing for figure in found.targets)
    registration = next(m for m in found.milestones if m.id == "dang-ky")
    assert (registration.progress.begun, registration.progress.open) == (1, 1)


def test_another_ward_does_not_find_the_run(running):
    with pytest.raises(NotFound):
        _overview(running, "nguoi-la")


def test_a_person_without_a_part_in_the_run_is_refused(running):
    with running.database.write() as connection:
        ids = {row.code: row.id for row in connection.execute(select(unit.c.code, unit.c.id))}
        connection.execute(
            update(position).where(position.c.unit_id == ids["hoi-b"]).values(unit_id=ids["phuong-nho"]))

    with pytest.raises(Forbidden, match="không giao việc cho đơn vị của bạn"):
        _overview(running, "b")


def test_an_administrator_reads_a_run_that_is_not_published(database, ids, clock):
    prepared = world(database, ids, clock)

    found = _overview(prepared, "quan-tri")

    assert (found.whole, found.coordinates, found.matrix.rows) == (True, False, ())


def test_as_many_queries_for_one_unit_as_for_three(running, count_statements):
    _mixed(running)
    _overview(running)  # the plan is compiled once
    with count_statements(running.database) as of_three:
        _overview(running)
    with running.database.write() as connection:
        gone = connection.execute(select(unit.c.id).where(unit.c.code.in_(("hoi-a", "hoi-c")))).scalars().all()
        other = connection.execute(select(run.c.id)).scalar_one()
        away = {"run_id": _elsewhere(connection, other)}
        connection.execute(update(instance).where(instance.c.unit_id.in_(gone)).values(away))
    with count_statements(running.database) as of_one:
        assert len(_overview(running).matrix.rows) == 1

    assert len(of_one) == len(of_three) <= 20


def test_the_list_counts_all_for_overseers_and_the_own_for_units(running):
    _mixed(running)
    today = date(2026, 2, 9)

    lines = {login: [(one.open, one.late, one.done) for one in run_list(running.database, running.viewer(login), today)]
             for login in ("dau-moi", "c", "nguoi-la")}

    assert lines == {"dau-moi": [(3, 3, 4)], "c": [(1, 1, 0)], "nguoi-la": []}


def test_as_many_queries_for_the_list_of_one_run_as_of_three(running, count_statements):
    viewer, today = running.viewer("dau-moi"), date(2026, 2, 2)
    run_list(running.database, viewer, today)
    with count_statements(running.database) as of_one:
        run_list(running.database, viewer, today)
    _copy_runs(running)
    run_list(running.database, viewer, today)  # a plan is compiled once for each year
    with count_statements(running.database) as of_three:
        assert len(run_list(running.database, viewer, today)) == 3

    assert len(of_one) == len(of_three)


def _elsewhere(connection: Connection, run_id: str) -> str:
    """Another run like it: what is moved there is out of sight."""
    first = dict(connection.execute(select(run).where(run.c.id == run_id)).mappings().one())
    connection.execute(insert(run).values({**first, "id": "elsewhere", "year": 2020}))
    return "elsewhere"


def _copy_runs(running: World) -> None:
    with running.database.write() as connection:
        first = dict(connection.execute(select(run)).mappings().one())
        for year in (2024, 2025):
            connection.execute(insert(run).values({**first, "id": f"run-{year}", "year": year,
                                                   "prepared_at": local_moment(date(year, 1, 1))}))


def test_what_was_taken_back_and_sent_again_was_not_returned(running: World):
    sent = running.task("dang-ky", "hoi-a").id
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    withdraw_task(running.database, running.ids, running.viewer("a"), sent, running.clock.now())
    running.send("a", "dang-ky", answers=rows("Mô hình 2"), code="hoi-a")

    cell = _states(_overview(running), "dang-ky")["Hội A"]

    assert (cell.state, cell.times) == ("wait", 0)
