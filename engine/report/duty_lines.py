"""The standing duties of a run: who has each, and how much of this year's evidence is there."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from engine.plan.measure import Duty
from engine.plan.step import MAIN
from engine.report.seen_run import SeenRun
from engine.report.step_days import step_due
from engine.store.tables import task
from engine.work.context import groups_of


@dataclass(frozen=True, slots=True)
class DutyLine:
    """`given` of `asked`: evidence sent, of all that the duty asks for; of a body one. `opens`, `due`: its days."""

    name: str
    owner: str
    clause: str | None
    asked: int
    given: int
    opens: date | None
    due: date | None
    begun: bool


def duty_lines(connection: Connection, seen: SeenRun) -> tuple[DutyLine, ...]:
    """The plan's duties that ask something of the units the viewer may count, or of a body, in the plan's order."""
    ids = [duty.id for duty in seen.plan.duties]
    if not ids:
        return ()
    bodies = [duty.id for duty in seen.plan.duties if seen.plan.role(duty.actor).kind != "subject"]
    visible = task.c.unit_id.in_(seen.counted) | task.c.step.in_(bodies)
    rows = connection.execute(select(task.c.step, task.c.status, func.count()).where(
        task.c.run_id == seen.run.id, task.c.step.in_(ids), visible).group_by(task.c.step, task.c.status)).all()
    counts = {(row[0], row[1]): int(row[2]) for row in rows}
    lines = (_line(seen, duty, counts) for duty in seen.plan.duties)
    return tuple(line for line in lines if line.asked)


def _line(seen: SeenRun, duty: Duty, counts: dict[tuple[str, str], int]) -> DutyLine:
    step = seen.plan.step(duty.id)
    given, opened = counts.get((duty.id, "done"), 0), counts.get((duty.id, "open"), 0)
    opens = step_due(seen, step.opens_from).opening_day if step.opens_from else None
    return DutyLine(
        duty.name, _owner(seen, duty), duty.clauses[0].at if duty.clauses else None, _asked(seen, duty), given, opens,
        step_due(seen, step.deadlines[MAIN]).last_working_day, bool(given or opened))


def _asked(seen: SeenRun, duty: Duty) -> int:
    if seen.plan.role(duty.actor).kind != "subject":
        return 1
    counted = (seen.units[unit] for unit in seen.counted)
    return sum(not duty.groups or bool(groups_of(seen.plan, unit) & set(duty.groups)) for unit in counted)


def _owner(seen: SeenRun, duty: Duty) -> str:
    """The role, with the groups whose units have the duty where not all do."""
    groups = [group.name for group in seen.plan.groups if group.id in duty.groups]
    return " · ".join([seen.plan.role(duty.actor).name, *groups])
