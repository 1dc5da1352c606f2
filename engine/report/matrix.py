"""Units by steps: what each unit has sent, what is late, returned, waiting or not open yet."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row

from engine.base.clock import local_day
from engine.base.text import fold
from engine.plan.step import MAIN, Scope, Step
from engine.report.run_rows import Case, RunRows
from engine.report.seen_run import SeenRun
from engine.report.step_days import step_due
from engine.work.context import UnitValue, groups_of
from engine.work.due_state import DueState, due_state, task_days
from engine.work.route import element_of
from engine.work.task import of_slot

CellState = Literal["over", "none", "ret", "wait", "hold", "later", "ok", "na"]
STATES: tuple[CellState, ...] = ("over", "none", "ret", "wait", "hold", "later", "ok", "na")
"""Those who need somebody first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How a unit stands in a step.

    `day`: when it was sent, returned, finished, or when it opens. `times`: how often it was returned. `waits_for`: the
    name of the step it waits for. For steps of entries `done` of `total`, and `count` of them in `state`.
    """

    state: CellState
    day: date | None = None
    times: int = 0
    percent: int | None = None
    waits_for: str = ""
    task_id: str | None = None
    count: int = 0
    done: int = 0
    total: int = 0
    behalf: bool = False
    """It is being entered, or was entered, from the paper of the unit; `day` is then the day that counts."""
    enterable: bool = False
    """Nobody has sent anything: the paper of the unit may be entered."""


@dataclass(frozen=True, slots=True)
class Column:
    """One step. `day`: its last working day; `due`: its state today, None when it has no day in the plan."""

    step: str
    name: str
    scope: Scope
    day: date | None
    due: DueState | None
    reviewed: bool
    opened: bool
    current: bool
    enters: bool = False
    """The viewer may enter the papers of units that have not sent it."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One unit. `state` is that of the current step."""

    unit_id: str
    name: str
    entries: int
    groups: frozenset[str]
    state: CellState
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All units of the run. `counts`: state of the current step -> units."""

    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    counts: dict[CellState, int]
    current: Column | None


def matrix(
    seen: SeenRun, rows: RunRows, today: date, wanted: str | None = None, registered: Mapping[str, int] | None = None,
) -> Matrix:
    """The matrix with `wanted` as current step, else the step in which most is open.

    `registered`: entries by unit; without it those that have a process of their own are counted.
    """
    units = [case for case in rows.cases if case.scope == "unit"]
    entries = [case for case in rows.cases if case.scope == "entry" and case.entry_status != "withdrawn"]
    steps = [*seen.plan.steps_of("unit"), *(s for s in seen.plan.steps_of("entry") if _begun(s, entries, rows))]
    current = _current(seen.plan.steps_of("unit"), units, rows, wanted)
    columns = tuple(_column(seen, step, rows, current, today) for step in steps)
    lines = [_row(seen, unit, [e for e in entries if e.unit_id == unit.unit_id], steps, current, rows, today)
             for unit in units]
    lines = [replace(line, entries=(registered or {}).get(line.unit_id, line.entries)) for line in lines]
    order = {state: n for n, state in enumerate(STATES)}
    lines.sort(key=lambda line: (order[line.state], -_troubles(line), fold(line.name)))
    counts = Counter(line.state for line in lines)
    return Matrix(columns, tuple(lines), {s: counts[s] for s in STATES if counts[s]},
                  next((c for c in columns if c.current), None))


def cell_of(step: Step, case: Case, rows: RunRows, steps: Sequence[Step], today: date) -> Cell:
    """How one process stands in a step."""
    tasks = [t for t in rows.tasks.get(case.id, ()) if t.step == step.id]
    open_tasks = [t for t in tasks if t.status == "open"]
    ended = rows.ended.get(case.id, {}).get(step.id)
    if ended is not None and not open_tasks:
        paper = _paper_day(tasks, rows)
        return Cell("ok", paper or local_day(ended), task_id=tasks[-1].id if tasks else None, behalf=paper is not None)
    if open_tasks:
        return _open_cell(tasks, open_tasks, today, _paper_day(tasks, rows))
    return _closed_cell(step, case, rows, steps, today)


def _paper_day(tasks: Sequence[Row[Any]], rows: RunRows) -> date | None:
    """The day that counts, where what was sent last in the step was entered from paper."""
    sent = [t.id for t in tasks if t.act == "do" and t.status == "done"]
    return rows.papers.get(sent[-1]) if sent and rows.papers else None


def _open_cell(tasks: Sequence[Row[Any]], open_tasks: Sequence[Row[Any]], today: date, paper: date | None) -> Cell:
    own = [t for t in open_tasks if t.act not in ("review", "decide", "opine")]
    last = max((t.closed_at for t in tasks if t.closed_at), default=None)
    day = local_day(last) if last else None
    if not own:
        return Cell("wait", paper or day, task_id=open_tasks[0].id, times=max(t.returned for t in tasks),
                    behalf=paper is not None)
    first = own[0]
    late = [t for t in own if t.overdue_after and t.overdue_after < today]
    state: CellState = "over" if late else "ret" if first.returned else "none"
    shown = (late or own)[0].id
    begun = first.behalf_unit_id is not None
    return Cell(state, day if first.returned else None, first.returned, None if begun else first.draft_percent,
                task_id=shown, behalf=begun, enterable=first.act == "do" and not begun and first.id == shown)


def _closed_cell(step: Step, case: Case, rows: RunRows, steps: Sequence[Step], today: date) -> Cell:
    if case.status != "active":
        return Cell("na")
    for node, due_at in rows.timers.get(case.id, {}).items():
        if _in_step(node, step.id):
            return Cell("later", local_day(due_at) if due_at else None)
    if any(_in_step(node, step.id) for node in rows.waits.get(case.id, {})):
        return Cell("later")
    before = [(s, cell_of(s, case, rows, steps, today)) for s in steps if s.id in step.after]
    blocking = [s for s, cell in before if cell.state in ("over", "none", "ret", "wait")]
    if blocking:
        return Cell("hold", waits_for=blocking[0].name)
    passed = all(cell.state in ("ok", "na") for _, cell in before)
    return Cell("na" if step.conditional and passed else "later")


def _in_step(node: str, step: str) -> bool:
    return element_of(node).split(".")[0] == step


def _summary(cells: Sequence[Cell]) -> Cell:
    """What the cells of a unit's entries come to: the most pressing state, and how many are done."""
    asked = [cell for cell in cells if cell.state != "na"]
    if not asked:
        return Cell("na")
    done = [cell for cell in asked if cell.state == "ok"]
    worst = min((cell for cell in asked), key=lambda cell: STATES.index(cell.state))
    alike = sum(cell.state == worst.state for cell in asked)
    task_id = worst.task_id if alike == 1 else None
    day = max((c.day for c in done if c.day), default=None) if worst.state == "ok" else worst.day
    return replace(worst, day=day, task_id=task_id, count=alike, done=len(done), total=len(asked))


