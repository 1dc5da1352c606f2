"""The history of a finished task says whether what it set going is still under way; on both databases."""

import pytest
from sqlalchemy import insert, select, update

from engine.base.clock import local_day
from engine.report.task_page import task_page
from engine.store.tables import instance, message
from engine.work.people import Stopped
from tests.action.nho import World, published, rows
from tests.action.test_incidents import spoil


@pytest.fixture
def sent(database, ids, clock) -> tuple[World, str]:
    """Hội A has sent its registration: the world, and the id of that task."""
    made = published(database, ids, clock)
    task_id = str(made.task("dang-ky", "hoi-a").id)
    assert _said(made, task_id) == ""
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    return made, task_id


def _said(made: World, task_id: str) -> str:
    return task_page(made.database, made.viewer("a"), task_id, local_day(made.clock.now())).following


def test_a_message_that_has_not_arrived_is_under_way_until_it_has(sent):
    made, task_id = sent
    about, now = made.task("dang-ky", "hoi-a"), made.clock.now()
    assert _said(made, task_id) == ""
    with made.database.write() as connection:
        other = connection.execute(select(instance.c.id).where(instance.c.id != about.instance_id).limit(1)).scalar()
        connection.execute(insert(message).values(
            run_id=made.run_id, name="xong", sender_id=about.instance_id, sender_node="n", receiver_id=other,
            node="cho", status="waiting", tries=0, made_at=now, next_try_at=now))
    assert _said(made, task_id) == "under way"

    with made.database.write() as connection:
        connection.execute(update(message).values(status="delivered", delivered_at=now))
    assert _said(made, task_id) == ""


def test_an_open_incident_of_the_matter_is_said(sent):
    made, task_id = sent
    spoil(made, made.task("dang-ky", "hoi-a").instance_id)
    with pytest.raises(Stopped):
        made.send("dau-moi", "dang-ky", "nhan", code="hoi-a")

    assert _said(made, task_id) == "stuck"
