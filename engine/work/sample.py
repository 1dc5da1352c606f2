"""Answers that pass the checks of a form, made of a few sentences: for demonstrations."""

import zlib
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.plan.criteria import Criterion
from engine.plan.form import Form, FormField
from engine.work.choices import options_of
from engine.work.fields import fields_at
from engine.work.form import Answers, Context, FieldError, clean_all, percent_filled, visible_fields
from engine.work.months import read_months
from engine.work.record import REASON, must_answer
from engine.work.rows import row_of
from engine.work.typed import is_blank

_ROUNDS = 6
TODAY = "hôm nay"
"""Among the phrases of a date: the day on which it is answered."""


@dataclass(frozen=True, slots=True)
class Sampler:
    """What samples are made of; the same subject always gets the same answers.

    `phrases`: field id, or field id/`kind`, -> answers as a person would write them. `words`: what stands for a name
    in braces, as {đơn vị}.
    """

    phrases: Mapping[str, tuple[str, ...]]
    subject: str
    today: date
    kind: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def value(self, asked: FormField, context: Context) -> object:
        """A plausible answer of the field's type."""
        phrase = self.phrase(asked.id)
        options = [option for option, _ in options_of(asked, context.choices)]
        match asked.type:
            case "number" | "percent" | "money":
                return int(phrase) if phrase else self._between(asked)
            case "month_range":
                return read_months(phrase or str(self.today.year)).kept
            case "date":
                return _iso(phrase) if phrase and phrase != TODAY else self.today.isoformat()
            case "choice" | "unit" | "initiative" | "person":
                return phrase or (options[self._number(asked.id) % len(options)] if options else None)
            case "choices" | "persons" | "initiatives":
                return [phrase] if phrase else options[:1]
            case "mark":
                return True
            case "table":
                return [{"_id": "1", **{c.id: self.value(c, context) for c in asked.columns if must_answer(c)}}]
        return (phrase or asked.label)[: asked.max_length]

    def phrase(self, field_id: str) -> str | None:
        """The words for that field, names put in; None where there are none."""
        found = self.phrases.get(f"{field_id}/{self.kind}") or self.phrases.get(field_id)
        if not found:
            return None
        text = found[self._number(field_id) % len(found)]
        for name, value in self.words.items():
            text = text.replace("{" + name + "}", value)
        return text

    def score(self, salt: str, criterion: Criterion) -> float | str:
        """A score in the upper third; the id of the best or second best level where there are levels."""
        best = sorted(criterion.levels, key=lambda level: -level.points)[:2]
        if best:
            return best[self._number(salt) % len(best)].id
        return criterion.maximum - self._number(salt) % max(1, int(criterion.maximum) // 3 + 1)

    def _between(self, asked: FormField) -> int:
        low = int(asked.minimum or 0)
        return low + self._number(asked.id) % max(1, min(int(asked.maximum or low + 40) - low, 60))

    def _number(self, salt: str) -> int:
        return zlib.crc32(f"{self.subject}/{salt}".encode())


def sample_answers(
    forms: Iterable[Form], step_id: str, given: Answers, context: Context, sampler: Sampler,
) -> dict[str, dict[str, Any]]:
    """`given` over the prefilled answers; a sample wherever the checks still find something missing, and wherever
    there are phrases for what need not be answered."""
    return sampled(forms, step_id, given, context, sampler)[0]


def sampled(
    forms: Iterable[Form], step_id: str, given: Answers, context: Context, sampler: Sampler,
) -> tuple[dict[str, dict[str, Any]], bool]:
    """The same, and whether it is known that the checks find nothing wrong with them."""
    forms = tuple(forms)
    answers: dict[str, dict[str, Any]] = {
        form.id: {**deepcopy(dict(context.computed.get(form.id, {}))), **deepcopy(dict(given.get(form.id, {})))}
        for form in forms
    }
    for form in forms:
        _complete_rows(form, answers[form.id], context.computed.get(form.id, {}))
        _fill_required(form, step_id, answers[form.id], context, sampler)
    for _ in range(_ROUNDS):
        errors = clean_all(forms, step_id, answers, context).errors
        mended = [_mend(forms, answers, error, context, sampler) for error in errors]
        if not any(mended):
            break
    if not sampler.phrases:
        return answers, not errors
    for form in forms:
        _fill_optional(form, step_id, answers, context, sampler)
    return answers, False


def shortened(
    forms: Iterable[Form], step_id: str, answers: dict[str, dict[str, Any]], context: Context, percent: int,
) -> dict[str, dict[str, Any]]:
    """The same answers, the last required ones taken away until at most that share of them is there."""
    forms = tuple(forms)
    left = deepcopy(answers)
    for form in reversed(forms):
        for asked in reversed(fields_at(form, step_id)):
            rows = left[form.id].get(asked.id)
            cells = [(left[form.id], asked.id)] if must_answer(asked) else []
            if asked.type == "table" and isinstance(rows, list):
                cells = [(row, c.id) for row in reversed(rows) for c in reversed(asked.columns) if must_answer(c)]
            for target, key in cells:
                if percent_filled(forms, step_id, left, context) <= percent:
                    return left
                target.pop(key, None)
    return left


def files_wanted(
    forms: Iterable[Form], step_id: str, answers: Answers, context: Context, also: Collection[str] = (),
) -> list[tuple[str, FormField]]:
    """(form id, field) of the files that are not there yet: the required ones, and `also` by field id."""
    wanted = []
    for form in forms:
        for asked in visible_fields(form, step_id, answers, context):
            needed = asked.type == "file" and (asked.required or asked.id in also)
            if needed and not answers.get(form.id, {}).get(asked.id):
                wanted.append((form.id, asked))
    return wanted


def _iso(phrase: str) -> str:
    return datetime.strptime(phrase, "%d/%m/%Y").date().isoformat()  # noqa: DTZ007 - a calendar day has no time zone


def _complete_rows(form: Form, values: dict[str, Any], first: Mapping[str, object]) -> None:
    """Rows given without an id are numbered; a row that was prefilled keeps what is not given."""
    for asked in form.fields:
        if asked.type == "table" and isinstance(values.get(asked.id), list):
            numbered = [{"_id": str(n), **row} for n, row in enumerate(values[asked.id], 1)]
            values[asked.id] = [{**row_of(first.get(asked.id), row["_id"]), **row} for row in numbered]


def _mend(
    forms: tuple[Form, ...], answers: dict[str, dict[str, Any]], error: FieldError, context: Context, sampler: Sampler,
) -> bool:
    """Put a sample where the error is, when nothing is there; whether something changed."""
    form = next((f for f in forms if f.id == error.form), None)
    name = error.field if error.column is None else error.column
    if form is None or name is None:
        return False
    target = answers[form.id] if error.column is None else row_in(answers[form.id].get(error.field or ""), error.row)
    asked = field_in(form.fields, name.removesuffix(REASON))
    if target is None or asked is None or asked.type == "file" or target.get(name) not in (None, "", [], False):
        return False
    target[name] = sampler.value(asked, context) if name == asked.id else sampler.phrase(name) or "Số liệu của đơn vị"
    return True


def _fill_required(form: Form, step_id: str, values: dict[str, Any], context: Context, sampler: Sampler) -> None:
    """What must be answered whatever else is answered: the checks would only find it missing."""
    for asked in fields_at(form, step_id):
        if asked.type != "table":
            _fill_missing(asked, values, context, sampler)
        for column in fields_at(asked, step_id) if not asked.when else ():
            for row in values.get(asked.id) or ():
                _fill_missing(column, row, context, sampler)


def _fill_missing(asked: FormField, target: dict[str, Any], context: Context, sampler: Sampler) -> None:
    if must_answer(asked) and not asked.when and asked.type != "file" and is_blank(target.get(asked.id)):
        target[asked.id] = sampler.value(asked, context)


def _fill_optional(
    form: Form, step_id: str, answers: dict[str, dict[str, Any]], context: Context, sampler: Sampler,
) -> None:
    """Fields and columns nobody has to answer, where there are phrases for them."""
    values = answers[form.id]
    for asked in visible_fields(form, step_id, answers, context):
        if asked.type == "table":
            for row in values.get(asked.id) or ():
                _fill(fields_at(asked, step_id), row, context, sampler)
        else:
            _fill((asked,), values, context, sampler)


def _fill(asked: Iterable[FormField], target: dict[str, Any], context: Context, sampler: Sampler) -> None:
    for one in asked:
        open_still = one.type != "file" and not one.required and not one.read_only and target.get(one.id) is None
        if open_still and sampler.phrase(one.id):
            target[one.id] = sampler.value(one, context)


def row_in(rows: object, row_id: str | None) -> dict[str, Any] | None:
    return next((r for r in rows if r.get("_id") == row_id), None) if isinstance(rows, list) else None


def field_in(fields: Iterable[FormField], field_id: str) -> FormField | None:
    for asked in fields:
        if asked.id == field_id:
            return asked
        inner = field_in(asked.columns, field_id)
        if inner is not None:
            return inner
    return None
