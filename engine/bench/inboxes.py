"""What a person waits for when the inbox is opened, among ever more open tasks of others."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from engine.base.calendar import WorkCalendar
from engine.base.clock import local_moment, wall_seconds
from engine.bench.crowd import Crowd, crowd
from engine.bench.measure import machine, spread, without_old_garbage
from engine.bench.place import Place
from engine.bench.w1_world import YEAR
from engine.plan.official import official_calendar
from engine.report.inbox import inbox_of, side_of
from engine.report.wanted import Wanted
from engine.store.database import Database, open_database
from engine.work.people import Viewer

CALLS, FEW_CALLS = 200, 5
"""How often each is asked; a crowd of less than ten thousand is a trial."""
SMALLEST = 100
"""The smallest crowd is the hundredth part of the greatest."""
NOW = local_moment(date(YEAR, 5, 14), 9)
Call = Callable[[], object]
Pages = Callable[[Database, Viewer], Call]
"""From a database and a person to the call that renders the whole page of the inbox."""


def inboxes(place: Place, most: int, pages: Pages) -> dict[str, Any]:
    """The inbox at `most` open tasks, a tenth and a hundredth of them: its queries, and the whole page."""
    sizes = sorted({max(1, most // SMALLEST), max(1, most // 10), most})
    made = {size: (f"inbox{size}", open_database(place.new(f"inbox{size}"))) for size in sizes}
    crowds = {size: crowd(place.url_of(name), size, sizes[0]) for size, (name, _) in made.items()}
    calendar = official_calendar(YEAR - 1, YEAR + 1)
    kinds: dict[tuple[int, str], Call] = {}
    for size, (_, database) in made.items():
        found = crowds[size]
        kinds[size, "inbox"] = _query(database, found.unit, calendar)
        kinds[size, "page"] = pages(database, found.unit)
        kinds[size, "unit_with_many"] = _query(database, found.office, calendar)
        kinds[size, "page_with_many"] = pages(database, found.office)
    calls = CALLS if most >= 10_000 else FEW_CALLS
    with without_old_garbage():
        spent = in_rounds(list(kinds.values()), calls)
    times = dict(zip(kinds, spent, strict=True))
    for _, database in made.values():
        database.close()
    return {
        "n": most, "database": place.kind, "machine": machine(), "calls": calls,
        "open": {str(size): _of(size, crowds[size], times) for size in sizes},
        "ratio": {kind: _ratio(times[sizes[-1], kind], times[sizes[0], kind])
                  for kind in ("inbox", "page", "unit_with_many", "page_with_many")},
    }


def in_rounds(calls: Sequence[Call], rounds: int) -> list[list[float]]:
    """Seconds of the wall clock that each call took, all calls in turn; the first round warms up and is left out."""
    spent: list[list[float]] = [[] for _ in calls]
    for number in range(-1, rounds):
        for place, call in enumerate(calls):
            began = wall_seconds()
            call()
            if number >= 0:
                spent[place].append(wall_seconds() - began)
    return spent


def _query(database: Database, viewer: Viewer, calendar: WorkCalendar) -> Call:
    today = NOW.date()
    return lambda: (side_of(database, viewer, today), inbox_of(database, viewer, Wanted(), None, today, calendar))


def _of(size: int, found: Crowd, times: dict[tuple[int, str], list[float]]) -> dict[str, Any]:
    return {**spread(times[size, "inbox"]), "own": found.of_unit, "page": spread(times[size, "page"]),
            "unit_with_many": {"own": found.of_office, **spread(times[size, "unit_with_many"]),
                               "page": spread(times[size, "page_with_many"])}}


def _ratio(large: Sequence[float], small: Sequence[float]) -> float:
    return round(spread(large)["p50_ms"] / spread(small)["p50_ms"], 2)
