"""How a signature says in what capacity somebody signs follows the kind of the body."""

import pytest

from engine.work.manner import SUBSTITUTE, abbreviation, capacities


@pytest.mark.parametrize(("style", "written"), [
    ("party", ["T/M", "K/T", "T/L", "TUQ", ""]),
    ("state", ["TM.", "KT.", "TL.", "TUQ.", "Q."]),
    ("none", ["TM.", "KT.", "TL.", "TUQ.", "Q."]),
])
def test_the_party_writes_a_slash_and_others_a_dot(style, written):
    assert [abbreviation(manner, style) for manner in ("TM", "KT", "TL", "TUQ", "Q")] == written


@pytest.mark.parametrize("style", ["party", "state"])
def test_every_manner_of_a_substitute_has_its_abbreviation(style):
    assert [abbreviation(manner, style) for manner in SUBSTITUTE] == [
        capacities(style)[code] for code in ("KT", "TL", "TUQ")]


def test_who_signs_in_the_own_name_writes_none():
    assert abbreviation("", "party") == abbreviation("", "state") == ""
