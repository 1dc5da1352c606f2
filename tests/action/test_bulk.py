"""Several tasks at once: each by its own rules, once, whoever clicks twice or goes on after a stop."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from engine.action.do_bulk import do_bulk
from engine.action.start_bulk import Asked, start_bulk
from engine.action.turn_bulk import turn_bulk
from engine.base.clock import local_day
from engine.daemon.scheduler import tick
from engine.report.bulk_pages import bulk_preview, bulk_result
from engine.store.tables import answer, audit, bulk, instance, position, task
from engine.work.people import Conflict, FormRefused, NotFound
from tests.action.nho import World, published, rows

TAKE, RETURN = "Tiếp nhận", "Trả lại để bổ sung"


@pytest.fixture
def sent(database, ids, clock) -> World:
    """Three associations have registered: the coordinator has three registrations to take or to return."""
    made = published(database, ids, clock)
    for login, code in (("a", "hoi-a"), ("b", "hoi-b"), ("c", "hoi-c")):
        made.send(login, "dang-ky", answers=rows(f"Mô hình {code}"), code=code)
    return made


def _reviews(world: World) -> dict[str, int]:
    with world.database.read() as connection:
        found = connection.execute(select(task.c.id, task.c.rev).where(
            task.c.status == "open", task.c.act == "review").order_by(task.c.id)).all()
    return {row[0]: row[1] for row in found}


def _start(world: World, login: str, chosen: dict[str, int], label: str = TAKE, reason: str | None = None,
           key: str = "khoa") -> str:
    return start_bulk(world.database, world.ids, world.viewer(login), Asked(label, reason, tuple(chosen.items()), key),
                      world.clock.now())


def _today(world: World) -> date:
    return local_day(world.clock.now())


def _do(world: World, bulk_id: str) -> bool:
    return do_bulk(world.database, world.ids, bulk_id, world.clock.now)


def _counts(world: World, bulk_id: str, login: str = "dau-moi") -> dict[str, int]:
    return dict(bulk_result(world.database, world.viewer(login), bulk_id).counts)


def test_all_that_were_chosen_are_done_each_with_its_own_answer(sent):
    chosen = _reviews(sent)

    bulk_id = _start(sent, "dau-moi", chosen)
    _do(sent, bulk_id)

    found = bulk_result(sent.database, sent.viewer("dau-moi"), bulk_id)
    assert (dict(found.counts), found.bulk.status) == ({"done": 3}, "done")
    assert found.done[0].says == "Đã tiếp nhận: “Đăng ký mô hình” của Hội A."
    assert {sent.row(task_id).status for task_id in chosen} == {"done"}
    assert [entry.status for entry in sent.entries().values()] == ["accepted"] * 3


def test_a_return_needs_its_reason_which_every_unit_reads(sent):
    with pytest.raises(FormRefused, match="Hãy nêu lý do"):
        _start(sent, "dau-moi", _reviews(sent), RETURN, " ")

    _do(sent, _start(sent, "dau-moi", _reviews(sent), RETURN, "Thiếu chữ ký"))

    with sent.database.read() as connection:
        reasons = connection.execute(select(answer.c.reason).where(answer.c.reason.is_not(None))).scalars().all()
    assert reasons == ["Thiếu chữ ký"] * 3
    assert sent.task("dang-ky", "hoi-b").returned == 1


def test_a_double_click_does_everything_once(sent):
    first = _start(sent, "dau-moi", _reviews(sent))
    again = _start(sent, "dau-moi", _reviews(sent))
    _do(sent, first)
    late = _start(sent, "dau-moi", {})
    _do(sent, first)

    assert first == again == late
    with sent.database.read() as connection:
        assert len(connection.execute(select(answer.c.id).where(answer.c.outcome == "nhan")).all()) == 3
        assert len(connection.execute(select(bulk.c.id)).all()) == 1


def test_what_was_sent_but_not_noted_is_not_sent_again(sent):
    bulk_id = _start(sent, "dau-moi", _reviews(sent))
    task_id, rev = next(iter(_reviews(sent).items()))
    sent.complete("dau-moi", task_id, rev, "nhan", key=f"{bulk_id}-0")  # and the process died here

    _do(sent, bulk_id)

    assert _counts(sent, bulk_id) == {"done": 3}
    with sent.database.read() as connection:
        assert len(connection.execute(select(answer.c.id).where(answer.c.task_id == task_id)).all()) == 1


def test_the_preview_says_what_is_passed_over_and_why(sent):
    chosen = _reviews(sent)
    changed, gone, taken = list(chosen)
    sent.complete("dau-moi", gone, chosen[gone], "nhan")
    with sent.database.write() as connection:
        connection.execute(update(task).where(task.c.id == changed).values(rev=9))

    found = bulk_preview(sent.database, sent.viewer("dau-moi"), {**chosen, "khong-co": 1}, TAKE, _today(sent))
    as_unit = bulk_preview(sent.database, sent.viewer("a"), chosen, TAKE, _today(sent))

    assert [one.id for one in found.todo] == [taken]
    assert {one.id: why for one, why in found.skipped} == {
        changed: "đã thay đổi từ khi bạn mở danh sách", gone: "đã xong hoặc đã được gỡ"}
    assert (found.unseen, found.choices) == (1, {TAKE: 2, RETURN: 2})
    assert as_unit.todo == ()
    assert as_unit.unseen == 2  # those of the other associations
    assert [why for _, why in as_unit.skipped] == ["do Ban đầu mối thực hiện, không phải bạn"]


def test_a_form_is_never_sent_blank(database, ids, clock):
    world = published(database, ids, clock)
    about = world.task("dang-ky", "hoi-a")

    found = bulk_preview(world.database, world.viewer("a"), {about.id: about.rev}, "Gửi", _today(world))

    assert found.todo == ()
    with pytest.raises(Conflict, match="Không còn việc nào"):
        _start(world, "a", {about.id: about.rev}, "Gửi")


def test_nobody_acts_on_tasks_of_others_whatever_the_browser_sends(sent):
    chosen = _reviews(sent)

    for login in ("a", "thuong-truc", "nguoi-la"):
        with pytest.raises(Conflict, match="Không còn việc nào"):
            _start(sent, login, chosen)
    bulk_id = _start(sent, "dau-moi", chosen)
    for ask in (lambda: bulk_result(sent.database, sent.viewer("a"), bulk_id),
                lambda: turn_bulk(sent.database, sent.viewer("a"), bulk_id, "stopped")):
        with pytest.raises(NotFound):
            ask()

    assert _reviews(sent) == chosen


def test_who_has_left_the_post_meanwhile_does_nothing_more(sent):
    bulk_id = _start(sent, "dau-moi", _reviews(sent))
    person = sent.viewer("dau-moi").person_id
    with sent.database.write() as connection:
        connection.execute(update(position).where(position.c.person_id == person).values(
            valid_to=sent.clock.now().date() - timedelta(days=1)))

    _do(sent, bulk_id)

    found = bulk_result(sent.database, sent.viewer("dau-moi"), bulk_id)
    assert len(found.refused) == 3
    assert all("bạn không giữ vai trò này" in one.says for one in found.refused)
    with sent.database.read() as connection:
        refusals = connection.execute(select(audit.c.command).where(audit.c.outcome == "refused")).scalars().all()
    assert refusals == ["complete_task"] * 3


def test_a_damaged_row_of_one_task_keeps_the_others_from_nothing(sent):
    chosen = _reviews(sent)
    bulk_id = _start(sent, "dau-moi", chosen)
    with sent.database.write() as connection:
        connection.execute(update(instance).where(instance.c.id == select(task.c.instance_id).where(
            task.c.id == min(chosen)).scalar_subquery()).values(state=b"khong doc duoc"))
        connection.execute(update(task).where(task.c.id == sorted(chosen)[1]).values(why="{"))

    _do(sent, bulk_id)

    assert _counts(sent, bulk_id) == {"done": 1, "refused": 2}


def test_a_paused_command_waits_and_a_stopped_one_leaves_the_rest(sent):
    bulk_id, viewer = _start(sent, "dau-moi", _reviews(sent)), sent.viewer("dau-moi")

    assert turn_bulk(sent.database, viewer, bulk_id, "paused")
    _do(sent, bulk_id)
    paused = _counts(sent, bulk_id)
    assert turn_bulk(sent.database, viewer, bulk_id, "running")
    times = iter([True, False])
    do_bulk(sent.database, sent.ids, bulk_id, sent.clock.now, lambda: next(times))
    assert turn_bulk(sent.database, viewer, bulk_id, "stopped")
    _do(sent, bulk_id)

    assert paused == {"waiting": 3}
    assert _counts(sent, bulk_id) == {"done": 1, "waiting": 2}
    assert not turn_bulk(sent.database, viewer, bulk_id, "running")
    assert len(_reviews(sent)) == 2


def test_the_background_ends_what_a_request_left_behind(sent):
    bulk_id = _start(sent, "dau-moi", _reviews(sent))
    tick(sent.database, sent.ids, sent.clock.now, None)
    early = _counts(sent, bulk_id)

    sent.clock.advance(timedelta(minutes=3))
    tick(sent.database, sent.ids, sent.clock.now, None)

    assert (early, _counts(sent, bulk_id)) == ({"waiting": 3}, {"done": 3})


def test_more_than_can_be_waited_for_is_taken_up_at_once(sent, monkeypatch):
    monkeypatch.setattr("engine.action.start_bulk.AT_ONCE", 2)

    bulk_id = _start(sent, "dau-moi", _reviews(sent))
    tick(sent.database, sent.ids, sent.clock.now, None)

    assert _counts(sent, bulk_id) == {"done": 3}


def test_a_preview_costs_the_same_for_one_task_and_for_three(sent, count_statements):
    viewer, chosen = sent.viewer("dau-moi"), _reviews(sent)
    with count_statements(sent.database) as for_one:
        bulk_preview(sent.database, viewer, dict(list(chosen.items())[:1]), TAKE, _today(sent))
    with count_statements(sent.database) as for_three:
        bulk_preview(sent.database, viewer, chosen, TAKE, _today(sent))

    assert len(for_one) == len(for_three) == 1
