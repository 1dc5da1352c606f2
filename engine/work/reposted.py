"""Answers as the names and values of an HTML form: a page hands on what it shows without losing any of it."""

from collections.abc import Iterator, Mapping

from engine.plan.form import Form, FormField
from engine.work.control import input_text
from engine.work.posted import cell_name, field_name, order_name
from engine.work.record import REASON
from engine.work.rows import ROW_ID, rows_of
from engine.work.typed import is_blank


def items_of(form: Form, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Of the fields that are in `values`; what read_posted() makes of them says the same."""
    for asked in (f for f in form.fields if f.id in values):
        if asked.type != "table":
            yield from _items(asked, field_name(form.id, asked.id), values)
            continue
        for row in rows_of(values[asked.id]):
            row_id = str(row[ROW_ID])
            yield order_name(form.id, asked.id), row_id
            for column in asked.columns:
                yield from _items(column, cell_name(form.id, asked.id, row_id, column.id), row)


def _items(asked: FormField, name: str, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    value = values.get(asked.id)
    if isinstance(value, list | tuple):
        yield from ((name, str(one)) for one in value)
    elif not is_blank(value):
        yield name, input_text(asked, value)
    if reason := values.get(asked.id + REASON):
        yield name + REASON, str(reason)
