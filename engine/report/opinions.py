"""Opinions of several bodies: whose may be read before the conclusion, who was late, who said nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, exists, select

from engine.base.clock import local_day
from engine.bpmn.graph import Process
from engine.report.seen_task import SeenTask
from engine.store.tables import answer, step_end, task, unit
from engine.work.access import sees_run
from engine.work.people import Viewer
from engine.work.route import element_of, outcome_of, round_of
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """What one body said. `missing`: asked no longer, it said nothing; `outcome` as its button said it."""

    body: str
    state: Literal["said", "late", "waiting", "missing"]
    outcome: str
    at: datetime | None
    due: date | None


def hidden_opinions(connection: Connection, viewer: Viewer, seen: SeenTask) -> frozenset[str]:
    """The ids of tasks of opinions in the step whose content the viewer may not read yet.

    Each body reads its own; the one that concludes and who sees the whole matter read all, but not while they are
    asked for an opinion of their own on this page; everybody reads all once there is a conclusion.
    """
    about = seen.task
    step = seen.compiled.plan.step(about.step)
    if step.shared or connection.execute(select(exists().where(
            step_end.c.instance_id == about.instance_id, step_end.c.step == about.step))).scalar():
        return frozenset()
    rows = connection.execute(select(task.c.id, task.c.act, task.c.candidate_unit_id).where(
        task.c.instance_id == about.instance_id, task.c.step == about.step)).all()
    units = viewer.unit_ids()
    concludes = any(row.act != "opine" and row.candidate_unit_id in units for row in rows)
    if about.act != "opine" and (concludes or sees_run(viewer, about.tenant_id, seen.seats)):
        return frozenset()
    return frozenset(row.id for row in rows if row.act == "opine" and row.candidate_unit_id not in units)


def opinions_of(connection: Connection, about: Task, process: Process) -> tuple[OpinionRow, ...]:
    """Of the last round of opinions of the step, one row a body, in the order in which they were asked."""
    rows = connection.execute(
        select(task.c.node, task.c.status, task.c.closed_at, task.c.last_day, task.c.overdue_after, unit.c.name,
               answer.c.outcome)
        .join(unit, unit.c.id == task.c.candidate_unit_id).outerjoin(answer, answer.c.task_id == task.c.id)
        .where(task.c.instance_id == about.instance_id, task.c.step == about.step, task.c.act == "opine")
        .order_by(task.c.opened_at, task.c.id)).all()
    last = round_of(rows[-1].node) if rows else ""
    return tuple(_row(process, *row) for row in rows if round_of(row.node) == last)


def _row(process: Process, node: str, status: str, closed_at: datetime | None, due: date | None,
         overdue_after: date | None, body: str, outcome: str | None) -> OpinionRow:
    found = outcome_of(process.node(element_of(node)), outcome) if outcome else None
    if status == "open":
        return OpinionRow(body, "waiting", "", None, due)
    if not outcome or closed_at is None:
        return OpinionRow(body, "missing", "", None, due)
    late = overdue_after is not None and local_day(closed_at) > overdue_after
    return OpinionRow(body, "late" if late else "said", found.label if found else outcome, closed_at, due)
