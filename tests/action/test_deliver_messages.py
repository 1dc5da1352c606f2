"""Messages between instances: few at once, many in pages; each once, in order, to who is meant; nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, delete, func, select, update

from engine.action.close_run import close_run
from engine.action.deliver_messages import deliver_messages
from engine.action.dismiss_incident import dismiss_incident
from engine.action.moving import AT_ONCE
from engine.action.retry_incident import heal_incidents, retry_incident
from engine.base.clock import local_day
from engine.daemon.scheduler import tick
from engine.report.closing import closing_page
from engine.report.health import scheduler_problem
from engine.report.overview import overview
from engine.store.messages import BACK_OFF, Outstanding, outstanding
from engine.store.tables import answer, entry, incident, instance, message, wait
from engine.work.people import Conflict
from tests.action.telling import CHECKERS, Telling, telling

MANY = AT_ONCE + 10


def registered(*names: str) -> dict[str, dict[str, object]]:
    """The rows of a registration."""
    return {"dang-ky": {"danh_sach": [{"_id": f"r{name}", "ten": name, "linh_vuc": "kinh-te"} for name in names]}}


def chosen(world: Telling, *names: str) -> dict[str, dict[str, object]]:
    """The choice of these initiatives."""
    return {"chon": {"danh_sach": [{"_id": entry.id, "mo_hinh": entry.id, "chon": name in names}
                                   for name, entry in world.entries().items()]}}


def opened(world: Telling, step: str) -> list[str]:
    """The units in which the step is open."""
    return [code for name, code, _ in world.tasks() if name == f"{step}.chính"]


def incidents(world: Telling) -> list[Row[Any]]:
    with world.database.read() as connection:
        return list(connection.execute(select(incident)))


def retry(world: Telling, incident_id: str) -> str:
    """How the incident stands after the coordinator has had it tried again."""
    return retry_incident(world.database, world.ids, world.viewer("dau-moi"), incident_id, world.clock.now()).status


@pytest.fixture
def few(database, ids, clock) -> Telling:
    """Three units, published."""
    world = telling(database, ids, clock, 3)
    world.send("dau-moi", "ban-hanh")
    return world


def test_few_who_wait_hear_in_the_transaction_that_tells_them(few):
    few.send("dau-moi", "tin-mot")

    assert opened(few, "nghe-mot") == ["h000", "h001", "h002"]
    assert [(one.name, one.node, one.status, one.tries) for one in few.messages()] == [
        *[("ban-hanh", "", "delivered", 1)] * 3, *[("tin-mot", "nghe-mot.mo-khi-xong", "delivered", 1)] * 3]


def test_many_who_wait_hear_in_pages_and_all_have_heard_when_the_act_returns(database, ids, clock):
    world = telling(database, ids, clock, MANY)

    world.send("dau-moi", "ban-hanh")
    world.send("dau-moi", "tin-mot")

    assert len(opened(world, "dang-ky")) == len(opened(world, "nghe-mot")) == MANY
    assert world.statuses() == {"delivered": 2 * MANY}


def test_what_is_more_than_a_person_can_wait_for_comes_with_the_next_tick(database, ids, clock, monkeypatch):
    monkeypatch.setattr("engine.action.deliver_messages.PAGES", 1)
    world = telling(database, ids, clock, 160)

    world.send("dau-moi", "ban-hanh")
    at_once = world.statuses()
    tick(database, ids, clock.now, None)

    assert at_once == {"delivered": 100, "waiting": 60}
    assert (world.statuses(), len(opened(world, "dang-ky"))) == ({"delivered": 160}, 160)


def test_what_the_program_did_not_tell_before_it_ended_is_told_later_in_pages(database, ids, clock):
    world = telling(database, ids, clock, MANY)
    world.half_told("dau-moi", "ban-hanh")
    before = world.statuses(), opened(world, "dang-ky")

    pages = world.deliver(page=25)

    assert before == ({"waiting": MANY}, [])
    assert (pages, world.statuses(), len(opened(world, "dang-ky"))) == (3, {"delivered": MANY}, MANY)


def test_what_is_on_its_way_is_shown_and_too_long_on_its_way_is_a_silent_scheduler(database, ids, clock):
    world = telling(database, ids, clock, MANY)
    world.half_told("dau-moi", "ban-hanh")
    me = world.viewer("dau-moi")

    shown = overview(database, me, world.run_id, clock.now()).messages.on_the_way
    soon = scheduler_problem(database, clock.now() + timedelta(minutes=15))
    late = scheduler_problem(database, clock.now() + timedelta(minutes=16))
    world.deliver()

    assert (shown, soon) == (MANY, None)
    assert late is not None
    assert late.startswith("bộ lập lịch im lặng từ 08:00 15/01/2026")
    assert overview(database, me, world.run_id, clock.now()).messages.on_the_way == 0


def test_what_is_held_up_behind_another_does_not_keep_a_run_open(few, clock):
    few.recode(CHECKERS, "da-giai-the")
    few.send("dau-moi", "tin-hai")
    few.send("dau-moi", "tin-mot")

    with few.database.read() as connection:
        found = outstanding(connection, few.run_id)

    assert found == Outstanding(on_the_way=0, held_up=6, failed=0)


def test_a_unit_that_has_not_started_counts_as_unfinished(database, ids, clock):
    world = telling(database, ids, clock, MANY)
    world.half_told("dau-moi", "ban-hanh")

    world.send("dau-moi", "tin-mot")

    assert opened(world, "tong-hop") == []
    world.deliver()
    assert opened(world, "nghe-mot") == sorted(f"h{n:03}" for n in range(MANY))


def test_who_starts_late_hears_what_was_said_before(database, ids, clock):
    world = telling(database, ids, clock, MANY)
    world.half_told("dau-moi", "ban-hanh")
    with database.write() as connection:
        connection.execute(update(message).where(message.c.status == "waiting").values(
            next_try_at=clock.now() + timedelta(hours=1)))
    world.send("dau-moi", "tin-mot")
    unheard = opened(world, "nghe-mot")

    clock.advance(timedelta(hours=1))
    world.deliver()

    assert unheard == []
    assert len(opened(world, "nghe-mot")) == MANY
    assert world.statuses() == {"delivered": 2 * MANY}


def test_only_the_chosen_hear_and_who_is_still_to_hear_keeps_the_count_open(database, ids, clock):
    world = telling(database, ids, clock, 3)
    world.send("dau-moi", "ban-hanh")
    names = [f"m{n:02}" for n in range(MANY)]
    world.send("h000", "dang-ky", answers=registered(*names), code="h000")
    for code in ("h001", "h002"):
        world.send(code, "dang-ky", answers=registered(f"của {code}"), code=code)
    told = names[:-3]
    world.half_told("dau-moi", "chon", answers=chosen(world, *told))

    assert (opened(world, "lam"), opened(world, "tong-ket")) == ([], [])
    world.deliver(page=20)

    assert [subject for step, _, subject in world.tasks() if step == "lam.chính"] == told
    assert opened(world, "tong-ket") == []
    for name in told:
        world.send("h000", "lam", subject=name)
    assert opened(world, "tong-ket") == ["dau-moi"]


def test_a_receiver_that_cannot_go_on_undoes_neither_the_sender_nor_the_others(few):
    broken = few.instance_of("h001")
    few.swap_state(broken)

    few.send("dau-moi", "tin-mot")

    assert opened(few, "nghe-mot") == ["h000", "h002"]
    (left,) = [one for one in few.messages() if one.status != "delivered"]
    assert (left.status, left.receiver_id) == ("failed", broken)
    assert left.error.startswith("trạng thái đã lưu")
    (row,) = incidents(few)
    assert (row.command, row.instance_id, row.node, row.reason) == ("deliver", broken, left.node, left.error)


def test_a_person_has_what_was_given_up_tried_again_and_what_was_said_after_it_follows(few, clock):
    broken = few.instance_of("h001")
    good = few.swap_state(broken)
    few.send("dau-moi", "tin-mot")
    few.send("dau-moi", "tin-hai")
    (row,) = incidents(few)

    vain = retry(few, row.id)
    few.swap_state(broken, good)
    done = retry(few, row.id)
    few.deliver()

    assert (vain, done) == ("open", "retried")
    assert opened(few, "nghe-mot") == opened(few, "nghe-hai") == ["h000", "h001", "h002"]
    assert few.statuses() == {"delivered": 9}


def test_a_message_that_was_given_up_is_closed_when_nobody_waits_for_it_any_more(few):
    broken = few.instance_of("h001")
    few.swap_state(broken)
    few.send("dau-moi", "tin-mot")
    (row,) = incidents(few)
    with few.database.write() as connection:
        connection.execute(delete(wait).where(wait.c.instance_id == broken))

    assert retry(few, row.id) == "resolved"
    assert few.statuses() == {"closed": 1, "delivered": 5}


def test_a_damaged_row_of_one_receiver_stops_no_other(few):
    names = [f"m{n:02}" for n in range(MANY)]
    few.send("h000", "dang-ky", answers=registered(*names), code="h000")
    few.half_told("dau-moi", "chon", answers=chosen(few, *names))
    with few.database.write() as connection:
        connection.execute(update(entry).where(entry.c.name == "m07").values(data="{"))

    few.deliver()

    assert [subject for step, _, subject in few.tasks() if step == "lam.chính"] == [*names[:7], *names[8:]]
    (left,) = [one for one in few.messages() if one.status != "delivered"]
    assert (left.status, left.tries, left.error.split(" ở ")[0]) == (
        "waiting", 1, "chương trình gặp lỗi JSONDecodeError")


def test_what_a_damaged_row_stopped_is_retried_with_the_reason_until_it_is_mended(few, clock):
    names = [f"m{n:02}" for n in range(MANY)]
    few.send("h000", "dang-ky", answers=registered(*names), code="h000")
    few.half_told("dau-moi", "chon", answers=chosen(few, *names))
    spoilt = entry.c.name == "m07"
    with few.database.write() as connection:
        whole = connection.execute(select(entry.c.data).where(spoilt)).scalar_one()
        connection.execute(update(entry).where(spoilt).values(data="{"))
    for wait_ in (timedelta(0), *BACK_OFF):
        clock.advance(wait_)
        few.deliver()
    (row,) = incidents(few)

    vain = retry_incident(few.database, few.ids, few.viewer("dau-moi"), row.id, clock.now())
    clock.set(incidents(few)[0].next_try_at)
    by_itself = heal_incidents(few.database, few.ids, clock.now(), 10)
    tries = incidents(few)[0].tries
    with few.database.write() as connection:
        connection.execute(update(entry).where(spoilt).values(data=whole))
    clock.set(incidents(few)[0].next_try_at)

    assert (vain.status, "chương trình gặp lỗi JSONDecodeError" in vain.message, by_itself, tries) == (
        "open", True, 0, 3)
    assert heal_incidents(few.database, few.ids, clock.now(), 10) == 1
    assert len(opened(few, "lam")) == MANY


def test_what_keeps_a_page_from_being_done_is_put_off_and_another_run_goes_on(database, ids, clock):
    world, other = (telling(database, ids, clock, MANY, mark=mark) for mark in ("", "x"))
    world.send("dau-moi", "ban-hanh")
    world.send("dau-moi", "chon", answers=chosen(world))
    world.half_told("h000", "dang-ky", answers=registered(*(f"m{n:02}" for n in range(MANY))), code="h000")
    with database.write() as connection:  # whoever starts now asks who was chosen
        connection.execute(update(answer).where(answer.c.step == "chon").values(forms="{"))
    other.half_told("dau-moi", "ban-hanh")

    while deliver_messages(database, ids, clock.now()):
        pass

    assert other.statuses() == {"delivered": MANY}
    assert {(one.status, one.tries) for one in world.messages() if one.name == "dang-ky"} == {("waiting", 1)}


def test_what_may_heal_is_tried_again_after_a_longer_wait_each_time(few, clock):
    few.recode(CHECKERS, "da-giai-the")
    few.send("dau-moi", "tin-hai")
    tried = [[(one.tries, one.next_try_at) for one in few.messages()][-1]]

    for pause in BACK_OFF[:2]:
        clock.advance(pause - timedelta(seconds=1))
        assert few.deliver() == 0
        clock.advance(timedelta(seconds=1))
        assert few.deliver() == 1
        tried.append([(one.tries, one.next_try_at) for one in few.messages()][-1])
    few.recode("da-giai-the", CHECKERS)
    clock.advance(BACK_OFF[2])
    few.deliver()

    assert [tries for tries, _ in tried] == [1, 2, 3]
    assert tried[-1][1] == clock.now()
    assert opened(few, "nghe-hai") == ["h000", "h001", "h002"]
    assert (few.statuses(), incidents(few)) == ({"delivered": 6}, [])


def test_after_the_last_try_a_person_must_help(few, clock):
    few.recode(CHECKERS, "da-giai-the")
    few.send("dau-moi", "tin-hai")

    for pause in BACK_OFF:
        clock.advance(pause)
        few.deliver()
    clock.advance(timedelta(days=30))

    assert few.deliver() == 0
    assert few.statuses() == {"delivered": 3, "failed": 3}
    assert [row.reason for row in incidents(few)] == [
        f"tổ chức không còn đơn vị mã “{CHECKERS}” mà kế hoạch giao việc"] * 3


def test_what_was_said_after_a_message_that_a_person_put_aside_is_heard(few):
    broken = few.instance_of("h001")
    good = few.swap_state(broken)
    few.send("dau-moi", "tin-mot")
    few.send("dau-moi", "tin-hai")
    (row,) = incidents(few)

    dismiss_incident(few.database, few.viewer("dau-moi"), row.id, "báo bằng giấy", few.clock.now())
    few.swap_state(broken, good)
    few.deliver()

    assert (opened(few, "nghe-mot"), opened(few, "nghe-hai")) == (["h000", "h002"], ["h000", "h001", "h002"])
    assert few.statuses() == {"closed": 1, "delivered": 8}
    assert [one.error for one in few.messages() if one.status == "closed"] == ["đã bỏ qua sự cố: báo bằng giấy"]


def test_what_one_says_to_another_later_waits_for_what_it_said_before(few, clock):
    few.recode(CHECKERS, "da-giai-the")
    few.send("dau-moi", "tin-hai")
    few.recode("da-giai-the", CHECKERS)

    few.send("dau-moi", "tin-mot")
    held_up = [one.status for one in few.messages() if one.name == "tin-mot"]
    clock.advance(BACK_OFF[0])
    few.deliver()

    assert held_up == ["waiting"] * 3
    assert opened(few, "nghe-mot") == opened(few, "nghe-hai") == ["h000", "h001", "h002"]
    assert few.statuses() == {"delivered": 9}


def test_the_order_of_a_pair_is_kept_within_one_transaction(database, ids, clock):
    world = telling(database, ids, clock, 3, more="""\
  - {mã: bo-qua, tên: Không làm năm nay, phạm vi: cả đợt, chủ trì: đầu mối, sau: [tin-hai], chỉ khi: dot.nam == 1999}
  - {mã: nghe-bo-qua, tên: Làm sau khi bỏ qua, chủ trì: đơn vị, mở khi xong: bo-qua}
