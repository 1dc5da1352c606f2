"""Answers to the forms of a step: which fields are asked, what is wrong with the answers, how far they are filled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.plan.form import Form, FormField
from engine.work.choices import Choices
from engine.work.fields import Fields, fields_at, fields_of
from engine.work.record import REASON, broken, checked_record, must_answer, read_fields, shown_ids
from engine.work.rows import Mistake, Surroundings, clean_table, given_rows, ordered, shown_columns
from engine.work.typed import is_blank
from engine.work.words import lower_first, sentence

Values = Mapping[str, object]
"""Field id -> str, int, float, ISO day, bool, option or other id, list of ids, list of rows {"_id": str, …}, None."""
Answers = Mapping[str, Values]
"""Form id -> values. Values that could not be understood stay as they were typed."""
Place = tuple[str, ...]
"""(form, field), or (form, table, row id, column)."""


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a form when it is asked.

    `names`: what expressions see beside the answers (mo_hinh, don_vi, dot). `choices`: the lists to choose from.
    `computed`, `origins`: the first answers of prefill.prefill(); read-only fields and fixed rows take their values
    from here whatever was posted, and a changed value with `reason_if_changed` is measured against it.
    """

    names: Mapping[str, object] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    computed: Answers = field(default_factory=dict)
    origins: Mapping[Place, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong. In a table `field` is the table and `row`, `column` the place in it; all None: the whole form.

    `message` is a whole sentence, the same at the field and in the summary. The reason for a changed value has its own
    place: field (or column) id + "__ly_do".
    """

    form: str
    field: str | None
    row: str | None
    column: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Answers by form, hidden ones dropped, and everything that is wrong, in the order of the form."""

    answers: Answers
    errors: tuple[FieldError, ...] = ()


def visible_fields(form: Form, step_id: str, answers: Answers, context: Context) -> tuple[FormField, ...]:
    """The fields asked in that step under the answers so far."""
    return _asked(form, step_id, answers, context).fields.all


def clean(form: Form, step_id: str, answers: Answers, context: Context) -> Cleaned:
    """The answers of that one form, checked."""
    raw, computed = answers.get(form.id, {}), context.computed.get(form.id, {})
    asked = _asked(form, step_id, answers, context)
    names = names_at(step_id, context)
    tables: dict[str, object] = {}
    found: list[FieldError] = []
    plain = asked.fields.plain
    if asked.fields.tables:
        phieu = {key: value for key, value in asked.readable.items() if key.removesuffix(REASON) in asked.fields.ids}
        for table in asked.fields.tables:
            around = Surroundings(step_id, {**names, "phieu": phieu}, context.choices, computed.get(table.id))
            tables[table.id], mistakes = clean_table(table, raw.get(table.id), around)
            found += [_in_table(form, table, mistake) for mistake in mistakes]
    record = checked_record(plain, asked.values, asked.wrong, computed, {**names, **tables})
    found += [_at(form, key, says) for key, says in record.mistakes]
    values = {**record.values, **tables}
    if form.rules or plain.ruled:
        found += _form_rules(form, plain.all, values, names, frozenset(e.field for e in found if e.field))
    if len(found) > 1:
        order = {f.id: n for n, f in enumerate(form.fields)}
        found.sort(key=lambda e: order.get((e.field or "").removesuffix(REASON), len(order)))
    return Cleaned({form.id: values}, tuple(found))


def clean_all(forms: Iterable[Form], step_id: str, answers: Answers, context: Context) -> Cleaned:
    """Every form of a task at once; answers to other forms are dropped."""
    each = [clean(form, step_id, answers, context) for form in forms]
    return Cleaned({key: values for one in each for key, values in one.answers.items()},
                   tuple(error for one in each for error in one.errors))


def percent_filled(forms: Iterable[Form], step_id: str, answers: Answers, context: Context) -> int:
    """Share of the required answers that are there, 0 to 100; 100 when nothing is required."""
    asked = [filled for form in forms for filled in _required(form, step_id, answers, context)]
    return 100 * sum(asked) // len(asked) if asked else 100


def table_surroundings(form: Form, step_id: str, answers: Answers, context: Context, table: str) -> Surroundings:
    """What the rows of a table see, before anything is checked."""
    phieu = readable(form, step_id, answers.get(form.id, {}), context)
    first = context.computed.get(form.id, {}).get(table)
    return Surroundings(step_id, {**names_at(step_id, context), "phieu": phieu}, context.choices, first)


def names_at(step_id: str, context: Context) -> dict[str, object]:
    """What expressions see in that step beside the answers."""
    return {**{key: value for key, value in context.names.items() if key != "phieu"}, "buoc": step_id}


def readable(form: Form, step_id: str, raw: Values, context: Context) -> dict[str, object]:
    """The answers as far as they can be read, for conditions."""
    return _read(fields_of(form, step_id), raw, form, context)[2]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The fields that are shown, and what was typed as far as it can be read."""

    fields: Fields
    values: Mapping[str, object]
    wrong: Mapping[str, str]
    readable: Mapping[str, object]


def _asked(form: Form, step_id: str, answers: Answers, context: Context) -> _Asked:
    fields = fields_of(form, step_id)
    values, wrong, seen = _read(fields, answers.get(form.id, {}), form, context)
    return _Asked(fields.among(shown_ids(fields, seen, names_at(step_id, context))), values, wrong, seen)


def _read(
    fields: Fields, raw: Values, form: Form, context: Context,
) -> tuple[dict[str, object], dict[str, str], dict[str, object]]:
    """Values and mistakes of the plain fields by id, and the whole as conditions see it, tables as typed."""
    first = context.computed.get(form.id, {})
    values, wrong = read_fields(fields.plain.all, raw, first, context.choices)
    if not (wrong or fields.tables):
        return values, wrong, values
    tables = {f.id: list(given_rows(f, raw.get(f.id), first.get(f.id))) for f in fields.tables}
    return values, wrong, {**values, **dict.fromkeys(wrong), **tables}


def _required(form: Form, step_id: str, answers: Answers, context: Context) -> list[bool]:
    raw, asked = answers.get(form.id, {}), []
    for one in visible_fields(form, step_id, answers, context):
        if one.type != "table":
            asked += [not is_blank(raw.get(one.id))] if must_answer(one) else []
            continue
        around = table_surroundings(form, step_id, answers, context, one.id)
        needed = {c.id for c in fields_at(one, step_id) if must_answer(c)}
        rows = ordered(one, given_rows(one, raw.get(one.id), around.computed), context.choices)
        for row in rows:
            asked += [not is_blank(row.get(key)) for key in needed & shown_columns(one, row, around)]
        asked += [False] * len(needed) * max(0, one.min_rows - len(rows))
    return asked


def _form_rules(
    form: Form, plain: tuple[FormField, ...], values: Values, names: Mapping[str, object], wrong: frozenset[str],
) -> list[FieldError]:
    scope = {**names, "phieu": values, **values}
    found = [_at(form, rule.at, rule.says) for rule in broken(form.rules, scope, wrong)]
    for one in plain:
        found += [_at(form, rule.at or one.id, rule.says) for rule in broken(one.rules, scope, wrong)]
    return found


def _at(form: Form, key: str | None, says: str) -> FieldError:
    label = next((f.label for f in form.fields if key and f.id == key.removesuffix(REASON)), None)
    message = sentence(f"{label}: {lower_first(says)}" if label else says)
    return FieldError(form.id, key, None, None, message)


def _in_table(form: Form, table: FormField, mistake: Mistake) -> FieldError:
    column = (mistake.column or "").removesuffix(REASON)
    label = next((c.label for c in table.columns if c.id == column), None)
    where = table.label if mistake.number is None else f"Dòng {mistake.number}"
    if label:
        where += f", {lower_first(label)}"
    return FieldError(form.id, table.id, mistake.row, mistake.column, sentence(f"{where}: {lower_first(mistake.says)}"))
