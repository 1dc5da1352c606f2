"""The steps of a run that are not simply there each year: those of other years, and those opened by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.bpmn.fragment import BY_HAND
from engine.report.seen_run import SeenRun
from engine.store.tables import wait


@dataclass(frozen=True, slots=True)
class RareStep:
    """`next_year`: when it takes place again, None when no year is fixed; `by_hand`: it waits for the coordinator."""

    id: str
    name: str
    clause: str | None
    by_hand: bool
    next_year: int | None


def rare_steps(connection: Connection, seen: SeenRun) -> tuple[RareStep, ...]:
    """In the order of the plan. One query, none where the plan has no step opened by hand."""
    return tuple(_rare(connection, seen))


def _rare(connection: Connection, seen: SeenRun) -> Iterator[RareStep]:
    names = [step.id + BY_HAND for step in seen.plan.steps if step.by_hand]
    query = select(wait.c.message).where(wait.c.run_id == seen.run.id, wait.c.message.in_(names))
    waiting = set(connection.execute(query).scalars()) if names and seen.run.status == "running" else set()
    for step in seen.plan.steps:
        clause = step.clauses[0].at if step.clauses else None
        if step.by_hand and step.id + BY_HAND in waiting:
            yield RareStep(step.id, step.name, clause, True, None)
        elif step.years and seen.run.year not in step.years:
            ahead = [year for year in sorted(step.years) if year > seen.run.year]
            yield RareStep(step.id, step.name, clause, False, next(iter(ahead), None))
