"""Two levels: what the province demands, in time for the province."""

import pytest

from engine.check.check import check_plan
from engine.plan.folder import load_plan
from engine.plan.official import official_calendar
from tests.plan.test_inherited import COMMUNE, PROVINCE, written

ANSWERED = COMMUNE.replace("    hạn: trước ngày 15/6/2026\n", "    đáp ứng: bao-cao\n    hạn: trước ngày {day}\n")


def found(folder, text: str) -> list[tuple[str, str, str | None]]:
    loaded = load_plan(written(folder, tinh=PROVINCE, xa=text))
    findings = check_plan(loaded, 2026, official_calendar(2025, 2027))
    return [(f.rule, f.message, f.repair) for f in findings
            if f.rule in ("R01", "R02", "R26") and "cấp trên" in f.message]


@pytest.mark.parametrize(("day", "told"), [
    ("10/6/2026", []),
    ("12/6/2026", [("R02", "Từ hạn của bước “Báo cáo” (11/06/2026) đến hạn cấp trên của “Báo cáo” (14/06/2026) chỉ có "
                           "1 ngày làm việc; cần ít nhất 3.", "đưa hạn của “Báo cáo” lên 09/06/2026 hoặc trước đó")]),
    ("20/6/2026", [("R01", "Bước “Báo cáo” có hạn 19/06/2026 nhưng kế hoạch cấp trên cần kết quả ấy ở bước "
                           "“Báo cáo”, hạn 14/06/2026: muộn 5 ngày.",
                    "đưa hạn của “Báo cáo” lên 09/06/2026 hoặc trước đó")]),
])
def test_the_level_above_needs_days_to_handle_what_it_demands(tmp_path, day, told):
    assert found(tmp_path, ANSWERED.replace("{day}", day)) == told


def test_a_demand_that_nothing_answers_is_told(tmp_path):
    assert found(tmp_path, COMMUNE) == [(
        "R26", "Kế hoạch cấp trên “Nhỏ” giao “Báo cáo” (trước ngày 15/6/2026) nhưng kế hoạch này chưa có bước nào đáp "
               "ứng.",
        "ghi “đáp ứng: bao-cao” ở bước làm việc ấy, hoặc thêm bước")]
