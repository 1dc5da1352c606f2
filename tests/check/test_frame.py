"""The frame around the rules: sentences in two languages, waivers, the order of findings."""

import ast
import re
from pathlib import Path

import pytest

from engine.check.finding import Waived
from engine.check.sentence import PACKAGES, english, in_english, sentence
from engine.check.waiving import lies_in
from tests.check.plans import found, plan

ENGINE = Path(__file__).parents[2] / "engine"
LATE = ("{mã: gui, tên: Gửi, chủ trì: đơn vị, hạn: trước ngày 30/11/2026, cung cấp cho: [gop], "
        "trích mục: [{mục: III.1}]}")
EARLY = "{mã: gop, tên: Góp, chủ trì: đơn vị, hạn: trước ngày 06/9/2026, trích mục: [{mục: III.2}]}"


def waiver(text: str) -> str:
    return f"chấp nhận ngoại lệ:\n  - {{{text}, lý do: Văn bản viết vậy, người chấp nhận: Trưởng ban}}\n"


def templates() -> set[str]:
    files = [file for package in PACKAGES for file in sorted((ENGINE / package).glob("*.py"))]
    calls = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sentence"]
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def test_every_sentence_of_a_rule_has_an_english_one_and_no_other_is_kept():
    assert set(english()) == templates()


def test_an_english_sentence_fills_in_the_same_fields():
    def fields(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)", text))

    assert {text for text, said in english().items() if fields(text) != fields(said)} == set()


def test_a_sentence_within_a_sentence_is_told_in_english_too():
    inner = sentence(" ở mục {at}", at="III.1")
    says = sentence("Ngoại lệ cho quy tắc {rule}{place} không khớp với phát hiện nào.", rule="R01", place=inner)

    assert says == "Ngoại lệ cho quy tắc R01 ở mục III.1 không khớp với phát hiện nào."
    assert in_english(says) == "The waiver for rule R01 at III.1 covers no finding."


@pytest.mark.parametrize(("clause", "place", "inside"), [
    ("III.1", "III.1", True), ("iii.1 gạch 2", "III.1", True), ("Mẫu 1", "mẫu 01", False), ("III.12", "III.1", False),
    ("II.5.1.1 (1)", "II.5.1.1(1)", True), ("III", "III.1", False),
])
def test_a_clause_lies_in_a_place_when_it_is_that_place_or_a_part_of_it(clause, place, inside):
    assert lies_in(clause, place) is inside


@pytest.mark.parametrize("text", ["quy tắc: R01, mục: III.1", "quy tắc: r01, mục: iii.2", "quy tắc: R01"])
def test_a_waiver_covers_the_findings_of_its_rule_at_its_place(text):
    loaded = plan(LATE, EARLY, rest=waiver(text))

    everything = found(loaded, "R00", "R01")

    assert [(f.rule, f.waived, f.forbids) for f in everything] == [
        ("R01", Waived("Văn bản viết vậy", "Trưởng ban"), False)]


@pytest.mark.parametrize("text", ["quy tắc: R01, mục: III.3", "quy tắc: R18"])
def test_a_waiver_that_covers_nothing_is_found(text):
    loaded = plan(LATE, EARLY, rest=waiver(text))

    everything = found(loaded, "R00", "R01")

    assert [(f.rule, f.severity, f.waived, f.forbids) for f in everything] == [
        ("R01", "E", None, True), ("R00", "I", None, False)]


def test_a_waiver_for_what_only_the_document_shows_is_left_alone():
    loaded = plan(rest=waiver("quy tắc: R29"))

    assert found(loaded, "R00") == []
