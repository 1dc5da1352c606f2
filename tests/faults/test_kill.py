"""kill -9 of a worker at random moments under load: afterwards everything is done, and nothing is done twice."""

import random
import time
from collections import Counter
from datetime import timedelta

from engine.store.database import Database
from tests.faults.load import DUE, at_rest, effects, effects_unhurt, loaded
from tests.faults.processes import ROUNDS, stopped, until, worker
from tests.mail_server import MailServer

UNITS = 120


def test_a_worker_killed_at_any_moment_loses_nothing_and_does_nothing_twice(
        database: Database, database_url: str, smtp: MailServer):
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    loaded(database, UNITS)
    busy = 0

    for number in range(ROUNDS):
        now = DUE + timedelta(minutes=number / 10)
        with worker(database_url, now, lease=0.3, mail_port=smtp.port):
            time.sleep(chance.uniform(0.2, 0.6))
        busy += not at_rest(database, now, letters=True)
    later = DUE + timedelta(minutes=10)
    with worker(database_url, later, mail_port=smtp.port) as last:
        done = until(lambda: at_rest(database, later, letters=True))
        code = stopped(last)

    assert (done, code) == (True, 0), f"seed {seed}"
    assert busy >= ROUNDS // 4, f"only {busy} rounds ended in mid-work"
    assert effects(database) == effects_unhurt(UNITS), f"seed {seed}"
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
