"""A plan in one year: years it may run in, texts with the year in them."""

import pytest

from engine.plan.read import read_plan
from engine.plan.yearly import in_year, refused_year
from tests.plan.small import SMALL


def small(period, **changes):
    text = SMALL.replace("thời gian: năm 2026", f"thời gian: {period}")
    for old, new in changes.items():
        text = text.replace(f"tên: {old}", f"tên: {new}")
    return read_plan(text, "nho.yaml").plan


@pytest.mark.parametrize(("period", "year", "since"), [
    ("năm 2026", 2026, None), ("hằng năm", None, None), ("hàng năm, từ năm 2025", None, 2025),
    ("Mỗi năm kể từ 2025", None, 2025),
])
def test_the_period_says_whether_a_plan_recurs(period, year, since):
    plan = small(period)

    assert (plan.recurs, plan.year, plan.since) == (year is None, year, since)


@pytest.mark.parametrize(("period", "years"), [
    ("năm 2026", [2026]), ("hằng năm", [2024, 2025, 2026, 2027]), ("hằng năm từ năm 2026", [2026, 2027]),
])
def test_a_plan_is_refused_in_years_it_is_not_made_for(period, years):
    plan = small(period)

    assert [year for year in (2024, 2025, 2026, 2027) if refused_year(plan, year) is None] == years


def test_a_plan_that_recurs_needs_a_year():
    assert (refused_year(small("năm 2026"), None), refused_year(small("hằng năm"), None)) == (
        None, "Kế hoạch “Nhỏ” ghi thời gian “hằng năm”, không có năm; hãy nêu năm thực hiện.")


def test_the_year_is_filled_into_the_texts():
    plan = small("hằng năm", Báo="Báo cáo năm {năm} so với {năm trước}, kế hoạch {năm sau}; {nam}, {tháng}#")

    assert [step.name for step in in_year(plan, 2025).steps] == [
        "Ban hành kế hoạch", "Báo cáo năm 2025 so với 2024, kế hoạch 2026; 2025, {tháng}# cáo"]
    assert in_year(plan, None) == plan
