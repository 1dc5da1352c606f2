"""W1: what a start and a completion cost, beside the same statements alone and beside SpiffWorkflow alone."""

from collections.abc import Sequence
from contextlib import ExitStack
from statistics import fmean, median
from typing import Any

from sqlalchemy import select

from engine.base.ids import SeededIds
from engine.bench.measure import Way, in_turn, machine, without_old_garbage
from engine.bench.place import Place
from engine.bench.statements import Statements, recording
from engine.bench.transitions import start_counting, transition_figures, without_transitions
from engine.bench.w1_acts import BEGIN, ROUNDS, Act, Starting, entries_of, sendings
from engine.bench.w1_lanes import IDS, LANES, Recorded, lane
from engine.bench.w1_world import build_bodies
from engine.store.database import Database, open_database
from engine.store.tables import instance

_ANEW = 1


def w1(place: Place, count: int) -> dict[str, Any]:
    """The figures of `count` instances; milliseconds are medians of the processor's time in this process."""
    recorded = _recorded(place, count)
    with without_old_garbage():
        start, completion, cache = _measured(place, recorded)
    return {
        "n": count, "database": place.kind, "machine": machine(), "completions": count * len(ROUNDS),
        "completion": _said(completion, recorded.statements[count:]),
        "start": _said(start, recorded.statements[:count]) | {"cpu_ms": start["warm"].cpu_ms},
        "state_bytes": {"median": int(median(recorded.state_bytes)), "max": max(recorded.state_bytes)},
        "cache": cache,
    }


def _recorded(place: Place, count: int) -> Recorded:
    """An untimed pass over a copy that keeps every statement."""
    base = open_database(place.new("base"))
    bodies = build_bodies(base, SeededIds(_ANEW), BEGIN)
    base.close()
    database = open_database(place.copy("base", "recorded"))
    ids, entries = SeededIds(IDS), entries_of(bodies, count)
    acts: list[Act] = []
    statements: list[Statements] = []
    lengths: list[int] = []
    with recording(database) as taken:
        for number in range(-1, len(ROUNDS)):
            todo = sendings(database, entries, number) if number >= 0 else [Starting(entry) for entry in entries]
            taken()
            for act in todo:
                act.do(database, ids)
                statements.append(taken())
            acts += todo
            lengths += _lengths(database)
    database.close()
    place.drop("recorded")
    return Recorded(entries, tuple(acts), tuple(statements), tuple(lengths))


def _lengths(database: Database) -> list[int]:
    """Bytes of the saved state of every entry's instance."""
    with database.read() as connection:
        states = connection.execute(select(instance.c.state).where(instance.c.scope == "entry")).scalars()
        return [len(state) for state in states]


def _measured(place: Place, recorded: Recorded) -> tuple[dict[str, Way], dict[str, Way], dict[str, int]]:
    """All ways of starting, all ways of completing, and what the cache did meanwhile."""
    count, total = len(recorded.entries), len(recorded.acts)
    with ExitStack() as opened:
        lanes = {name: opened.enter_context(lane(place, name, recorded)) for name in LANES}
        start, completion = ({name: one.way() for name, one in lanes.items()} for _ in range(2))
        start_counting()
        for ways, first, last in ((start, 0, count), (completion, count, total)):
            in_turn([way for name, way in ways.items() if name != "cold"], first, last)
        cache = transition_figures()
        with without_transitions():
            for ways, first, last in ((start, 0, count), (completion, count, total)):
                in_turn([ways["cold"]], first, last)
    return start, completion, cache


def _said(ways: dict[str, Way], statements: Sequence[Statements]) -> dict[str, Any]:
    """Medians, means, ratios and the numbers behind them."""
    names = {"warm": "warm_cpu_ms", "cold": "cold_cpu_ms", "floor": "floor_cpu_ms", "raw": "raw_floor_cpu_ms",
             "plain": "plain_spiffworkflow_cpu_ms"}
    cost = {name: ways[name].cpu_ms for name in names}
    return {
        **{key: cost[name] for name, key in names.items()},
        "mean_cpu_ms": {key.removesuffix("_cpu_ms"): ways[name].mean_ms for name, key in names.items()},
        "server_cpu_ms": {key.removesuffix("_cpu_ms"): ways[name].server_cpu_ms for name, key in names.items()},
        "above_floor_ms": round(cost["warm"] - cost["floor"], 4),
        "floor_to_raw": round(cost["floor"] / cost["raw"], 2),
        "plain_to_warm": round(cost["plain"] / cost["warm"], 2),
        "cold_to_plain": round(cost["cold"] / cost["plain"], 2),
        "statements": round(fmean(map(len, statements)), 2),
    }
