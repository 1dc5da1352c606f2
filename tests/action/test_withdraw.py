"""What was sent is taken back while nobody has begun to look at it, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.action.reconcile import differences_of
from engine.action.save_draft import save_draft
from engine.action.withdraw_task import withdraw_task
from engine.store import drafts, task_acts
from engine.store.sending import lease_letter
from engine.store.tables import audit, notice, task
from engine.work.people import Conflict, Forbidden, NotFound
from tests.action.nho import World, published, rows, world

RAISED = """  - {mã: bao-cao-them, tên: Báo cáo thêm, chủ trì: đơn vị, tiếp nhận: đầu mối, quy trình: gui-va-tiep-nhan,
     mở khi xong: ban-hanh, thu hồi: không}
"""


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _sent(made: World) -> str:
    sent = made.task("dang-ky", "hoi-a")
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    return str(sent.id)


def _withdraw(made: World, login: str, task_id: str):
    return withdraw_task(made.database, made.ids, made.viewer(login), task_id, made.clock.now())


def test_what_was_sent_comes_back_as_a_draft_and_the_receivers_task_goes(running):
    task_id = _sent(running)
    before = running.row(task_id)

    done = _withdraw(running, "a", task_id)

    again = running.row(done.task_id)
    assert running.tasks() == [("dang-ky.chính", code, "") for code in ("hoi-a", "hoi-b", "hoi-c")]
    assert running.tasks("cancelled") == [("dang-ky.chính", "hoi-a", ""), ("dang-ky.tiếp nhận", "hoi-a", "")]
    assert (again.returned, again.draft_percent, again.last_day, again.phrase) == (
        0, 100, before.last_day, before.phrase)
    with running.database.read() as connection:
        assert drafts.answers_in(connection, again.id) == rows("Mô hình 1")
        assert connection.execute(select(audit.c.command).where(audit.c.subject == task_id)).scalars().all() == [
            "complete_task", "withdraw_task"]
        assert [act.kind for act in task_acts.of_task(connection, task_id, before.instance_id, "withdraw")] == [
            "withdraw"]
        assert differences_of(connection, running.ids, before.instance_id, running.clock.now()) == []


def test_it_is_sent_again_changed_and_accepted(running):
    _withdraw(running, "a", _sent(running))

    running.send("a", "dang-ky", answers=rows("Mô hình 2"), code="hoi-a")
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-a")

    assert {name: entry.status for name, entry in running.entries().items() if entry.status != "withdrawn"} == {
        "Mô hình 2": "accepted"}


def test_a_returned_task_that_is_sent_and_taken_back_still_says_why_it_was_returned(running):
    _sent(running)
    running.send("dau-moi", "dang-ky", "tra-lai", reason="Thiếu tên", code="hoi-a")
    again = _sent(running)

    done = _withdraw(running, "a", again)

    assert running.row(done.task_id).returned == 1


@pytest.mark.parametrize("outcome, reason", [("nhan", None), ("tra-lai", "Thiếu tên")])
def test_what_the_receiver_has_decided_stays(running, outcome, reason):
    task_id = _sent(running)
    running.send("dau-moi", "dang-ky", outcome, reason=reason, code="hoi-a")

    with pytest.raises(Conflict, match="đã được nơi nhận xem xét"):
        _withdraw(running, "a", task_id)


def test_what_the_receiver_has_begun_to_write_about_stays(running):
    task_id = _sent(running)
    review = running.task("dang-ky", "hoi-a")
    save_draft(running.database, running.viewer("dau-moi"), review.id, {}, running.clock.now())

    with pytest.raises(Conflict, match="Ban đầu mối đã bắt đầu xem xét"):
        _withdraw(running, "a", task_id)


def test_the_plan_can_forbid_it(database, ids, clock):
    made = world(database, ids, clock, RAISED)
    made.send("dau-moi", "ban-hanh")
    sent = made.task("bao-cao-them", "hoi-a")
    made.send("a", "bao-cao-them", code="hoi-a")

    with pytest.raises(Conflict, match="không thu hồi được, theo kế hoạch"):
        _withdraw(made, "a", sent.id)


def test_a_step_that_ended_with_the_sending_stays(running):
    sent = running.row(_published_task(running))

    with pytest.raises(Conflict, match="báo cơ quan đầu mối"):
        _withdraw(running, "dau-moi", sent.id)


def test_only_who_might_have_sent_it_takes_it_back(running):
    task_id = _sent(running)

    with pytest.raises(Forbidden, match="không làm thay"):
        _withdraw(running, "b", task_id)
    with pytest.raises(NotFound):
        _withdraw(running, "nguoi-la", task_id)


def test_an_earlier_round_is_not_taken_back_nor_anything_twice(running):
    first = _sent(running)
    running.send("dau-moi", "dang-ky", "tra-lai", reason="Thiếu tên", code="hoi-a")
    second = _sent(running)

    with pytest.raises(Conflict):
        _withdraw(running, "a", first)
    _withdraw(running, "a", second)
    with pytest.raises(Conflict, match="đã được thu hồi"):
        _withdraw(running, "a", second)


def test_who_was_told_hears_of_it_and_letters_not_sent_are_not_sent(running):
    task_id = _sent(running)
    review = running.task("dang-ky", "hoi-a")
    running.tick(date(2026, 1, 20))
    running.tick(date(2026, 1, 21))

    _withdraw(running, "a", task_id)

    with running.database.write() as connection:
        told = connection.execute(select(notice.c.text).where(
            notice.c.task_id == review.id, notice.c.kind == "information")).scalars().all()
        left = lease_letter(connection, running.clock.now())
    assert set(told) == {"Hội A đã thu hồi “Đăng ký mô hình” để sửa; "
                         "việc “Tiếp nhận hoặc trả lại: Đăng ký mô hình” không cần làm nữa."}
    assert left is None or "Tiếp nhận" not in left.subject


def _published_task(made: World) -> str:
    with made.database.read() as connection:
        return str(connection.execute(select(task.c.id).where(task.c.step == "ban-hanh")).scalar_one())
