"""R20, R33: scales, thresholds, assessors; figures that add up."""

import pytest

from engine.plan.folder import LoadedPlan
from tests.check.plans import found, line, plan

BALLOT = "{mã: cham, tên: Chấm điểm, chủ trì: đầu mối, bộ tiêu chí: phieu}"
SCORED = "{mã: a, nội dung: Hiệu quả, cách đánh giá: chấm điểm, điểm tối đa: 60}, "
WEIGHTED = "{mã: b, nội dung: Sáng tạo, cách đánh giá: chấm điểm, điểm tối đa: 20, hệ số: 2}"


def sheet(more: str, criteria: str = SCORED + WEIGHTED, set_id: str = "phieu") -> str:
    return f"  - {{mã: {set_id}, tên: Bộ {set_id}, {more}trích mục: [{{mục: II.5}}], tiêu chí: [{criteria}]}}\n"


def with_sheet(more: str, criteria: str = SCORED + WEIGHTED) -> LoadedPlan:
    return plan(BALLOT, rest="bộ tiêu chí:\n" + sheet(more, criteria))


def test_criteria_whose_scale_the_document_does_not_give_are_a_warning_with_the_figures():
    loaded = with_sheet("thang điểm tự đặt: có, điểm đạt: 50, ")

    first, *others = found(loaded, "R20")

    assert (first.severity, first.clauses, others) == ("W", ("II.5",), [])
    assert first.message == ("Văn bản nêu 2 tiêu chí ở “Bộ phieu” mà không có thang điểm, mức đạt; cơ quan ban hành "
                             "đặt tối đa 100 điểm, đạt từ 50%.")
    assert first.repair == "nêu thang điểm và mức đạt trong văn bản rồi bỏ “thang điểm tự đặt”"
    assert line(loaded, first).startswith("{mã: phieu")


def test_scores_without_a_threshold_are_a_warning():
    first, *others = found(with_sheet(""), "R20")

    assert (first.severity, first.repair, others) == ("W", "thêm “điểm đạt” hoặc “xếp loại”", [])
    assert first.message == ("Bộ “Bộ phieu” chấm 2 tiêu chí (tối đa 100 điểm) mà không có điểm đạt hay xếp loại.")


def test_criteria_that_no_step_assesses_are_a_warning():
    loaded = plan(rest="bộ tiêu chí:\n" + sheet("điểm đạt: 50, "))

    assert [(f.severity, f.message) for f in found(loaded, "R20")] == [
        ("W", "Không bước nào đánh giá 2 tiêu chí của bộ “Bộ phieu”.")]


def test_criteria_that_a_question_of_a_form_asks_for_are_assessed_there():
    set_of = sheet("điểm đạt: 50, ").replace("{mục: II.5}", "{mục: II.5, mã: A-1}")
    form = ("biểu mẫu:\n  - {mã: binh-xet, tên: Bình xét, trường: [{mã: dat, nhãn: Đạt bộ tiêu chí, loại: đánh dấu, "
            "trích mục: [{mục: II.5, mã: A-1}]}]}\n")
    loaded = plan("{mã: chon, tên: Bình xét, chủ trì: đầu mối, biểu mẫu: [binh-xet]}",
                  rest="bộ tiêu chí:\n" + set_of + form)

    assert found(loaded, "R20") == []


def test_a_target_of_a_quality_without_criteria_is_a_warning():
    rest = ("chỉ tiêu:\n  - {mã: tieu-bieu, tên: Mô hình tiêu biểu, tính theo: cả đợt, số lượng: 3, "
            "tiêu chí tự đặt: có, trích mục: [{mục: II.1}]}\n")

    first, *others = found(plan(rest=rest), "R20")

    assert (first.severity, first.clauses, others) == ("W", ("II.1",), [])
    assert first.message == "Chỉ tiêu “Mô hình tiêu biểu” đòi 3 mô hình mà văn bản không nêu tiêu chí."


@pytest.mark.parametrize(("more", "criteria"), [
    ("điểm đạt: 50, ", SCORED),
    ("xếp loại: [{mã: dat, tên: Đạt, từ: 30}, {mã: chua, tên: Chưa đạt, dưới: 30}], ", SCORED),
    ("", "{mã: a, nội dung: Có hiệu quả}"),
])
def test_criteria_with_a_threshold_or_answered_yes_or_no_are_none(more, criteria):
    assert found(with_sheet(more, criteria), "R20") == []


def test_a_set_that_is_included_in_an_assessed_one_is_assessed_with_it():
    rest = "bộ tiêu chí:\n" + sheet("điểm đạt: 50, gồm cả: [chung], ") + sheet("", "{mã: c, nội dung: C}", "chung")

    assert found(plan(BALLOT, rest=rest), "R20") == []


