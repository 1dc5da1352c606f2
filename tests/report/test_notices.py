"""The page of notices: by day, the words on one task together, one page after another."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from engine.base.clock import local_day
from engine.report.notices import PAGE, notice_page
from engine.store.tables import notice
from engine.work.people import NotFound
from tests.action.nho import published

TODAY = date(2026, 1, 15)


def test_the_words_on_one_task_stand_together_at_the_newest_and_pages_follow_each_other(sqlite, ids, clock):
    running = published(sqlite, ids, clock)
    me, now, about = running.viewer("a"), running.clock.now(), running.task("dang-ky", "hoi-a")
    with running.database.write() as connection:
        for n in range(PAGE + 2):  # every second one speaks of the task; the last two are new
            connection.execute(insert(notice).values(
                id=f"n{n:02}", task_id=about.id if n % 2 else None, run_id=running.run_id, level=n, planned_day=TODAY,
                person_id=me.person_id, channel="inbox", kind="reminder", text=f"Lời {n}",
                made_at=now + timedelta(hours=n), read_at=now if n < PAGE else None))

    page = notice_page(running.database, me)
    older, new = (notice_page(running.database, me, *asked) for asked in ((False, page.more), (True,)))

    (day, (together, alone, *_)), *_ = page.days
    assert day == local_day(now + timedelta(hours=PAGE + 1))
    assert [together.newest.text, together.earlier[0].text, alone.newest.text] == ["Lời 51", "Lời 49", "Lời 50"]
    assert (len(together.earlier), together.unread, page.unread, page.more) == (PAGE // 2 - 1, ("n51",), 2, "n02")
    assert [[one.newest.text for one in groups] for _day, groups in older.days] == [["Lời 1", "Lời 0"]]
    assert (older.more, [len(groups) for _day, groups in new.days]) == (None, [2])
    with pytest.raises(NotFound):
        notice_page(running.database, running.viewer("b"), after=page.more)
