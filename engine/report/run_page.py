"""A run, or a unit's or entry's part of it, as a picture: who stands where, counted from rows; no process is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, select

from engine.base.clock import local_day
from engine.bpmn.graph import NodeKind, Process, ProcessNode
from engine.bpmn.layout import Layout, layout
from engine.plan.model import Plan
from engine.plan.step import Scope
from engine.report.seen_run import SeenRun, seen_run, whole_run
from engine.store import entries
from engine.store.database import Database
from engine.store.runs import Run
from engine.store.tables import entry, instance, task, timer, unit, wait
from engine.work.due_state import DueState, TaskDays, due_state
from engine.work.people import Forbidden, NotFound, Viewer
from engine.work.route import element_of

PICTURED = lru_cache(maxsize=64)(layout)
"""The layout of a process, drawn once."""
SHOWN = 200


@dataclass(frozen=True, slots=True)
class NodeFigure:
    """One node with what stands at it. `open`: tasks, waits and timers there now; `done`: tasks that were finished."""

    id: str
    kind: NodeKind
    name: str
    role: str
    step: str
    open: int
    late: int
    done: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that stands at a node: a task, or a process that waits for a message or a day."""

    kind: Literal["task", "wait", "timer"]
    unit: str
    entry: str | None
    task_id: str | None
    due: DueState | None
    day: date | None


@dataclass(frozen=True)
class Picture:
    """One process. `nodes`: id -> figure."""

    scope: Scope
    process: Process
    layout: Layout
    nodes: Mapping[str, NodeFigure]
    processes: int
    ended: int


@dataclass(frozen=True)
class RunPage:
    """The page. `about`: name of the unit or entry when the page is about one; `node`: the one looked into."""

    run: Run
    whole: bool
    about: str | None
    pictures: tuple[Picture, ...]
    node: NodeFigure | None
    standing: tuple[Standing, ...]
    more: int


def run_page(database: Database, viewer: Viewer, run_id: str, today: date, unit_id: str | None = None,
             entry_id: str | None = None, node: str | None = None) -> RunPage:
    """The whole run's three processes, or those of a unit or an entry; `node` ("scope:id") is looked into.

    Raises NotFound, Forbidden: others than overseers look at their own units' processes only.
    """
    with database.read() as connection:
        seen = _seen(connection, viewer, run_id, today, unit_id, entry_id)
        about = _entry(connection, seen, entry_id) if entry_id else _unit(seen, unit_id) if unit_id else None
        where = _where(seen.run.id, unit_id, entry_id)
        pictures = _pictures(connection, seen, where, today, unit_id, entry_id)
        scope, _, wanted = (node or "").partition(":")
        picture = next((p for p in pictures if p.scope == scope and wanted in p.nodes), None)
        found = _standing(connection, seen, picture.scope, wanted, where, today) if picture else []
        return RunPage(seen.run, seen.sees_all, about, pictures, picture.nodes[wanted] if picture else None,
                       tuple(found[:SHOWN]), max(0, len(found) - SHOWN))


def _seen(connection: Connection, viewer: Viewer, run_id: str, today: date, unit_id: str | None,
          entry_id: str | None) -> SeenRun:
    return (seen_run if unit_id or entry_id else whole_run)(connection, viewer, run_id, today)


def _unit(seen: SeenRun, unit_id: str) -> str:
    if unit_id not in seen.units:
        raise NotFound(f"Đơn vị này không tham gia đợt “{seen.run.short}”; mở lại từ trang tổng quan của đợt.")
    if not seen.sees_all and unit_id not in seen.own:
        raise Forbidden(f"Tiến trình của {seen.units[unit_id].name} chỉ đơn vị đó và nơi xem cả đợt mở được.")
    return seen.units[unit_id].name


def _entry(connection: Connection, seen: SeenRun, entry_id: str) -> str:
    found = entries.get(connection, seen.run.id, entry_id)
    if found is None or not (seen.sees_all or found.unit_id in seen.own):
        raise NotFound(f"Không thấy mô hình này trong đợt “{seen.run.short}”; mở lại từ sổ mô hình.")
    return found.name


def _where(run_id: str, unit_id: str | None, entry_id: str | None) -> list[Any]:
    where: list[Any] = [instance.c.run_id == run_id]
    if entry_id:
        where.append(instance.c.entry_id == entry_id)
    elif unit_id:
        where.append(instance.c.unit_id == unit_id)
    return where


