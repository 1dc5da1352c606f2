"""Answers that pass the checks of a form, made of a few sentences: for demonstrations."""

import zlib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.plan.form import Form, FormField
from engine.work.choices import options_of
from engine.work.form import Answers, Context, FieldError, clean_all, visible_fields
from engine.work.record import REASON

_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Sampler:
    """What samples are made of; the same subject always gets the same answers."""

    phrases: Mapping[str, tuple[str, ...]]
    subject: str
    today: date

    def value(self, asked: FormField, context: Context) -> object:
        """A plausible answer of the field's type."""
        options = [option for option, _ in options_of(asked, context.choices)]
        match asked.type:
            case "number" | "percent":
                low = int(asked.minimum or 0)
                return low + self._number(asked.id) % max(1, min(int(asked.maximum or low + 40) - low, 60))
            case "date":
                return self.today.isoformat()
            case "choice" | "unit" | "initiative" | "person":
                return options[self._number(asked.id) % len(options)] if options else None
            case "choices" | "persons" | "initiatives":
                return options[:1]
            case "mark":
                return True
            case "table":
                return [{"_id": "1"}]
        sentences = self.phrases.get(asked.id) or self.phrases.get("") or (asked.label,)
        return sentences[self._number(asked.id) % len(sentences)][: asked.max_length]

    def score(self, salt: str, maximum: int) -> int:
        """A score in the upper half."""
        return maximum - self._number(salt) % max(1, maximum // 3 + 1)

    def _number(self, salt: str) -> int:
        return zlib.crc32(f"{self.subject}/{salt}".encode())


def sample_answers(
    forms: Iterable[Form], step_id: str, given: Answers, context: Context, sampler: Sampler,
) -> dict[str, dict[str, Any]]:
    """`given` over the prefilled answers, and a sample wherever the checks still find something missing."""
    forms = tuple(forms)
    answers: dict[str, dict[str, Any]] = {
        form.id: {**deepcopy(dict(context.computed.get(form.id, {}))), **deepcopy(dict(given.get(form.id, {})))}
        for form in forms
    }
    for form in forms:
        _number_rows(form, answers[form.id])
    for _ in range(_ROUNDS):
        errors = clean_all(forms, step_id, answers, context).errors
        if not any([_mend(forms, answers, error, context, sampler) for error in errors]):
            break
    return answers


def files_wanted(forms: Iterable[Form], step_id: str, answers: Answers, context: Context) -> list[tuple[str, str]]:
    """(form id, field id) of the required files that are not there yet; a table's column is "table.column"."""
    wanted = []
    for form in forms:
        for asked in visible_fields(form, step_id, answers, context):
            if asked.type == "file" and asked.required and not answers.get(form.id, {}).get(asked.id):
                wanted.append((form.id, asked.id))
    return wanted


def _number_rows(form: Form, values: dict[str, Any]) -> None:
    for asked in form.fields:
        if asked.type == "table" and isinstance(values.get(asked.id), list):
            values[asked.id] = [{"_id": str(n), **row} for n, row in enumerate(values[asked.id], 1)]


def _mend(
    forms: tuple[Form, ...], answers: dict[str, dict[str, Any]], error: FieldError, context: Context, sampler: Sampler,
) -> bool:
    """Put a sample where the error is, when nothing is there; whether something changed."""
    form = next((f for f in forms if f.id == error.form), None)
    name = error.field if error.column is None else error.column
    if form is None or name is None:
        return False
    target = answers[form.id] if error.column is None else _row(answers[form.id].get(error.field or ""), error.row)
    asked = _field(form.fields, name.removesuffix(REASON))
    if target is None or asked is None or asked.type == "file" or target.get(name) not in (None, "", [], False):
        return False
    target[name] = "Số liệu của đơn vị" if name.endswith(REASON) else sampler.value(asked, context)
    return True


def _row(rows: object, row_id: str | None) -> dict[str, Any] | None:
    return next((r for r in rows if r.get("_id") == row_id), None) if isinstance(rows, list) else None


def _field(fields: Iterable[FormField], field_id: str) -> FormField | None:
    for asked in fields:
        if asked.id == field_id:
            return asked
        inner = _field(asked.columns, field_id)
        if inner is not None:
            return inner
    return None
