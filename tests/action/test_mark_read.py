"""Notices become read for the one who read them."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from engine.action.mark_read import mark_read
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from engine.store.tables import notice
from tests.action.small_ward import Ward, small_ward


@pytest.fixture
def ward(database: Database, ids: CountedIds, clock: ManualClock) -> Ward:
    """Hội Phụ nữ has notices 1 and 2, Hội Nông dân has notice 3."""
    made = small_ward(database, ids, clock.now())
    with database.write() as connection:
        for number, login in enumerate(("phu-nu", "phu-nu", "nong-dan"), start=1):
            connection.execute(insert(notice).values(
                id=str(number), level=number, planned_day=date(2026, 1, 15), person_id=made.viewer(login).person_id,
                channel="inbox", kind="reminder", text="Việc đến hạn", made_at=clock.now()))
    return made


def test_only_own_notices_become_read_and_only_once(ward: Ward) -> None:
    answers = [mark_read(ward.database, ward.viewer("phu-nu"), ("1", "3", "9"), ward.now) for _ in range(2)]

    with ward.database.read() as connection:
        read = connection.execute(select(notice.c.id).where(notice.c.read_at.is_not(None))).scalars().all()
    assert (answers, read) == ([1, 0], ["1"])
