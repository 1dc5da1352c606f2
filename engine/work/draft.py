"""What several devices and people type into one draft, place by place: the newest stands, what it replaced is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from engine.plan.form import Form
from engine.work.context import Answers
from engine.work.draft_places import flat, is_row, same
from engine.work.people import Conflict
from engine.work.rows import ROW_ID, rows_of


@dataclass(frozen=True, slots=True)
class Mark:
    """Who changed a place last. `n`: the change; `start`, `was`: since which change this page writes there, and what
    stood there before it began."""

    n: int
    start: int
    by: str
    at: datetime
    tab: str
    was: object = None


@dataclass(frozen=True, slots=True)
class Older:
    """A value that another page's newer one replaced; of a table, a row that another page removed."""

    value: object
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers in the making. `n` counts the changes.

    Places are "form.field", "form.table.row", "form.table.row.column". `filled`: the first answers that stood untouched
    when it was saved, None where that is not known.
    """

    forms: Answers
    n: int = 0
    marks: Mapping[str, Mark] = field(default_factory=dict)
    older: Mapping[str, tuple[Older, ...]] = field(default_factory=dict)
    filled: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a page brings.

    `places`: what was changed there, None when a whole page was posted; `orders`: tables whose rows it lists, then.
    `seen`: the number of the draft the page shows, None to write over whatever is there. `tab`: which page it is.
    `ages`: how long ago a place was typed. `added`: files for a place; `dropped`: files taken away. `astray`: what was
    typed at places that the forms no longer have.
    """

    answers: Answers
    places: frozenset[str] | None = None
    orders: frozenset[str] = frozenset()
    seen: int | None = None
    tab: str = ""
    ages: Mapping[str, timedelta] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    astray: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def strange(self, mark: Mark | None) -> bool:
        """Another page wrote there after this one was drawn."""
        return mark is not None and self.seen is not None and mark.n > self.seen and mark.tab != self.tab


class Unseen(Conflict):
    """Somebody wrote into the draft while it was sent from a page that does not show it; nothing was sent."""

    def __init__(self, says: str, places: tuple[str, ...]) -> None:
        super().__init__(says)
        self.places = places


def tables_of(forms: Iterable[Form]) -> frozenset[str]:
    """The places of the tables."""
    return frozenset(f"{form.id}.{asked.id}" for form in forms for asked in form.fields if asked.type == "table")


def unseen(draft: Draft, change: Change, tables: frozenset[str]) -> tuple[str, ...]:
    """Places where others wrote what the page does not hold, that is about to be sent."""
    mine, theirs = flat(change.answers, tables), flat(draft.forms, tables)
    listed = {f"{table}.{row}" for table, rows in theirs.rows.items() for row in rows}
    posted = {f"{table}.{row}" for table, rows in mine.rows.items() for row in rows}
    found = []
    for place, mark in draft.marks.items():
        if not change.strange(mark):
            continue
        if is_row(place, tables):
            differs = (place in listed) != (place in posted)
        else:
            differs = place in theirs.values and not same(theirs.values[place], mine.values.get(place))
        if differs:
            found.append(place)
    return tuple(found)


def settled(draft: Draft, place: str, index: int, take: bool, by: str, now: datetime) -> Draft:
    """One kept value is taken, or let go; unchanged when it is no longer there."""
    kept = draft.older.get(place, ())
    if not 0 <= index < len(kept):
        return draft
    rest = {key: values for key, values in draft.older.items() if key != place}
    if not take:
        others = kept[:index] + kept[index + 1:]
        return replace(draft, older={**rest, **({place: others} if others else {})})
    value, n = kept[index].value, draft.n + 1
    tables = frozenset({place}) if isinstance(value, Mapping) else _tables_in(draft.forms)
    present = flat(draft.forms, tables)
    if isinstance(value, Mapping):
        present.put_row(place, value)
        place = f"{place}.{value[ROW_ID]}"
    else:
        present.put(place, value)
    marks = {**draft.marks, place: Mark(n, n, by, now, "")}
    return Draft(present.answers(), n, marks, rest)


def _tables_in(answers: Answers) -> frozenset[str]:
    return frozenset(
        f"{form}.{key}" for form, values in answers.items() for key, value in values.items() if rows_of(value))
