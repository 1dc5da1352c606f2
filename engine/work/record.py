"""One set of answers to one list of fields: the plain fields of a form, or one row of a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from engine.plan.expression import parse_expression
from engine.plan.form import FormField, Rule
from engine.work.choices import Choices
from engine.work.condition import conditional_box, not_taken
from engine.work.fields import Fields
from engine.work.typed import clean_text, is_blank, missing, read_value
from engine.work.words import number_text

REASON = "__ly_do"
"""Ending of the companion answer that says why a computed value was changed."""
_REASON_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Record:
    """Values by field id, and what is wrong: (field id, end of a sentence)."""

    values: dict[str, object]
    mistakes: tuple[tuple[str, str], ...]
    shown: frozenset[str]


def shown_ids(fields: Fields, values: Mapping[str, object], names: Mapping[str, object]) -> frozenset[str]:
    """Ids of the fields whose condition holds; a hidden field counts as unanswered for the conditions of others.

    `names` holds `phieu` when the fields are the columns of a row; else `phieu` is the values themselves.
    """
    hidden: frozenset[str] = frozenset()
    for _ in fields.conditions:
        seen = {key: value for key, value in values.items() if key not in hidden} if hidden else values
        scope = {"phieu": seen, **names, **seen}
        now = frozenset(key for key, condition in fields.conditions if not condition.holds(scope))
        if now == hidden:
            break
        hidden = now
    return fields.ids - hidden


def read_fields(
    fields: Iterable[FormField], raw: Mapping[str, object], computed: Mapping[str, object], choices: Choices,
) -> tuple[dict[str, object], dict[str, str]]:
    """Values and mistakes by field id. What may not be typed comes from `computed`, whatever was posted."""
    values: dict[str, object] = {}
    mistakes: dict[str, str] = {}
    for asked in fields:
        if asked.type == "computed":
            continue
        if asked.read_only:
            values[asked.id] = computed.get(asked.id)
            continue
        typed = read_value(asked, raw.get(asked.id), choices)
        values[asked.id] = typed.value
        if typed.mistake:
            mistakes[asked.id] = typed.mistake
        if isinstance(reason := raw.get(asked.id + REASON), str):
            values[asked.id + REASON] = clean_text(reason)
    return values, mistakes


def clean_record(
    fields: Fields, raw: Mapping[str, object], computed: Mapping[str, object],
    names: Mapping[str, object], choices: Choices,
) -> Record:
    """Checked values of the columns shown in a row, which are all of the same step.

    A box keeps its place where its condition does not hold; a mark in it is not taken, and that is said.
    """
    values, wrong = read_fields(fields.all, raw, computed, choices)
    record = checked_record(fields, values, wrong, computed, names)
    if record.shown == fields.ids:
        return record
    lost = [(one.id, not_taken(one, fields.all, choices)) for one in fields.all if conditional_box(one)
            and one.id not in record.shown and values[one.id] not in (None, False, computed.get(one.id))]
    return replace(record, mistakes=(*record.mistakes, *lost)) if lost else record


def checked_record(
    fields: Fields, values: Mapping[str, object], wrong: Mapping[str, str],
    computed: Mapping[str, object], names: Mapping[str, object],
) -> Record:
    """The same of what was read already."""
    asking = fields.among(shown_ids(fields, {**values, **dict.fromkeys(wrong)} if wrong else values, names))
    kept: dict[str, object] = {f.id: values.get(f.id) for f in asking.all}
    fill_formulas(asking.all, kept, names)
    found: list[tuple[str, str]] = []
    for asked in asking.all:
        if asked.id in wrong:
            found.append((asked.id, wrong[asked.id]))
        if must_answer(asked) and is_blank(kept[asked.id]):
            found.append((asked.id, missing(asked)))
        if asked.reason_if_changed:
            found += _reason(asked, kept, values, computed)
    return Record(kept, tuple(found), asking.ids)


def must_answer(asked: FormField) -> bool:
    """A mark left empty is an answer; what kheo fills in is nobody's to answer; a table has its least rows instead."""
    return asked.required and not asked.read_only and asked.type not in ("mark", "computed", "table")


def fill_formulas(fields: Iterable[FormField], values: dict[str, object], names: Mapping[str, object]) -> None:
    """Put the value of each formula in `values`, in the order of the fields."""
    for asked in fields:
        if asked.type == "computed" and asked.formula and asked.id in values:
            value = parse_expression(asked.formula).value({"phieu": values, **names, **values})
            values[asked.id] = value if isinstance(value, str | int | float) else None


def broken(rules: Iterable[Rule], scope: Mapping[str, object], wrong: frozenset[str]) -> tuple[Rule, ...]:
    """The rules that do not hold. A rule about an answer that is already wrong waits until that is mended."""
    found = []
    for rule in rules:
        expression = parse_expression(rule.holds)
        about = {name.split(".")[0] for name in expression.names} | ({rule.at} if rule.at else set())
        if not about & wrong and not expression.holds(scope):
            found.append(rule)
    return tuple(found)


def _reason(
    asked: FormField, kept: dict[str, object], typed: Mapping[str, object], computed: Mapping[str, object],
) -> list[tuple[str, str]]:
    first = computed.get(asked.id)
    if first is None or is_blank(kept[asked.id]) or kept[asked.id] == first:
        return []
    key = asked.id + REASON
    reason = typed.get(key)
    kept[key] = reason
    if not isinstance(reason, str) or not reason:
        was = f" ({number_text(first)})" if isinstance(first, int | float) else ""
        return [(key, f"đã sửa giá trị điền sẵn{was} thì phải nêu lý do")]
    if len(reason) > _REASON_LENGTH:
        return [(key, f"lý do dài {number_text(len(reason))} ký tự, nhiều nhất {number_text(_REASON_LENGTH)}")]
    return []
