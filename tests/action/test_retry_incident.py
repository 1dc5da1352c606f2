"""What an incident stopped is tried again with one effect, by those who may; or put aside with a reason."""

import json
import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from engine.action.close_run import close_run
from engine.action.dismiss_incident import dismiss_incident
from engine.action.retry_incident import heal_incidents, retry_incident
from engine.action.stuck import on_record
from engine.base.ids import TimedIds
from engine.store.incidents import open_incident
from engine.store.tables import audit, notice, task, timer, unit
from engine.work.incident import Trouble
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound, Stopped
from tests.action.nho import World, published, rows
from tests.action.test_incidents import UNREADABLE, found, reporting, spoil
from tests.instance.states import of_codec

MAY = date(2026, 5, 15)


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def stopped_timer(world: World, version: int | None = None) -> tuple[str, str, bytes]:
    """A timer of 15 May that could not fire: its incident, its instance, and the state as it was."""
    broken = reporting(world)[0]
    before = spoil(world, broken)
    if version:
        spoil(world, broken, of_codec(before, version))
    world.tick(MAY)
    return found(world)[0].id, broken, before


def retry(world: World, login: str, incident_id: str):
    return retry_incident(world.database, world.ids, world.viewer(login), incident_id, world.clock.now())


def reports(world: World) -> list[tuple[str, str, str]]:
    return [one for one in world.tasks() if one[0].startswith("bao-cao.")]


def status(world: World) -> list[tuple[str, int, bool]]:
    return [(row.status, row.tries, row.resolved_by is not None) for row in found(world)]


@pytest.mark.parametrize("login", ["dau-moi", "quan-tri"])
def test_a_timer_fires_once_when_its_instance_is_mended(running, login):
    incident_id, broken, before = stopped_timer(running)

    failed = retry(running, login, incident_id)
    spoil(running, broken, before)
    done = retry(running, login, incident_id)

    assert (failed.status, failed.message) == ("open", f"Đã thử lại nhưng vẫn chưa được: {UNREADABLE}.")
    assert done.status == "retried"
    assert status(running) == [("retried", 2, True)]
    assert len(reports(running)) == 3
    with pytest.raises(Conflict, match="đã được xử lý lúc"):
        retry(running, login, incident_id)
    assert len(reports(running)) == 3
    with running.database.read() as connection:
        lines = connection.execute(select(audit.c.outcome, audit.c.person_id.is_not(None)).where(
            audit.c.command == "retry_incident").order_by(audit.c.seq)).all()
    assert [tuple(line) for line in lines] == [("refused", True), ("done", True)]


def test_two_who_retry_at_once_have_one_effect(running):
    incident_id, broken, before = stopped_timer(running)
    spoil(running, broken, before)
    said: list[object] = []

    def go(login: str) -> None:
        try:
            said.append(retry_incident(running.database, TimedIds(), running.viewer(login), incident_id,
                                       running.clock.now()).status)
        except Conflict as conflict:
            said.append(type(conflict))

    both = [threading.Thread(target=go, args=(login,)) for login in ("dau-moi", "quan-tri")]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(map(str, said)) == sorted(map(str, [Conflict, "retried"]))
    assert len(reports(running)) == 3


def test_who_may_not_handle_incidents_is_refused_and_another_tenant_sees_none(running):
    incident_id, *_ = stopped_timer(running)

    for login, refusal in (("a", Forbidden), ("thuong-truc", Forbidden), ("nguoi-la", NotFound)):
        with pytest.raises(refusal):
            retry(running, login, incident_id)
        with pytest.raises(refusal):
            dismiss_incident(running.database, running.viewer(login), incident_id, "thôi",
                             running.clock.now())

    assert status(running) == [("open", 1, False)]


def test_what_heals_is_tried_by_itself_at_longer_and_longer_distances(running):
    _, broken, before = stopped_timer(running, 99)

    waits = []
    for _ in range(6):
        due = found(running)[0].next_try_at
        waits.append(due - running.clock.now())
        running.clock.set(due)
        assert heal_incidents(running.database, running.ids, running.clock.now(), 500) == 0
    spoil(running, broken, before)
    running.clock.set(found(running)[0].next_try_at)
    healed = heal_incidents(running.database, running.ids, running.clock.now(), 500)

    assert healed == 1
    assert waits == [timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8),
                     timedelta(days=1), timedelta(days=1)]
    assert status(running) == [("retried", 7, False)]
    assert len(reports(running)) == 3


def test_what_does_not_heal_is_left_to_a_person(running):
    _, broken, before = stopped_timer(running)
    spoil(running, broken, before)

    running.tick(date(2026, 6, 20))

    assert status(running) == [("open", 1, False)]


