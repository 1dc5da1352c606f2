"""Where the ladder of a step stands: what was sent at each level, what comes next, and to how many."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, select

from engine.base.clock import local_moment
from engine.base.text import fold
from engine.bpmn.graph import LOOKS
from engine.plan.model import Rung
from engine.report.run_rows import RunRows
from engine.report.seen_run import SeenRun
from engine.store.tables import notice, task
from engine.work.deadline import Due
from engine.work.ladder import rung_days

DOER = "nguoi thuc hien"


@dataclass(frozen=True, slots=True)
class LadderLine:
    """One level. `told`: tasks for which it was sent; `ahead`: open tasks it will speak of if nothing changes.

    `to`: titles of the roles it goes to beside whoever does the task (`doer`).
    """

    level: int
    at: datetime
    day: date
    state: Literal["done", "go", "later"]
    doer: bool
    to: tuple[str, ...]
    means: tuple[str, ...]
    told: int
    answered: int
    ahead: int
    returned: int


@dataclass(frozen=True, slots=True)
class LadderState:
    """The ladder of one step, for the deadline most of its tasks have."""

    step: str
    name: str
    last_day: date
    lines: tuple[LadderLine, ...]


def ladder_state(
    connection: Connection, seen: SeenRun, rows: RunRows, step_id: str, now: datetime,
) -> LadderState | None:
    """None when nobody has a dated task to do in the step; one query."""
    tasks = [t for found in rows.tasks.values() for t in found
             if t.step == step_id and t.act not in LOOKS and t.last_working_day and t.overdue_after]
    if not tasks:
        return None
    (last, overdue), _ = Counter((t.last_working_day, t.overdue_after) for t in tasks).most_common(1)[0]
    mine = {t.id: t for t in tasks if (t.last_working_day, t.overdue_after) == (last, overdue)}
    told = _told(connection, seen.run.id, step_id)
    ladder = seen.plan.ladder
    planned = rung_days(ladder, Due("", last, last, overdue), seen.calendar)
    lines: list[LadderLine] = []
    for level, day, rung in planned:
        moment = local_moment(day, ladder.hour)
        gone = "go" if moment > now and not any(line.state == "go" for line in lines) else "later"
        lines.append(_line(seen, rung, moment, "done" if moment <= now else gone, [
            mine[task_id] for task_id in told.get(level, ()) if task_id in mine], list(mine.values()), day))
    return LadderState(step_id, seen.plan.step(step_id).name, last, tuple(lines))


def _line(seen: SeenRun, rung: Rung, moment: datetime, state: Any, told: list[Row[Any]], tasks: list[Row[Any]],
          day: date) -> LadderLine:
    waiting = [t for t in tasks if t.status == "open"]
    roles = tuple(seen.plan.role(name).name for name in rung.to if fold(name) != DOER)
    return LadderLine(
        rung.level, moment, day, state, any(fold(name) == DOER for name in rung.to), roles, rung.means, len(told),
        sum(t.status == "done" for t in told), len(waiting), sum(t.returned > 0 for t in waiting))


def _told(connection: Connection, run_id: str, step_id: str) -> dict[int, list[str]]:
    """Level -> tasks of which it spoke."""
    query = (select(notice.c.level, notice.c.task_id).join(task, task.c.id == notice.c.task_id)
             .where(task.c.run_id == run_id, task.c.step == step_id, notice.c.kind.in_(("reminder", "escalation")))
             .group_by(notice.c.level, notice.c.task_id).having(func.count() > 0))
    found: dict[int, list[str]] = {}
    for level, task_id in connection.execute(query):
        found.setdefault(level, []).append(task_id)
    return found
