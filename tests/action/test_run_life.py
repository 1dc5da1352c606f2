"""A run from preparation to its close, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.action.cast_ballot import cast_ballot
from engine.action.close_run import close_run
from engine.action.closing import Completed
from engine.action.move_event import hold_event, move_event
from engine.store import drafts
from engine.store.tables import event, instance, notice, run, timer, wait
from engine.work.people import Conflict
from tests.action.nho import World, published, rows, world


@pytest.fixture
def prepared(database, ids, clock) -> World:
    return world(database, ids, clock)


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def test_a_prepared_run_waits_for_the_coordinator_alone(prepared):
    assert prepared.tasks() == [("ban-hanh.chính", "dau-moi", "")]
    assert prepared.instances() == [("run", "active")]
    assert prepared.task("ban-hanh").last_day == date(2026, 1, 24)


def test_publication_starts_every_participating_unit(running):
    assert running.tasks() == [("dang-ky.chính", code, "") for code in ("hoi-a", "hoi-b", "hoi-c")]
    task = running.task("dang-ky", "hoi-a")
    assert (task.last_day, task.last_working_day, task.overdue_after) == (
        date(2026, 2, 4), date(2026, 2, 4), date(2026, 2, 5))
    assert task.next_act_at is not None
    with running.database.read() as connection:
        assert connection.execute(select(run.c.status, run.c.published_at)).one().status == "running"


def test_a_step_of_units_hears_what_the_run_announced_before_they_began(database, ids, clock):
    step = """  - {mã: quan-triet, tên: Quán triệt, chủ trì: đơn vị, quy trình: xac-nhan, mở khi xong: ban-hanh}
