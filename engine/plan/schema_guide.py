"""In the schema: a part of a plan that has a guide may leave its keys to the guide; in any other plan it may not."""

from typing import Any

from engine.plan.inherited import GUIDE, ID, INNER, LISTS, TABLES

_SAME_PART = "nhóm đơn vị"
"""Is written like `chủ thể`, which may be completed."""
_DEEPEST = 3
"""Lists inside each other: forms, their fields, the columns of those."""


def required_without_guide(schema: dict[str, Any]) -> None:
    """Moves `required` of the parts that may be completed under a condition on the root."""
    seen: set[str] = set()
    lists = {key: schema["properties"].get(key) for key in (*LISTS, _SAME_PART)}
    asked = {key: asks for key, known in lists.items() if (asks := _asked(schema, known, seen, _DEEPEST))}
    asked |= {key: asks for key in TABLES if (asks := _of_part(schema, schema["properties"].get(key), seen, _DEEPEST))}
    for name in seen:
        part = schema["$defs"][name]
        part["required"] = [key for key in part.get("required", ()) if key == ID]
    schema["if"] = {"not": {"required": [GUIDE]}}
    schema["then"] = {"properties": asked}


def _asked(schema: dict[str, Any], known: dict[str, Any] | None, seen: set[str], depth: int) -> dict[str, Any] | None:
    """What each item of that list must have, its own lists included."""
    asks = _of_part(schema, known.get("items") if known else None, seen, depth)
    return {"items": asks} if asks else None


def _of_part(schema: dict[str, Any], known: dict[str, Any] | None, seen: set[str], depth: int) -> dict[str, Any] | None:
    name = _part_of(known) if known else ""
    if not name or not depth:
        return None
    part = schema["$defs"][name]
    seen.add(name)
    inner = {key: asks for key in INNER if (asks := _asked(schema, part["properties"].get(key), seen, depth - 1))}
    return {"required": list(part.get("required", ())), **({"properties": inner} if inner else {})}


def _part_of(known: dict[str, Any]) -> str:
    """The name of the part that stands there; "" when it is none."""
    there = [known, *known.get("anyOf", ())]
    return next((one["$ref"].removeprefix("#/$defs/") for one in there if "$ref" in one), "")