def _row(seen: SeenRun, unit: Case, entries: Sequence[Case], steps: Sequence[Step], current: str | None, rows: RunRows,
         today: date) -> MatrixRow:
    by_scope = {scope: [s for s in steps if s.scope == scope] for scope in ("unit", "entry")}
    cells = tuple(
        cell_of(step, unit, rows, by_scope["unit"], today) if step.scope == "unit"
        else _summary([cell_of(step, one, rows, by_scope["entry"], today) for one in entries])
        for step in steps)
    state: CellState = next((cell.state for step, cell in zip(steps, cells, strict=True) if step.id == current), "na")
    value = UnitValue(unit.unit_id, unit.unit_code, unit.unit_name, unit.unit_kind)
    return MatrixRow(unit.unit_id, unit.unit_name, len(entries), groups_of(seen.plan, value), state, cells)


def _troubles(row: MatrixRow) -> int:
    return sum(cell.state in ("over", "ret") for cell in row.cells)


def _begun(step: Step, cases: Iterable[Case], rows: RunRows) -> bool:
    return any(t.step == step.id for case in cases for t in rows.tasks.get(case.id, ()))


def _current(steps: Sequence[Step], units: Sequence[Case], rows: RunRows, wanted: str | None) -> str | None:
    """The step asked for; else the one with most open tasks, the earlier of two; else the last one that was begun."""
    known = [step.id for step in steps]
    if wanted in known:
        return wanted
    opened: Counter[str] = Counter()
    begun: dict[str, datetime] = {}
    for case in units:
        for found in rows.tasks.get(case.id, ()):
            opened[found.step] += found.status == "open"
            begun[found.step] = max(found.opened_at, begun.get(found.step, found.opened_at))
    busiest = max(known, key=lambda step: (opened[step], _sent_on(steps, step), -known.index(step)), default=None)
    if busiest and opened[busiest]:
        return busiest
    first = known[0] if known else None
    return max((s for s in known if s in begun), key=lambda s: (begun[s], known.index(s)), default=first)


def _sent_on(steps: Sequence[Step], wanted: str) -> bool:
    """Whether what is done in the step goes to somebody: of equals that one is shown."""
    return next(step.reviewer is not None for step in steps if step.id == wanted)


def _column(seen: SeenRun, step: Step, rows: RunRows, current: str | None, today: date) -> Column:
    phrase = of_slot(step.deadlines, MAIN)
    days = step_due(seen, phrase) if phrase else None
    state = due_state(task_days(days), today, seen.calendar) if days else None
    return Column(step.id, step.name, step.scope, days.last_working_day if days else None, state,
                  step.reviewer is not None, any(t.step == step.id for ts in rows.tasks.values() for t in ts),
                  step.id == current, _enters(seen, step))


def _enters(seen: SeenRun, step: Step) -> bool:
    return (seen.coordinator is not None and step.on_behalf and step.scope == "unit"
            and seen.plan.role(step.actor).kind == "subject")
