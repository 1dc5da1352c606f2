"""A sheet with weights, levels, a knock-out and classes comes to a total, rounded as it says, and a class."""

import pytest

from engine.plan.criteria import CriteriaSet, Rounding
from engine.plan.model import Plan
from engine.work.appraisal import Scores, appraise, clean_scores, criteria_of
from engine.work.grading import exact, rounded_to


def sheet(**more: object) -> Plan:
    """Forty points for news, thirty at weight two for talking with the people; more than nothing at the latter."""
    return Plan.model_construct(criteria=(CriteriaSet.model_validate({
        "mã": "phieu", "tên": "Phiếu", "tổng điểm": 100, "làm tròn": {"tới": 0.5},
        "tiêu chí": [
            {"mã": "tin", "nội dung": "Tin", "cách đánh giá": "chấm điểm", "điểm tối đa": 40},
            {"mã": "dan", "nội dung": "Dân", "cách đánh giá": "chấm điểm", "hệ số": 2, "điểm liệt": 0, "mức điểm": [
                {"mã": "tot", "nội dung": "Tốt", "điểm": 30}, {"mã": "vua", "nội dung": "Vừa", "điểm": 15},
                {"mã": "khong", "nội dung": "Không", "điểm": 0}]}],
        "xếp loại": [
            {"mã": "tot", "tên": "Tốt", "từ": 80, "đến": 100}, {"mã": "kha", "tên": "Khá", "từ": 50, "dưới": 80},
            {"mã": "yeu", "tên": "Yếu", "dưới": 50}], **more}),))


def result(*ballots: Scores, **more: object) -> tuple[float | None, float | None, str | None, list[str]]:
    found = appraise(sheet(**more), "phieu", ballots, {})
    return found.total, found.percent, found.band and found.band.name, [c.id for c in found.knocked]


def test_weights_count_in_total_and_maximum():
    assert result({"tin": 30, "dan": 30}) == (90, 90, "Tốt", [])


def test_several_assessors_are_averaged_and_the_average_is_rounded_as_the_sheet_says():
    both = ({"tin": 30.5, "dan": 15}, {"tin": 31, "dan": 30})

    assert result(*both) == (76, 75.8, "Khá", [])
    assert result(*both, **{"làm tròn": {"tới": 0.5, "cách": "xuống"}}) == (75.5, 75.8, "Khá", [])


def test_the_rounded_total_is_what_is_classified():
    nearly = {"tin": 19.8, "dan": 30}

    assert result(nearly) == (80, 79.8, "Tốt", [])
    assert result(nearly, **{"làm tròn": {"tới": 0.1}}) == (79.8, 79.8, "Khá", [])


def test_a_knock_out_takes_the_sheet_to_the_lowest_class_or_to_the_one_named():
    proud = {"tin": 40, "dan": 0}

    assert result(proud) == (40, 40, "Yếu", ["dan"])
    assert result({"tin": 40, "dan": 0}, {"tin": 40, "dan": 30}) == (70, 70, "Khá", [])
    assert result(proud, **{"xếp loại khi bị liệt": "kha"}) == (40, 40, "Khá", ["dan"])
    assert appraise(sheet(), "phieu", (proud,), {}).proposal is False


def test_an_open_sheet_has_no_class():
    assert result({"tin": 40}) == (None, None, None, [])


def test_a_level_is_chosen_and_worth_its_points():
    criteria = criteria_of(sheet(), "phieu", {})

    assert clean_scores(criteria, {"tin": "38,5", "dan": "vua"}) == ({"tin": 38.5, "dan": 15}, {})
    assert clean_scores(criteria, {"tin": "41", "dan": "29"}) == ({}, {
        "tin": "Tin: nhiều nhất 40.", "dan": "Dân: chưa chọn mức."})


def test_later_steps_find_total_share_and_class():
    assert appraise(sheet(), "phieu", ({"tin": 30, "dan": 30},), {}).answers == {
        "tong_diem": 90, "ty_le": 90, "xep_loai": "Tốt"}


@pytest.mark.parametrize(("how", "rounded"), [("half_up", 2.5), ("half_even", 2), ("up", 2.5), ("down", 2)])
def test_a_quarter_goes_the_way_the_sheet_says(how: str, rounded: float):
    words = {"half_up": "nửa lên", "half_even": "nửa chẵn", "up": "lên", "down": "xuống"}
    rule = Rounding.model_validate({"tới": 0.5, "cách": words[how]})

    assert rounded_to(exact(2.25), rule) == rounded
