"""R15: a list of values that the body of the document and its forms, or two of its forms, do not give alike."""

import re
from collections.abc import Iterator

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.form_code import stands_in
from engine.check.seen import Seen, named
from engine.check.sentence import Sentence, sentence
from engine.plan.form import Form, FormField
from engine.plan.measure import Attribute, FieldOfWork
from engine.plan.read import Path


def r15(seen: Seen) -> Iterator[Finding]:
    """Fields of work and choices of the register, in words and on the attached forms."""
    yield from _fields(seen)
    for path, form, field in _asked(seen):
        if seen.plan.register_ and field.id == seen.plan.register_.field and field.options:
            yield from _own_fields(seen, path, form, field)
        yield from _choices(seen, path, form, field)
        yield from _columns(seen, path, form, field)


def _fields(seen: Seen) -> Iterator[Finding]:
    """Fields that only a form has; fields with two names."""
    fields = seen.plan.fields
    in_form = {field.id: form for field in fields if (form := _only_in(seen, field)) is not None}
    body = [field for field in fields if field.id not in in_form and field.clauses]
    if in_form and body:
        number, first = next((n, field) for n, field in enumerate(fields) if field.id in in_form)
        added = ", ".join(f"“{field.name}”" for field in fields if field.id in in_form)
        yield seen.found(
            "R15", ("fields", number),
            sentence("Lời văn nêu {count} lĩnh vực, “{form}” có {more}: thêm {added}.", count=len(body),
                     form=in_form[first.id].code, more=len(body) + len(in_form), added=added),
            sentence("nêu {added} ở lời văn, hoặc bỏ khỏi “{form}”", added=added, form=in_form[first.id].code),
            named(*body, first))
    for number, field in enumerate(fields):
        if len(field.called) > 1:
            yield seen.found(
                "R15", ("fields", number, "called"),
                sentence("Văn bản gọi một lĩnh vực bằng {count} tên: {names}.", count=len(field.called),
                         names=", ".join(f"“{name}”" for name in field.called)),
                sentence("dùng một tên “{name}” trong cả văn bản", name=field.name), named(field))


def _only_in(seen: Seen, field: FieldOfWork) -> Form | None:
    """The attached form that all clauses of the field point to."""
    for form in seen.plan.forms:
        if form.code and not form.ours and field.clauses and all(stands_in(c.at, form.code) for c in field.clauses):
            return form
    return None


def _own_fields(seen: Seen, path: Path, form: Form, asked: FormField) -> Iterator[Finding]:
    """A form that prints fields of its own beside those of the body."""
    fields = seen.plan.fields
    printed = [(option.id, fold(option.label)) for option in asked.options]
    ids = {name for pair in printed for name in pair}
    lacking = [field.name for field in fields if not {field.id, fold(field.name), fold(field.heading or "")} & ids]
    said = {name for field in fields for name in (field.id, fold(field.name), fold(field.heading or field.name))}
    added = [option.label for option in asked.options if not {option.id, fold(option.label)} & said]
    if fields and (lacking or added):
        yield _differs(seen, (*path, "options"), (len(fields), len(asked.options)), (form, added, lacking),
                       named(*fields, form, asked))


def _differs(
    seen: Seen, path: Path, counts: tuple[int, int], where: tuple[Form, list[str], list[str]], clauses: tuple[str, ...],
) -> Finding:
    form, added, lacking = where
    return seen.found(
        "R15", path,
        sentence("Lời văn nêu {count} lĩnh vực, “{form}” in {printed}: {difference}.", count=counts[0],
                 form=form.code or form.name, printed=counts[1], difference=_difference(added, lacking)),
        sentence("lấy cùng một danh mục ở lời văn và ở “{form}”", form=form.code or form.name), clauses)


def _choices(seen: Seen, path: Path, form: Form, asked: FormField) -> Iterator[Finding]:
    """A form whose choices of a thing the register knows are not the register's."""
    kept = _attribute(seen, asked.id)
    if kept and kept.options and asked.options:
        known, given = {o.id: o.label for o in kept.options}, {o.id: o.label for o in asked.options}
        if known.keys() != given.keys():
            yield seen.found(
                "R15", (*path, "options"),
                sentence("Sổ đăng ký chia “{attribute}” thành {count} loại, “{form}” có {printed}: {difference}.",
                         attribute=kept.label, count=len(known), form=form.code or form.name, printed=len(given),
                         difference=_difference([label for key, label in given.items() if key not in known],
                                                [label for key, label in known.items() if key not in given])),
                sentence("lấy cùng một danh mục ở sổ đăng ký và ở “{form}”", form=form.code or form.name),
                named(kept, asked))


def _columns(seen: Seen, path: Path, form: Form, table: FormField) -> Iterator[Finding]:
    """Columns under one heading that count by the values of an attribute, but not value by value."""
    register = seen.plan.register_
    headings = dict.fromkeys(column.heading for column in table.columns if column.heading)
    for attribute in register.attributes if register else ():
        values = {option.id for option in attribute.options}
        for heading in headings if values else ():
            counting = [(column, counted) for column in table.columns
                        if column.heading == heading and (counted := _counted(column, attribute.id) & values)]
            joined = [column.label for column, counted in counting if len(counted) > 1]
            lacking = values - {value for _, counted in counting for value in counted}
            if len(counting) > 1 and (joined or lacking):
                yield seen.found(
                    "R15", (*path, "columns", table.columns.index(counting[0][0])),
                    sentence("“{attribute}” có {count} loại ở bản đăng ký, “{form}” chỉ đếm theo {columns} cột dưới "
                             "“{heading}”: {joined} gộp nhiều loại, {lacking} loại không đếm.",
                             attribute=attribute.label, count=len(values), form=form.code or form.name,
                             columns=len(counting), heading=heading, joined=_list(joined) or "0",
                             lacking=len(lacking)),
                    sentence("cho “{form}” mỗi loại một cột, hoặc nói rõ loại nào tính vào cột nào",
                             form=form.code or form.name),
                    named(*_asking(seen, attribute.id), *(column for column, _ in counting)))


def _counted(column: FormField, attribute: str) -> set[str]:
    """The values of the attribute that a column counts."""
    counts = column.prefill.count if column.prefill else None
    return set(re.findall(rf'\b{re.escape(attribute)}\s*==\s*"([^"]*)"', counts or ""))


def _asking(seen: Seen, attribute: str) -> tuple[FormField, ...]:
    """The columns and fields of attached forms that ask for the attribute with choices of their own."""
    return tuple(field for _, _, field in _asked(seen) if field.id == attribute and field.options)


def _attribute(seen: Seen, attribute: str) -> Attribute | None:
    register = seen.plan.register_
    return next((a for a in register.attributes if a.id == attribute), None) if register else None


def _asked(seen: Seen) -> Iterator[tuple[Path, Form, FormField]]:
    """Every question and column of the attached forms."""
    for i, form in enumerate(seen.plan.forms):
        for j, field in enumerate(() if form.ours else form.fields):
            path: Path = ("forms", i, "fields", j)
            yield path, form, field
            for k, column in enumerate(field.columns):
                yield (*path, "columns", k), form, column


def _list(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _difference(added: list[str], lacking: list[str]) -> Sentence:
    if added and lacking:
        return sentence("thêm {added}, thiếu {lacking}", added=_list(added), lacking=_list(lacking))
    if added:
        return sentence("thêm {added}", added=_list(added))
    return sentence("thiếu {lacking}", lacking=_list(lacking))
