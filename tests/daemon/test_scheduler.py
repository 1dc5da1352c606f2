"""The loop really ticks, goes on after a failure, stops gracefully, and two loops do nothing twice."""

import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds, TimedIds
from engine.daemon.post import SmtpSettings
from engine.daemon.scheduler import Scheduler, tick
from engine.store.database import Database
from engine.store.tables import incident, notice, outbox, task
from tests.action.nho import published
from tests.mail_server import MailServer

REMINDED = date(2026, 2, 2)
"""A day by which every association has been told that its registration is due."""


def reaching(server: MailServer) -> SmtpSettings:
    return SmtpSettings(server.host, server.port, "kheo@phuong.vn", security="none")


def count(database: Database, table: object) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def until(met: Callable[[], bool]) -> bool:
    """Waits up to ten seconds."""
    for _ in range(200):
        if met():
            return True
        time.sleep(0.05)
    return False


def test_a_tick_does_what_is_due_and_sends_the_letters(
        database: Database, ids: CountedIds, clock: ManualClock, smtp: MailServer):
    world = published(database, ids, clock)
    world.at(REMINDED)

    tick(database, ids, clock.now, reaching(smtp))

    assert count(database, notice) > 0
    assert len(smtp.letters) == count(database, outbox) > 0


def test_a_second_tick_at_the_same_moment_finds_nothing_to_do(
        sqlite: Database, ids: CountedIds, clock: ManualClock, smtp: MailServer):
    world = published(sqlite, ids, clock)
    world.at(REMINDED)
    tick(sqlite, ids, clock.now, reaching(smtp))
    before = count(sqlite, notice), len(smtp.letters)

    tick(sqlite, ids, clock.now, reaching(smtp))

    assert (count(sqlite, notice), len(smtp.letters)) == before


def test_two_schedulers_at_once_send_each_notice_once(
        database: Database, ids: CountedIds, clock: ManualClock, smtp: MailServer):
    world = published(database, ids, clock)
    world.at(REMINDED)
    together = threading.Barrier(2)
    schedulers = [Scheduler(database, TimedIds(), clock, reaching(smtp)) for _ in range(2)]

    def work(scheduler: Scheduler) -> None:
        together.wait()
        scheduler.tick()

    threads = [threading.Thread(target=work, args=(scheduler,)) for scheduler in schedulers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [scheduler.beat for scheduler in schedulers] == [clock.now()] * 2
    schedulers[0].tick()  # what one found in the hands of the other is left to the next tick
    columns = (notice.c.task_id, notice.c.level, notice.c.planned_day, notice.c.person_id, notice.c.channel)
    with database.read() as connection:
        made = connection.execute(select(*columns)).all()
    assert len(made) == len(set(made)) > 0
    assert len(smtp.letters) == count(database, outbox) > 0
    assert len({letter["Message-ID"] for letter in smtp.letters}) == len(smtp.letters)


def test_the_first_tick_comes_at_the_start_and_others_follow(
        sqlite: Database, ids: CountedIds, clock: ManualClock):
    published(sqlite, ids, clock)
    scheduler = Scheduler(sqlite, ids, clock, None, every=0.1)
    scheduler.start()
    started = scheduler.beat

    def beats_at(moment: object) -> bool:
        return until(lambda: scheduler.beat == moment)

    clock.advance(timedelta(minutes=1))
    first = beats_at(clock.now())
    clock.advance(timedelta(days=18))
    second = beats_at(clock.now())
    scheduler.stop()

    assert (started is not None, first, second) == (True, True, True)
    assert count(sqlite, notice) > 0


def test_a_long_wait_between_ticks_does_not_delay_the_first(sqlite: Database, ids: CountedIds, clock: ManualClock):
    world = published(sqlite, ids, clock)
    before = count(sqlite, notice)
    world.at(REMINDED)
    scheduler = Scheduler(sqlite, ids, clock, None, every=3600)

    scheduler.start()
    done = until(lambda: count(sqlite, notice) > before)
    scheduler.stop()

    assert done


def test_a_tick_that_fails_is_logged_and_the_next_one_works(
        sqlite: Database, ids: CountedIds, clock: ManualClock, smtp: MailServer):
    world = published(sqlite, ids, clock)
    world.at(REMINDED)
    scheduler = Scheduler(sqlite, ids, clock, reaching(smtp))
    rename(sqlite, "timer", "elsewhere")

    with capture_logs() as lines:
        scheduler.tick()
    failed = scheduler.beat
    rename(sqlite, "elsewhere", "timer")
    scheduler.tick()

    assert [(line["event"], line["log_level"]) for line in lines] == [("tick failed", "error")]
    assert (failed, scheduler.beat) == (None, clock.now())
    assert count(sqlite, notice) > 0


def test_letters_go_out_though_what_is_due_fails(
        sqlite: Database, ids: CountedIds, clock: ManualClock, smtp: MailServer):
    world = published(sqlite, ids, clock)
    world.at(REMINDED)
    Scheduler(sqlite, ids, clock, None).tick()
    waiting = count(sqlite, outbox)
    rename(sqlite, "timer", "elsewhere")

    with capture_logs():
        Scheduler(sqlite, ids, clock, reaching(smtp)).tick()

    assert len(smtp.letters) == waiting > 0


def rename(database: Database, old: str, new: str) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


class SlowClock(ManualClock):
    """Keeps whoever asks from another thread waiting."""

    inside, may_end = threading.Event(), threading.Event()

    def now(self) -> datetime:
        if threading.current_thread() is not threading.main_thread():
            self.inside.set()
            self.may_end.wait(10)
        return super().now()


def test_stopping_waits_for_the_tick_that_runs(sqlite: Database, ids: CountedIds, clock: ManualClock):
    slow = SlowClock(clock.now())
    scheduler = Scheduler(sqlite, ids, slow, None)
    scheduler.start()
    slow.inside.wait(10)

    stopping = threading.Thread(target=scheduler.stop)
    stopping.start()
    stopping.join(0.2)
    still = stopping.is_alive()
    slow.may_end.set()
    stopping.join(10)
    scheduler.stop()

    assert (still, stopping.is_alive()) == (True, False)


def test_the_daily_comparison_finds_what_is_wrong(database: Database, ids: CountedIds, clock: ManualClock):
    published(database, ids, clock)
    with database.write() as connection:
        connection.execute(update(task).where(task.c.status == "open").values(status="cancelled"))

    for _ in range(2):
        tick(database, ids, clock.now, None)

    with database.read() as connection:
        found = connection.execute(select(incident.c.command, incident.c.tries)).all()
    assert [tuple(row) for row in found] == [("reconcile", 1)] * 3
