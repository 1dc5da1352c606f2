"""A letter that waited in the outbox leaves only while its task is still to be done."""

from datetime import date

from sqlalchemy import select

from engine.store.sending import lease_letter
from engine.store.tables import notice
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


def test_a_reminder_that_a_later_one_has_overtaken_never_leaves(database, ids, clock):
    running = published(database, ids, clock)
    first = running.tick(date(2026, 1, 28)).letters
    later = running.tick(date(2026, 2, 4)).letters

    with running.database.write() as connection:
        waiting = []
        while letter := lease_letter(connection, running.clock.now()):
            waiting.append(letter.id)
        made = connection.execute(select(notice.c.id).where(notice.c.channel == "email", notice.c.level > 0)
                                  .order_by(notice.c.level)).scalars().all()

    assert (first, later, len(made)) == (1, 1, 2)
    assert waiting == made[1:]
