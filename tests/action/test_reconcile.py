"""Rows beside saved states: no false alarm in any shipped plan's year, and every planted difference is found."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from engine.action.dismiss_incident import dismiss_incident
from engine.action.moving import AT_ONCE
from engine.action.reconcile import PARTS, Found, differences_of, reconcile, reconcile_daily, reconcile_due
from engine.action.retry_incident import retry_incident
from engine.base.clock import local_moment
from engine.plan.folder import load_plan
from engine.rehearse.organisation import synthetic_organisation
from engine.rehearse.rehearsal import Rehearsal
from engine.rehearse.stage import Stage, build_stage
from engine.store.database import Database
from engine.store.tables import instance, message, step_end, task, timer, unit, wait
from engine.work.people import Forbidden, NotFound
from engine.work.reconcile import TaskRow
from engine.work.reconcile_inbox import Wanted, seats_differ
from engine.work.seat import Seat
from tests.action.crashing import crash_at
from tests.action.nho import World, published, rows
from tests.action.telling import telling
from tests.action.test_incidents import found as incidents
from tests.action.test_incidents import reporting, spoil
from tests.rehearse.played import SHIPPED, organisation_of, year_of

NOON = datetime(2026, 6, 1, 5, tzinfo=UTC)
HA_TINH = next(folder for folder in SHIPPED if folder.name.startswith("ha-tinh"))


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def compared(world: World, login: str = "quan-tri", run: bool = True, **more: Any) -> Any:
    asked = {"run_id": world.run_id if run else None, "sample": None, **more}
    return reconcile(world.database, world.ids, world.viewer(login), now=world.clock.now(), **asked)


def told(found: tuple[Found, ...]) -> list[tuple[str, str, str, str]]:
    return [(d.kind, d.node, d.found, d.expected) for d in (one.difference for one in found)]


def change(database: Database, *statements: Any) -> None:
    with database.write() as connection:
        for statement in statements:
            connection.execute(statement)


def instance_of(world: World, code: str) -> str:
    with world.database.read() as connection:
        return str(connection.execute(
            select(instance.c.id).join(unit, unit.c.id == instance.c.unit_id)
            .where(unit.c.code == code, instance.c.scope == "unit")).scalar_one())


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_shipped_plan_differs_nowhere_all_year(folder: Path):
    loaded = load_plan(folder)
    stage = build_stage(loaded, synthetic_organisation(loaded.plan, organisation_of(folder), 3), year_of(loaded))
    seen: list[tuple[date, tuple[tuple[str, str, str, str], ...]]] = []
    days, checked = [stage.begins], []

    def look() -> None:
        if days[0].day in (7, 17, 27):
            viewer = stage.cast.viewer(stage.officials(local_moment(stage.begins, 8))[0], local_moment(days[0], 1))
            administrator = viewer.__class__(viewer.person_id, "", "", stage.tenant_id, administrator=True)
            done = reconcile(stage.database, stage.ids, administrator, stage.run_id, None, local_moment(days[0], 1))
            checked.append(done.checked)
            seen.append((days[0], tuple(told(done.differences))))
        days[0] += timedelta(days=1)

    Rehearsal(stage, "realistic", 1).play(each_day=look)

    assert [one for one in seen if one[1]] == []
    assert len(checked) > 9 and sum(checked) > 100


@dataclass(frozen=True)
class Planted:
    """What is done to the rows of an instance, and the difference that is to be found."""

    do: Callable[[str], list[Any]]
    found: list[tuple[str, str, str, str]]


def of(table: Any, instance_id: str) -> Any:
    return update(table).where(table.c.instance_id == instance_id)


PLANTED = {
    "a task closed behind the flow": Planted(
        lambda i: [of(task, i).where(task.c.node == "bao-cao.lam").values(status="done")],
        [("task", "bao-cao.lam", "không có việc đang mở", "việc đang mở")]),
    "a task opened behind the flow": Planted(
        lambda i: [of(task, i).where(task.c.node == "dang-ky.gui").values(status="open")],
        [("task", "dang-ky.gui", "việc đang mở", "không có việc đang mở")]),
    "the days of a task": Planted(
        lambda i: [of(task, i).where(task.c.node == "bao-cao.lam").values(overdue_after=date(2026, 6, 30))],
        [("days", "bao-cao.lam", "ngày cuối 14/06/2026, ngày làm việc cuối 12/06/2026, quá hạn sau 30/06/2026",
          "ngày cuối 14/06/2026, ngày làm việc cuối 12/06/2026, quá hạn sau 15/06/2026")]),
    "a task nobody is told of any more": Planted(
        lambda i: [of(task, i).where(task.c.node == "bao-cao.lam").values(next_act_at=None)],
        [("reminder", "bao-cao.lam", "không nhắc nữa", "nhắc lúc 08:00 05/06/2026")]),
    "a task told of too late": Planted(
        lambda i: [of(task, i).where(task.c.node == "bao-cao.lam").values(
            next_act_at=datetime(2026, 9, 1, tzinfo=UTC))],
        [("reminder", "bao-cao.lam", "nhắc lúc 07:00 01/09/2026", "nhắc lúc 08:00 05/06/2026")]),
    "a task in another inbox": Planted(
        lambda i: [of(task, i).where(task.c.node == "bao-cao.lam").values(
            role="Ban đầu mối", candidate_positions=",can-bo,")],
        [("seat", "bao-cao.lam", "của “Ban đầu mối” ở Hội A, chức danh can-bo",
          "của “Đơn vị” ở Hội A, chức danh can-bo, thu-truong")]),
    "a step that was over": Planted(
        lambda i: [delete(step_end).where(step_end.c.instance_id == i, step_end.c.step == "dang-ky")],
        [("step_end", "dang-ky", "chưa ghi là đã xong", "đã xong")]),
    "a wait for nothing": Planted(
        lambda i: [insert(wait).values(instance_id=i, node="x.cho", run_id="000023", message="x")],
        [("wait", "x.cho", "đang chờ “x”", "không chờ gì")]),
    "a timer for nothing": Planted(
        lambda i: [insert(timer).values(instance_id=i, node="x.mo", rule="ngày 1/7/2026", due_at=None)],
        [("timer", "x.mo", "mốc “ngày 1/7/2026”", "không có mốc")]),
    "an instance said to have ended": Planted(
        lambda i: [update(instance).where(instance.c.id == i).values(status="ended")],
        [("status", "", "đã kết thúc", "đang chạy")]),
    "an instance said to be cancelled": Planted(
        lambda i: [update(instance).where(instance.c.id == i).values(status="cancelled")],
        [("task", "bao-cao.lam", "việc đang mở", "không còn gì")]),
    "a state that cannot be read": Planted(
        lambda i: [update(instance).where(instance.c.id == i).values(state=b"{}")],
        [("state", "", "trạng thái đã lưu không đọc được", "trạng thái đọc được")]),
}


def after_may(world: World) -> str:
    """Everybody has registered and the report is open; the instance of Hội A."""
    reporting(world)
    world.tick(date(2026, 5, 15))
    assert compared(world).differences == ()
    return instance_of(world, "hoi-a")


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_difference_is_found_with_its_place(running, name):
    here = after_may(running)
    statements = [s.values(run_id=running.run_id) if name == "a wait for nothing" else s
                  for s in PLANTED[name].do(here)]

    change(running.database, *statements)

    done = compared(running)
    assert told(done.differences) == PLANTED[name].found
    assert {one.instance.id for one in done.differences} == {here}
    assert done.checked == done.instances > 3


def test_a_timer_that_is_gone_or_has_another_rule_or_moment_is_found(running):
    first, second, third = reporting(running)
    here = timer.c.node == "bao-cao.mo"

    change(running.database, delete(timer).where(here, timer.c.instance_id == first),
           of(timer, second).where(here).values(rule="ngày 1/6/2026"),
           of(timer, third).where(here).values(due_at=local_moment(date(2026, 5, 20))))

    assert told(compared(running).differences) == [
        ("timer", "bao-cao.mo", "không có mốc", "mốc “ngày 15/5/2026”"),
        ("timer", "bao-cao.mo", "mốc “ngày 1/6/2026”", "mốc “ngày 15/5/2026”"),
        ("moment", "bao-cao.mo", "00:00 20/05/2026", "00:00 15/05/2026")]


def test_a_timer_that_an_incident_stopped_is_no_difference_and_a_disarmed_one_is(running):
    broken, other, _ = reporting(running)
    before = spoil(running, broken)
    running.tick(date(2026, 5, 14))
    running.at(date(2026, 5, 15))
    with running.database.write() as connection:
        connection.execute(update(timer).where(timer.c.instance_id == other).values(due_at=None))
    running.tick(date(2026, 5, 15))
    spoil(running, broken, before)

    first = told(compared(running).differences)
    dismiss_incident(running.database, running.viewer("quan-tri"), incidents(running)[0].id, "để đó",
                     running.clock.now())

    disarmed = [("moment", "bao-cao.mo", "chưa có ngày", "00:00 15/05/2026")]
    assert first == told(compared(running).differences) == disarmed


def played(until: date) -> Stage:
    """Hà Tĩnh with three units until that day."""
    loaded = load_plan(HA_TINH)
    stage = build_stage(loaded, synthetic_organisation(loaded.plan, organisation_of(HA_TINH), 3), 2026)
    Rehearsal(stage, "realistic", 1).play(until)
    return stage


def differing(stage: Stage, instance_id: str, day: date) -> list[tuple[str, str, str, str]]:
    with stage.database.read() as connection:
        return told(tuple(differences_of(connection, stage.ids, instance_id, local_moment(day, 20))))


def test_opinions_their_cut_off_and_counted_waits_are_compared():
    day = date(2026, 2, 25)
    stage = played(day)
    with stage.database.read() as connection:
        asked = connection.execute(select(task.c.instance_id, task.c.node, task.c.status).where(
            task.c.step == "xet-ho-so", task.c.act == "opine").order_by(task.c.node)).all()
        counted = connection.execute(select(wait.c.instance_id).where(wait.c.node == "phe-duyet.du")).scalars().first()
    here = asked[0].instance_id
    mine = [row for row in asked if row.instance_id == here]
    assert len(mine) > 1 and differing(stage, here, day) == [] == differing(stage, counted, day)

    change(stage.database, of(task, here).where(task.c.act == "opine").values(status="done"),
           delete(timer).where(timer.c.instance_id == here, timer.c.node == "xet-ho-so.gop-y"),
           delete(timer).where(timer.c.instance_id == counted, timer.c.node == "phe-duyet.du"))
    closed = differing(stage, here, day)
    change(stage.database, of(task, here).where(task.c.node == mine[0].node).values(status="open"),
           of(task, here).where(task.c.node == mine[1].node).values(status="cancelled"))

    assert closed == [
        ("task", "xet-ho-so.gop-y", f"{len(mine)} ý kiến đều đã đóng", "còn nơi chưa cho ý kiến"),
        ("timer", "xet-ho-so.gop-y", "không có mốc", "mốc “trong thời hạn 05 ngày làm việc kể từ ngày nhận việc”")]
    assert differing(stage, here, day)[0] == (
        "task", "xet-ho-so.gop-y", f"ý kiến đã gỡ ({mine[1].node})", "mọi nơi còn được hỏi")
    assert ("timer", "phe-duyet.du", "không có mốc", "mốc “ngày 10/3 hằng năm”") in differing(stage, counted, day)


def test_a_wait_that_is_gone_is_found():
    day = date(2026, 2, 25)
    stage = played(day)
    with stage.database.read() as connection:
        here, node, message = connection.execute(
            select(wait.c.instance_id, wait.c.node, wait.c.message).order_by(wait.c.node)).first()

    change(stage.database, delete(wait).where(wait.c.instance_id == here, wait.c.node == node))

    assert ("wait", node, "không chờ gì", f"đang chờ “{message}”") in differing(stage, here, day)


def test_differences_become_incidents_which_end_when_the_rows_are_right(running):
    here = after_may(running)
    change(running.database, *PLANTED["a task closed behind the flow"].do(here))

    recorded = [compared(running, record=True).recorded for _ in range(2)]
    (row,) = incidents(running)
    vain = retry_incident(running.database, running.ids, running.viewer("dau-moi"), row.id, running.clock.now())
    change(running.database, of(task, here).where(task.c.node == "bao-cao.lam").values(status="open"))
    done = retry_incident(running.database, running.ids, running.viewer("dau-moi"), row.id, running.clock.now())

    assert recorded == [1, 1]
    assert (row.command, row.instance_id, row.node, row.tries) == ("reconcile", here, "bao-cao.lam", 2)
    assert row.reason == ("bước “Báo cáo 6 tháng” (bao-cao.lam): dữ liệu là không có việc đang mở, theo trạng thái đã "
                          "lưu phải là việc đang mở")
    assert (vain.status, done.status) == ("open", "resolved")


def test_a_sample_is_spread_and_another_day_takes_others(running):
    reporting(running)
    total = compared(running).instances
    seen: set[str] = set()
    sizes = []
    for number in range(4):
        running.at(date(2026, 3, 2 + number))
        for code in ("hoi-a", "hoi-b", "hoi-c"):
            change(running.database, *PLANTED["an instance said to have ended"].do(instance_of(running, code)))
        done = compared(running, sample=-(-total // 4))
        sizes.append(done.checked)
        seen |= {one.instance.id for one in done.differences}

    assert sum(sizes) == total
    assert seen == {instance_of(running, code) for code in ("hoi-a", "hoi-b", "hoi-c")}


def test_once_a_day_a_sample_is_compared_and_kept(running):
    here = after_may(running)
    change(running.database, *PLANTED["a task closed behind the flow"].do(here))

    def daily(day: int, hour: int) -> list[int]:
        running.at(date(2026, 5, day), hour)
        now = running.clock.now()
        with running.database.read() as connection:
            due = reconcile_due(connection, now, 10)
        asked = [reconcile_daily(running.database, running.ids, f"2026-05-{day} {part}", now) for part in range(PARTS)]
        done = [one for one in asked if one]
        assert len(due) == len(done)
        assert not done or sum(one.checked for one in done) == done[0].instances
        return [one.recorded for one in done if one.recorded]

    assert [daily(16, 1), daily(16, 2), daily(16, 9), daily(17, 3)] == [[], [1], [], [1]]
    assert [row.tries for row in incidents(running)] == [2]


def test_a_day_whose_comparison_was_killed_is_compared_again(sqlite, ids, clock):
    world = published(sqlite, ids, clock)
    change(sqlite, *PLANTED["a task closed behind the flow"].do(after_may(world)))
    world.at(date(2026, 5, 16), 3)
    now = world.clock.now()
    killed, recorded = 0, list[int]()
    with sqlite.read() as connection:
        due = reconcile_due(connection, now, PARTS)
    for key in due:
        for number in count(1):
            with crash_at(sqlite, number) as death:
                done = reconcile_daily(sqlite, ids, key, now)
            if not death.came:
                break
            killed += 1
        recorded.append(done.recorded)

    assert (killed > 5 * PARTS, sorted(recorded), len(incidents(world))) == (True, [0] * (PARTS - 1) + [1], 1)


def test_a_message_that_was_lost_is_found(database, ids, clock):
    world = telling(database, ids, clock, AT_ONCE + 10)
    world.send("dau-moi", "ban-hanh")
    world.half_told("dau-moi", "tin-mot")
    assert compared(world, "dau-moi").differences == ()

    lost = world.instance_of("h007")
    change(database, delete(message).where(message.c.receiver_id == lost, message.c.name == "tin-mot"))

    (found,) = compared(world, "dau-moi").differences
    assert (found.instance.id, told((found,))) == (lost, [
        ("message", "nghe-mot.mo-khi-xong", "chờ tin “tin-mot” mà không tin nào đang tới", "tin đã gửi phải tới")])


def test_members_who_stay_away_or_were_replaced_are_no_difference_and_others_are():
    there = Seat("Hội đồng", members=("a", "b", "c"))

    def found(*members: str, marks: tuple[tuple[str, str], ...] = ()) -> list[str]:
        row = TaskRow("x", "open", NOON, None, (None, None, None), None, "u", replace(there, members=members), marks)
        return [one.found for one in seats_differ([row], {"x": "hội đồng"}, Wanted(
            lambda role, unit: there, lambda days: None, str, lambda node, name: False))]

    assert found("a", "b", "c") == found("a", "b", marks=(("c", "recused"),)) == []
    assert found("a", "b", "d", marks=(("c", "replaced"),)) == []
    assert found("a", "b") == ["của 2 thành viên “Hội đồng”"]
    assert found("a", "b", "c", "d") == ["của 4 thành viên “Hội đồng”"]


def test_who_may_compare(running):
    assert compared(running, "dau-moi").differences == ()
    assert compared(running, "quan-tri", run=False).checked > 0
    for login, run, refusal in (("a", True, Forbidden), ("dau-moi", False, Forbidden), ("nguoi-la", True, NotFound)):
        with pytest.raises(refusal):
            compared(running, login, run)
    assert compared(running, "nguoi-la", run=False).checked == 0


def test_what_moves_meanwhile_is_no_difference(running):
    """The page is read in one moment: a task sent between two of its statements changes nothing of what it sees."""
    with running.database.read() as connection:
        first = connection.execute(select(instance.c.id).order_by(instance.c.id)).scalars().all()
        running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
        found = [one for here in first for one in differences_of(connection, running.ids, here, running.clock.now())]

    assert found == []
    assert compared(running).differences == ()


def test_who_has_still_to_hear_that_it_begins_is_no_difference_and_who_never_will_is(database, ids, clock):
    world = telling(database, ids, clock, AT_ONCE + 10)
    world.half_told("dau-moi", "ban-hanh")

    def look() -> list[tuple[str, str, str, str]]:
        with database.read() as connection:
            every = connection.execute(select(instance.c.id)).scalars().all()
            return told(tuple(one for here in every for one in differences_of(connection, ids, here, clock.now())))

    waiting = look()
    change(database, delete(message).where(message.c.receiver_id == world.instance_of("h003")))
    lost = look()
    world.deliver()

    assert waiting == []
    assert lost == look() == [("state", "", "chưa bắt đầu, không có tin bắt đầu nào đang chờ", "đã bắt đầu")]
