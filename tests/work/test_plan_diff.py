"""What changes between two plans, for whom."""

from datetime import date

import pytest

from engine.plan.at_work import at_work
from engine.plan.folder import data_dir, load_plan
from engine.plan.read import read_plan
from engine.work.plan_diff import Difference, MovedStep, PlanDiff, Stuck, plan_diff
from tests.plan.small import SMALL


def between(changed: str, year: int = 2026) -> PlanDiff:
    old, new = (at_work(read_plan(text, "k.yaml"), y).plan for text, y in ((SMALL, 2026), (changed, year)))
    return plan_diff(old, 2026, new, year)


def test_a_plan_does_not_differ_from_itself():
    assert between(SMALL) == PlanDiff((), (), ())


def test_a_moved_deadline_is_told_for_each_group_of_units():
    text = SMALL.replace("15/6/2026", "20/6/2026").replace(
        "  - {mã: chi-bo, tên: Chi bộ, loại: [chi-bo]}\n",
        "  - {mã: chi-bo, tên: Chi bộ, loại: [chi-bo]}\n  - {mã: hoi, tên: Hội, loại: [hoi]}\n")

    found = between(text)

    assert found.moves == (
        MovedStep("bao-cao", "Chi bộ", date(2026, 6, 14), date(2026, 6, 19),
                  "“trước ngày 15/6/2026” thành “trước ngày 20/6/2026”"),
        MovedStep("bao-cao", "Hội", None, date(2026, 6, 19), "hạn mới: “trước ngày 20/6/2026”"))
    assert Difference("nhóm đơn vị › hoi", "chưa có", "Hội") in found.changes


@pytest.mark.parametrize(("before", "after", "why"), [
    ("    hạn: trước ngày 15/6/2026\n", "    quy trình: bao-cao\n    hạn: trước ngày 15/6/2026\n",
     "bước “Báo cáo” đổi quy trình từ thuc-hien sang bao-cao; việc đang giữa chừng không chuyển được"),
    ("  - mã: bao-cao\n", "  - mã: bao-cao-nam\n",
     "kế hoạch mới không có bước “Báo cáo”; việc đang mở của bước sẽ được gỡ"),
    ("    tên: Báo cáo\n", "    tên: Báo cáo\n    phạm vi: cả đợt\n",
     "bước “Báo cáo” đổi phạm vi từ mỗi đơn vị sang cả đợt"),
])
def test_work_without_a_place_is_named_with_its_reason(before, after, why):
    found = between(SMALL.replace(before, after))

    assert found.stuck == (Stuck("bao-cao", "Chi bộ", why),)


def test_words_of_the_file_name_what_differs():
    found = between(SMALL.replace("tên: Cán bộ phụ trách", "tên: Trưởng ban").replace("trước ngày làm việc: 5",
                                                                                     "trước ngày làm việc: 3"))

    assert Difference("vai trò › cán bộ › tên", "Cán bộ phụ trách", "Trưởng ban") in found.changes
    assert [c.where for c in found.changes] == ["vai trò › cán bộ › tên", "đôn đốc › các mức"]


@pytest.mark.parametrize("folder", sorted(f.parent for f in data_dir("plan_configs").glob("*/plan.yaml")),
                         ids=lambda f: f.name)
def test_no_shipped_plan_differs_from_itself_in_a_year(folder):
    loaded = load_plan(folder)
    year = loaded.plan.year or 2026
    plan = at_work(loaded.read, year).plan

    assert plan_diff(plan, year, plan, year) == PlanDiff((), (), ())
