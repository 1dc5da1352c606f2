"""Members score, data decide what can be checked, the average proposes."""

from engine.plan.criteria import CriteriaSet
from engine.plan.model import Plan
from engine.work.appraisal import Appraisal, CriterionResult, appraise, clean_scores, criteria_of

PLAN = Plan.model_construct(criteria=tuple(CriteriaSet.model_validate(one) for one in (
    {"mã": "mo-hinh", "tên": "Mô hình", "điểm đạt": 50, "tiêu chí": [
        {"mã": "ra-mat", "nội dung": "Đã ra mắt", "cách đánh giá": "hệ thống kiểm tra",
         "điều kiện": "mo_hinh.da_ra_mat", "chỉ khi": "mo_hinh.nguon_goc == 'moi'"},
        {"mã": "tuyen-truyen", "nội dung": "Tuyên truyền", "cách đánh giá": "chấm điểm"},
        {"mã": "hieu-qua", "nội dung": "Hiệu quả", "cách đánh giá": "chấm điểm", "điểm tối đa": 20}]},
    {"mã": "dien-hinh", "tên": "Điển hình", "gồm cả": ["mo-hinh", "le"], "tiêu chí": [
        {"mã": "tieu-bieu", "nội dung": "Tiêu biểu nhất"},
        {"mã": "hieu-qua", "nội dung": "Nhắc lại", "cách đánh giá": "chấm điểm"}]},
    {"mã": "le", "tên": "Lẻ", "gồm cả": ["dien-hinh"], "chỉ khi": "mo_hinh.loai == 'ca-nhan'", "tiêu chí": [
        {"mã": "pham-chat", "nội dung": "Phẩm chất"}]},
)))
NEW = {"mo_hinh": {"nguon_goc": "moi", "da_ra_mat": True, "loai": "tap-the"}}


def ids(set_id: str, **about: object) -> list[str]:
    return [c.id for c in criteria_of(PLAN, set_id, {"mo_hinh": about})]


def test_sets_include_others_and_conditions_leave_criteria_out():
    assert ids("mo-hinh", nguon_goc="moi") == ["ra-mat", "tuyen-truyen", "hieu-qua"]
    assert ids("mo-hinh", nguon_goc="nhan-rong") == ["tuyen-truyen", "hieu-qua"]
    assert ids("dien-hinh", loai="ca-nhan") == ["tuyen-truyen", "hieu-qua", "pham-chat", "tieu-bieu"]
    assert ids("le", loai="tap-the") == []


def test_the_average_is_rounded_half_up_in_per_cent_of_the_maximum():
    ballots = ({"tuyen-truyen": 8, "hieu-qua": 13}, {"tuyen-truyen": 7.5, "hieu-qua": 12}, {"tuyen-truyen": 8})

    launched, spread, effect = criteria_of(PLAN, "mo-hinh", NEW)
    assert appraise(PLAN, "mo-hinh", ballots, NEW) == Appraisal(
        (CriterionResult(launched, 0, met=True), CriterionResult(spread, 3, average=7.8),
         CriterionResult(effect, 2, average=12.5)),
        total=20.3, maximum=30, percent=67.8, pass_mark=50, proposal=True)


def test_half_rounds_up_as_written_not_as_floats_do():
    assert appraise(PLAN, "mo-hinh", ({"tuyen-truyen": 2.25, "hieu-qua": 0},), NEW).total == 2.3
    assert appraise(PLAN, "mo-hinh", ({"tuyen-truyen": 1.15, "hieu-qua": 0},), NEW).total == 1.2


def test_what_is_shown_decides_against_the_pass_mark():
    def proposed(first: float, second: float) -> tuple[float | None, bool | None]:
        found = appraise(PLAN, "mo-hinh", ({"tuyen-truyen": first, "hieu-qua": second},), NEW)
        return found.percent, found.proposal

    assert proposed(5, 9.99) == (50.0, True)
    assert proposed(5, 9.97) == (49.9, False)


def test_a_checked_criterion_that_fails_forbids_the_proposal():
    found = appraise(PLAN, "mo-hinh", ({"tuyen-truyen": 10, "hieu-qua": 20},), {"mo_hinh": {"nguon_goc": "moi"}})

    failed = [result.criterion.id for result in found.results if result.met is False]
    assert (found.percent, found.proposal, failed) == (100.0, False, ["ra-mat"])


def test_nothing_is_proposed_while_something_is_open():
    assert appraise(PLAN, "mo-hinh", (), NEW).proposal is None
    assert appraise(PLAN, "mo-hinh", ({"tuyen-truyen": 10},), NEW).percent is None
    assert appraise(PLAN, "le", (), NEW).proposal is None


def test_members_assess_by_majority():
    def met(*votes: bool) -> bool | None:
        found = appraise(PLAN, "dien-hinh", ({"tieu-bieu": vote} for vote in votes), NEW)
        return found.results[-1].met

    assert [met(True, False), met(True, True, False), met()] == [False, True, None]


def test_a_ballot_is_checked_as_a_whole():
    criteria = criteria_of(PLAN, "dien-hinh", NEW)

    assert clean_scores(criteria, {"tuyen-truyen": "7,5", "hieu-qua": "18", "tieu-bieu": "dat", "la": "1"}) == (
        {"tuyen-truyen": 7.5, "hieu-qua": 18, "tieu-bieu": True}, {})
    assert clean_scores(criteria, {"tuyen-truyen": "11", "hieu-qua": " "}) == ({}, {
        "tuyen-truyen": "Tuyên truyền: nhiều nhất 10.", "hieu-qua": "Hiệu quả: chưa chấm điểm.",
        "tieu-bieu": "Tiêu biểu nhất: chưa đánh giá đạt hay không đạt."})
