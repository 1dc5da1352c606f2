"""What a rehearsal shows: load, messages, late work, peak days, all counted from the rows it left."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from engine.base.clock import VIETNAM, local_day
from engine.rehearse.desk import Trouble
from engine.rehearse.reach import Missed, Reached
from engine.rehearse.rehearsal import Rehearsal
from engine.report.rehearsed import MessageRow, TaskRow, ballots_of, messages_of, standing_of, tasks_of
from engine.store.units import of_tenant
from engine.work.context import groups_of
from engine.work.ladder import QUIET_FROM


@dataclass(frozen=True)
class Outcome:
    """One rehearsal, over."""

    rehearsal: Rehearsal
    tasks: tuple[TaskRow, ...]
    messages: tuple[MessageRow, ...]
    ballots: tuple[tuple[str, datetime], ...]
    unreached: tuple[Missed, ...]
    unfilled: tuple[Missed, ...]
    ended_on: date

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        return tuple(self.rehearsal.desk.troubles)

    @cached_property
    def late(self) -> tuple[TaskRow, ...]:
        """Done, or still open at the end, after the day that makes it overdue."""
        return tuple(task for task in self.tasks if is_late(task, self.ended_on))

    @cached_property
    def load(self) -> dict[tuple[str, date], int]:
        """(person, day) -> tasks and ballots done."""
        done = [(task.person, local_day(task.closed_at)) for task in self.tasks
                if task.person and task.closed_at and task.status == "done" and task.act != "ballot"]
        voted = [(name, local_day(at)) for name, at in self.ballots]
        return dict(Counter(sorted(done + voted)))

    @cached_property
    def told(self) -> dict[tuple[str, date], int]:
        """(person, day) -> messages, of all channels."""
        return dict(Counter(sorted((one.person, local_day(one.made_at)) for one in self.messages)))

    @cached_property
    def days(self) -> dict[date, tuple[int, int]]:
        """Day -> tasks done and messages sent, of days that have any."""
        work, words = _by_day(self.load), _by_day(self.told)
        return {day: (work[day], words[day]) for day in sorted(work.keys() | words.keys())}

    @property
    def peak(self) -> tuple[date, int, int] | None:
        """The day with most tasks, then with most messages."""
        ranked = sorted(self.days.items(), key=lambda one: (-one[1][0], -one[1][1], one[0]))
        return (ranked[0][0], *ranked[0][1]) if ranked else None

    def notices(self) -> dict[str, int]:
        """What must be zero: told twice, told after the work was done, told when people are at rest."""
        keys = Counter((m.task_id, m.level, m.planned_day, m.person, m.channel) for m in self.messages
                       if m.kind != "information")
        return {"twice": sum(count - 1 for count in keys.values()),
                "after_completion": sum(m.kind != "information" and m.closed_at is not None and m.made_at > m.closed_at
                                        for m in self.messages),
                "outside_hours": sum(self._at_rest(m) for m in self.messages)}

    def _at_rest(self, message: MessageRow) -> bool:
        local = message.made_at.astimezone(VIETNAM)
        opens = self.rehearsal.stage.plan.ladder.hour
        return not (opens <= local.hour < QUIET_FROM and self.rehearsal.stage.calendar.is_working(local.date()))


def outcome_of(rehearsal: Rehearsal, ended_on: date) -> Outcome:
    """Read what the rehearsal left, once it was played."""
    stage = rehearsal.stage
    with stage.database.read() as connection:
        rows, told = tasks_of(connection, stage.run_id), messages_of(connection, stage.run_id)
        votes, standing = ballots_of(connection, stage.run_id), standing_of(connection, stage.run_id)
        present = of_tenant(connection, stage.tenant_id, stage.begins)
    groups = {group for unit in present for group in groups_of(stage.plan, unit)}
    reached = Reached(stage.plan, {row.step for row in rows}, standing, stage.year, groups)
    return Outcome(rehearsal, rows, told, votes, reached.unreached(), reached.unfilled(rehearsal.desk.filled), ended_on)


def is_late(task: TaskRow, today: date) -> bool:
    """Whether the task was, or today is, beyond the day that makes it overdue; what was taken away never is."""
    if task.overdue_after is None or task.status == "cancelled":
        return False
    return (local_day(task.closed_at) if task.closed_at else today) > task.overdue_after


def _by_day(counted: dict[tuple[str, date], int]) -> Counter[date]:
    return _summed((day, count) for (_, day), count in counted.items())


def _summed(pairs: Iterable[tuple[date, int]]) -> Counter[date]:
    found: Counter[date] = Counter()
    for day, count in pairs:
        found[day] += count
    return found
