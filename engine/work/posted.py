"""From the names and values of an HTML form to answers; the buttons that add, move, remove a row, reset a value."""

import re
from collections.abc import Iterable, Mapping

from engine.plan.form import Form, FormField
from engine.work.fields import fields_at
from engine.work.form import Answers
from engine.work.months import joined
from engine.work.record import REASON
from engine.work.rows import MAX_ROWS, ROW_ID, group_column, row_of, rows_of
from engine.work.typed import MANY, clean_text

_ROW = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
UNTIL = "__den"
"""Ending of the name of the second input of a range of months."""
_Posted = Mapping[str, list[str]]


def field_name(form: str, field: str) -> str:
    """Name of the control of a plain field."""
    return f"f.{form}.{field}"


def cell_name(form: str, table: str, row: str, column: str) -> str:
    """Name of the control of a cell."""
    return f"f.{form}.{table}.{row}.{column}"


def order_name(form: str, table: str) -> str:
    """Name of the hidden control, repeated for each row, whose value is the row's id."""
    return f"r.{form}.{table}"


def read_posted(forms: Iterable[Form], step_id: str, items: Iterable[tuple[str, str]]) -> Answers:
    """The answers in a posted page; names it does not know are passed over, at most MAX_ROWS rows are read.

    The page posts whole forms: a mark that is not there is False, a list that is not there is empty. What cannot be
    understood stays text, for form.clean() to explain; a choice made twice becomes a list for the same reason.
    """
    posted: dict[str, list[str]] = {}
    for name, value in items:
        posted.setdefault(name, []).append(clean_text(value))
    return {form.id: _form(form, step_id, posted) for form in forms}


