"""docs/checks.md names keys of the plan as they are written."""

import re
from pathlib import Path

from engine.plan.schema import plan_schema

PAGE = (Path(__file__).parents[2] / "docs/checks.md").read_text("utf-8")


def test_the_keys_that_a_rule_looks_at_are_keys_of_the_plan():
    keys = set(re.findall(r'"([^"]+)": ', plan_schema()))
    seen = "".join(re.findall(r"^- (?:Thấy khi|Không báo): .*$", PAGE, re.MULTILINE))
    named = {quoted.split(":")[0] for quoted in re.findall(r"`([^`]+)`", seen)}

    assert len(named) >= 20
    assert named - keys == set()
