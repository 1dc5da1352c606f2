"""kill -9 of workers and of people at random moments: afterwards everything is done, and nothing is done twice."""

import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from engine.store.database import Database
from tests.faults.load import DUE, at_rest, effects, effects_unhurt, loaded
from tests.faults.people import acts, all_unhurt, desk, documents, tidied
from tests.faults.processes import ROUNDS, people, stopped, until, worker
from tests.mail_server import MailServer

UNITS, ACTING = 100, 30
"""So many units there are, and of so many people send papers meanwhile."""


def test_workers_and_people_killed_at_any_moment_lose_nothing_and_do_nothing_twice(
        database: Database, database_url: str, smtp: MailServer, tmp_path: Path):
    seed, files = random.randrange(10**6), tmp_path / "files"
    chance = random.Random(seed)
    loaded(database, UNITS)
    busy = broken_off = 0

    for number in range(ROUNDS):
        now, before = DUE + timedelta(minutes=number / 10), acts(database)
        with worker(database_url, now, lease=0.3, mail_port=smtp.port, files=files):
            if number % 2:
                time.sleep(chance.uniform(0.2, 0.6))
            else:
                with people(database_url, files, now, ACTING) as there:
                    until(lambda before=before, there=there: acts(database) > before or not there.is_alive())
                    time.sleep(chance.uniform(0, 0.1))
                    broken_off += there.is_alive()
        busy += not at_rest(database, now, letters=True)
    later = DUE + timedelta(minutes=10)
    with worker(database_url, later, mail_port=smtp.port, files=files) as last:
        done = until(lambda: at_rest(database, later, letters=True), 120)
        through = desk(database, files, later).go_round(ACTING)
        code = stopped(last)
    tidied(database, files)

    assert (done, through, code) == (True, True, 0), f"seed {seed}"
    assert busy >= ROUNDS // 4, f"only {busy} rounds ended in mid-work"
    assert broken_off, "people were never killed in mid-work"
    assert effects(database) | documents(database, files) == all_unhurt(UNITS, ACTING), f"seed {seed}"
    arrived = Counter(str(letter["Message-ID"]) for letter in smtp.letters)
    assert len(arrived) == len(effects(database)["letters"])
    assert sum(arrived.values()) - len(arrived) <= ROUNDS  # a letter in hand at a kill goes again, recognisably


def test_two_workers_share_the_load_and_do_nothing_twice(database: Database, database_url: str):
    loaded(database, UNITS)

    with worker(database_url, DUE) as one, worker(database_url, DUE) as other:
        done = until(lambda: at_rest(database, DUE))
        codes = [stopped(one), stopped(other)]

    assert (done, codes) == (True, [0, 0])
    assert effects(database) == effects_unhurt(UNITS)
