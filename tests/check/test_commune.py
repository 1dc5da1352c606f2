"""A commune's plan beside the province's guidance: in time for the province, nothing of it unanswered."""

import shutil
from pathlib import Path

import pytest

from engine.check.check import check_plan
from engine.check.finding import Finding
from engine.plan.folder import data_dir, load_plan
from engine.work.plan_calendar import plan_calendar
from tests.check.faults import findings_of

COMMUNE, PROVINCE = "xa-mau-ha-tinh-2026", "ha-tinh-annual"
REPORT = "chính: trước ngày 04/12/2026"


def findings(folder: Path, old: str, new: str) -> list[Finding]:
    """Of the shipped commune with other words in one place."""
    for name in (COMMUNE, PROVINCE):
        shutil.copytree(data_dir("plan_configs") / name, folder / name)
    file = folder / COMMUNE / "plan.yaml"
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    loaded = load_plan(file)
    return list(check_plan(loaded, 2026, plan_calendar(loaded.plan, 2026, ())))


def test_the_shipped_commune_has_nothing_to_repair():
    assert findings_of(COMMUNE, 2026) == ()


@pytest.mark.parametrize(("day", "rule", "says"), [
    ("13/12/2026", "R01", "có hạn 12/12/2026 nhưng kế hoạch cấp trên cần kết quả ấy ở bước “Báo cáo năm”, hạn "
                          "09/12/2026: muộn 3 ngày."),
    ("09/12/2026", "R02", "(08/12/2026) đến hạn cấp trên của “Báo cáo năm” (09/12/2026) chỉ có 1 ngày làm việc; cần "
                          "ít nhất 3."),
])
def test_a_report_too_late_for_the_province_is_told_with_its_figures(tmp_path, day, rule, says):
    found = findings(tmp_path, REPORT, f"chính: trước ngày {day}")

    told = [one for one in found if one.rule == rule and "cấp trên" in one.message]
    assert [(says in one.message, one.repair) for one in told] == [
        (True, "đưa hạn của “Báo cáo năm” lên 04/12/2026 hoặc trước đó")]
    assert Path(told[0].place.file).parent.name == COMMUNE


def test_a_demand_of_the_province_that_nothing_answers_is_told(tmp_path):
    found = findings(tmp_path, "    đáp ứng: nhan-rong\n", "")

    assert [(one.rule, one.repair) for one in found] == [
        ("R26", "ghi “đáp ứng: nhan-rong” ở bước làm việc ấy, hoặc thêm bước")]


def test_a_day_taken_from_the_province_leaves_it_no_day_and_is_shown_in_the_communes_file(tmp_path):
    found = findings(tmp_path, "    hạn: trước ngày 24/11/2026\n", "")

    told = [one for one in found if one.rule == "R02" and "cấp trên" in one.message]
    assert ["chỉ có 0 ngày làm việc" in one.message for one in told] == [True]
    assert Path(told[0].place.file).parent.name == COMMUNE
