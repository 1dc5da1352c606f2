"""What another version of a form asks otherwise, and what of a draft it can still hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.plan.form import Form, FormField
from engine.work.choices import Choices
from engine.work.control import display
from engine.work.form import Answers, Values
from engine.work.record import REASON
from engine.work.rows import ROW_ID, Row, rows_of
from engine.work.typed import is_blank, read_value

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
    """A value of a draft that the form no longer asks for: kept to be read. `place`: where it stood."""

    form: str
    label: str
    value: str
    place: str = ""


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


def carried_draft(old: Iterable[Form], new: Iterable[Form], draft: Answers,
                  choices: Choices) -> tuple[Answers, tuple[Beside, ...]]:
    """The draft as the new forms hold it, matched by the ids of fields; and what they have no place for.

    `choices`: the lists of the old forms, by which people read what was chosen.
    """
    before, after = {form.id: form for form in old}, {form.id: form for form in new}
    kept: dict[str, Values] = {}
    beside: list[Beside] = []
    for key, values in draft.items():
        was, now = before.get(key), after.get(key)
        name = was.name if was else key
        fields = now.fields if now else ()
        stays, goes = _carried(was.fields if was else (), fields, values, ("", key), choices)
        if now is not None:
            kept[key] = stays
        beside += [Beside(name, *one) for one in goes]
    return kept, tuple(beside)


def _carried(old: tuple[FormField, ...], new: tuple[FormField, ...], values: Values, within: tuple[str, str],
             choices: Choices) -> tuple[dict[str, object], list[tuple[str, str, str]]]:
    """`within`: the words before a label, the place before an id. What goes: label, value, place."""
    before, after = {f.id: f for f in old}, {f.id: f for f in new}
    stays: dict[str, object] = {}
    goes: list[tuple[str, str, str]] = []
    said, at = within
    for key, value in values.items():
        was, now = before.get(key.removesuffix(REASON)), after.get(key.removesuffix(REASON))
        if was is None and now is None:
            stays[key] = value  # "_id" of a row, or what nobody asked for
        elif was is not None and now is not None and was.type == now.type == "table" and not key.endswith(REASON):
            rows, lost = _rows(was, now, rows_of(value), (f"{said}{was.label} › ", f"{at}.{key}"), choices)
            stays[key], goes = rows, [*goes, *lost]
        elif now is not None and (was is None or _holds(was, now, value)):
            stays[key] = value
        elif was is not None and not is_blank(value):
            goes.append((said + was.label, _text(was, value, choices), f"{at}.{key}"))
    return stays, goes


def _rows(was: FormField, now: FormField, rows: Iterable[Row], within: tuple[str, str],
          choices: Choices) -> tuple[list[dict[str, object]], list[tuple[str, str, str]]]:
    kept: list[dict[str, object]] = []
    goes: list[tuple[str, str, str]] = []
    said, at = within
    for number, row in enumerate(rows, 1):
        stays, lost = _carried(was.columns, now.columns, row,
                               (f"{said}dòng {number} › ", f"{at}.{row.get(ROW_ID)}"), choices)
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


def brought(forms: Iterable[Form], given: Mapping[str, tuple[str, ...]], draft: Answers,
            choices: Choices) -> tuple[Beside, ...]:
    """What an open page brings for controls that only these earlier forms have; `draft` tells the numbers of rows."""
    fields = {f"{form.id}.{asked.id}": (form, asked) for form in forms for asked in form.fields}
    found = []
    for place, values in given.items():
        form_id, key, *rest = place.removesuffix(REASON).split(".")
        form, asked = fields.get(f"{form_id}.{key}", (None, None))
        label = asked.label if asked else ""
        if asked and len(rest) == 2:
            label = _cell_label(asked, rest[0], draft.get(form_id, {}).get(key))
            asked = next((column for column in asked.columns if column.id == rest[1]), None)
            label += asked.label if asked else ""
        if form and asked and asked.type != "table":
            found.append(Beside(form.name, label, _typed(asked, values, choices), place))
    return tuple(found)


def _cell_label(table: FormField, row_id: str, rows: object) -> str:
    number = next((n for n, row in enumerate(rows_of(rows), 1) if row.get(ROW_ID) == row_id), None)
    said = f"{table.label} › "
    return f"{said}dòng {number} › " if number else said


def _typed(asked: FormField, values: tuple[str, ...], choices: Choices) -> str:
    if asked.type == "mark":
        return _text(asked, any(values), choices)
    raw = list(values) if len(values) > 1 else values[0]
    return _text(asked, read_value(asked, raw, choices).value, choices)


def _text(asked: FormField, value: object, choices: Choices) -> str:
    """The value in words, as a reader knows it."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if asked.type == "table":
        return "; ".join(_row_text(asked, row, choices) for row in rows_of(value))
    return display(asked, value, choices)


def _row_text(asked: FormField, row: Mapping[str, object], choices: Choices) -> str:
    named = [(column, row[column.id]) for column in asked.columns if not is_blank(row.get(column.id))]
    return ", ".join(f"{column.label}: {_text(column, value, choices)}" for column, value in named)
