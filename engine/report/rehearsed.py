"""What a whole run left behind in its rows: every task, every message, what still waits. For rehearsals."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from engine.store.tables import ballot, entry, instance, notice, person, step_end, task, timer, unit, wait
from engine.work.task import why_from


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of the run, with codes and names instead of ids. `person`: who did it."""

    id: str
    unit: str
    unit_name: str
    step: str
    slot: str
    act: str
    title: str
    subject: str
    round: int
    status: str
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None
    person: str | None
    phrase: str | None
    last_day: date | None
    last_working_day: date | None
    overdue_after: date | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One notice. `closed_at`: when its task was over."""

    task_id: str | None
    level: int
    planned_day: date
    person: str
    channel: str
    kind: str
    made_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left at the end. `ended`: step -> in how many instances it is over; `waits`: message -> how many wait;
    `undated`: phrases of timers without a day; `instances`: scope -> how many there are; `entries`: how many."""

    ended: dict[str, int]
    waits: dict[str, int]
    undated: tuple[str, ...]
    instances: dict[str, int]
    entries: int


def tasks_of(connection: Connection, run_id: str) -> tuple[TaskRow, ...]:
    """Every task of the run, in the order in which they opened."""
    columns = (task.c.id, unit.c.code.label("unit"), unit.c.name.label("unit_name"), task.c.step, task.c.slot,
               task.c.act, task.c.title, task.c.subject, task.c.round, task.c.status, task.c.opened_at,
               task.c.closed_at, task.c.outcome, person.c.name.label("person"), task.c.phrase, task.c.last_day,
               task.c.last_working_day, task.c.overdue_after, task.c.why)
    query = (select(*columns).join(unit, unit.c.id == task.c.unit_id)
             .join(person, person.c.id == task.c.closed_by, isouter=True)
             .where(task.c.run_id == run_id).order_by(task.c.id))
    return tuple(TaskRow(**{**row._mapping, "why": why_from(row.why)}) for row in connection.execute(query))


def ballots_of(connection: Connection, run_id: str) -> tuple[tuple[str, datetime], ...]:
    """(who voted, when) for every ballot of the run."""
    query = (select(person.c.name, ballot.c.at).join(person, person.c.id == ballot.c.person_id)
             .join(task, task.c.id == ballot.c.task_id).where(task.c.run_id == run_id)
             .order_by(ballot.c.at, person.c.name, task.c.id))
    return tuple((row[0], row[1]) for row in connection.execute(query))


def messages_of(connection: Connection, run_id: str) -> tuple[MessageRow, ...]:
    """Every notice of the run, in the order in which they were made."""
    query = (select(notice.c.task_id, notice.c.level, notice.c.planned_day, person.c.name, notice.c.channel,
                    notice.c.kind, notice.c.made_at, task.c.closed_at)
             .join(person, person.c.id == notice.c.person_id).join(task, task.c.id == notice.c.task_id, isouter=True)
             .where(notice.c.run_id == run_id).order_by(notice.c.id))
    return tuple(MessageRow(*row) for row in connection.execute(query))


def standing_of(connection: Connection, run_id: str) -> Standing:
    """What the run has reached and what it still waits for."""
    ended = select(step_end.c.step, func.count()).where(step_end.c.run_id == run_id).group_by(step_end.c.step)
    waits = select(wait.c.message, func.count()).where(wait.c.run_id == run_id).group_by(wait.c.message)
    undated = (select(timer.c.rule).join(instance, instance.c.id == timer.c.instance_id)
               .where(instance.c.run_id == run_id, timer.c.due_at.is_(None)).distinct().order_by(timer.c.rule))
    scopes = select(instance.c.scope, func.count()).where(instance.c.run_id == run_id).group_by(instance.c.scope)
    entries = select(func.count()).select_from(entry).where(entry.c.run_id == run_id)
    return Standing(
        {row[0]: int(row[1]) for row in connection.execute(ended)},
        {row[0]: int(row[1]) for row in connection.execute(waits)},
        tuple(connection.execute(undated).scalars()),
        {row[0]: int(row[1]) for row in connection.execute(scopes)},
        int(connection.execute(entries).scalar_one()))
