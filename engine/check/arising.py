"""R16: a form asks for data, or a step examines papers, that arise only after its deadline."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import Sentence, sentence
from engine.check.sequence import comes_before
from engine.plan.expression import parse_expression
from engine.plan.form import Form, FormField
from engine.plan.step import Step

YEAR_END = "cuoi nam"
"""In a phrase, folded: at the end of the year, which is understood as December."""


def r16(seen: Seen) -> Iterator[Finding]:
    """Papers of later steps, and answers taken from what only later steps write."""
    for number, step in enumerate(seen.plan.steps):
        for position, other in enumerate(step.examines):
            when = _later(seen, step, seen.steps[other])
            if when:
                yield seen.found("R16", ("steps", number, "examines", position), sentence(
                    "Bước “{step}” xem xét giấy tờ của bước “{later}”, {when}.", step=step.name,
                    later=seen.steps[other].name, when=when), sentence(
                    "đưa “{later}” lên trước “{step}”", later=seen.steps[other].name, step=step.name),
                    named(step, seen.steps[other]))
        for slot, forms in step.forms.items():
            for form_id in forms:
                yield from _asked(seen, step, slot, seen.plan.form(form_id))


def _asked(seen: Seen, step: Step, slot: str, form: Form) -> Iterator[Finding]:
    due = seen.due(step.id, slot)
    last = due.last_day if due else None
    for field in _questions(form, step):
        for what, writers in _sources(seen, form, field):
            times = [_written_later(seen, step, last, writer, form) for writer in writers]
            if times and all(times):
                yield seen.found("R16", _place(seen, form, field), sentence(
                    "Bước “{step}” hỏi “{field}” ở {form}, mà “{what}” chỉ có từ bước “{writer}”, {when}.",
                    step=step.name, field=field.label, form=form.code or form.name, what=what,
                    writer=writers[0].name, when=times[0]), sentence(
                    "hỏi câu này ở bước sau “{writer}”, hoặc đưa “{writer}” lên trước hạn của “{step}”",
                    writer=writers[0].name, step=step.name), named(field, form, step, *writers))


def _questions(form: Form, step: Step) -> Iterator[FormField]:
    """The fields and columns asked in that step."""
    for field in form.fields:
        for question in (field, *field.columns):
            if not question.only_steps or step.id in question.only_steps:
                yield question


def _place(seen: Seen, form: Form, field: FormField) -> tuple[str | int, ...]:
    number = [one.id for one in seen.plan.forms].index(form.id)
    for index, outer in enumerate(form.fields):
        if field is outer:
            return ("forms", number, "fields", index)
        if any(field is column for column in outer.columns):
            column = next(n for n, one in enumerate(outer.columns) if one is field)
            return ("forms", number, "fields", index, "columns", column)
    return ("forms", number)


def _sources(seen: Seen, form: Form, field: FormField) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """What the field is filled from, and the steps that write it."""
    if field.prefill and field.prefill.step in seen.steps:
        yield field.label, (seen.steps[field.prefill.step],)
    register = seen.plan.register_
    labels = {attribute.id: attribute.label for attribute in register.attributes} if register else {}
    for name in sorted(_attributes(field) & set(labels)):
        yield labels[name], _writers(seen).get(name, ())


def _attributes(field: FormField) -> set[str]:
    """Names of the register that the first answer is taken from."""
    texts: list[str | None] = []
    if field.prefill:
        texts += [field.prefill.count, field.prefill.value]
    if field.rows_from:
        texts += [field.rows_from.when, *field.rows_from.columns.values()]
    names = {name for text in texts if text for name in parse_expression(text).names}
    return {name.removeprefix("mo_hinh.") for name in names if name.count(".") <= name.startswith("mo_hinh.")}


@lru_cache(maxsize=8)
def _writers(seen: Seen) -> dict[str, tuple[Step, ...]]:
    """Attribute of the register -> the steps that write it."""
    found: dict[str, tuple[Step, ...]] = {}
    for step in seen.plan.steps:
        names = {name for write in step.writes for name in write.set}
        names |= _created(seen, step)
        for name in names:
            found[name] = (*found.get(name, ()), step)
    return found


def _created(seen: Seen, step: Step) -> set[str]:
    tables = {write.create for write in step.writes if write.create}
    return {column.id for forms in step.forms.values() for form in forms for field in seen.plan.form(form).fields
            if field.id in tables for column in field.columns}


def _written_later(seen: Seen, reader: Step, last: date | None, writer: Step, form: Form) -> Sentence | None:
    """Why what `writer` writes is not there yet, else None; `last`: the last day of the reader.

    For a form of the document the time that the document gives an outcome counts too, whatever date the issuing body
    itself set; a form that we built asks for what is there by our own dates.
    """
    if writer.id == reader.id:
        return None
    said = [] if form.ours else [one.often for one in seen.plan.outcomes if one.step == writer.id and one.often]
    for often in said:
        if last and YEAR_END in fold(often) and last < date(last.year, 12, 1):
            return sentence("theo văn bản là “{often}”, sau hạn {last:%d/%m/%Y}", often=often, last=last)
    return _later(seen, reader, writer, last)


def _later(seen: Seen, reader: Step, writer: Step, last: date | None = None) -> Sentence | None:
    """Why `writer` comes after `reader`, else None."""
    mine, other = seen.due(reader.id), seen.due(writer.id)
    last = last or (mine.last_day if mine else None)
    if last and other and other.last_day and other.last_day > last:
        return sentence("hạn {later:%d/%m/%Y}, sau hạn {last:%d/%m/%Y}", later=other.last_day, last=last)
    if comes_before(seen, reader, writer):
        return sentence("là bước làm sau")
    return None
