"""Keys are found however they are spelt, and every value knows its place."""

import unicodedata

import pytest

from engine.base.diagnostic import Place, PlanError
from engine.plan.read import read_plan
from tests.plan.small import SMALL


def test_keys_match_without_marks_case_and_with_other_tone_placement() -> None:
    other = SMALL.replace("kế hoạch:", "KE_HOACH:").replace("phạm vi", "pham-vi").replace("hạn:", "Han:")
    other = other.replace("thời gian", "thơì gian").replace("đôn đốc", "don  doc")

    assert read_plan(other, "p.yaml").plan == read_plan(SMALL, "p.yaml").plan


def test_decomposed_text_is_read_like_composed_text() -> None:
    assert read_plan(unicodedata.normalize("NFD", SMALL), "p.yaml") == read_plan(SMALL, "p.yaml")


def test_names_that_the_plan_chooses_keep_their_spelling() -> None:
    assert list(read_plan(SMALL, "p.yaml").plan.roles) == ["cán bộ", "thủ trưởng đơn vị"]


def test_a_number_is_text_where_text_is_expected() -> None:
    assert read_plan(SMALL.replace("năm 2026", "2026"), "p.yaml").plan.period == "2026"


def test_parts_know_their_places() -> None:
    read = read_plan(SMALL, "p.yaml")

    assert read.at("steps", 1, "deadlines", "chính") == Place("p.yaml", 21, 10)
    assert read.key_at("steps", 1, "deadlines") == Place("p.yaml", 21, 5)
    assert read.at("steps", 1, "reviewer") == Place("p.yaml", 18, 5)


def test_all_mistakes_of_keys_and_values_are_told_at_once() -> None:
    broken = SMALL.replace("    tên: Báo cáo\n", "").replace("phạm vi: cả đợt", "phạm vi: no").replace("hạn:", "hạnn:")

    with pytest.raises(PlanError) as refusal:
        read_plan(broken, "p.yaml")

    assert [(d.place.line, d.code) for d in refusal.value.diagnostics] == [(16, "KH015"), (18, "KH011"), (20, "KH010")]