""")
    world.send("dau-moi", "ban-hanh")
    world.recode(CHECKERS, "da-giai-the")

    world.send("dau-moi", "tin-hai")
    before = [(one.name, one.tries) for one in world.messages() if one.status == "waiting"]
    world.recode("da-giai-the", CHECKERS)
    clock.advance(BACK_OFF[0])
    world.deliver()

    assert before == [*[("tin-hai", 1)] * 3, *[("bo-qua", 0)] * 3]
    assert opened(world, "nghe-bo-qua") == opened(world, "nghe-hai") == ["h000", "h001", "h002"]


def test_what_a_failed_message_had_begun_is_unknown_to_the_next_one_for_the_same_receiver(few, clock):
    few.recode(CHECKERS, "da-giai-the")
    few.send("dau-moi", "tin-hai")
    few.send("dau-moi", "tin-mot")
    with few.database.write() as connection:  # as when the run as a whole had said it, and no instance of it
        connection.execute(update(message).where(message.c.name == "tin-mot").values(sender_id=None))

    clock.advance(BACK_OFF[0])
    few.deliver()
    between = opened(few, "nghe-mot"), opened(few, "nghe-hai")
    few.recode("da-giai-the", CHECKERS)
    clock.advance(BACK_OFF[1])
    few.deliver()

    assert between == (["h000", "h001", "h002"], [])
    assert opened(few, "nghe-hai") == ["h000", "h001", "h002"]


def test_a_message_to_who_is_there_no_longer_is_closed_with_the_reason(few, clock):
    few.recode(CHECKERS, "da-giai-the")
    few.send("dau-moi", "tin-hai")
    with few.database.write() as connection:
        for code, status in (("h000", "cancelled"), ("h001", "ended")):
            connection.execute(update(instance).where(instance.c.id == few.instance_of(code)).values(status=status))
    few.recode("da-giai-the", CHECKERS)

    clock.advance(BACK_OFF[0])
    few.deliver()

    ends = [(one.status, one.error) for one in few.messages() if one.name == "tin-hai"]
    assert sorted(ends, key=repr) == [
        ("closed", "bên nhận đã kết thúc"), ("closed", "bên nhận đã được huỷ"), ("delivered", None)]
    assert opened(few, "nghe-hai") == ["h002"]


def test_an_initiative_withdrawn_before_it_started_never_starts(few):
    names = [f"m{n:02}" for n in range(MANY)]
    few.half_told("h000", "dang-ky", answers=registered(*names), code="h000")
    first = few.entries()["m00"]
    with few.database.write() as connection:
        connection.execute(update(instance).where(instance.c.entry_id == first.id).values(status="cancelled"))

    few.deliver()

    assert few.statuses() == {"closed": 1, "delivered": MANY + 2}


def test_a_run_is_closed_when_nothing_is_on_its_way_but_what_cannot_arrive(database, ids, clock):
    world = telling(database, ids, clock, MANY)
    world.half_told("dau-moi", "ban-hanh")
    for step in ("tin-mot", "tin-hai", "chon"):
        world.send("dau-moi", step, answers=chosen(world) if step == "chon" else None)

    def close() -> None:
        close_run(database, ids, world.viewer("dau-moi"), world.run_id, clock.now())

    page = closing_page(database, world.viewer("dau-moi"), world.run_id, local_day(clock.now()))
    with pytest.raises(Conflict) as refused:
        close()
    with database.write() as connection:
        connection.execute(update(message).where(message.c.status == "waiting").values(tries=1))
    close()

    assert page.hinders == f"Còn {MANY} tin đang chuyển giữa các nơi; đợi ít phút rồi mở lại trang này."
    assert str(refused.value) == (f"Đợt “Kế hoạch tin” còn {MANY} tin đang chuyển giữa các nơi và có thể mở việc mới; "
                                  "hãy đợi ít phút rồi đóng đợt.")
    assert {(one.status, one.error) for one in world.messages()} == {("closed", "đợt đã đóng")}
    with database.read() as connection:
        assert outstanding(connection, world.run_id) == Outstanding()
        assert connection.execute(select(func.count()).where(instance.c.status == "active")).scalar_one() == 0


def test_an_act_that_nobody_hears_writes_no_message_and_asks_for_none(few, count_statements):
    few.send("dau-moi", "tin-mot")
    with count_statements(few.database) as sent:
        few.send("h000", "nghe-mot", code="h000")

    assert [one for one in sent if "SAVEPOINT" in one or "INTO message" in one or "FROM message" in one] == []
