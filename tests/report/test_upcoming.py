"""What comes next for who has nothing to do."""

from datetime import date, timedelta

from sqlalchemy import insert, select

from engine.base.clock import local_day, local_moment
from engine.report.upcoming import Upcoming, upcoming_of
from engine.store.tables import instance, timer, unit
from tests.action.nho import World, published, rows

TODAY = date(2026, 2, 2)


def _timer(made: World, node: str, day: date) -> None:
    """One that ends something, on that day, for Hội A."""
    with made.database.write() as connection:
        of_a = connection.execute(select(instance.c.id).join(unit, unit.c.id == instance.c.unit_id).where(
            unit.c.code == "hoi-a", instance.c.scope == "unit")).scalar_one()
        connection.execute(insert(timer).values(instance_id=of_a, node=node, rule="", due_at=local_moment(day)))


def test_the_nearest_step_that_opens_is_named_not_what_a_timer_cuts_off(database, ids, clock):
    made = published(database, ids, clock)
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    made.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    element = made.task("dang-ky", "hoi-b").node
    _timer(made, f"{element}#9", TODAY + timedelta(days=1))
    _timer(made, "khong-con#1", TODAY + timedelta(days=1))

    found, elsewhere = (upcoming_of(database, made.viewer(login), TODAY) for login in ("a", "nguoi-la"))

    assert found.opens_at is not None
    assert (found.step, found.plan, local_day(found.opens_at)) == ("Báo cáo 6 tháng", "Kế hoạch nhỏ", date(2026, 5, 15))
    assert elsewhere == Upcoming(0)
