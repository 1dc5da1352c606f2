"""Last year's entries are offered to their unit, and the new ones know which they continue."""

from dataclasses import replace
from datetime import date

import pytest

from engine.action.prepare_run import prepare_run
from engine.plan.folder import PLAN_FILE, LoadedPlan, load_plan, load_sources
from engine.report.task_page import task_page
from engine.work.people import FormRefused
from tests.action.nho import PLAN, World, rows, world

YEARLY = """          - mã: nam_truoc
            nhãn: Tiếp tục mô hình năm trước
            loại: chọn một
            lựa chọn từ: mô hình các năm trước
            bắt buộc: không
  - mã: ra-mat
"""
FROM = """        dòng từ: {năm trước: có, cột: {ten: ten, linh_vuc: linh_vuc, moi: "False"}}
        cột:
          - {mã: ten, nhãn: Tên mô hình}
"""


def yearly(plan_id: str = "nho", period: str = "hằng năm", continues: str = "") -> LoadedPlan:
    """The small plan as one that recurs, whose registration begins with last year's entries."""
    loaded = load_plan(PLAN)
    text = loaded.sources[PLAN_FILE].replace("  - mã: ra-mat\n", YEARLY, 1).replace(
        "        cột:\n          - {mã: ten, nhãn: Tên mô hình}\n", FROM, 1)
    text = text.replace("kế hoạch: nho\n", f"kế hoạch: {plan_id}\n").replace(
        "thời gian: năm 2026\n", f"thời gian: {period}\n{continues}").replace("/2026", "")
    return load_sources({**loaded.sources, PLAN_FILE: text})


def begun(made: World, plan: LoadedPlan, year: int) -> World:
    """Another run beside the ones there are, published in January."""
    made.at(date(year, 1, 15))
    run_id = prepare_run(made.database, made.ids, made.viewer("dau-moi"), plan, year, made.clock.now())
    after = replace(made, run_id=run_id)
    after.send("dau-moi", "ban-hanh")
    return after


def registered(made: World, login: str, code: str, *names: str) -> None:
    made.send(login, "dang-ky", answers=rows(*names), code=code)
    made.complete("dau-moi", made.task("dang-ky", code, slot="tiếp nhận").id, outcome="nhan")


def offered(made: World, login: str, code: str) -> list[tuple[str, ...]]:
    """What stands in the table of the registration when it is opened."""
    page = task_page(made.database, made.viewer(login), made.task("dang-ky", code).id, date(2027, 1, 15))
    table = page.filling.forms[0].items[0]
    return [tuple(cell.text for cell in row.cells) for section in table.sections for row in section.rows]


@pytest.fixture
def second(database, ids, clock) -> World:
    """The second year of a plan that recurs; in the first A registered two initiatives and B one."""
    first = begun(world(database, ids, clock), yearly("nho-nam"), 2026)
    registered(first, "a", "hoi-a", "Vườn 1", "Đường 2")
    registered(first, "b", "hoi-b", "Chợ 3")
    return begun(first, yearly("nho-nam"), 2027)


def test_a_registration_begins_with_the_units_own_entries_of_last_year(second):
    assert offered(second, "a", "hoi-a") == [
        ("Vườn 1", "Kinh tế", "", "Vườn 1 (2026)"), ("Đường 2", "Kinh tế", "", "Đường 2 (2026)")]
    assert offered(second, "b", "hoi-b") == [("Chợ 3", "Kinh tế", "", "Chợ 3 (2026)")]
    assert offered(second, "c", "hoi-c") == [("", "", "", "")]


def test_a_new_entry_is_linked_to_the_one_it_continues(second):
    last = {entry.name: entry for entry in replace(second, run_id=_first_run(second)).entries().values()}
    listed = [{"_id": last["Vườn 1"].id, "ten": "Vườn 1 mở rộng", "linh_vuc": "kinh-te", "moi": False,
               "nam_truoc": last["Vườn 1"].id},
              {"_id": "n1", "ten": "Mới 4", "linh_vuc": "kinh-te", "moi": False, "nam_truoc": None}]

    second.send("a", "dang-ky", answers={"dang-ky": {"danh_sach": listed}}, code="hoi-a")

    assert {name: entry.continues for name, entry in second.entries().items()} == {
        "Vườn 1 mở rộng": last["Vườn 1"].id, "Mới 4": None}


def test_the_entry_of_another_unit_cannot_be_continued(second):
    last = replace(second, run_id=_first_run(second)).entries()
    listed = [{"_id": "n1", "ten": "Của người", "linh_vuc": "kinh-te", "moi": False, "nam_truoc": last["Chợ 3"].id}]

    with pytest.raises(FormRefused):
        second.send("a", "dang-ky", answers={"dang-ky": {"danh_sach": listed}}, code="hoi-a")

    assert second.entries() == {}


def test_a_plan_of_the_next_year_names_the_plan_it_continues(database, ids, clock):
    first = begun(world(database, ids, clock), yearly("nho-1", "năm 2026"), 2026)
    registered(first, "a", "hoi-a", "Vườn 1")

    second = begun(first, yearly("nho-2", "năm 2027", "nối tiếp: nho-1\n"), 2027)
    stranger = begun(first, yearly("nho-3", "năm 2028"), 2028)

    assert offered(second, "a", "hoi-a") == [("Vườn 1", "Kinh tế", "", "Vườn 1 (2026)")]
    assert offered(stranger, "a", "hoi-a") == [("", "", "", "")]


def _first_run(made: World) -> str:
    with made.database.read() as connection:
        found = connection.exec_driver_sql("SELECT id FROM run WHERE plan = 'nho-nam' ORDER BY year")
        return str(found.scalars().first())
