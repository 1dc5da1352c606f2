"""What a draft holds for fields that its forms no longer have: kept beside it, to be read and copied."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace

from sqlalchemy import Connection, select, update

from engine.store import versions
from engine.store.asked import Subject, form_context
from engine.store.runs import Run
from engine.store.tables import draft
from engine.work.context import Answers
from engine.work.form_diff import Beside, brought

_MOST = 200


def beside_in(text: str | None) -> tuple[Beside, ...]:
    """What stands in the column."""
    return tuple(Beside(**one) for one in json.loads(text or "[]"))


def with_beside(text: str | None, more: Iterable[Beside]) -> str | None:
    """The column with these; what is newer of the same place stands for what was there."""
    more = tuple(more)
    places = {one.place for one in more if one.place}
    kept = [one for one in beside_in(text) if one.place not in places]
    return json.dumps([asdict(one) for one in (*kept, *more)][-_MOST:], ensure_ascii=False) if kept or more else None


def keep_brought(connection: Connection, run: Run, about: Subject, given: Mapping[str, tuple[str, ...]],
                 answers: Answers) -> None:
    """What an open page brought for fields of earlier forms of the run goes beside the draft of the task.

    A place that no version knows keeps its id for a name: nothing that was typed is thrown away.
    """
    found: list[Beside] = []
    for version in versions.earlier(connection, run):
        rest = {place: values for place, values in given.items() if place not in {one.place for one in found}}
        forms = tuple(form for form in version.plan.forms if any(one.startswith(f"{form.id}.") for one in rest))
        if forms:
            lists = form_context(connection, replace(about, plan=version.plan), forms).choices
            found += brought(forms, rest, answers, lists)
    known = {one.place for one in found}
    found += [Beside("", place, ", ".join(values), place) for place, values in given.items() if place not in known]
    here = draft.c.task_id == about.task.id
    text = connection.execute(select(draft.c.beside).where(here)).scalar()
    connection.execute(update(draft).where(here).values(beside=with_beside(text, found)))