def test_the_person_who_could_not_send_hears_when_it_can_be_sent(running):
    work = running.task("dang-ky", "hoi-a")
    before = spoil(running, work.instance_id)
    with pytest.raises(Stopped):
        running.complete("a", work.id, answers=rows("Mô hình 1"))
    incident_id = found(running)[0].id

    vain = retry(running, "dau-moi", incident_id)
    spoil(running, work.instance_id, before)
    done = retry(running, "dau-moi", incident_id)
    running.complete("a", work.id, answers=rows("Mô hình 1"))

    assert (vain.status, done.status) == ("open", "resolved")
    with running.database.read() as connection:
        told = connection.execute(select(notice.c.text, notice.c.person_id).where(notice.c.kind == "information")).all()
    assert [tuple(one) for one in told] == [
        ("Sự cố đã được gỡ: “Đăng ký mô hình” nay gửi lại được.", running.viewer("a").person_id)]


def test_an_incident_of_a_command_keeps_the_way_it_took_and_tries_it_again(running):
    work = running.task("dang-ky", "hoi-a")
    truths = {"dang-ky.x": True}
    with running.database.write() as connection:
        incident_id = open_incident(connection, running.ids, Trouble(
            work.tenant_id, "complete", work.instance_id, "đã lặp quá 50 vòng", work.run_id, work.instance_id,
            node="khong-mo", detail={"truths": truths}), running.clock.now())

    assert retry(running, "quan-tri", incident_id).status == "resolved"
    assert json.loads(found(running)[0].detail) == {"truths": truths}


def test_a_seat_that_is_missing_stops_the_notices_of_its_run_alone(running):
    with running.database.write() as connection:
        connection.execute(update(unit).where(unit.c.code == "dau-moi").values(code="dau-moi-cu"))
    stopped = running.tick(date(2026, 2, 11))
    again = running.tick(date(2026, 2, 12))
    (row,) = found(running)
    with running.database.write() as connection:
        connection.execute(update(unit).where(unit.c.code == "dau-moi-cu").values(code="dau-moi"))

    done = retry(running, "quan-tri", row.id)

    assert (stopped.notices, again.notices) == (0, 0)
    assert (row.command, row.subject, row.reason) == (
        "notice", running.run_id, "tổ chức không còn đơn vị mã “dau-moi” mà kế hoạch giao việc")
    assert done.status == "retried"
    with running.database.read() as connection:
        assert connection.execute(select(notice.c.id)).all()


def test_an_incident_is_put_aside_with_a_reason(running):
    incident_id, *_ = stopped_timer(running)
    me = running.viewer("dau-moi")

    with pytest.raises(FormRefused, match="Hãy ghi lý do"):
        dismiss_incident(running.database, me, incident_id, "  ", running.clock.now())
    dismiss_incident(running.database, me, incident_id, "Hội A đã giải thể", running.clock.now())

    (row,) = found(running)
    assert (row.status, row.note, row.resolved_by, row.resolved_at) == (
        "dismissed", "Hội A đã giải thể", me.person_id, running.clock.now())
    with running.database.read() as connection:
        armed = select(timer.c.due_at).where(timer.c.instance_id == row.instance_id, timer.c.node == row.node)
        assert connection.execute(armed).scalar_one() is None


def test_a_run_with_an_unreadable_instance_can_be_closed(running):
    incident_id, broken, _ = stopped_timer(running)
    with running.database.write() as connection:
        connection.execute(update(task).where(task.c.status == "open").values(status="cancelled"))

    close_run(running.database, running.ids, running.viewer("dau-moi"), running.run_id, running.clock.now())
    done = retry(running, "dau-moi", incident_id)

    assert done.status == "resolved"
    assert {state for _, state in running.instances()} <= {"cancelled", "ended"}
    with running.database.read() as connection:
        assert connection.execute(select(timer.c.node).where(timer.c.instance_id == broken)).all() == []


def test_a_mistake_of_the_program_is_no_incident(running):
    viewer = running.viewer("a")

    with pytest.raises(ZeroDivisionError), on_record(running.database, running.ids, viewer, "x", running.clock.now()):
        raise ZeroDivisionError

    assert found(running) == []


def test_an_incident_of_a_command_ends_by_itself_when_the_command_would_go_through(running):
    work = running.task("dang-ky", "hoi-a")
    before = spoil(running, work.instance_id)
    with pytest.raises(Stopped):
        running.complete("a", work.id, answers=rows("Mô hình 1"))
    running.clock.advance(timedelta(days=1))
    vain = heal_incidents(running.database, running.ids, running.clock.now(), 500)
    spoil(running, work.instance_id, before)
    running.clock.advance(timedelta(days=1))

    healed = heal_incidents(running.database, running.ids, running.clock.now(), 500)

    assert (vain, healed, status(running)) == (0, 1, [("resolved", 2, False)])
    assert running.row(work.id).status == "open"
