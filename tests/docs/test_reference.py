"""The reference page is what the reader of plans gives, and its examples are values the reader takes."""

import pytest

from engine.base.diagnostic import PlanError
from engine.plan.key_help import _known
from engine.plan.model import Plan
from engine.plan.source import compose
from tests.docs.reference import FILE, _models, reference

EXAMPLES = [(part, key, given.example) for part, keys in _known().items() for key, given in keys.items()]


def test_the_page_is_up_to_date():
    assert FILE.read_text("utf-8") == reference(), "run: python -m tests.docs.reference"


def test_help_is_given_for_keys_that_are_there():
    keys = {model.__name__: {field.alias or name for name, field in model.model_fields.items()}
            for model in _models(Plan, set())}

    assert [(part, key) for part, key, _ in EXAMPLES if part != "*" and key not in keys[part]] == []


@pytest.mark.parametrize(("part", "key", "example"), EXAMPLES)
def test_an_example_is_yaml_that_a_plan_may_hold(part, key, example):
    try:
        compose(f"{key}:\n  {example}" if ": " in example and not example.startswith(("{", "[", "'")) else
                f"{key}: {example}", "k.yaml")
    except PlanError as refusal:
        pytest.fail(str(refusal))
