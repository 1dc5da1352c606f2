"""Colleagues share a task: take it in hand, let go of it, pass it on, take it back; on both databases."""

import pytest
from sqlalchemy import select

from engine.action.claim_task import claim_task
from engine.action.delegate_task import delegate_task
from engine.action.release_task import release_task
from engine.action.save_draft import save_draft
from engine.report.inbox import side_of
from engine.store.offered import waiting_for_a_taker
from engine.store.tables import answer, notice, person, position, task, unit
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound
from tests.action.nho import World, published, rows


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def _rev(made: World) -> int:
    return int(made.task("dang-ky", "hoi-a").rev)


def _claim(made: World, login: str) -> str:
    return claim_task(made.database, made.ids, made.viewer(login), made.task("dang-ky", "hoi-a").id, _rev(made),
                      made.clock.now())


def _delegate(made: World, login: str, to: str, word: str | None = None) -> str:
    return delegate_task(made.database, made.ids, made.viewer(login), made.task("dang-ky", "hoi-a").id, _rev(made),
                         made.viewer(to).person_id, word, made.clock.now())


def _release(made: World, login: str) -> str:
    return release_task(made.database, made.ids, made.viewer(login), made.task("dang-ky", "hoi-a").id, _rev(made),
                        "Bận họp", made.clock.now())


def _told(made: World, login: str) -> list[str]:
    with made.database.read() as connection:
        return list(connection.execute(select(notice.c.text).where(
            notice.c.person_id == made.viewer(login).person_id, notice.c.level <= -100)
            .order_by(notice.c.level.desc())).scalars())


def _todo(made: World, login: str, view: str = "can-lam") -> int:
    today = made.clock.now().date()
    return side_of(made.database, made.viewer(login), today).counts[view]


def test_who_takes_a_task_in_hand_does_it_and_colleagues_see_that(running):
    _claim(running, "a")

    assert (_todo(running, "a"), _todo(running, "sep-a")) == (1, 0)
    assert _todo(running, "sep-a", "cho-nguoi-khac") == 1
    assert running.next_task("sep-a") is None
    with pytest.raises(Forbidden, match="đã có người khác nhận xử lý"):
        running.send("sep-a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    with pytest.raises(Forbidden, match="đã có người khác nhận xử lý"):
        save_draft(running.database, running.viewer("sep-a"), running.task("dang-ky", "hoi-a").id, {},
                   running.clock.now())
    assert running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a").message.startswith("Đã gửi")


def test_a_colleague_takes_it_over_and_the_first_hears_of_it(running):
    _claim(running, "a")

    _claim(running, "sep-a")

    assert running.task("dang-ky", "hoi-a").claimed_by == running.viewer("sep-a").person_id
    assert _told(running, "a") == ["Sếp A đã nhận về mình việc “Đăng ký mô hình” mà bạn đang giữ."]


def test_what_was_let_go_waits_for_a_taker(running):
    waiting = waiting_for_a_taker(running.viewer("a"), running.clock.now().date())
    query = select(task.c.step).where(waiting)
    _claim(running, "a")
    with running.database.read() as connection:
        held = connection.execute(query).scalars().all()

    _release(running, "a")

    with running.database.read() as connection:
        assert (held, connection.execute(query).scalars().all()) == ([], ["dang-ky"])
    with pytest.raises(Conflict, match="không giữ việc"):
        _release(running, "a")


def test_a_task_of_one_alone_waits_for_no_taker(running):
    with running.database.read() as connection:
        found = connection.execute(select(task.c.id).where(
            waiting_for_a_taker(running.viewer("b"), running.clock.now().date()))).all()

    assert found == []


def test_a_colleague_without_the_position_does_what_was_passed_on_and_says_so(running, database):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    message = delegate_task(database, running.ids, running.viewer("dau-moi"), running.task("dang-ky", "hoi-a").id,
                            _review_rev(running), _colleague(running), "Nhờ xem giúp", running.clock.now())

    assert message.startswith("Đã chuyển “Tiếp nhận hoặc trả lại: Đăng ký mô hình” cho Người Giúp")
    assert _told(running, "giup") == [
        "Lê Đầu Mối chuyển cho bạn việc “Tiếp nhận hoặc trả lại: Đăng ký mô hình”: Nhờ xem giúp"]
    assert _todo(running, "giup") == 1
    assert running.next_task("giup") == running.task("dang-ky", "hoi-a").id
    running.send("giup", "dang-ky", "nhan", code="hoi-a")
    with database.read() as connection:
        assert "được chuyển xử lý" in connection.execute(
            select(answer.c.capacity).where(answer.c.outcome == "nhan")).scalar_one()


def test_who_passed_it_on_takes_it_back(running):
    _delegate(running, "a", "sep-a")
    assert running.task("dang-ky", "hoi-a").delegated_by == running.viewer("a").person_id

    _claim(running, "a")

    row = running.task("dang-ky", "hoi-a")
    assert (row.claimed_by, row.delegated_by) == (running.viewer("a").person_id, None)
    assert len(_told(running, "sep-a")) == 2


def test_it_is_passed_on_within_the_unit_alone(running):
    for stranger in ("b", "nguoi-la", "a"):
        with pytest.raises(FormRefused, match="đồng nghiệp cùng đơn vị"):
            _delegate(running, "a", stranger)


@pytest.mark.parametrize("act", [_claim, _release, lambda made, login: _delegate(made, login, "b")])
def test_strangers_do_nothing_with_it(running, act):
    with pytest.raises(Forbidden, match="không làm thay"):
        act(running, "b")
    with pytest.raises(NotFound):
        act(running, "nguoi-la")


def test_two_who_take_it_at_once_are_told_apart(running):
    rev = _rev(running)
    _claim(running, "a")

    with pytest.raises(Conflict, match="đã thay đổi"):
        claim_task(running.database, running.ids, running.viewer("sep-a"), running.task("dang-ky", "hoi-a").id, rev,
                   running.clock.now())


def _review_rev(made: World) -> int:
    return int(made.task("dang-ky", "hoi-a").rev)


def _colleague(made: World) -> str:
    """A colleague at the coordinator's who holds another position."""
    with made.database.write() as connection:
        first = connection.execute(select(person).where(person.c.login == "dau-moi")).mappings().one()
        there = connection.execute(select(unit.c.id).where(unit.c.code == "dau-moi")).scalar_one()
        connection.execute(person.insert().values({**first, "id": "giup", "login": "giup", "name": "Người Giúp"}))
        connection.execute(position.insert().values(
            id="chuc-giup", person_id="giup", unit_id=there, role="thu-truong", title="Phó ban"))
    return "giup"