"""
    made = world(database, ids, clock, step)

    made.send("dau-moi", "ban-hanh")

    assert [t for t in made.tasks() if t[0].startswith("quan-triet")] == [
        ("quan-triet.chính", code, "") for code in ("hoi-a", "hoi-b", "hoi-c")]
    assert made.send("a", "quan-triet", code="hoi-a").message == "Đã xác nhận “Quán triệt”."


def test_a_returned_registration_comes_back_with_reason_count_and_answers(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1", "Mô hình 2"), code="hoi-a")
    assert {name: entry.status for name, entry in running.entries().items()} == {
        "Mô hình 1": "sent", "Mô hình 2": "sent"}

    running.send("dau-moi", "dang-ky", "tra-lai", reason="Bổ sung mô hình 3", code="hoi-a")
    again = running.task("dang-ky", "hoi-a")
    with running.database.read() as connection:
        draft = drafts.answers_in(connection, again.id)
    running.send("a", "dang-ky", answers=rows("Mô hình 1", "Mô hình 3", new=True), code="hoi-a")
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-a")

    assert (again.returned, again.round) == (1, 2)
    assert draft == rows("Mô hình 1", "Mô hình 2")
    found = running.entries()
    assert {name: (entry.status, entry.data["moi"]) for name, entry in found.items()} == {
        "Mô hình 1": ("accepted", True), "Mô hình 2": ("withdrawn", False), "Mô hình 3": ("accepted", True)}
    assert running.instances().count(("entry", "cancelled")) == 1
    assert [t for t in running.tasks() if t[0].startswith("ra-mat")] == [
        ("ra-mat.chính", "hoi-a", "Mô hình 1"), ("ra-mat.chính", "hoi-a", "Mô hình 3")]


def test_an_entry_sent_again_as_it_was_is_not_written_again(running):
    def revisions():
        return {name: entry.rev for name, entry in running.entries().items()}

    running.send("a", "dang-ky", answers=rows("Mô hình 1", "Mô hình 2"), code="hoi-a")
    running.send("dau-moi", "dang-ky", "tra-lai", reason="Xem lại", code="hoi-a")
    running.send("a", "dang-ky", answers=rows("Mô hình 1", "Mô hình 3"), code="hoi-a")
    sent_again = revisions()
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-a")

    assert sent_again == {"Mô hình 1": 1, "Mô hình 2": 2, "Mô hình 3": 1}
    assert revisions() == {"Mô hình 1": 2, "Mô hình 2": 2, "Mô hình 3": 2}


def test_a_sentence_says_what_was_done_and_the_next_task_follows(running):
    sent = running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    accepted = running.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    nothing = running.next_task("dau-moi")
    running.send("b", "dang-ky", answers=rows("Mô hình 2"), code="hoi-b")
    running.send("c", "dang-ky", answers=rows("Mô hình 3"), code="hoi-c")
    waiting = running.task("dang-ky", "hoi-c").id
    again = running.send("dau-moi", "dang-ky", "tra-lai", reason="Thiếu", code="hoi-b")

    assert nothing is None
    assert running.next_task("dau-moi") == waiting
    assert sent == Completed("Đã gửi “Đăng ký mô hình”.", withdraws=True)
    assert accepted == Completed("Đã tiếp nhận: “Đăng ký mô hình” của Hội A.")
    assert again == Completed("Đã trả lại để bổ sung: “Đăng ký mô hình” của Hội B.")


def test_the_roles_to_be_informed_get_a_notice_when_the_step_is_over(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-a")

    with running.database.read() as connection:
        found = connection.execute(select(notice.c.kind, notice.c.channel, notice.c.text)).all()
    assert [tuple(row) for row in found] == [
        ("information", "inbox", "Đăng ký mô hình: Hội A đã xong ngày 15/01/2026.")]


def test_a_timer_opens_the_report_on_its_day(running):
    _register(running)

    before = running.tick(date(2026, 5, 14)).timers
    after = running.tick(date(2026, 5, 15)).timers

    assert (before, after) == (0, 3)
    assert running.tasks() == [("bao-cao.chính", code, "") for code in ("hoi-a", "hoi-b", "hoi-c")]


def test_the_roll_up_opens_when_the_last_unit_has_finished(running):
    _register(running)
    running.tick(date(2026, 5, 15))
    for login in "ab":
        running.send(login, "bao-cao", answers=REPORT, code=f"hoi-{login}")
    assert [t[0] for t in running.tasks()] == ["bao-cao.chính"]

    running.send("c", "bao-cao", answers=REPORT, code="hoi-c")

    assert running.tasks() == [("tong-hop.chính", "dau-moi", "")]


def test_the_cut_off_opens_the_roll_up_without_the_late_ones(running):
    _register(running)
    running.tick(date(2026, 5, 15))

    on_the_day = running.tick(date(2026, 6, 25), 23).cut_offs
    after_it = running.tick(date(2026, 6, 26)).cut_offs

    assert (on_the_day, after_it) == (0, 1)
    assert ("tong-hop.chính", "dau-moi", "") in running.tasks()


def test_a_moved_event_moves_what_hangs_on_it(running):
    _to_the_appraisal(running)
    before = running.task("bao-cao-cham", "hoi-a")

    moved = move_event(running.database, running.ids, running.viewer("dau-moi"), running.run_id, "họp chấm",
                       date(2026, 10, 20), running.clock.now())

    after = running.row(before.id)
    assert (before.last_day, after.last_day) == (date(2026, 10, 2), date(2026, 10, 17))
    assert [(m.task_id, m.before, m.after) for m in moved] == [(before.id, before.last_day, after.last_day)]
    assert after.next_act_at > before.next_act_at
    assert "20/10/2026" in after.why
    with running.database.read() as connection:
        assert connection.execute(select(event.c.planned_on)).scalar_one() == date(2026, 10, 20)


def test_the_day_on_which_an_event_took_place_counts_from_then_on(running):
    _to_the_appraisal(running)
    viewer = running.viewer("dau-moi")
    running.at(date(2026, 10, 9))

    hold_event(running.database, running.ids, viewer, running.run_id, "họp chấm", date(2026, 10, 8),
               running.clock.now())

    with running.database.read() as connection:
        planned, actual = connection.execute(select(event.c.planned_on, event.c.actual_on)).one()
    assert (planned, actual) == (date(2026, 10, 5), date(2026, 10, 8))
    assert running.task("bao-cao-cham", "hoi-a").last_day == date(2026, 10, 5)
    with pytest.raises(Conflict, match="đã diễn ra nên không đổi được ngày dự kiến"):
        move_event(running.database, running.ids, viewer, running.run_id, "họp chấm", date(2026, 10, 20),
                   running.clock.now())


def test_an_event_cannot_have_taken_place_on_a_day_to_come(running):
    _to_the_appraisal(running)

    with pytest.raises(Conflict, match="Ngày 20/10/2026 chưa tới"):
        hold_event(running.database, running.ids, running.viewer("dau-moi"), running.run_id, "họp chấm",
                   date(2026, 10, 20), running.clock.now())


def test_a_moved_event_moves_the_day_on_which_a_step_begins(running):
    _to_the_appraisal(running)
    move_event(running.database, running.ids, running.viewer("dau-moi"), running.run_id, "họp chấm",
               date(2026, 10, 20), running.clock.now())

    too_early = running.tick(date(2026, 10, 14)).timers
    in_time = running.tick(date(2026, 10, 15)).timers

    assert (too_early, in_time) == (0, 1)
    assert ("chuan-bi.chính", "dau-moi", "") in running.tasks()


def test_only_chosen_entries_hear_of_the_appraisal(running):
    _to_the_appraisal(running)

    assert running.tasks() == [("bao-cao-cham.chính", "hoi-a", "Mô hình a")]


def test_the_ballot_closes_with_the_last_member_and_its_average_goes_into_the_register(running):
    _to_the_appraisal(running)
    running.send("a", "bao-cao-cham", answers=REPORT)
    vote = running.task("cham").id

    first = _vote(running, "b", vote, 6)
    changed = _vote(running, "b", vote, 8)
    assert running.row(vote).status == "open"
    last = _vote(running, "c", vote, 9)

    assert running.row(vote).status == "done"
    assert running.entries()["Mô hình a"].data["diem"] == 85.0
    assert first.message == changed.message != last.message
    assert ("cong-nhan.tham mưu", "dau-moi", "") in running.tasks()


def test_a_decision_returned_and_agreed_writes_the_register(running):
    _to_the_appraisal(running)
    running.send("a", "bao-cao-cham", answers=REPORT)
    _vote(running, "b", running.task("cham").id, 6)
    _vote(running, "c", running.task("cham").id, 6)
    entry = running.entries()["Mô hình a"]
    agreed = {"cong-nhan": {"danh_sach": [{"_id": entry.id, "mo_hinh": entry.id, "dong_y": True}]}}

    running.send("dau-moi", "cong-nhan", answers=agreed)
    running.send("thuong-truc", "cong-nhan", "tra-lai", reason="Nêu rõ hơn")
    running.send("dau-moi", "cong-nhan", answers=agreed)
    assert "cong_nhan" not in running.entries()["Mô hình a"].data
    running.send("thuong-truc", "cong-nhan", "dong-y")

    assert running.entries()["Mô hình a"].data["cong_nhan"] is True


def test_a_run_with_open_tasks_is_not_closed(running):
    with pytest.raises(Conflict) as refused:
        _close(running)

    assert str(refused.value) == ("Đợt “Kế hoạch nhỏ” còn 3 việc đang mở ở Đăng ký mô hình (3); "
                                  "hãy làm xong các việc đó rồi đóng đợt.")


def test_a_closed_run_leaves_nothing_open(running):
    _to_the_appraisal(running)
    running.send("a", "bao-cao-cham", answers=REPORT)
    for login in "bc":
        _vote(running, login, running.task("cham").id, 6)
    running.send("dau-moi", "cong-nhan", answers={"cong-nhan": {"danh_sach": []}})
    running.send("thuong-truc", "cong-nhan", "dong-y")

    _close(running)

    assert running.tasks() == []
    with running.database.read() as connection:
        assert connection.execute(select(wait)).all() == connection.execute(select(timer)).all() == []
        assert set(connection.execute(select(instance.c.status)).scalars()) == {"ended", "cancelled"}
        assert connection.execute(select(run.c.status)).scalar_one() == "closed"


REPORT = {"bao-cao": {"noi_dung": "Đã làm."}}


def _register(world: World) -> None:
    for login in "abc":
        world.send(login, "dang-ky", answers=rows(f"Mô hình {login}"), code=f"hoi-{login}")
        world.send("dau-moi", "dang-ky", "nhan", code=f"hoi-{login}")


def _to_the_appraisal(world: World) -> None:
    _register(world)
    world.tick(date(2026, 5, 15))
    for login in "abc":
        world.send(login, "bao-cao", answers=REPORT, code=f"hoi-{login}")
    world.send("dau-moi", "tong-hop")
    world.tick(date(2026, 9, 1))
    chosen = [{"_id": entry.id, "mo_hinh": entry.id, "chon": name == "Mô hình a"}
              for name, entry in world.entries().items()]
    world.send("dau-moi", "lap-doan", answers={"lap-doan": {
        "thanh_vien": [world.viewer("b").person_id, world.viewer("c").person_id], "ngay_hop": "2026-10-05",
        "danh_sach": chosen}})


def _vote(world: World, login: str, task_id: str, points: int):
    return cast_ballot(world.database, world.ids, world.viewer(login), task_id, {"hieu-qua": points}, None,
                       world.clock.now())


def _close(world: World) -> None:
    close_run(world.database, world.ids, world.viewer("dau-moi"), world.run_id, world.clock.now())
