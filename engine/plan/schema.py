"""The JSON Schema of plan files, for completion and hover help in editors."""

import json
from typing import Any

from engine.plan.key_help import help_of
from engine.plan.model import Plan
from engine.plan.schema_guide import required_without_guide
from engine.plan.shape import other_words

_DRAWN_HELP = """Tên bản vẽ BPMN cạnh tệp này; các bước nằm ở đó, thay cho mục "bước".

Ví dụ: vẽ ở: quy-trinh.bpmn"""


def plan_schema() -> str:
    """The text of plan_configs/plan.schema.json; keys as the plan file writes them."""
    schema = Plan.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    for name, part in (("Plan", schema), *schema["$defs"].items()):
        for key, known in part.get("properties", {}).items():
            known["description"] = "\n\n".join((help_of(name, key).says, f"Ví dụ: {help_of(name, key).example}"))
        if "properties" in part:
            part["properties"] = other_words(part["properties"])
        _plain_value_for_slot(part)
        _no_inner_defaults(part)
    required_without_guide(schema)
    _drawn(schema)
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _plain_value_for_slot(part: dict[str, object]) -> None:
    """`hạn` and `biểu mẫu` of a step: a plain phrase or list stands for the main slot."""
    properties = part.get("properties")
    for key in ("hạn", "biểu mẫu"):
        known = properties.get(key) if isinstance(properties, dict) else None
        if isinstance(known, dict) and "additionalProperties" in known:
            by_slot = {name: known.pop(name) for name in ("type", "additionalProperties")}
            known["anyOf"] = [by_slot["additionalProperties"], by_slot]


def _no_inner_defaults(part: dict[str, object]) -> None:
    """Defaults of closed lists are the program's values, not words of the file; an editor must not offer them."""
    properties = part.get("properties")
    for known in properties.values() if isinstance(properties, dict) else ():
        closed = any("enum" in option for option in (known, *known.get("anyOf", ())))
        if closed or known.get("default") is None:
            known.pop("default", None)


def _drawn(schema: dict[str, Any]) -> None:
    """A plan whose steps are drawn names the drawing instead."""
    schema["properties"]["vẽ ở"] = {"type": "string", "pattern": r"^[^/]+\.bpmn$", "title": "Drawn In",
                                      "description": _DRAWN_HELP}
    schema["required"] = [key for key in schema["required"] if key not in ("bước", "bước mở đợt")]
    schema["anyOf"] = [{"required": ["bước", "bước mở đợt"]}, {"required": ["vẽ ở"]}]
