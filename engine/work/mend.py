"""Answers that break a rule of their form, replaced by others that keep it: for rehearsals."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from engine.plan.form import Form, FormField
from engine.work.choices import options_of
from engine.work.form import Context, FieldError, clean, clean_all
from engine.work.rows import ROW_ID, rows_of
from engine.work.sample import field_in, row_in


def mended(
    forms: Iterable[Form], step_id: str, answers: dict[str, dict[str, Any]], context: Context,
) -> dict[str, dict[str, Any]]:
    """The same answers; those that break a rule of the form are replaced where another of their type keeps it."""
    forms = tuple(forms)
    tried: set[tuple[str, str | None, str | None, str | None]] = set()
    while True:
        wrong = {(e.form, e.field, e.row, e.column): e for e in clean_all(forms, step_id, answers, context).errors}
        ahead = [key for key in wrong if key not in tried]
        if not ahead:
            return answers
        tried.update(ahead)
        for key in ahead:
            if not _wants_file(forms, wrong[key]):
                _replace(forms, step_id, answers, wrong[key], context)


def _wants_file(forms: tuple[Form, ...], error: FieldError) -> bool:
    """A paper is missing there: it is attached later, and no other answer takes its place."""
    name = error.field if error.column is None else error.column
    asked = next((field_in(form.fields, name) for form in forms if form.id == error.form), None) if name else None
    return asked is not None and asked.type == "file"


def _replace(
    forms: tuple[Form, ...], step_id: str, answers: dict[str, dict[str, Any]], error: FieldError, context: Context,
) -> None:
    """Another answer in that place, else in one beside it; the first that leaves fewer mistakes, else none."""
    form = next((f for f in forms if f.id == error.form), None)
    name = error.field if error.column is None else error.column
    if form is None:
        return
    table = field_in(form.fields, error.field or "") if error.row else None
    target = answers[form.id] if table is None else row_in(answers[form.id].get(error.field or ""), error.row)
    if target is None:
        return
    seen, around = _near(form, answers, error, target, context)
    there = len(clean(form, step_id, seen, around).errors)
    for asked in sorted(table.columns if table else form.fields, key=lambda one: one.id != name):
        before = target.get(asked.id)
        for other in _others(asked, before, context):
            target[asked.id] = other
            if len(clean(form, step_id, seen, around).errors) < there:
                return
        target[asked.id] = before


def _near(
    form: Form, answers: dict[str, dict[str, Any]], error: FieldError, target: dict[str, Any], context: Context,
) -> tuple[dict[str, dict[str, Any]], Context]:
    """The answers and what surrounds them, of the table in question only the row in question: others do not matter."""
    if not error.row or not error.field:
        return answers, context
    first = context.computed.get(form.id, {})
    own = [row for row in rows_of(first.get(error.field)) if row[ROW_ID] == error.row]
    computed = {**context.computed, form.id: {**first, error.field: own}}
    return {**answers, form.id: {**answers[form.id], error.field: [target]}}, replace(context, computed=computed)


def _others(asked: FormField, before: object, context: Context) -> list[object]:
    """What else could be answered; nothing where it may not be typed."""
    if asked.read_only:
        return []
    match asked.type:
        case "text" | "long_text":
            return [] if before else [asked.label[: asked.max_length]]
        case "mark":
            return [True, False]
        case "number" | "percent":
            high = [asked.maximum] if asked.maximum is not None else []
            return [*high, *range(31), 50, 100, 1000]
        case "choice" | "unit" | "initiative" | "person":
            return [option for option, _ in options_of(asked, context.choices)]
    return []
