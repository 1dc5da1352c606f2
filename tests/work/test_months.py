"""A time from month to month, as people write it and as it is shown."""

import pytest

from engine.work.months import ends_of, months_text, read_months

HOW = "viết từ tháng/năm đến tháng/năm, ví dụ từ 03/2025 đến 11/2025"


@pytest.mark.parametrize("raw", [
    "3/2025 - 11/2025", "03/2025-11/2025", "03/2025–11/2025", "từ tháng 3/2025 đến tháng 11/2025",
    "Từ tháng 3 năm 2025 đến hết tháng 11 năm 2025", "tháng 3 đến tháng 11/2025", "3-2025 đến 11-2025",
    "T3/2025 - T11/2025", "2025-03/2025-11",
])
def test_a_range_is_read_in_the_ways_it_is_written(raw):
    assert read_months(raw).kept == "2025-03/2025-11"


@pytest.mark.parametrize(("raw", "kept"), [("2025", "2025-01/2025-12"), ("2024 đến năm 2026", "2024-01/2026-12")])
def test_a_year_is_all_of_its_months(raw, kept):
    assert read_months(raw).kept == kept


@pytest.mark.parametrize(("raw", "mistake"), [
    ("3/2025", f"chưa có tháng kết thúc; {HOW}"),
    (" – 11/2025", f"chưa có tháng bắt đầu; {HOW}"),
    ("tháng 3 – tháng 11", f"chưa có năm; {HOW}"),
    ("quý III", f'chưa hiểu thời gian "quý III"; {HOW}'),
    ("13/2025 – 14/2025", "không có tháng 13"),
    ("11/2025 – 3/2025", "tháng kết thúc (03/2025) đứng trước tháng bắt đầu (11/2025)"),
    ("3/1825 – 4/1825", "năm 1825 nằm ngoài khoảng 1900 đến 2100"),
])
def test_what_is_no_range_is_explained(raw, mistake):
    assert read_months(raw).mistake == mistake


def test_a_range_is_shown_with_its_ends():
    assert [months_text(text) for text in ("2025-03/2025-11", "2025-03/2025-03", "quý III")] == [
        "từ 03/2025 đến 11/2025", "tháng 03/2025", "quý III"]
    assert [ends_of(text) for text in ("2025-03/2025-11", "3/2025 – x", "quý III")] == [
        ("03/2025", "11/2025"), ("3/2025", "x"), ("quý III", "")]
