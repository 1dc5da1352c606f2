"""What cannot go on becomes an incident: once, with its place and its reason, and nobody else waits for it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Row, func, select, update

from engine.action.retry_incident import retry_incident
from engine.base.ids import TimedIds
from engine.store.incidents import open_incident
from engine.store.tables import answer, audit, incident, instance, timer, unit
from engine.work.incident import Trouble
from engine.work.people import Stopped
from tests.action.nho import World, published, rows
from tests.instance.states import of_codec

UNREADABLE = "trạng thái đã lưu không đọc được"


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def found(world: World) -> list[Row[Any]]:
    with world.database.read() as connection:
        return list(connection.execute(select(incident).order_by(incident.c.opened_at, incident.c.id)))


def count(world: World, table: Any) -> int:
    with world.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def spoil(world: World, instance_id: str, state: bytes = b"{}") -> bytes:
    """The state as it was, now that it is another."""
    with world.database.write() as connection:
        before = connection.execute(select(instance.c.state).where(instance.c.id == instance_id)).scalar_one()
        connection.execute(update(instance).where(instance.c.id == instance_id).values(state=state))
    return bytes(before)


def reporting(world: World) -> list[str]:
    """The instances whose report opens on 15 May, all three registered."""
    for login in "abc":
        world.send(login, "dang-ky", answers=rows(f"Mô hình {login}"), code=f"hoi-{login}")
        world.send("dau-moi", "dang-ky", "nhan", code=f"hoi-{login}")
    with world.database.read() as connection:
        return list(connection.execute(
            select(timer.c.instance_id).where(timer.c.node == "bao-cao.mo").order_by(timer.c.instance_id)).scalars())


def test_a_timer_that_cannot_fire_is_an_incident_and_keeps_nobody_waiting(running):
    broken = reporting(running)[0]
    spoil(running, broken)

    first, second = running.tick(date(2026, 5, 15)), running.tick(date(2026, 5, 16))

    assert (first.timers, second.timers) == (2, 0)
    (row,) = found(running)
    assert (row.command, row.subject, row.instance_id, row.node) == ("fire", broken, broken, "bao-cao.mo")
    assert (row.reason, row.status, row.tries, row.next_try_at) == (UNREADABLE, "open", 1, None)
    assert (row.run_id, row.tenant_id) == (running.run_id, running.viewer("dau-moi").tenant_id)
    with running.database.read() as connection:
        refused = select(audit.c.command, audit.c.subject).where(audit.c.outcome == "refused")
        assert [tuple(one) for one in connection.execute(refused)] == [("fire_timer", broken)]


def test_a_completion_that_cannot_go_on_tells_the_person_and_saves_nothing_but_the_incident(running):
    work = running.task("dang-ky", "hoi-a")
    spoil(running, work.instance_id)

    with pytest.raises(Stopped) as stopped:
        running.complete("a", work.id, answers=rows("Mô hình 1"))

    assert str(stopped.value) == (
        f"Việc “Đăng ký mô hình” chưa gửi được: {UNREADABLE}. Chưa có gì được ghi. Sự cố đã được ghi để đầu mối và "
        "người quản trị xử lý; hãy làm lại khi sự cố được gỡ.")
    assert (running.row(work.id).status, running.entries(), count(running, answer)) == ("open", {}, 1)
    (row,) = found(running)
    assert (row.command, row.node, row.instance_id, row.unit_id) == (
        "complete", "dang-ky.gui", work.instance_id, work.unit_id)
    assert "Trần" not in row.detail and "Mô hình 1" not in row.detail


def test_the_same_trouble_again_counts_its_tries_and_opens_nothing_new(running):
    work = running.task("dang-ky", "hoi-a")
    spoil(running, work.instance_id)

    for _ in range(3):
        with pytest.raises(Stopped):
            running.complete("a", work.id, answers=rows("Mô hình 1"))

    assert [row.tries for row in found(running)] == [3]


def test_a_state_of_another_version_is_tried_again_by_itself(running):
    broken = reporting(running)[0]
    spoil(running, broken, of_codec(spoil(running, broken), 99))

    running.tick(date(2026, 5, 15))

    (row,) = found(running)
    assert "bản 99/" in row.reason
    assert row.next_try_at == running.clock.now() + timedelta(minutes=5)


def test_a_unit_that_is_gone_is_named_and_keeps_nobody_waiting(running):
    with running.database.write() as connection:
        connection.execute(update(unit).where(unit.c.code == "dau-moi").values(code="dau-moi-cu"))
    work = running.task("dang-ky", "hoi-a")

    with pytest.raises(Stopped, match="tổ chức không còn đơn vị mã “dau-moi” mà kế hoạch giao việc"):
        running.complete("a", work.id, answers=rows("Mô hình 1"))

    (row,) = found(running)
    assert (row.command, row.next_try_at is not None) == ("complete", True)


def test_what_was_rolled_back_is_not_referred_to(running):
    tenant = running.viewer("dau-moi").tenant_id
    with running.database.write() as connection:
        open_incident(connection, TimedIds(), Trouble(
            tenant, "start", "gone", "không bắt đầu được", "no-run", "gone"), running.clock.now())

    (row,) = found(running)
    assert (row.subject, row.instance_id, row.run_id) == ("gone", None, None)


def test_the_51st_round_of_a_loop_is_an_incident_that_a_retry_tells_again(sqlite, ids, clock):
    running = published(sqlite, ids, clock)
    for _ in range(50):
        running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
        work = running.task("dang-ky", "hoi-a")
        if work.round < 50:
            running.send("dau-moi", "dang-ky", "tra-lai", reason="thiếu", code="hoi-a")

    with pytest.raises(Stopped, match="Đăng ký mô hình” chưa gửi được: .*đã lặp quá 50 vòng"):
        running.send("dau-moi", "dang-ky", "tra-lai", reason="thiếu", code="hoi-a")
    (row,) = found(running)
    again = retry_incident(sqlite, ids, running.viewer("quan-tri"), row.id, clock.now())
    running.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    done = retry_incident(sqlite, ids, running.viewer("quan-tri"), row.id, clock.now())

    assert (row.command, row.node, row.next_try_at) == (
        "complete", "dang-ky.tiep-nhan#50", clock.now() + timedelta(days=1))
    assert (again.status, "đã lặp quá 50 vòng" in again.message, done.status) == ("open", True, "resolved")
