"""The list of rules: as required, run, and explained on a page of the manual."""

import re
from pathlib import Path

import yaml

from engine.check.check import _RULES
from engine.check.rules import RULES
from tests.check.golden import COPY

PAGE = (Path(__file__).parents[2] / "docs/checks.md").read_text("utf-8")
LEVELS = {"E": "lỗi", "W": "cảnh báo", "I": "thông tin"}
READ_FROM = {"plan": "tệp kế hoạch", "text": "văn bản (`kheo document read`)", "plan, text": "tệp kế hoạch và văn bản"}


def test_the_rules_are_those_required_one_about_waivers_and_one_between_levels():
    required = {rule["id"]: (rule["sev"], rule["from"]) for rule in yaml.safe_load(COPY.read_text("utf-8"))["rules"]}

    assert {name: (rule.severity, rule.reads) for name, rule in RULES.items()} == {
        **required, "R00": ("I", "plan"), "R26": ("W", "plan")}


def test_every_rule_that_a_plan_can_break_is_run():
    assert {rule.__name__.upper() for rule in _RULES} == {
        name for name, rule in RULES.items() if "plan" in rule.reads and name != "R00"}


def test_the_page_explains_every_rule_with_its_level_an_example_and_a_repair():
    explained = re.findall(r"^## (R\d\d) \((.+?)\): (.+)\n- English: .+\n- Đọc từ: (.+)\.\n- Ví dụ: .+\n- Cách sửa: .+",
                           PAGE, re.M)

    assert explained == [
        (name, LEVELS[rule.severity], rule.what, READ_FROM[rule.reads]) for name, rule in RULES.items()]
