"""More time is asked for with a reason and a day, granted or refused by who receives; on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.action.answer_extension import answer_extension
from engine.action.ask_extension import ask_extension
from engine.store.tables import audit, notice
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound
from tests.action.nho import World, published, rows, world

BY_LAW = """  - {mã: bao-cao-them, tên: Báo cáo thêm, chủ trì: đơn vị, tiếp nhận: đầu mối, quy trình: gui-va-tiep-nhan,
     mở khi xong: ban-hanh, hạn: trước ngày 10/02/2026, gia hạn: không}
"""
LATER = date(2026, 2, 20)


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _ask(made: World, login: str, day: date | None = LATER, reason: str | None = "Chờ họp chi hội",
         step: str = "dang-ky") -> str:
    row = made.task(step, "hoi-a")
    return ask_extension(made.database, made.ids, made.viewer(login), row.id, row.rev, day, reason, made.clock.now())


def _answer(made: World, login: str, day: date | None = LATER, word: str | None = None) -> str:
    asked = made.task("dang-ky", "hoi-a").id
    return answer_extension(made.database, made.ids, made.viewer(login), asked, day is not None, day, word,
                            made.clock.now())


def _told(made: World, login: str) -> list[str]:
    with made.database.read() as connection:
        return list(connection.execute(select(notice.c.text).where(
            notice.c.person_id == made.viewer(login).person_id, notice.c.level <= -100)).scalars())


def test_a_granted_day_is_the_deadline_by_the_same_reckoning(running):
    _ask(running, "a")
    assert _told(running, "dau-moi") == [
        "Cán bộ, Hội A xin gia hạn “Đăng ký mô hình” đến 20/02/2026: Chờ họp chi hội"]
    assert running.task("dang-ky", "hoi-a").last_day == date(2026, 2, 4)

    _answer(running, "dau-moi", date(2026, 2, 21))

    row = running.task("dang-ky", "hoi-a")
    assert (row.phrase, row.last_day, row.last_working_day, row.overdue_after) == (
        "ngày 21/02/2026", date(2026, 2, 21), date(2026, 2, 13), date(2026, 2, 21))
    assert _told(running, "a") == ["“Đăng ký mô hình” được gia hạn đến 21/02/2026, Cán bộ, Ban Đầu mối trả lời."]
    with running.database.read() as connection:
        assert connection.execute(select(audit.c.command).where(audit.c.subject == row.id).order_by(
            audit.c.seq)).scalars().all() == ["ask_extension", "answer_extension"]


def test_a_granted_day_outlives_a_return(running):
    _ask(running, "a")
    _answer(running, "dau-moi")
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    running.send("dau-moi", "dang-ky", "tra-lai", reason="Thiếu tên", code="hoi-a")

    assert running.task("dang-ky", "hoi-a").last_day == LATER


def test_a_refusal_says_why_and_leaves_the_deadline(running):
    _ask(running, "a")
    with pytest.raises(FormRefused, match="lý do không cho gia hạn"):
        _answer(running, "dau-moi", None)

    _answer(running, "dau-moi", None, "Đại hội cần số liệu trước")

    assert running.task("dang-ky", "hoi-a").last_day == date(2026, 2, 4)
    assert _told(running, "a") == [
        "“Đăng ký mô hình” không được gia hạn, Cán bộ, Ban Đầu mối trả lời: Đại hội cần số liệu trước"]
    with pytest.raises(Conflict, match="không có đề nghị gia hạn"):
        _answer(running, "dau-moi")


@pytest.mark.parametrize("day, reason, sentence", [
    (date(2026, 2, 4), "Chờ họp", "phải sau hạn hiện nay"), (None, "Chờ họp", "phải sau hạn hiện nay"),
    (LATER, " ", "nêu lý do")])
def test_a_request_needs_a_reason_and_a_later_day(running, day, reason, sentence):
    with pytest.raises(FormRefused, match=sentence):
        _ask(running, "a", day, reason)


def test_one_request_at_a_time(running):
    _ask(running, "a")

    with pytest.raises(Conflict, match="đang chờ trả lời"):
        _ask(running, "sep-a")


def test_a_deadline_of_the_law_is_not_moved(database, ids, clock):
    made = world(database, ids, clock, BY_LAW)
    made.send("dau-moi", "ban-hanh")

    with pytest.raises(Conflict, match="không cho gia hạn"):
        _ask(made, "a", step="bao-cao-them")


def test_nobody_answers_for_the_receiver_nor_asks_for_another_unit(running):
    with pytest.raises(Forbidden, match="không làm thay"):
        _ask(running, "b")
    _ask(running, "a")
    for login in ("a", "sep-a", "b"):
        with pytest.raises(Forbidden, match="Chỉ Ban đầu mối trả lời"):
            _answer(running, login)
    with pytest.raises(NotFound):
        _answer(running, "nguoi-la")
