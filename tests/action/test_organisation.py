"""An organisation file comes into a tenant, again and again, without disturbing what is there."""

from datetime import date, datetime, timedelta

import pytest

from engine.action.import_organisation import Imported, import_organisation
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.organisation import Organisation, read_organisation
from engine.report.viewer import load_viewer
from engine.store.database import Database
from engine.store.people import account_of
from engine.store.units import Unit, units_of
from engine.work.people import Conflict, Held, Viewer

HEAD = """loại đơn vị: {phuong: Phường, hoi: Hội}
chức danh: {dau-moi: Cán bộ đầu mối, chu-tich: Chủ tịch}
đơn vị:
"""
WARD = HEAD + """  - {mã: phuong-mau, tên: Phường Mẫu, loại: phuong}
  - {mã: mat-tran, tên: Mặt trận, loại: hoi, thuộc: phuong-mau}
  - {mã: hoi-phu-nu, tên: Hội Phụ nữ, loại: hoi, thuộc: phuong-mau}
người:
  - tài khoản: an
    họ tên: Trần Thị An
    giữ chức:
      - {chức danh: dau-moi, đơn vị: hoi-phu-nu}
      - {chức danh: chu-tich, đơn vị: mat-tran, tên: Chủ tịch Mặt trận}
"""


@pytest.fixture
def now(clock: ManualClock) -> datetime:
    return clock.now()


def organisation(text: str) -> Organisation:
    return read_organisation(text, "tc.yaml")


def viewer(database: Database, login: str, today: date) -> Viewer:
    with database.read() as connection:
        account = account_of(connection, login)
    assert account
    found = load_viewer(database, account.id, account.session_key, today)
    assert found
    return found


def units(database: Database, tenant_id: str) -> dict[str, Unit]:
    with database.read() as connection:
        return {unit.code: unit for unit in units_of(connection, tenant_id)}


def test_a_file_founds_a_tenant(database: Database, ids: CountedIds, now: datetime) -> None:
    imported = import_organisation(database, ids, organisation(WARD), now)

    assert imported == Imported("000001", 3, 1, 2)
    assert units(database, "000001") == {
        "phuong-mau": Unit("000001", "000001", "phuong-mau", "Phường Mẫu", "phuong", None, "/000001/"),
        "mat-tran": Unit("000002", "000001", "mat-tran", "Mặt trận", "hoi", "000001", "/000001/000002/"),
        "hoi-phu-nu": Unit("000003", "000001", "hoi-phu-nu", "Hội Phụ nữ", "hoi", "000001", "/000001/000003/"),
    }
    assert viewer(database, "an", date(2026, 1, 15)) == Viewer("000004", "Trần Thị An", "an", "000001", (
        Held("000005", "000003", "Hội Phụ nữ", "/000001/000003/", "dau-moi", "Cán bộ đầu mối"),
        Held("000006", "000002", "Mặt trận", "/000001/000002/", "chu-tich", "Chủ tịch Mặt trận")))


def test_the_same_file_again_changes_nothing(database: Database, ids: CountedIds, now: datetime) -> None:
    import_organisation(database, ids, organisation(WARD), now)
    before = units(database, "000001"), viewer(database, "an", date(2026, 1, 15))

    again = import_organisation(database, ids, organisation(WARD), now)

    assert again == Imported("000001", 0, 0, 0)
    assert (units(database, "000001"), viewer(database, "an", date(2026, 1, 15))) == before


def test_a_position_that_left_the_file_ended_yesterday(database: Database, ids: CountedIds, now: datetime) -> None:
    import_organisation(database, ids, organisation(WARD), now)
    without = WARD.replace("      - {chức danh: dau-moi, đơn vị: hoi-phu-nu}\n", "")

    import_organisation(database, ids, organisation(without), now + timedelta(days=31))

    held = {day: [p.role for p in viewer(database, "an", day).positions] for day in (
        date(2026, 2, 14), date(2026, 2, 15))}
    assert held == {date(2026, 2, 14): ["dau-moi", "chu-tich"], date(2026, 2, 15): ["chu-tich"]}


def test_a_position_begins_and_ends_on_its_days(database: Database, ids: CountedIds, now: datetime) -> None:
    dated = WARD.replace("đơn vị: hoi-phu-nu}", "đơn vị: hoi-phu-nu, từ ngày: 01/03/2026, đến ngày: 31/03/2026}")
    import_organisation(database, ids, organisation(dated), now)

    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]

    assert [len(viewer(database, "an", day).positions) for day in days] == [1, 2, 2, 1]


def test_a_unit_that_moves_takes_its_subtree_along(database: Database, ids: CountedIds, now: datetime) -> None:
    import_organisation(database, ids, organisation(WARD), now)
    moved = HEAD + """  - {mã: phuong-mau, tên: Phường Mẫu, loại: phuong}
  - {mã: khoi, tên: Khối, loại: hoi, thuộc: phuong-mau}
  - {mã: mat-tran, tên: Mặt trận, loại: hoi, thuộc: khoi}
  - {mã: chi-hoi, tên: Chi hội, loại: hoi, thuộc: hoi-phu-nu}
  - {mã: hoi-phu-nu, tên: Hội Phụ nữ, loại: hoi, thuộc: mat-tran, đến ngày: 30/06/2026, thay bằng: khoi}
"""

    import_organisation(database, ids, organisation(moved), now)

    found = units(database, "000001")
    khoi = found["khoi"].id
    assert found["chi-hoi"].path == f"/000001/{khoi}/000002/000003/{found['chi-hoi'].id}/"
    assert (found["hoi-phu-nu"].valid_to, found["hoi-phu-nu"].successor_id) == (date(2026, 6, 30), khoi)


def test_a_login_of_another_tenant_is_refused_and_nothing_comes_in(
        database: Database, ids: CountedIds, now: datetime) -> None:
    import_organisation(database, ids, organisation(WARD), now)

    with pytest.raises(Conflict) as refusal:
        import_organisation(database, ids, organisation(WARD.replace("phuong-mau", "phuong-khac")), now)

    assert str(refusal.value) == 'tài khoản "an" thuộc một tổ chức khác trong kheo; hãy đặt tên khác'
    assert len(units(database, "000001")) == 3


def test_units_of_the_party_and_the_place_of_their_documents_come_with_the_file(
        database: Database, ids: CountedIds, now: datetime) -> None:
    import_organisation(database, ids, organisation(WARD), now)
    text = WARD.replace("chức danh:", "loại theo thể thức Đảng: [phuong]\nchức danh:", 1).replace(
        "loại: phuong}", "loại: phuong, địa danh: Mẫu}")

    import_organisation(database, ids, organisation(text), now)

    found = units(database, "000001")
    assert {code: (one.style, one.place) for code, one in found.items()} == {
        "phuong-mau": ("party", "Mẫu"), "mat-tran": ("state", None), "hoi-phu-nu": ("state", None)}
