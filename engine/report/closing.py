"""What still stands open in a run that is to be closed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, select

from engine.report.seen_run import whole_run
from engine.store.database import Database
from engine.store.messages import outstanding
from engine.store.runs import Run
from engine.store.tables import instance, task, timer, wait
from engine.work.people import Viewer


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step with open tasks, and how many of them are late."""

    step: str
    name: str
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """`waits` and `timers` end with the run. `hinders`: why the viewer cannot close it now, None when nothing does."""

    run: Run
    steps: tuple[OpenStep, ...]
    waits: int
    timers: int
    hinders: str | None

    @property
    def open(self) -> int:
        return sum(step.open for step in self.steps)


def closing_page(database: Database, viewer: Viewer, run_id: str, today: date) -> ClosingPage:
    """Raises NotFound, Forbidden (the page is for who may read the whole run)."""
    with database.read() as connection:
        seen = whole_run(connection, viewer, run_id, today)
        late = func.sum(case((and_(task.c.overdue_after < today), 1), else_=0))
        rows = {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(
            select(task.c.step, func.count(), late).where(task.c.run_id == run_id, task.c.status == "open")
            .group_by(task.c.step))}
        names = {step.id: step.name for step in seen.plan.steps if step.id in rows}
        old = sorted(rows.keys() - names.keys())  # of instances that an amendment left on an earlier version
        steps = tuple(OpenStep(step, names.get(step, step), *rows[step]) for step in (*names, *old))
        waiting = (select(func.count()).select_from(table).join(instance, instance.c.id == table.c.instance_id)
                   .where(instance.c.run_id == run_id) for table in (wait, timer))
        waits, timers = (int(connection.execute(query).scalar_one()) for query in waiting)
        on_the_way = outstanding(connection, run_id).on_the_way
        coordinator = seen.plan.role(seen.plan.coordinator).name
    hinders = None
    if seen.run.status == "closed":
        hinders = "Đợt này đã kết thúc."
    elif seen.coordinator is None:
        hinders = f"Chỉ {coordinator} được kết thúc đợt."
    elif steps:
        hinders = f"Còn {sum(s.open for s in steps)} việc đang mở; đợt kết thúc được khi không còn việc nào."
    elif on_the_way:
        hinders = f"Còn {on_the_way} tin đang chuyển giữa các nơi; đợi ít phút rồi mở lại trang này."
    return ClosingPage(seen.run, steps, waits, timers, hinders)
