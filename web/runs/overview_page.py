"""The overview of a run: what stands where, who has to be asked, what comes next."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from engine.report.matrix import STATES, Matrix, MatrixRow
from engine.report.overview import Overview, overview
from engine.report.vote_list import looks_after
from web.guard import viewer
from web.settings import settings

EVERYBODY = "tat-ca"
_FOLDED = frozenset({"ok", "na", "later"})


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of the matrix as filtered. `groups`: (state, how many, the rows); `hidden`: state -> how many."""

    states: tuple[str, ...]
    groups: tuple[tuple[str, int, tuple[MatrixRow, ...]], ...]
    hidden: dict[str, int]
    total: int


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/dot/<run_id>", "run", run)


def run(run_id: str) -> str:
    """The page; `buoc` is the step looked at, `xem` the states shown, `nhom` the group of units."""
    s = settings()
    now = s.clock.now()
    found = overview(s.database, viewer(), run_id, now, request.args.get("buoc"))
    return render_template(
        "runs/overview.html", section="runs.runs", o=found, run=found.run, tab="overview", now=now,
        votes=looks_after(s.database, viewer(), run_id),
        shown=shown(found.matrix, request.args.getlist("xem"), request.args.get("nhom") or None),
        group=request.args.get("nhom") or None, ways=ways(found, request.args.getlist("xem")))


def shown(matrix: Matrix, asked: list[str], group: str | None) -> Shown:
    """Those who need somebody are shown, who is done is folded away, unless the address says otherwise."""
    rows = [row for row in matrix.rows if group is None or group in row.groups]
    there = [state for state in STATES if any(row.state == state for row in rows)]
    wanted = tuple(there) if EVERYBODY in asked else tuple(state for state in there if state in asked)
    if not wanted:
        wanted = tuple(state for state in there if state not in _FOLDED) or tuple(there)
    counts = {state: sum(row.state == state for row in rows) for state in there}
    groups = tuple((state, counts[state], tuple(row for row in rows if row.state == state)) for state in wanted)
    return Shown(wanted, groups, {s: n for s, n in counts.items() if s not in wanted}, len(rows))


def ways(found: Overview, asked: list[str]) -> dict[str, list[str]]:
    """State -> the states to ask for when its filter is pressed."""
    present = list(shown(found.matrix, asked, None).states)
    return {state: [s for s in present if s != state] if state in present else [*present, state]
            for state in found.matrix.counts}
