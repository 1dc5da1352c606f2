"""Several tasks passed on to a colleague, or given more time, with one command."""

from datetime import date

import pytest
from sqlalchemy import select, update

from engine.action.do_bulk import do_bulk
from engine.action.grant_extension import grant_extension
from engine.action.start_bulk import Asked, start_bulk
from engine.base.clock import local_day
from engine.report.bulk_pages import bulk_preview, bulk_result
from engine.store.tables import audit, bulk, bulk_item, notice, task, task_act
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound
from tests.action.nho import World, published

LATER = date(2026, 2, 21)
COLLEAGUE = """loại đơn vị: {phuong: Phường, ban: Ban, hoi: Hội}
"""


@pytest.fixture
def running(database, ids, clock) -> World:
    """Three associations have each a registration to send."""
    return published(database, ids, clock)


def _registrations(world: World, *codes: str) -> dict[str, int]:
    rows = [world.task("dang-ky", code) for code in codes or ("hoi-a", "hoi-b", "hoi-c")]
    return {row.id: row.rev for row in rows}


def _ask(world: World, login: str, chosen: dict[str, int], **how: object) -> str:
    asked = Asked("", how.pop("word", None), tuple(chosen.items()), "khoa", **how)
    return start_bulk(world.database, world.ids, world.viewer(login), asked, world.clock.now())


def _done(world: World, login: str, chosen: dict[str, int], **how: object) -> dict[str, list[str]]:
    bulk_id = _ask(world, login, chosen, **how)
    do_bulk(world.database, world.ids, bulk_id, world.clock.now)
    found = bulk_result(world.database, world.viewer(login), bulk_id)
    return {"done": [one.says for one in found.done], "refused": [one.says for one in found.refused]}


def _preview(world: World, login: str, chosen: dict[str, int], act: str):
    return bulk_preview(world.database, world.viewer(login), chosen, "", local_day(world.clock.now()), act)


def _told(world: World, login: str) -> list[str]:
    with world.database.read() as connection:
        return list(connection.execute(select(notice.c.text).where(
            notice.c.person_id == world.viewer(login).person_id, notice.c.level <= -100)).scalars())


def test_the_coordinator_gives_all_of_them_one_day_and_everybody_is_told(running):
    chosen = _registrations(running)
    preview = _preview(running, "dau-moi", chosen, "extend")

    came = _done(running, "dau-moi", chosen, act="extend", day=LATER, word="Mưa lũ")

    assert (len(preview.todo), preview.skipped) == (3, ())
    assert came == {"done": ["Đã gia hạn “Đăng ký mô hình” đến 21/02/2026."] * 3, "refused": []}
    assert {running.row(task_id).last_day for task_id in chosen} == {LATER}
    for login in ("a", "sep-a", "b"):
        assert _told(running, login) == [
            "“Đăng ký mô hình” được gia hạn đến 21/02/2026, Cán bộ, Ban Đầu mối cho: Mưa lũ"]
    with running.database.read() as connection:
        assert connection.execute(select(audit.c.command).where(
            audit.c.command == "grant_extension")).scalars().all() == ["grant_extension"] * 3


def test_who_does_the_task_or_does_not_receive_it_gives_no_time(running):
    chosen = _registrations(running, "hoi-a")
    [task_id] = chosen
    own, other = (_preview(running, login, chosen, "extend") for login in ("a", "nguoi-la"))

    assert [why for _, why in own.skipped] == ["bạn là người làm việc này, không tự cho mình gia hạn"]
    assert (other.skipped, other.unseen) == ((), 1)
    with pytest.raises(Conflict, match="Không còn việc nào “Cho gia hạn” được"):
        _ask(running, "a", chosen, act="extend", day=LATER)
    for login, refusal in (("a", Forbidden), ("b", Forbidden), ("nguoi-la", NotFound)):
        with pytest.raises(refusal):
            grant_extension(running.database, running.ids, running.viewer(login), task_id, 1, LATER, None,
                            running.clock.now())
    assert running.row(task_id).last_day == date(2026, 2, 4)


def test_a_day_is_asked_for_and_must_be_later_than_each_deadline(running):
    chosen = _registrations(running, "hoi-a", "hoi-b")
    for day in (None, date(2026, 1, 2)):
        with pytest.raises(FormRefused, match="sau hôm nay"):
            _ask(running, "dau-moi", chosen, act="extend", day=day)

    came = _done(running, "dau-moi", chosen, act="extend", day=date(2026, 2, 3))

    assert came == {"done": [], "refused": ["Ngày cho gia hạn phải sau hạn hiện nay và sau hôm nay."] * 2}


def test_tasks_are_passed_on_to_a_colleague_who_is_told(running):
    chosen = _registrations(running, "hoi-a")
    preview = _preview(running, "a", chosen, "delegate")
    [(chief, n)] = preview.colleagues

    came = _done(running, "a", chosen, act="delegate", to=chief.id, word="Tôi đi học")

    assert (chief.name, n) == ("Sếp A", 1)
    assert came["done"] == ["Đã chuyển “Đăng ký mô hình” cho Sếp A; bạn vẫn chịu trách nhiệm và lấy lại được."]
    assert _told(running, "sep-a") == ["Trần A chuyển cho bạn việc “Đăng ký mô hình”: Tôi đi học"]


def test_nobody_passes_on_what_is_not_theirs_nor_to_somebody_elsewhere(running):
    chosen = _registrations(running)
    own = _registrations(running, "hoi-a")

    skipped = _preview(running, "a", chosen, "delegate")
    with pytest.raises(FormRefused, match="chọn đồng nghiệp"):
        _ask(running, "a", own, act="delegate")
    came = _done(running, "a", own, act="delegate", to=running.viewer("b").person_id)

    assert (len(skipped.todo), skipped.unseen) == (1, 2)
    assert came == {"done": [], "refused": ["Hãy chọn một đồng nghiệp cùng đơn vị để chuyển việc."]}


def test_one_who_was_stopped_between_doing_and_saying_does_not_call_it_a_failure(running):
    chosen = _registrations(running, "hoi-a")
    bulk_id = _ask(running, "dau-moi", chosen, act="extend", day=LATER)
    do_bulk(running.database, running.ids, bulk_id, running.clock.now)
    with running.database.write() as connection:
        connection.execute(update(bulk).values(status="running"))
        connection.execute(update(bulk_item).values(status="waiting", says=""))

    do_bulk(running.database, running.ids, bulk_id, running.clock.now)

    assert [one.says for one in bulk_result(running.database, running.viewer("dau-moi"), bulk_id).done] == ["Đã làm."]
    with running.database.read() as connection:
        assert len(connection.execute(select(task_act.c.id).where(task_act.c.kind == "grant")).all()) == 1


def test_a_request_that_waits_is_answered_by_the_day_given(running):
    [task_id] = _registrations(running, "hoi-a")
    with running.database.write() as connection:
        connection.execute(update(task).where(task.c.id == task_id).values(rev=4))

    with pytest.raises(Conflict, match="đã thay đổi"):
        grant_extension(running.database, running.ids, running.viewer("dau-moi"), task_id, 1, LATER, None,
                        running.clock.now())
