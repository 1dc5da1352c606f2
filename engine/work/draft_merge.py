"""One page's change comes into a draft that others may have changed meanwhile."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from engine.work.context import Answers
from engine.work.draft import Change, Draft, Mark, Older
from engine.work.draft_places import Flat, flat, same
from engine.work.rows import ROW_ID
from engine.work.typed import is_blank

_MOST_KEPT = 3


def changed(draft: Draft, change: Change, tables: frozenset[str], by: str, now: datetime) -> Draft:
    """The draft after the change."""
    merge = _Merge(draft, change, tables, by, now)
    merge.orders()
    merge.values()
    merge.files()
    return merge.done()


def replaced(draft: Draft, fields: Answers, tables: frozenset[str], by: str, now: datetime,
             since: int | None = None) -> Draft:
    """The draft with these fields exactly so, tables whole; other pages hear what is new to them.

    What was written after the draft of number `since` is kept beside what takes its place.
    """
    forms = {**draft.forms, **{form: {**draft.forms.get(form, {}), **values} for form, values in fields.items()}}
    was, new, n = flat(draft.forms, tables), flat(forms, tables), draft.n + 1
    places: dict[str, object] = {
        place: was.values.get(place) for place in was.values | new.values
        if not same(was.values.get(place), new.values.get(place))}
    for table in was.rows | new.rows:
        before, after = was.rows.get(table, []), new.rows.get(table, [])
        places |= {f"{table}.{row}": was.row(table, row) if row in before else None for row in {*before} ^ {*after}}
    marks = {**draft.marks, **{place: Mark(n, n, by, now, "", value) for place, value in places.items()}}
    return Draft(forms, n, marks, _kept_since(draft, places, new, since))


def _kept_since(draft: Draft, places: Mapping[str, object], new: Flat,
                since: int | None) -> Mapping[str, tuple[Older, ...]]:
    """The older values with those of these places that were written later; of a row that goes, the row."""
    older = dict(draft.older)
    for place, value in places.items():
        parts = place.split(".")
        table = ".".join(parts[:2])
        gone = len(parts) > 2 and parts[2] not in new.rows.get(table, ())
        if since is None or is_blank(value) or (gone and len(parts) > 3):
            continue
        written = [mark for key, mark in draft.marks.items()
                   if mark.n > since and (key == place or gone and key.startswith(f"{place}."))]
        if written:
            last, at = max(written, key=lambda mark: mark.n), table if gone else place
            older[at] = (Older(value, last.by, last.at), *older.get(at, ()))[:_MOST_KEPT]
    return older


class _Merge:
    """One change on its way into a draft."""

    def __init__(self, draft: Draft, change: Change, tables: frozenset[str], by: str, now: datetime) -> None:
        self._draft, self._change, self._by, self._now = draft, change, by, now
        self._present, self._given = flat(draft.forms, tables), flat(change.answers, tables)
        self._marks, self._older = dict(draft.marks), dict(draft.older)
        self._n = draft.n + 1
        self._whole = change.places is None
        self._stays_away: set[str] = set()

    def orders(self) -> None:
        """Rows that came, went, or changed places."""
        for table, mine in self._given.rows.items():
            if self._whole or table in self._change.orders:
                self._present.rows[table] = self._order(table, mine)

    def _order(self, table: str, mine: list[str]) -> list[str]:
        theirs = self._present.rows.get(table, [])
        kept = [row for row in mine if row in theirs or self._comes(table, row)]
        for at, row in enumerate(theirs):
            if row not in mine and not self._goes(table, row):
                before = [one for one in theirs[:at] if one in kept]
                kept.insert(kept.index(before[-1]) + 1 if before else 0, row)
        return kept

    def _comes(self, table: str, row: str) -> bool:
        """A new row; one that another page removed comes back only with something typed in it here."""
        place = f"{table}.{row}"
        mark = self._marks.get(place)
        if mark is not None and self._change.strange(mark):
            before = mark.was if isinstance(mark.was, Mapping) else {}
            typed = self._given.row(table, row) if self._whole else self._typed_cells(place)
            if all(same(value, before.get(column)) for column, value in typed.items()):
                self._stays_away.add(place)
                return False
            self._present.put_row(table, {**before, ROW_ID: row})
        self._mark(place, None)
        return True

    def _typed_cells(self, row: str) -> dict[str, object]:
        places = self._change.places or frozenset()
        return {place.removeprefix(f"{row}."): self._given.values.get(place)
                for place in places if place.startswith(f"{row}.")}

    def _goes(self, table: str, row: str) -> bool:
        """A row this page removed; one that another page added meanwhile stays."""
        place = f"{table}.{row}"
        if self._change.strange(self._marks.get(place)):
            return False
        gone = self._present.row(table, row)
        newer = [mark for key, mark in self._marks.items()
                 if key.startswith(f"{place}.") and self._change.strange(mark)]
        if newer:
            last = max(newer, key=lambda mark: mark.n)
            self._keep(table, Older(gone, last.by, last.at))
        self._mark(place, gone)
        for key in [key for key in self._present.values if key.startswith(f"{place}.")]:
            del self._present.values[key]
        return True

    def values(self) -> None:
        """Fields and cells."""
        places = self._given.values if self._whole else sorted(self._change.places or ())
        for place in places:
            row = ".".join(place.split(".")[:3])
            if place in self._given.values and row not in self._stays_away and self._listed(place):
                self._value(place, self._given.values[place])

    def _listed(self, place: str) -> bool:
        """Not a cell of a row that the page no longer lists."""
        parts = place.split(".")
        table = ".".join(parts[:2])
        return len(parts) < 4 or not (self._whole or table in self._change.orders) or (
            parts[2] in self._present.rows.get(table, ()))

    def _value(self, place: str, value: object) -> None:
        present, mark = self._present.values.get(place), self._marks.get(place)
        if same(value, present):
            return
        if mark is not None and self._change.strange(mark):
            if self._whole and self._change.seen is not None and self._change.seen < mark.start and same(
                    value, mark.was):
                return  # nobody typed it here: the page shows what stood there before
            typed_at = self._now - self._change.ages.get(place, timedelta(0))
            if typed_at < mark.at:
                self._keep(place, Older(value, self._by, typed_at))
                return
            if not is_blank(present):
                self._keep(place, Older(present, mark.by, mark.at))
        self._mark(place, present)
        self._present.put(place, value)

    def files(self) -> None:
        """Files come and go by themselves, whatever else the page shows."""
        for place, ids in self._change.added.items():
            present = self._present.values.get(place)
            there = present if isinstance(present, list) else []
            self._mark(place, list(there))
            self._present.put(place, [*there, *(one for one in ids if one not in there)])
        for place, value in list(self._present.values.items()):
            if isinstance(value, list) and self._change.dropped.intersection(map(str, value)):
                self._mark(place, value)
                self._present.values[place] = [one for one in value if one not in self._change.dropped]

    def _mark(self, place: str, was: object) -> None:
        mark = self._marks.get(place)
        goes_on = mark is not None and self._change.tab and mark.tab == self._change.tab
        start, before = (mark.start, mark.was) if mark is not None and goes_on else (self._n, was)
        if was is not None and place.count(".") == 2:
            before = was
        self._marks[place] = Mark(self._n, start, self._by, self._now, self._change.tab, before)

    def _keep(self, place: str, older: Older) -> None:
        there = [one for one in self._older.get(place, ()) if not same(one.value, older.value)]
        self._older[place] = (older, *there)[:_MOST_KEPT]

    def done(self) -> Draft:
        """The kept values that still differ from what stands now."""
        older = {place: left for place, kept in self._older.items() if (
            left := tuple(one for one in kept if not same(one.value, self._present.values.get(place))))}
        return Draft(self._present.answers(), self._n, self._marks, older)
