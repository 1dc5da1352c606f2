"""R08: references that contain themselves or run in a circle."""

import pytest

from tests.check.plans import found, line, plan


def criteria(at: str, quote: str, set_id: str = "rieng", more: str = "") -> str:
    return (f"  - {{mã: {set_id}, tên: Bộ {set_id}, {more}trích mục: [{{mục: {at}, nguyên văn: '{quote}'}}], "
            "tiêu chí: [{mã: a, nội dung: A}]}\n")


COMMON = "  - {mã: chung, tên: Bộ chung, trích mục: [{mục: II.5.1.1}], tiêu chí: [{mã: b, nội dung: B}]}\n"


def test_criteria_that_refer_to_the_section_they_stand_in_are_an_error():
    said = criteria("II.5.1.2 (1)", "đủ các tiêu chí tại mục 5.1, phần 5 Kế hoạch này", more="gồm cả: [chung], ")
    loaded = plan(rest="bộ tiêu chí:\n" + COMMON + said)

    first, *others = found(loaded, "R08")

    assert (first.severity, first.clauses, others) == ("E", ("II.5.1.2 (1)",), [])
    assert first.message == ("Mục II.5.1.2 (1) dẫn “mục 5.1”, mà chính mục II.5.1.2 (1) nằm trong 5.1: "
                             "dẫn chiếu chứa chính nó.")
    assert first.repair == "dẫn mục II.5.1.1 thay cho “mục 5.1”"
    assert line(loaded, first).startswith("{mục: II.5.1.2 (1)")


def test_a_range_of_sections_that_reaches_its_own_is_an_error_that_leaves_the_rest():
    rest = ("nguyên tắc:\n  - {nội dung: Đúng tiêu chí, thực hiện bằng: Tờ trình, trích mục: [{mục: II.5.2.1 gạch 1, "
            "nguyên văn: 'Đúng các tiêu chí (tại mục 5.1 - 5.2, phần 5 Kế hoạch này)'}]}\n")

    first, *others = found(plan(rest=rest), "R08")

    assert (first.clauses, first.repair, others) == (("II.5.2.1 gạch 1",), "chỉ dẫn mục 5.1, bỏ 5.2", [])


@pytest.mark.parametrize(("at", "quote"), [
    ("II.5.1.2", "đủ các tiêu chí tại mục 5.1.1 Kế hoạch này"),
    ("II.2.1", "theo các nội dung ở mục 3 của Hướng dẫn này"),
    ("II.5.1.2", "theo mục 5.1 Hướng dẫn số 12-HD/BTGDVTU"),
    ("II.5.1.2", "theo mục 5.1, phần III Kế hoạch này"),
    ("III.5.1", "các tiêu chí tại mục II.5.1"),
    ("II.5.1", "đạt từ 5.1 điểm trở lên"),
])
def test_references_to_other_sections_and_other_documents_are_none(at, quote):
    assert found(plan(rest="bộ tiêu chí:\n" + criteria(at, quote)), "R08") == []


def test_criteria_that_refer_to_each_other_are_one_error():
    rest = "bộ tiêu chí:\n" + criteria("II.3.1", "như mục 3.2 Kế hoạch này") + criteria(
        "II.3.2", "như mục 3.1 Kế hoạch này", "khac")

    first, *others = found(plan(rest=rest), "R08")

    assert (first.severity, first.clauses, others) == ("E", ("II.3.1", "II.3.2"), [])
    assert first.message == "Tiêu chí dẫn chiếu vòng: II.3.1 → II.3.2 → II.3.1."


def test_criteria_that_refer_onwards_are_no_circle():
    rest = "bộ tiêu chí:\n" + criteria("II.3.1", "như mục 3.2 Kế hoạch này") + criteria("II.3.2", "Có hiệu quả", "khac")

    assert found(plan(rest=rest), "R08") == []
