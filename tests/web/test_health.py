"""/healthz tells a monitor, in one sentence each, what keeps this installation from its work."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, text, update

from engine.store.jobs import NewJob, add, give_up, take
from engine.store.tables import outbox, task
from tests.web.site import Site
from web.app import create_app
from web.settings import Settings


def health(ward: Site, **changes: object) -> tuple[int, dict[str, object]]:
    settings = ward.app.extensions["kheo"]
    assert isinstance(settings, Settings)
    answer = create_app(replace(settings, **changes)).test_client().get("/healthz")
    said = dict(answer.json)
    assert said.pop("transitions").keys() == {
        "hits", "misses", "evictions", "entries", "bytes", "limit", "checked", "alarms"}
    everywhere = said.pop("all_transitions")
    assert everywhere is None or everywhere.keys() == {
        "processes", "hits", "misses", "evictions", "bytes", "checked", "alarms"}
    return answer.status_code, said


def ok(**changes: object) -> dict[str, object]:
    return {"status": "ok", "database": "ok", "scheduler": "ok", "letters_stuck": 0, "jobs_given_up": 0,
            **changes}


def test_all_is_well_while_the_scheduler_ticks(ward: Site):
    now = ward.world.clock.now()

    assert health(ward, scheduler_beat=lambda: now - timedelta(minutes=4)) == (200, ok())


def test_a_silent_scheduler_is_named_with_the_hour_in_viet_nam(ward: Site):
    now = ward.world.clock.now()

    found = health(ward, scheduler_beat=lambda: now - timedelta(minutes=6))

    assert found == (503, ok(status="failing", scheduler=(
        "bộ lập lịch im lặng từ 07:54 15/01/2026; hãy xem nhật ký rồi chạy lại `kheo serve` hoặc `kheo worker`")))


def test_a_scheduler_elsewhere_is_known_by_the_work_it_leaves_lying(ward: Site):
    now = ward.world.clock.now()
    with ward.world.database.write() as connection:
        connection.execute(update(task).where(task.c.status == "open").values(next_act_at=now - timedelta(minutes=14)))
    patient = health(ward)

    ward.world.clock.advance(timedelta(minutes=2))

    assert patient == (200, ok())
    assert health(ward) == (503, ok(status="failing", scheduler=(
        "bộ lập lịch im lặng từ 07:46 15/01/2026; hãy xem nhật ký rồi chạy lại `kheo serve` hoặc `kheo worker`")))


def test_what_was_tried_in_vain_does_not_make_the_scheduler_silent(ward: Site):
    now = ward.world.clock.now()
    with ward.world.database.write() as connection:
        ids = list(connection.execute(select(task.c.id).where(task.c.status == "open")).scalars())
        connection.execute(update(task).where(task.c.id.in_(ids)).values(next_act_at=now - timedelta(minutes=20)))
        add(connection, [NewJob(f"j-{one}", "task", (one,), 20, tries=1) for one in ids], now)
        taken = take(connection, "w", ["task"], now, timedelta(minutes=1), f"j-{ids[0]}")
        assert taken
        give_up(connection, taken, "KeyError")

    assert health(ward) == (200, ok(jobs_given_up=1))


def test_letters_that_need_a_person_are_counted_and_make_nothing_fail(ward: Site):
    now = ward.world.clock.now()
    with ward.world.database.write() as connection:
        connection.execute(outbox.insert(), [
            {"id": name, "recipient": "a@nho.vn", "subject": "", "body": "", "made_at": now, "tries": 6,
             "next_try_at": again, "sent_at": sent}
            for name, again, sent in (("cho", now, None), ("da-gui", None, now), ("ket", None, None))])

    assert health(ward, scheduler_beat=lambda: now) == (200, ok(letters_stuck=1))


def test_an_old_schema_is_named_with_the_command_that_mends_it(ward: Site):
    with ward.world.database.write() as connection:
        connection.execute(text("DELETE FROM alembic_version"))

    assert health(ward) == (503, {
        "status": "failing", "database": "cơ sở dữ liệu chưa có bảng của kheo; hãy chạy `kheo db upgrade`",
        "scheduler": None, "letters_stuck": None, "jobs_given_up": None})
