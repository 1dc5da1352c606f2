"""What another version of a form asks otherwise, and what of a draft it can still hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.plan.form import Form, FormField
from engine.work.form import Answers, Values
from engine.work.record import REASON
from engine.work.rows import Row, rows_of
from engine.work.typed import is_blank
from engine.work.words import number_text

_ALIKE: dict[str, str] = {"long_text": "text", "percent": "number", "money": "number"}
"""Types whose answers read alike."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, or one column of a table ("Bảng › Cột")."""

    field: str
    kind: str
    """added | removed | renamed | retyped | required | optional | options"""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FormChange:
    """A form that is asked otherwise; `name` as the new plan has it."""

    form: str
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A value of a draft that the form no longer asks for: kept to be read."""

    form: str
    label: str
    value: str


def form_changes(old: Iterable[Form], new: Iterable[Form]) -> tuple[FormChange, ...]:
    """The forms that both have and that differ in what they ask, by the new order; then those added and removed."""
    before, after = {form.id: form for form in old}, {form.id: form for form in new}
    found = []
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key), after.get(key)
        fields = tuple(_changes(was.fields if was else (), now.fields if now else (), ""))
        named = now or was
        if fields and named:
            found.append(FormChange(key, named.name, fields))
    return tuple(found)


def _changes(old: tuple[FormField, ...], new: tuple[FormField, ...], within: str) -> Iterator[FieldChange]:
    before, after = {f.id: f for f in old}, {f.id: f for f in new}
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key), after.get(key)
        if was is None and now is not None:
            yield FieldChange(within + key, "added", "", now.label)
        elif now is None and was is not None:
            yield FieldChange(within + key, "removed", was.label, "")
        elif was is not None and now is not None:
            yield from _differs(was, now, within + key)
            if was.type == now.type == "table":
                yield from _changes(was.columns, now.columns, f"{within}{key} › ")


def _differs(was: FormField, now: FormField, key: str) -> Iterator[FieldChange]:
    if was.label != now.label:
        yield FieldChange(key, "renamed", was.label, now.label)
    if was.type != now.type:
        yield FieldChange(key, "retyped", was.type, now.type)
    if was.required != now.required:
        yield FieldChange(key, "required" if now.required else "optional", now.label, now.label)
    if was.options != now.options or was.options_from != now.options_from:
        yield FieldChange(key, "options", _options(was), _options(now))


def _options(asked: FormField) -> str:
    return ", ".join(option.label for option in asked.options)


def carried_draft(old: Iterable[Form], new: Iterable[Form], draft: Answers) -> tuple[Answers, tuple[Beside, ...]]:
    """The draft as the new forms hold it, matched by the ids of fields; and what they have no place for."""
    before, after = {form.id: form for form in old}, {form.id: form for form in new}
    kept: dict[str, Values] = {}
    beside: list[Beside] = []
    for key, values in draft.items():
        was, now = before.get(key), after.get(key)
        name = was.name if was else key
        fields = now.fields if now else ()
        stays, goes = _carried(was.fields if was else (), fields, values, "")
        if now is not None:
            kept[key] = stays
        beside += [Beside(name, label, value) for label, value in goes]
    return kept, tuple(beside)


def _carried(old: tuple[FormField, ...], new: tuple[FormField, ...], values: Values,
             within: str) -> tuple[dict[str, object], list[tuple[str, str]]]:
    before, after = {f.id: f for f in old}, {f.id: f for f in new}
    stays: dict[str, object] = {}
    goes: list[tuple[str, str]] = []
    for key, value in values.items():
        was, now = before.get(key.removesuffix(REASON)), after.get(key.removesuffix(REASON))
        if was is None and now is None:
            stays[key] = value  # "_id" of a row, or what nobody asked for
        elif was is not None and now is not None and was.type == now.type == "table" and not key.endswith(REASON):
            rows, lost = _rows(was, now, rows_of(value), f"{within}{was.label} › ")
            stays[key], goes = rows, [*goes, *lost]
        elif now is not None and (was is None or _holds(was, now, value)):
            stays[key] = value
        elif was is not None and not is_blank(value):
            goes.append((within + was.label, _text(was, value)))
    return stays, goes


def _rows(was: FormField, now: FormField, rows: Iterable[Row],
          within: str) -> tuple[list[dict[str, object]], list[tuple[str, str]]]:
    kept: list[dict[str, object]] = []
    goes: list[tuple[str, str]] = []
    for number, row in enumerate(rows, 1):
        stays, lost = _carried(was.columns, now.columns, row, f"{within}dòng {number} › ")
        kept.append(stays)
        goes += lost
    return kept, goes


def _holds(was: FormField, now: FormField, value: object) -> bool:
    """Whether the new field can hold what was typed into the old one."""
    if _ALIKE.get(was.type, was.type) != _ALIKE.get(now.type, now.type) or was.options_from != now.options_from:
        return False
    if not now.options:
        return True
    allowed = {option.id for option in now.options}
    chosen = value if isinstance(value, list) else [value]
    return all(is_blank(one) or one in allowed for one in chosen)


def _text(asked: FormField, value: object) -> str:
    """The value in words; ids of people, files and the like have none here."""
    labels = {option.id: option.label for option in asked.options}
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, list):
        if asked.type == "table":
            return "; ".join(_row_text(asked, row) for row in rows_of(value))
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    if isinstance(value, Mapping):
        return _row_text(asked, value)
    return labels.get(str(value), str(value))


def _row_text(asked: FormField, row: Mapping[str, object]) -> str:
    named = [(column, row[column.id]) for column in asked.columns if not is_blank(row.get(column.id))]
    return ", ".join(f"{column.label}: {_text(column, value)}" for column, value in named)
