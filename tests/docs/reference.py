"""Writes docs/reference.md from the plan model: `python -m tests.docs.reference`."""

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from engine.plan.key_help import help_of
from engine.plan.model import Plan
from engine.plan.schema import plan_schema

FILE = Path(__file__).parents[2] / "docs" / "reference.md"
_HEAD = """# Mọi mục của tệp kế hoạch

Trang này do chương trình viết từ chính bộ đọc kế hoạch, nên luôn khớp với bản kheo đang dùng. Tên mục viết có dấu hay
không dấu, hoa hay thường đều được. Cột “English” là tên trong mã nguồn và nghĩa tiếng Anh. Mục không ghi “bắt buộc”
thì bỏ được.

*Every key of a plan file: what it is for, its English name and meaning, type, default and an example; generated from
the reader.*
"""
_TYPES = {"string": "chữ", "integer": "số nguyên", "number": "số", "boolean": "có / không", "object": "nhóm mục"}


def reference() -> str:
    """The text of the page."""
    schema = json.loads(plan_schema())
    parts = {"Plan": schema, **schema["$defs"]}
    classes = {model.__name__: model for model in _models(Plan, set())}
    order = ["Plan", *(name for name in sorted(parts) if name != "Plan")]
    return _HEAD + "".join(_part(classes[name], parts[name]) for name in order)


def _models(model: type[BaseModel], seen: set[str]) -> Iterator[type[BaseModel]]:
    """The model and all models its fields hold."""
    if model.__name__ in seen:
        return
    seen.add(model.__name__)
    yield model
    for field in model.model_fields.values():
        for inner in _inner(field.annotation):
            yield from _models(inner, seen)


def _inner(annotation: Any) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _inner(argument)


def _part(model: type[BaseModel], schema: Mapping[str, Any]) -> str:
    about = " ".join((inspect.getdoc(model) or "").split("\n\n")[0].split())
    lines = [f"\n## {model.__name__}\n\n{about}\n",
             "| Mục | Để làm gì | English | Kiểu | Ví dụ |", "|---|---|---|---|---|"]
    said = _docstrings(model)
    for name, field in model.model_fields.items():
        key = field.alias or name
        known = schema["properties"][key]
        help_ = help_of(model.__name__, key)
        required = "**bắt buộc**; " if field.is_required() else ""
        english = f"{name.strip('_').replace('_', ' ')}{f': {said[name]}' if name in said else ''}"
        default = f"; mặc định: {_shown(known['default'])}" if "default" in known else ""
        lines.append(f"| `{key}` | {_cell(help_.says)} | {_cell(english)} | {required}{_cell(_type(known))}{default} | "
                     f"`{_cell(help_.example)}` |")
    return "\n".join(lines) + "\n"


def _docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Field -> the words below it in the source."""
    found: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        if owner is BaseModel or not issubclass(owner, BaseModel):
            continue
        body = ast.parse(textwrap.dedent(inspect.getsource(owner))).body[0]
        assert isinstance(body, ast.ClassDef)
        for field, below in zip(body.body, body.body[1:], strict=False):
            if (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
                    and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)):
                found[field.target.id] = " ".join(str(below.value.value).strip('"').split())
    return found


def _type(known: Mapping[str, Any]) -> str:
    if "enum" in known:
        return " \\| ".join(f"`{one}`" for one in known["enum"] if one is not None)
    if "$ref" in known:
        name = known["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in known:
        return " hoặc ".join(dict.fromkeys(_type(one) for one in known["anyOf"] if one.get("type") != "null"))
    if known.get("type") == "array":
        return f"danh sách {_type(known.get('items', {}))}"
    if "additionalProperties" in known and isinstance(known["additionalProperties"], Mapping):
        return f"tên → {_type(known['additionalProperties'])}"
    return _TYPES.get(str(known.get("type")), "chữ")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text)


if __name__ == "__main__":
    FILE.write_text(reference(), "utf-8")