@pytest.mark.parametrize(("more", "criteria", "says", "repair"), [
    ("tổng điểm: 90, điểm đạt: 50, ", SCORED + WEIGHTED,
     "Bộ “Bộ phieu” ghi tổng 90 điểm, các tiêu chí cộng lại 100: lệch 10.",
     "sửa “tổng điểm” thành 100, hoặc sửa điểm của tiêu chí"),
    ("điểm đạt: 120, ", SCORED, "Điểm đạt 120% của bộ “Bộ phieu” nằm ngoài khoảng từ trên 0 đến 100%.",
     "ghi điểm đạt theo phần trăm của tổng 60 điểm"),
    ("điểm đạt: 50, ", "{mã: a, nội dung: Hiệu quả, cách đánh giá: chấm điểm, điểm tối đa: 10, điểm liệt: 10}",
     "Điểm liệt 10 của “Hiệu quả” không thấp hơn điểm tối đa 10: ai cũng bị liệt.", "ghi điểm liệt thấp hơn 10"),
    ("điểm đạt: 50, ", "{mã: a, nội dung: Hiệu quả, cách đánh giá: chấm điểm, điểm tối đa: 10, "
     "mức điểm: [{mã: tot, nội dung: Tốt, điểm: 8}, {mã: kha, nội dung: Khá, điểm: 5}]}",
     "Mức cao nhất của “Hiệu quả” được 8 điểm, điểm tối đa ghi 10.",
     "sửa “điểm tối đa” thành 8, hoặc sửa điểm của mức"),
    ("xếp loại: [{mã: tot, tên: Tốt, từ: 80}, {mã: kha, tên: Khá, từ: 50, dưới: 70}, {mã: kem, tên: Kém, dưới: 50}], ",
     SCORED + WEIGHTED, "Bộ “Bộ phieu”: tổng điểm trong khoảng 70 đến 80 không thuộc mức xếp loại nào.",
     "cho hai mức xếp loại liền nhau gặp nhau ở 80"),
    ("xếp loại: [{mã: tot, tên: Tốt, từ: 80}, {mã: kha, tên: Khá, đến: 79}], ", SCORED + WEIGHTED,
     "Bộ “Bộ phieu”: tổng điểm trong khoảng 79 đến 80 không thuộc mức xếp loại nào.",
     "cho hai mức xếp loại liền nhau gặp nhau ở 80"),
    ("xếp loại: [{mã: tot, tên: Tốt, từ: 80}, {mã: kha, tên: Khá, đến: 80}], ", SCORED + WEIGHTED,
     "Hai mức xếp loại chồng nhau: “Khá” tới 80, “Tốt” từ 80.", "ghi “dưới: 80” ở “Khá”"),
    ("xếp loại: [{mã: tot, tên: Tốt, từ: 80}, {mã: kha, tên: Khá, từ: 40, dưới: 80}], ", SCORED + WEIGHTED,
     "Bộ “Bộ phieu”: tổng điểm trong khoảng 0 đến 40 không thuộc mức xếp loại nào.",
     "cho hai mức xếp loại liền nhau gặp nhau ở 40"),
    ("xếp loại: [{mã: tot, tên: Tốt, từ: 80, đến: 90}, {mã: kha, tên: Khá, dưới: 80}], ", SCORED + WEIGHTED,
     "Xếp loại “Tốt” từ 80 tới 90, tổng điểm tối đa là 100.", "sửa xếp loại cho khớp với 100 điểm"),
    ("xếp loại: [{mã: tot, tên: Tốt, từ: 80}, {mã: kha, tên: Khá, dưới: 80}], ", SCORED,
     "Xếp loại “Tốt” từ 80 tới 60, tổng điểm tối đa là 60.", "sửa xếp loại cho khớp với 60 điểm"),
])
def test_figures_that_do_not_add_up_are_an_error(more, criteria, says, repair):
    first, *others = found(with_sheet(more, criteria), "R33")

    assert (first.severity, first.message, first.repair, others) == ("E", says, repair, [])
    assert first.clauses == ("II.5",)


@pytest.mark.parametrize(("more", "criteria"), [
    ("tổng điểm: 100, điểm đạt: 100, ", SCORED + WEIGHTED),
    ("tổng điểm: 60, điểm đạt: 50, ", SCORED + '{mã: c, nội dung: Thêm, cách đánh giá: chấm điểm, chỉ khi: "True"}'),
    ("điểm đạt: 50, ", "{mã: a, nội dung: A, cách đánh giá: chấm điểm, điểm tối đa: 10, điểm liệt: 4}"),
    ("làm tròn: {tới: 1}, xếp loại: [{mã: tot, tên: Tốt, từ: 80}, {mã: kha, tên: Khá, đến: 79}], ",
     SCORED + WEIGHTED),
    ("xếp loại: [{mã: tot, tên: Tốt, từ: 80, đến: 100}, {mã: kha, tên: Khá, từ: 50}, {mã: kem, tên: Kém}], ",
     SCORED + WEIGHTED),
])
def test_figures_that_add_up_are_none(more, criteria):
    assert found(with_sheet(more, criteria), "R33") == []
