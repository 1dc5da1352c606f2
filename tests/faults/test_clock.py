"""The machine's clock is set back an hour in the midst of work: nothing is done twice, and nothing is lost."""

import time
from datetime import timedelta

from engine.store.database import Database
from tests.faults.load import DUE, at_rest, begun, effects, effects_unhurt, loaded
from tests.faults.processes import stopped, until, worker

UNITS = 60


def test_a_clock_set_back_an_hour_repeats_nothing_and_loses_nothing(database: Database, database_url: str):
    loaded(database, UNITS)
    back = DUE - timedelta(hours=1)

    with worker(database_url, DUE):
        assert until(lambda: begun(database))  # and it dies: by the new clock the lease of its page ends in an hour
    in_the_midst = not at_rest(database, DUE)
    with worker(database_url, back) as behind:
        done = until(lambda: at_rest(database, back))
        time.sleep(1)
        codes = [stopped(behind)]
    with worker(database_url, DUE) as again:
        time.sleep(1)
        done = until(lambda: at_rest(database, DUE)) and done
        codes.append(stopped(again))

    assert (in_the_midst, done, codes) == (True, True, [0, 0])
    assert effects(database) == effects_unhurt(UNITS)
