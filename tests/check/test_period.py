"""R24, R28: what lies outside the period of the plan; frequencies over several years."""

import pytest

from tests.check.plans import found, line, plan

STEP = "{mã: viec, tên: Báo cáo, chủ trì: đơn vị, hạn: %s, trích mục: [{mục: III.2}]}"


def test_a_deadline_after_the_year_of_the_plan_is_a_warning():
    loaded = plan(STEP % "trước ngày 15/01/2027")

    first, *others = found(loaded, "R24")

    assert (first.severity, first.clauses, others) == ("W", ("III.2",), [])
    assert first.message == ("“Báo cáo: trước ngày 15/01/2027” nói tới năm 2027, ngoài thời gian của kế hoạch "
                             "(năm 2026).")
    assert first.repair == "sửa năm, hoặc nói rõ việc này tiếp tục ở kế hoạch của năm sau"
    assert line(loaded, first).startswith("trước ngày 15/01/2027")


def test_every_year_is_outside_a_plan_of_one_year():
    loaded = plan(STEP % "trước ngày 30/11 hằng năm")

    assert [str(f.message) for f in found(loaded, "R24")] == [
        "“trước ngày 30/11 hằng năm” nói về mọi năm trong khi kế hoạch chỉ có thời gian năm 2026."]


def test_what_is_given_every_year_is_outside_a_plan_of_one_year():
    loaded = plan(rest="kết quả:\n  - {mã: bieu-duong, tên: Biểu dương, loại: biểu dương, định kỳ: hằng năm}\n")

    assert [str(f.message) for f in found(loaded, "R24")] == [
        "“hằng năm” nói về mọi năm trong khi kế hoạch chỉ có thời gian năm 2026."]


def test_a_target_and_a_duty_beyond_the_plan_are_warnings():
    loaded = plan(rest="chỉ tiêu:\n  - {mã: dat, tên: Đạt chuẩn, mức: phấn đấu, thời hạn: phấn đấu đến năm 2027}\n"
                       "nhiệm vụ thường xuyên:\n"
                       "  - {mã: a, tên: Tuyên truyền, chủ trì: đơn vị, giai đoạn: 2021-2026}\n")

    assert [str(f.message).split(", ngoài")[0] for f in found(loaded, "R24")] == [
        "“Đạt chuẩn” nói tới năm 2027", "“Tuyên truyền” nói tới năm 2021"]


@pytest.mark.parametrize(("phrase", "period"), [
    ("trước ngày 15/12/2026", "năm 2026"), ("trước ngày 30/11 hằng năm", "hằng năm"),
    ("trước ngày 15/01/2027", "giai đoạn 2026-2030"),
])
def test_what_lies_within_the_period_is_fine(phrase, period):
    assert found(plan(STEP % phrase, period=period), "R24") == []


def test_a_frequency_over_years_without_fixed_ones_says_how_long_the_first_can_wait():
    loaded = plan(STEP % "05 năm/02 lần", period="hằng năm")

    first, *others = found(loaded, "R28")

    assert (first.severity, first.clauses, others) == ("W", ("III.2",), [])
    assert first.message == ("“Báo cáo”: 2 lần trong 5 năm mà không định năm nào; trong kỳ 2026-2030, lần đầu muộn "
                             "nhất là năm 2029, sau đó không còn đủ năm.")
    assert first.repair == "ghi “các năm” của bước, như [2026, 2030]"


def test_a_frequency_of_an_outcome_is_looked_at_too():
    outcome = "kết quả:\n  - {mã: bd, tên: Biểu dương, loại: biểu dương, bước: viec, định kỳ: 05 năm/02 lần}\n"
    fixed = (STEP % "trước ngày 16/6/2026").replace(", trích", ", các năm: [2026, 2029], trích")
    both = found(plan(STEP % "05 năm/02 lần", rest=outcome), "R28")

    assert [f.rule for f in found(plan(STEP % "trước ngày 16/6/2026", rest=outcome), "R28")] == ["R28"]
    assert [str(f.message).split(":")[0] for f in both] == ["“Báo cáo”"]
    assert found(plan(fixed, rest=outcome), "R28") == []


def test_fixed_years_and_several_times_a_year_are_fine():
    fixed = (STEP % "05 năm/02 lần").replace(", trích", ", các năm: [2026, 2029], trích")

    assert found(plan(fixed, period="hằng năm"), "R28") + found(plan(STEP % "mỗi năm 02 lần"), "R28") == []
