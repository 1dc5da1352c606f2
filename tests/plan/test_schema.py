"""The published schema of plan files is that of the model."""

import json

import pytest

from engine.plan.folder import data_dir
from engine.plan.schema import plan_schema

MAKE = """python -c 'from engine.plan.schema import plan_schema
open("plan_configs/plan.schema.json", "w").write(plan_schema())'"""


def test_the_published_schema_is_up_to_date() -> None:
    assert (data_dir("plan_configs") / "plan.schema.json").read_text("utf-8") == plan_schema(), f"run: {MAKE}"


@pytest.mark.parametrize(("part", "key", "words"), [
    ("Step", "phạm vi", ["cả đợt", "mỗi đơn vị", "mỗi mô hình"]),
    ("Step", "đề nghị", ["có", "không", "true", "false"]),
])
def test_closed_lists_are_offered_in_the_words_of_the_file(part: str, key: str, words: list[str]) -> None:
    known = json.loads(plan_schema())["$defs"][part]["properties"][key]

    assert known["enum"] == words
    assert "default" not in known


def test_a_deadline_is_a_phrase_or_phrases_by_slot() -> None:
    known = json.loads(plan_schema())["$defs"]["Step"]["properties"]["hạn"]

    assert [option["type"] for option in known["anyOf"]] == ["string", "object"]
