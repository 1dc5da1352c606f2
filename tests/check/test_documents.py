"""R27, R30: documents with one number and two dates; days that do not exist."""

import pytest

from engine.check.documents import two_dates
from tests.check.plans import found, line, plan

GUIDANCE = ("căn cứ:\n  - {{loại: Hướng dẫn, số: 12-HD/BTG, ngày: {day}, cơ quan: {issuer}, "
            "trích mục: [{{mục: căn cứ}}]}}\n")


def resting_on(day: str, issuer: str = "Ban A"):
    return plan(rest=GUIDANCE.format(day=day, issuer=issuer))


def test_one_number_with_two_dates_is_told_in_each_of_the_plans():
    one, other = resting_on("06/8/2025").read, resting_on("10/01/2026", "Ban A tỉnh").read

    first, second = two_dates([one, other])

    assert (first.rule, first.severity, first.clauses) == ("R27", "I", ("căn cứ",))
    assert first.message == ("Số 12-HD/BTG ghi ngày 06/8/2025 (Ban A) ở đây, ngày 10/01/2026 (Ban A tỉnh) ở "
                             "plan.yaml:20:5: một văn bản được xác định bằng cơ quan, loại, số và ngày, nên cả hai có "
                             "thể đúng.")
    assert "ngày 10/01/2026 (Ban A tỉnh) ở đây" in second.message


def test_one_number_of_two_bodies_is_two_documents():
    assert list(two_dates([resting_on("06/8/2025").read, resting_on("10/01/2026", "Ban B").read])) == []


def test_one_document_named_by_two_plans_is_fine():
    assert list(two_dates([resting_on("10/01/2026").read, resting_on("10/01/2026").read])) == []


def test_two_dates_within_one_plan_are_told_too():
    twice = GUIDANCE.format(day="06/8/2025", issuer="Ban A") + GUIDANCE.format(
        day="10/01/2026", issuer="Ban A").removeprefix("căn cứ:\n")

    assert [f.rule for f in found(plan(rest=twice), "R27")] == ["R27", "R27"]


def quoting(words: str):
    return plan(f"{{mã: viec, tên: Báo cáo, chủ trì: đơn vị, trích mục: [{{mục: III.1, nguyên văn: '{words}'}}]}}")


@pytest.mark.parametrize(("words", "wrong"), [
    ("gửi trước ngày 31/6/2026", "“ngày 31/6/2026”: tháng 6 không có ngày 31."),
    ("gửi trước ngày 30 tháng 02", "“ngày 30 tháng 02”: tháng 2 không có ngày 30."),
    ("ngày 29/02/2026", "“ngày 29/02/2026”: tháng 2 không có ngày 29."),
    ("ngày 10/13/2026", "“ngày 10/13/2026”: không có tháng 13."),
    ("ngày 10/01/202", "“ngày 10/01/202”: năm phải có bốn chữ số."),
])
def test_a_day_that_does_not_exist_is_an_error_wherever_the_document_is_quoted(words, wrong):
    loaded = quoting(words)

    first, *others = found(loaded, "R30")

    assert (first.severity, first.clauses, str(first.message), others) == ("E", ("III.1",), wrong, [])
    assert line(loaded, first).startswith(f"'{words}'")


@pytest.mark.parametrize("words", [
    "trước ngày 30/6/2026", "ngày 29/02", "ngày 29/02/2028", "chỉ tiêu 02/04 mô hình", "Nghị định số 30/02/NĐ-CP",
    "trong 31 ngày", "ngày 20 tháng 11 năm 2026",
])
def test_days_that_exist_and_figures_that_are_no_days_are_fine(words):
    assert found(quoting(words), "R30") == []
