"""Answers that break a rule of their form, replaced by others that keep it: for rehearsals."""

from collections.abc import Iterable
from typing import Any

from engine.plan.form import Form, FormField
from engine.work.choices import options_of
from engine.work.form import Context, FieldError, clean, clean_all
from engine.work.sample import field_in, row_in


def mended(
    forms: Iterable[Form], step_id: str, answers: dict[str, dict[str, Any]], context: Context,
) -> dict[str, dict[str, Any]]:
    """The same answers; those that break a rule of the form are replaced where another of their type keeps it."""
    forms = tuple(forms)
    tried: set[tuple[str, str | None, str | None, str | None]] = set()
    while True:
        wrong = {(e.form, e.field, e.row, e.column): e for e in clean_all(forms, step_id, answers, context).errors}
        ahead = next((key for key in wrong if key not in tried), None)
        if ahead is None:
            return answers
        tried.add(ahead)
        if not _wants_file(forms, wrong[ahead]):
            _replace(forms, step_id, answers, wrong[ahead], context)


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
    there = len(clean(form, step_id, answers, context).errors)
    for asked in sorted(table.columns if table else form.fields, key=lambda one: one.id != name):
        before = target.get(asked.id)
        for other in _others(asked, before, context):
            target[asked.id] = other
            if len(clean(form, step_id, answers, context).errors) < there:
                return
        target[asked.id] = before


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
