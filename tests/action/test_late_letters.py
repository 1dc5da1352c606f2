"""A letter that waited in the outbox leaves only while its task is still to be done."""

from datetime import date

from engine.store.sending import lease_letter
from tests.action.nho import published, rows


def _next_recipient(world) -> str | None:
    with world.database.write() as connection:
        letter = lease_letter(connection, world.clock.now())
    return letter.recipient if letter else None


def test_a_reminder_about_an_open_task_leaves(database, ids, clock):
    running = published(database, ids, clock)

    assert (running.tick(date(2026, 1, 28)).letters, _next_recipient(running)) == (1, "a@nho.vn")


def test_a_reminder_about_what_was_done_meanwhile_never_leaves(database, ids, clock):
    running = published(database, ids, clock)
    assert running.tick(date(2026, 1, 28)).letters == 1
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    assert _next_recipient(running) is None
