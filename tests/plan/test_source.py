"""The text level: what counts as text, where things stand, which loader reads them."""

import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.plan.source import LOADER, MAX_BYTES, Items, Node, Pair, Scalar, Table, compose

BROKEN = ("a: [1, 2\nb: 3\n", "a: {b", 'a: "x', "a: b: c", "a:\n\tb: 1", "- a\nb: 1", "a: @x", "a: *x", "a: !t x",
          "a: \x01", "---\na\n---\nb", "a: |x\n b", 'a: "\\q"', "%YAML 9", "a: 1\n}", "1: 2", "[" * 60)


def at(line: int, column: int) -> Place:
    return Place("p.yaml", line, column)


def test_places_count_characters_of_the_composed_text() -> None:
    text = "tên: Thủy Nguyên\nhạn: [no, '5']\n"

    tree = compose(unicodedata.normalize("NFD", text), "p.yaml")

    assert tree == Table(at(1, 1), (
        Pair("tên", at(1, 1), Scalar(at(1, 6), "Thủy Nguyên")),
        Pair("hạn", at(2, 1), Items(at(2, 6), (Scalar(at(2, 7), "no"), Scalar(at(2, 11), "5", False)))),
    ))


@pytest.mark.parametrize(("written", "value"), [
    ("no", "no"), ("yes", "yes"), ("on", "on"), ("05/02/2026", "05/02/2026"), ("2026-02-05", "2026-02-05"),
    ("true", True), ("False", False), ("null", None), ("~", None), ("12", 12), ("-3", -3), ("010", 10), ("2.5", 2.5),
    ("1_000", "1_000"), ("0x10", "0x10"), (".inf", ".inf"), ("12:30", "12:30"), ("1e5", "1e5"), ("'12'", "12"),
])
def test_only_plain_words_and_numbers_are_more_than_text(written: str, value: object) -> None:
    tree = compose(f"a: {written}", "p.yaml")

    assert isinstance(tree, Table)
    assert [pair.node.value for pair in tree.pairs if isinstance(pair.node, Scalar)] == [value]


def mistakes(text: str, loader: type) -> tuple[Diagnostic, ...]:
    with pytest.raises(PlanError) as refusal:
        compose(text, "p.yaml", loader)
    return refusal.value.diagnostics


@pytest.mark.parametrize("text", BROKEN)
def test_both_loaders_of_yaml_say_the_same(text: str) -> None:
    assert mistakes(text, yaml.SafeLoader) == mistakes(text, LOADER)


def test_a_text_of_more_than_a_megabyte_is_refused() -> None:
    assert mistakes("a: " + "x" * MAX_BYTES, LOADER) == (
        Diagnostic(at(1, 1), "KH007", "tệp lớn hơn 1000 KB; hãy chia nhỏ hoặc bỏ bớt nội dung"),)


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefghij", "bcdefghijk", strict=True))

    assert {found.code for found in mistakes(bomb, LOADER)} == {"KH004"}


@given(st.text(alphabet="ab:- \n\t[]{}'\"&*!|>#%,?đ", max_size=40) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree: Node = compose(text, "p.yaml")
    except PlanError as refusal:
        assert all(found.place.line >= 1 and found.message for found in refusal.diagnostics)
    else:
        assert tree.place.line >= 1
