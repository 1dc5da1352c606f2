"""What kheo filled in and nobody has changed follows its source, however old the draft is."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.plan.form import Form, FormField
from engine.work.context import Answers
from engine.work.draft import Draft, tables_of
from engine.work.draft_places import Flat, flat, same
from engine.work.record import REASON
from engine.work.typed import is_blank

Filled = Mapping[str, object]
"""Place -> the first answer that stands there untouched."""


def untouched(forms: Iterable[Form], answers: Answers, first: Answers) -> Filled:
    """The places that hold just what kheo fills in; what cannot be typed is not among them."""
    forms = tuple(forms)
    present, given = _parts(forms, answers, first)
    return {place: value for place, value in given.values.items()
            if _asked(forms, place) and place in present.values and same(present.values[place], value)}


def followed(forms: Iterable[Form], answers: Answers, filled: Filled, first: Answers) -> Answers:
    """The answers with today's first answers at the places that still hold what was filled in then."""
    present, given = _parts(tuple(forms), answers, first)
    moved = {place: given.values[place] for place, then in filled.items()
             if place in given.values and place in present.values and same(present.values[place], then)
             and not same(then, given.values[place])}
    if not moved:
        return answers
    present.values |= moved
    return present.answers()


def left_alone(forms: Iterable[Form], draft: Draft, first: Answers, from_first: bool) -> Filled:
    """The same of a draft that does not say what was filled in.

    `from_first`: it began with first answers, so what has no mark was never touched. Else it began with what was sent:
    there a changed figure brings its reason, one without a reason is as it was filled in.
    """
    if draft.filled is not None:
        return draft.filled
    forms = tuple(forms)
    present, given = _parts(forms, draft.forms, first)
    found = {}
    for place in given.values:
        asked = _asked(forms, place)
        if asked is None or place in draft.marks or place not in present.values:
            continue
        if (from_first and draft.n) or (asked.reason_if_changed and is_blank(present.values.get(place + REASON))):
            found[place] = present.values[place]
    return found


def today(forms: Iterable[Form], draft: Draft, first: Answers, from_first: bool) -> Draft:
    """The draft as it stands today."""
    forms = tuple(forms)
    if not any(first.values()) or not draft.forms:
        return draft
    filled = left_alone(forms, draft, first, from_first)
    return replace(draft, forms=followed(forms, draft.forms, filled, first), filled=filled)


def _parts(forms: tuple[Form, ...], answers: Answers, first: Answers) -> tuple[Flat, Flat]:
    tables = tables_of(forms)
    return flat(answers, tables), flat(first, tables)


def _asked(forms: tuple[Form, ...], place: str) -> FormField | None:
    """The field or column that can be typed there."""
    form, key, *rest = place.split(".")
    asked = next((one for f in forms if f.id == form for one in f.fields if one.id == key), None)
    if asked and rest:
        asked = next((column for column in asked.columns if column.id == rest[-1]), None)
    return None if asked is None or asked.read_only or asked.type in ("table", "computed") else asked
