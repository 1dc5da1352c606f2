"""Who may be named in a form: position and unit beside the name, those of the unit concerned first."""

from datetime import date

from sqlalchemy import update

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from engine.store.offered_people import offered_people
from engine.store.tables import person, position
from tests.action.nho import world


def test_people_are_offered_with_where_they_sit(sqlite: Database, ids: CountedIds, clock: ManualClock):
    made = world(sqlite, ids, clock)
    tenant, there = made.viewer("a").tenant_id, made.viewer("b").positions[0].unit_id
    gone, left = made.viewer("c").person_id, made.viewer("sep-a").person_id
    with sqlite.write() as connection:
        connection.execute(update(person).where(person.c.id == gone).values(active=False))
        connection.execute(update(position).where(position.c.person_id == left).values(valid_to=date(2026, 1, 14)))

    with sqlite.read() as connection:
        found = offered_people(connection, tenant, there, date(2026, 1, 15))

    assert [(one.name, one.place, one.near) for one in found] == [
        ("Vũ B", "Cán bộ, Hội B", True), ("Lê Đầu Mối", "Cán bộ, Ban Đầu mối", False),
        ("Phó Bí Thư", "Thủ trưởng, Thường trực", False), ("Quản Trị", "", False), ("Sếp A", "", False),
        ("Trần A", "Cán bộ, Hội A", False)]
