"""Forms that a drawing carries, of Camunda 7 (form fields) and Camunda 8 (form JSON), as forms of the plan."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.base.text import slug
from engine.bpmn.drawn_refusals import Refusals
from engine.bpmn.drawn_said import attribute, extensions
from engine.plan.source import Items, Node, Pair, Scalar, Table

_CAMUNDA_7 = {"string": "văn bản", "long": "số", "boolean": "đánh dấu", "date": "ngày", "enum": "chọn một"}
_CAMUNDA_8 = {"textfield": "văn bản", "textarea": "đoạn văn", "number": "số", "checkbox": "đánh dấu",
              "select": "chọn một", "radio": "chọn một", "datetime": "ngày", "checklist": "chọn nhiều",
              "taglist": "chọn nhiều", "filepicker": "tệp"}
_LAYOUT = frozenset({"group", "columns"})
_LOOKS = frozenset({"text", "html", "separator", "spacer", "button", "image"})
_LIMITS = {"min": "tối thiểu", "max": "tối đa", "maxLength": "dài nhất", "maxlength": "dài nhất"}
_PREFIX = "camunda-forms:bpmn:"


class Forms:
    """Makes the forms of one drawing; `made` are their tables in the order of the tasks."""

    def __init__(self, root: etree._Element, refusals: Refusals) -> None:
        self._refusals = refusals
        self._embedded = {form.get("id", ""): form for form in root.iter() if isinstance(form.tag, str)
                          and etree.QName(form).localname == "userTaskForm"}
        self.made: list[Table] = []

    def of(self, task: etree._Element, step: str, title: str) -> Pair | None:
        """The form that the task asks for, as an item of the step's `biểu mẫu`."""
        refer = attribute(task, "formKey") or attribute(task, "formRef")
        for data in extensions(task, "formData"):
            return self._add(task, step, title, [self._field_7(task, f) for f in data if isinstance(f.tag, str)])
        for given in extensions(task, "formDefinition"):
            refer = refer or given.get("formKey", "") or given.get("formId", "") or given.get("externalReference", "")
        if not refer:
            return None
        embedded = self._embedded.get(refer.removeprefix(_PREFIX))
        if embedded is not None:
            components = self._json(task, embedded)
            return None if components is None else self._add(task, step, title, list(self._fields_8(task, components)))
        if any(sign in refer for sign in ":/${=."):
            self._refusals.refuse(task, "KH087", f'dùng biểu mẫu "{refer}" ở ngoài tệp vẽ, kheo không đọc được; '
                                  "khai biểu mẫu ở “biểu mẫu” của kế hoạch rồi ghi thuộc tính “biểu mẫu” bằng mã của "
                                  "nó")
            return None
        return Pair("", self._refusals.place(task), self._refusals.scalar(task, refer))

    def _add(self, task: etree._Element, step: str, title: str, fields: list[Table | None]) -> Pair:
        r = self._refusals
        form = f"{step}-phieu"
        kept = tuple(f for f in fields if f is not None)
        if not fields:
            r.refuse(task, "KH087", "có biểu mẫu nhưng biểu mẫu không có trường nào; thêm trường, hoặc bỏ biểu mẫu")
        if kept:
            self.made.append(r.table(task, r.pair("mã", task, form), r.pair("tên", task, f"Phiếu: {title}"),
                                     r.pair("do kheo lập", task, "có"),
                                     Pair("trường", r.place(task), Items(r.place(task), kept))))
        return Pair("", r.place(task), r.scalar(task, form))

    def _field_7(self, task: etree._Element, field: etree._Element) -> Table | None:
        limits = {c.get("name", ""): c.get("config", "") for c in field.iter() if isinstance(c.tag, str)
                  and etree.QName(c).localname == "constraint"}
        values = [(v.get("id", ""), v.get("name", "")) for v in field if isinstance(v.tag, str)
                  and etree.QName(v).localname == "value"]
        said = {"key": field.get("id", ""), "label": field.get("label", ""), "options": values,
                "required": "required" in limits and limits["required"] != "false", "limits": limits,
                "default": field.get("defaultValue", ""), "readonly": "readonly" in limits}
        return self._field(task, _CAMUNDA_7.get(field.get("type", "")), field.get("type", ""), said)

    def _json(self, task: etree._Element, form: etree._Element) -> list[Any] | None:
        try:
            components = json.loads(form.text or "")["components"]
        except (ValueError, KeyError, TypeError, RecursionError):
            components = None
        if not isinstance(components, list):
            self._refusals.refuse(task, "KH087", f'biểu mẫu "{form.get("id")}" không phải JSON biểu mẫu của Camunda '
                                  "8; lưu lại biểu mẫu trong Camunda Modeler")
        return components if isinstance(components, list) else None

    def _fields_8(self, task: etree._Element, components: list[Any], depth: int = 0) -> Iterator[Table | None]:
        for one in components:
            kind = str(one.get("type", "")) if isinstance(one, dict) else ""
            inner = one.get("components") if isinstance(one, dict) else None
            if kind in _LAYOUT and isinstance(inner, list) and depth < 10:
                yield from self._fields_8(task, inner, depth + 1)
            elif kind not in _LOOKS:
                yield self._component(task, kind, one if isinstance(one, dict) else {})

    def _component(self, task: etree._Element, kind: str, one: dict[str, Any]) -> Table | None:
        checks, values = one.get("validate"), one.get("values")
        checks = checks if isinstance(checks, dict) else {}
        options = [(str(v.get("value", "")), str(v.get("label", "")))
                   for v in (values if isinstance(values, list) else ()) if isinstance(v, dict)]
        hidden = one.get("conditional") or str(one.get("disabled", "")).startswith("=")
        word = None if hidden or one.get("subtype") in ("time", "datetime") else _CAMUNDA_8.get(kind)
        said = {"key": str(one.get("key", "")), "label": one.get("label") or one.get("dateLabel") or "",
                "options": options, "required": checks.get("required") is True, "limits": checks,
                "default": one.get("defaultValue", ""), "readonly": one.get("readonly") is True}
        return self._field(task, word, f"{kind} có điều kiện ẩn hiện" if hidden else kind, said)

    def _field(self, task: etree._Element, word: str | None, kind: str, said: dict[str, Any]) -> Table | None:
        r, known = self._refusals, _field_id(said["key"])
        limits: dict[str, Any] = said["limits"]
        wrong = self._wrong(word, kind, said, known)
        if wrong or word is None:
            r.refuse(task, "KH087", f'trường "{said["key"]}" của biểu mẫu: {wrong}')
            return None
        required = "có" if said["required"] and word != "đánh dấu" else "không"
        pairs = [r.pair("mã", task, known), r.pair("nhãn", task, str(said["label"]) or str(said["key"])),
                 r.pair("loại", task, word), r.pair("bắt buộc", task, required)]
        if word in ("chọn một", "chọn nhiều"):
            options: tuple[Node, ...] = tuple(
                r.table(task, r.pair("mã", task, slug(value)), r.pair("nhãn", task, label or value))
                for value, label in said["options"])
            pairs.append(Pair("lựa chọn", r.place(task), Items(r.place(task), options)))
        for key, limit in _LIMITS.items():
            if key in limits and limits[key] not in (None, ""):
                pairs.append(Pair(limit, r.place(task), Scalar(r.place(task), str(limits[key]))))
        return r.table(task, *pairs)

    def _wrong(self, word: str | None, kind: str, said: dict[str, Any], known: str) -> str:
        """Why the field cannot be one of kheo's; "" when it can."""
        if word is None:
            return (f'loại "{kind}" chưa có ở kheo; dùng văn bản, số, ngày, ô đánh dấu hoặc lựa chọn, hoặc khai '
                    "biểu mẫu trong kế hoạch")
        if not known:
            return "thiếu mã (id hoặc key) viết bằng chữ; đặt mã cho trường"
        if word in ("chọn một", "chọn nhiều") and not said["options"]:
            return "không có lựa chọn nào viết sẵn; ghi các lựa chọn, kheo không lấy chúng từ biến"
        if said["default"] not in ("", None, False, []):
            return 'giá trị điền sẵn không mang sang được; bỏ đi, hoặc khai biểu mẫu trong kế hoạch với “lấy từ”'
        if unknown := sorted(set(said["limits"]) - {"required", "readonly", *_LIMITS, "validationType"}):
            return f'ràng buộc "{unknown[0]}" chưa có ở kheo; bỏ đi, hoặc khai biểu mẫu trong kế hoạch với “ràng buộc”'
        if said["readonly"]:
            return "trường chỉ đọc mà không có gì để điền sẵn; bỏ trường này, hoặc khai biểu mẫu trong kế hoạch"
        return ""


def _field_id(key: str) -> str:
    """soNguoi, so-nguoi and so_nguoi are so_nguoi."""
    return slug(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", key)).replace("-", "_")
