"""What a page tells of a draft that several write: what is newer, and the older values that were replaced."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from engine.plan.form import Form, FormField
from engine.store.answers import names_of
from engine.work.choices import Choices
from engine.work.control import anchor, display, input_text
from engine.work.draft import Draft, Mark, Older, tables_of
from engine.work.draft_places import flat
from engine.work.rows import ROW_ID
from engine.work.typed import read_value
from engine.work.words import lower_first


@dataclass(frozen=True, slots=True)
class OlderView:
    """A value that may be taken back. `key` names it to the server, `anchor` is its place in the page.

    `row`: it is a row that was removed. `speaks` names the field.
    """

    key: str
    anchor: str
    speaks: str
    text: str
    by: str
    person_id: str
    at: datetime
    row: bool


@dataclass(frozen=True, slots=True)
class Newer:
    """What somebody wrote last at a place. `values`: what its control holds; None when a page has to be drawn anew."""

    n: int
    tab: str
    name: str
    anchor: str
    speaks: str
    values: tuple[str, ...] | None
    person_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shared:
    """`n`: the number of the draft shown. `newer`: every place with its last writer. `names`: of those persons."""

    n: int = 0
    older: tuple[OlderView, ...] = ()
    newer: tuple[Newer, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def others(self, seen: int, tab: str) -> tuple[Newer, ...]:
        """What another page than `tab` wrote since the draft of that number."""
        return tuple(one for one in self.newer if one.n > seen and one.tab != tab)


def shared_draft(connection: Connection, forms: Iterable[Form], draft: Draft, choices: Choices) -> Shared:
    """Places of fields that the forms no longer have are left out."""
    forms = tuple(forms)
    kept = flat(draft.forms, tables_of(forms))
    writers = {one.by for older in draft.older.values() for one in older} | {m.by for m in draft.marks.values()}
    names = names_of(connection, writers) if writers else {}
    found = (_older(forms, place, n, one, names, choices)
             for place, values in draft.older.items() for n, one in enumerate(values))
    marked = (_newer(forms, place, mark, kept.values, choices) for place, mark in draft.marks.items())
    return Shared(draft.n, tuple(one for one in found if one), tuple(one for one in marked if one), names)


def _older(forms: tuple[Form, ...], place: str, n: int, one: Older, names: Mapping[str, str],
           choices: Choices) -> OlderView | None:
    spec = _field(forms, place)
    if spec is None:
        return None
    row = isinstance(one.value, Mapping)
    text = " · ".join(_cells(spec, one.value, choices)) if isinstance(one.value, Mapping) else _text(
        spec, one.value, choices)
    return OlderView(f"{place}|{n}", anchor(f"f.{place}"), spec.label, text, names.get(one.by, ""), one.by, one.at, row)


def _cells(table: FormField, row: Mapping[str, object], choices: Choices) -> Iterator[str]:
    for n, column in enumerate(c for c in table.columns if row.get(c.id) and c.id != ROW_ID):
        text = _text(column, row[column.id], choices)
        yield lower_first(text) if n and column.type == "choice" else text


def _text(spec: FormField, value: object, choices: Choices) -> str:
    return display(spec, read_value(spec, value, choices).value, choices)


def _newer(forms: tuple[Form, ...], place: str, mark: Mark, values: Mapping[str, object],
           choices: Choices) -> Newer | None:
    spec = _field(forms, place)
    if spec is None:
        return None
    redrawn = spec.type in ("table", "file", "month_range") or place not in values
    shown = None if redrawn else _held(spec, values[place], choices)
    return Newer(mark.n, mark.tab, f"f.{place}", anchor(f"f.{place}"), spec.label, shown, mark.by, mark.at)


def _held(spec: FormField, value: object, choices: Choices) -> tuple[str, ...]:
    given = read_value(spec, value, choices).value
    if isinstance(given, list | tuple):
        return tuple(map(str, given))
    text = input_text(spec, given)
    return (text,) if text or spec.type != "mark" else ()


def _field(forms: tuple[Form, ...], place: str) -> FormField | None:
    """The field, the column, or for a row its table."""
    form, key, *rest = place.split(".")
    spec = next((f for one in forms if one.id == form for f in one.fields if f.id == key), None)
    if spec is None or len(rest) < 2:
        return spec
    return next((column for column in spec.columns if column.id == rest[1]), None)
