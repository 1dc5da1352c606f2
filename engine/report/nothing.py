"""Why a list is empty: which filter empties it, what is found among what is done, which word may be meant."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, case, func, select

from engine.base.text import fold, nearest
from engine.report.inbox import chosen_tasks
from engine.report.wanted import Wanted, views_of
from engine.store.database import Database
from engine.store.offered import within_reach
from engine.store.tables import task, unit
from engine.work.people import Viewer
from engine.work.search import words_of

_LOOKED_THROUGH = 300
"""So many tasks of the view lend their words to a suggestion."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """`without`: filter -> how many tasks there are without it, where there are some; `done`: how many are found among
    what is done; `meant`: other words that do find something, with their marks."""

    without: Mapping[str, int]
    done: int
    meant: str | None


def why_nothing(database: Database, viewer: Viewer, wanted: Wanted, today: date) -> Nothing:
    """Of a list that narrows its view and is empty. Two queries at most."""
    views, filters = views_of(viewer, today), wanted.set_filters()
    asked = {name: and_(views[wanted.view], *(other for key, other in filters.items() if key != name))
             for name in filters} | {"done": and_(views["da-xong"], *filters.values())}
    sums = [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in asked.items()]
    with database.read() as connection:
        found = connection.execute(select(*sums).select_from(task).where(within_reach(viewer))).mappings().one()
        counts = {name: int(count or 0) for name, count in found.items()}
        done = counts.pop("done")
        near = chosen_tasks(viewer, wanted.without("query"), today)
        seen = connection.execute(
            select(task.c.title, task.c.subject, unit.c.name, task.c.search).join(unit, unit.c.id == task.c.unit_id)
            .where(near).limit(_LOOKED_THROUGH)).all() if wanted.query else []
    return Nothing({name: count for name, count in counts.items() if count}, done if wanted.view != "da-xong" else 0,
                   _meant(wanted, [row[:3] for row in seen], [row[3] for row in seen]))


def _meant(wanted: Wanted, names: list[tuple[str, ...]], texts: list[str]) -> str | None:
    """The query with each unknown word replaced by the nearest one of the list, if all together find a task."""
    known = {fold(word): word for row in names for name in row for word in name.replace("“", " ").split()}
    texts = [f" {text}" for text in texts]
    words = [known.get(word, word) if any(f" {word}" in text for text in texts)
             else known.get(fold(nearest(word, known) or ""), "") for word in words_of(wanted.query)]
    meant = replace(wanted, query=" ".join(words))
    finds = all(words) and any(all(f" {word}" in text for word in words_of(meant.query)) for text in texts)
    return meant.query.strip("”“.,;:") if finds and words_of(meant.query) != words_of(wanted.query) else None
