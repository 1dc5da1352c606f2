"""The dossier on the pages of a task and of an initiative."""

from tests.action.nho import rows, world
from tests.report.test_dossier import PLAN
from tests.web.site import site


def test_what_is_missing_of_a_dossier_stands_on_the_task_and_on_the_initiative(database, ids, clock, tmp_path):
    made = world(database, ids, clock, PLAN)
    ward = site(made, tmp_path)
    made.send("dau-moi", "ban-hanh")
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    made.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    browser, task = ward.browser("a"), made.task("luu-ho-so")

    empty = browser.get(f"/viec/{task.id}").text
    browser.post(f"/viec/{task.id}/nhap", {"f.bao-cao.noi_dung": "Đã làm"})
    drafted = browser.get(f"/viec/{task.id}").text
    entry = browser.get(f"/mo-hinh/{task.entry_id}").text

    assert "Hồ sơ lưu trữ" in empty and "Thiếu báo cáo." in empty
    assert "Hồ sơ lưu trữ" in drafted and "Thiếu báo cáo." not in drafted
    assert "Hồ sơ lưu trữ" in entry and "Thiếu báo cáo." in entry