def places_of(forms: Iterable[Form], step_id: str, names: Iterable[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Place in the answers -> name of its control, and the names for which these forms have no control now.

    >>> places_of((), "dang-ky", ["f.mau.ten"])
    ({}, ('f.mau.ten',))
    """
    known = {f"{form.id}.{asked.id}": asked for form in forms for asked in fields_at(form, step_id)}
    found, unknown = {}, []
    for name in names:
        plain = name.removesuffix(UNTIL)
        parts = plain.removesuffix(REASON).split(".")[1:]
        asked = known.get(".".join(parts[:2]))
        columns = {column.id for column in asked.columns} if asked else set()
        if asked and (len(parts) == 2 or len(parts) == 4 and parts[3] in columns and _ROW.fullmatch(parts[2])):
            found[plain.removeprefix("f.")] = name
        else:
            unknown.append(name)
    return found, tuple(unknown)


def add_row(forms: Iterable[Form], answers: Answers, where: str, row_id: str) -> Answers:
    """The answers with an empty row; `where` is the button's value "<form>.<table>.<section or nothing>".

    Nothing changes when the place does not exist, takes no rows, or is full.
    """
    form_id, table_id, section = (*where.split(".", 2), "", "")[:3]
    table = _open_table(forms, form_id, table_id)
    rows = rows_of(answers.get(form_id, {}).get(table_id))
    if table is None or len(rows) >= MAX_ROWS:
        return answers
    group = group_column(table)
    added: dict[str, object] = {ROW_ID: row_id, **({group.id: section} if group and section else {})}
    return _with_rows(answers, form_id, table_id, [*rows, added])


def remove_row(forms: Iterable[Form], answers: Answers, where: str) -> Answers:
    """The answers without that row; `where` is the button's value "<form>.<table>.<row id>"."""
    form_id, table_id, row_id = (*where.split(".", 2), "", "")[:3]
    if _open_table(forms, form_id, table_id) is None:
        return answers
    rows = rows_of(answers.get(form_id, {}).get(table_id))
    return _with_rows(answers, form_id, table_id, [row for row in rows if row[ROW_ID] != row_id])


def move_row(forms: Iterable[Form], answers: Answers, where: str, by: int) -> Answers:
    """The answers with that row before (-1) or behind (1) its neighbour of the same section; `where` as remove_row."""
    form_id, table_id, row_id = (*where.split(".", 2), "", "")[:3]
    table = _open_table(forms, form_id, table_id)
    if table is None:
        return answers
    rows = [*rows_of(answers.get(form_id, {}).get(table_id))]
    key = table.group_by or ""
    at = next((n for n, row in enumerate(rows) if row[ROW_ID] == row_id), None)
    if at is None:
        return answers
    beside = range(at + 1, len(rows)) if by > 0 else range(at - 1, -1, -1)
    other = next((n for n in beside if rows[n].get(key) == rows[at].get(key)), at)
    rows[at], rows[other] = rows[other], rows[at]
    return _with_rows(answers, form_id, table_id, rows)


def reset(answers: Answers, first: Answers, where: str) -> Answers:
    """The answers with the first answer again at "<form>.<field>" or "<form>.<table>.<row>.<column>"."""
    form_id, field, row_id, column = (*where.split("."), "", "", "")[:4]
    values = answers.get(form_id, {})
    if not row_id:
        given = first.get(form_id, {}).get(field)
        return answers if given is None else {**answers, form_id: {**values, field: given, field + REASON: ""}}
    given = row_of(first.get(form_id, {}).get(field), row_id).get(column)
    if given is None:
        return answers
    rows = [{**row, column: given, column + REASON: ""} if row[ROW_ID] == row_id else row
            for row in rows_of(values.get(field))]
    return _with_rows(answers, form_id, field, rows)


def _open_table(forms: Iterable[Form], form_id: str, table_id: str) -> FormField | None:
    fields = (f for form in forms if form.id == form_id for f in form.fields)
    table = next((f for f in fields if f.id == table_id and f.type == "table"), None)
    return None if table is None or table.fixed_rows or table.read_only else table


def _with_rows(answers: Answers, form_id: str, table_id: str, rows: list[Mapping[str, object]]) -> Answers:
    return {**answers, form_id: {**answers.get(form_id, {}), table_id: rows}}


def _form(form: Form, step_id: str, posted: _Posted) -> dict[str, object]:
    values: dict[str, object] = {}
    for asked in fields_at(form, step_id):
        if asked.type == "table":
            values[asked.id] = _table(form.id, asked, step_id, posted)
        else:
            values.update(_answer(asked, field_name(form.id, asked.id), posted))
    return values


def _table(form_id: str, table: FormField, step_id: str, posted: _Posted) -> list[dict[str, object]]:
    prefix = f"f.{form_id}.{table.id}."
    cells = (name.removeprefix(prefix).split(".")[0] for name in posted if name.startswith(prefix))
    known = dict.fromkeys([*posted.get(order_name(form_id, table.id), []), *cells])
    rows = [row for row in known if _ROW.fullmatch(row)][:MAX_ROWS]
    columns = fields_at(table, step_id)
    found: list[dict[str, object]] = []
    for row_id in rows:
        row: dict[str, object] = {ROW_ID: row_id}
        for column in columns:
            row.update(_answer(column, cell_name(form_id, table.id, row_id, column.id), posted))
        found.append(row)
    return found


def _answer(asked: FormField, name: str, posted: _Posted) -> dict[str, object]:
    if asked.type == "computed" or asked.read_only:
        return {}
    given = [value for value in dict.fromkeys(posted.get(name, [])) if value]
    answer: dict[str, object] = {asked.id: _value(asked, given)}
    if asked.type == "month_range":
        answer = {asked.id: joined(*((posted.get(key) or [""])[-1] for key in (name, name + UNTIL)))}
    if asked.reason_if_changed and (reason := posted.get(name + REASON)):
        answer[asked.id + REASON] = reason[-1]
    return answer


def _value(asked: FormField, given: list[str]) -> object:
    if asked.type in MANY:
        return given
    if asked.type == "mark":
        return bool(given)
    if asked.type == "choice" and len(given) > 1:
        return given
    return given[-1] if given else ""