def _pictures(connection: Connection, seen: SeenRun, where: list[Any], today: date, unit_id: str | None,
              entry_id: str | None) -> tuple[Picture, ...]:
    figures = _figures(connection, where, today)
    counts = {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(
        select(instance.c.scope, func.count(), func.count().filter(instance.c.status != "active"))
        .where(*where).group_by(instance.c.scope))}
    scopes: tuple[Scope, ...] = ("entry",) if entry_id else ("unit", "entry") if unit_id else ("run", "unit", "entry")
    processes = seen.compiled.processes
    return tuple(
        Picture(scope, processes[scope], PICTURED(processes[scope]),
                {n.id: _figure(seen.plan, n, figures.get((scope, n.id), {})) for n in processes[scope].nodes},
                *counts.get(scope, (0, 0)))
        for scope in scopes if scope in processes)


def _figure(plan: Plan, node: ProcessNode, counted: Mapping[str, int]) -> NodeFigure:
    open_, late, done = (counted.get(kind, 0) for kind in ("open", "late", "done"))
    role = plan.role(node.role).name if node.role else ""
    return NodeFigure(node.id, node.kind, node.name, role, node.step, open_, late, done)


def _figures(connection: Connection, where: list[Any], today: date) -> dict[tuple[str, str], dict[str, int]]:
    """(scope, element) -> open, late, done; rounds of a loop count together. Three queries."""
    found: dict[tuple[str, str], dict[str, int]] = {}

    def add(scope: str, node: str, kind: str, count: int) -> None:
        counts = found.setdefault((scope, element_of(node)), {})
        counts[kind] = counts.get(kind, 0) + count

    tasks = (select(instance.c.scope, task.c.node, task.c.status, func.count(),
                    func.count().filter(task.c.overdue_after < today))
             .join(instance, instance.c.id == task.c.instance_id).where(*where, task.c.status.in_(("open", "done")))
             .group_by(instance.c.scope, task.c.node, task.c.status))
    for scope, node, status, count, late in connection.execute(tasks):
        add(scope, node, status, int(count))
        if status == "open":
            add(scope, node, "late", int(late))
    # A cut-off is a wait and a timer at one node: it is counted once, as a wait.
    both = select(wait.c.node).where(wait.c.instance_id == timer.c.instance_id, wait.c.node == timer.c.node).exists()
    for table, more in ((wait, ()), (timer, (~both,))):
        waiting = (select(instance.c.scope, table.c.node, func.count())
                   .join(instance, instance.c.id == table.c.instance_id).where(*where, *more)
                   .group_by(instance.c.scope, table.c.node))
        for scope, node, count in connection.execute(waiting):
            add(scope, node, "open", int(count))
    return found


def _standing(connection: Connection, seen: SeenRun, scope: Scope, node: str, where: list[Any],
              today: date) -> list[Standing]:
    """What stands at the node, the most pressing first."""
    def here(table: Any) -> list[Any]:
        again = table.c.node.startswith(f"{node}#", autoescape=True)
        return [*where, instance.c.scope == scope, (table.c.node == node) | again]

    names = (unit.c.name.label("unit_name"), entry.c.name.label("entry_name"))
    tasks: Any = select(task.c.id, task.c.last_day, task.c.last_working_day, task.c.overdue_after, *names)
    tasks = (tasks.join(instance, instance.c.id == task.c.instance_id).join(unit, unit.c.id == task.c.unit_id)
             .outerjoin(entry, entry.c.id == task.c.entry_id).where(*here(task), task.c.status == "open")
             .order_by(task.c.last_working_day.is_(None), task.c.last_working_day, unit.c.name, task.c.id))
    found = [_task(row, seen, today) for row in connection.execute(tasks)]
    known = set()
    for kind, table, moment in (("wait", wait, None), ("timer", timer, timer.c.due_at)):
        query: Any = select(table.c.instance_id, *names, *([moment] if moment is not None else []))
        query = (query.join(instance, instance.c.id == table.c.instance_id)
                 .outerjoin(unit, unit.c.id == instance.c.unit_id).outerjoin(entry, entry.c.id == instance.c.entry_id)
                 .where(*here(table)).order_by(unit.c.name))
        for row in connection.execute(query):
            if row.instance_id not in known:
                known.add(row.instance_id)
                at: datetime | None = row.due_at if moment is not None else None
                found.append(_waiting(kind, row, seen, local_day(at) if at else None))
    return found


def _task(row: Row[Any], seen: SeenRun, today: date) -> Standing:
    days = TaskDays(row.last_day, row.last_working_day, row.overdue_after)
    return Standing("task", row.unit_name, row.entry_name, row.id, due_state(days, today, seen.calendar),
                    row.last_working_day)


def _waiting(kind: Any, row: Row[Any], seen: SeenRun, day: date | None) -> Standing:
    return Standing(kind, row.unit_name or seen.run.short, row.entry_name, None, None, day)
