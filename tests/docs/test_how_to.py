"""Every example of the how-to, put into a small plan, is a plan kheo accepts."""

import re
from pathlib import Path

import pytest
import yaml

from engine.plan.read import read_plan
from engine.plan.refs import check_references
from tests.plan.small import SMALL

PAGE = Path(__file__).parents[2] / "docs" / "how-to.md"
SECTIONS = PAGE.read_text("utf-8").split("\n## ")
EXAMPLES = [(section.splitlines()[0], example) for section in SECTIONS
            for example in re.findall(r"^```yaml\n(.*?)^```$", section, re.M | re.S)]


def merged(base: object, more: object) -> object:
    """Keys of `more` win; items of lists are added, those with the same `mã` are merged."""
    if isinstance(base, dict) and isinstance(more, dict) and more:
        return base | {key: merged(base.get(key), value) for key, value in more.items()}
    if isinstance(base, list) and isinstance(more, list) and all(isinstance(item, dict) for item in base + more):
        ids = {item.get("mã"): item for item in more if "mã" in item}
        kept = [merged(item, ids.pop(item.get("mã"), {"mức": item.get("mức")} if "mức" in item else item))
                for item in base]
        return kept + [item for item in more if "mã" not in item or item["mã"] in ids]
    return more


@pytest.mark.parametrize(("title", "example"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_an_example_is_accepted(title, example):
    tree = merged(yaml.safe_load(SMALL), yaml.safe_load(example))

    plan = read_plan(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "p.yaml")

    assert [str(fault) for fault in check_references(plan)] == []
