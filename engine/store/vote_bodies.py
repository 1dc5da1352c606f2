"""The voting steps of the runs that a person looks after, as chair or as keeper of the minutes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from engine.bpmn.compile import Compiled
from engine.plan.model import Plan
from engine.plan.people import Role
from engine.plan.step import Step
from engine.plan.vote import Vote
from engine.store import runs, tasks, units, versions
from engine.store.runs import COLUMNS, Run
from engine.store.tables import run as run_table
from engine.store.tables import task
from engine.store.vote_state import rules_of
from engine.work.access import conducts, holds
from engine.work.lead import Tree, near_seats
from engine.work.people import Held, Viewer
from engine.work.seat import seat_of
from engine.work.task import Task

_RUNS = 40
"""So many runs are looked through, the newest first."""

Reach = frozenset[str] | None
"""The units in whose matters somebody has a duty; None: in all."""
_NOWHERE: Reach = frozenset()


@dataclass(frozen=True, slots=True)
class Body:
    """The members who vote at one step of a run. `title`: of their role; `chairs`, `keeps`: where the viewer conducts
    the votes, where the viewer keeps the minutes; `held`: in which position."""

    run: Run
    plan: Plan
    step: Step
    vote: Vote
    title: str
    chairs: Reach
    keeps: Reach
    held: Held

    @property
    def units(self) -> Reach:
        """Wherever the viewer has one of the two duties."""
        return None if self.chairs is None or self.keeps is None else self.chairs | self.keeps

    def looks_after(self, run_id: str, step: str, unit_id: str) -> bool:
        """Whether a task of that step in that unit's matter is one of these votes."""
        return (run_id, step) == (self.run.id, self.step.id) and (self.units is None or unit_id in self.units)


def voting_steps(compiled: Compiled) -> tuple[Step, ...]:
    """The steps at which chosen members vote."""
    plan = compiled.plan
    balloted = {node.step for process in compiled.processes.values() for node in process.nodes if node.act == "ballot"}
    return tuple(step for step in plan.steps if step.id in balloted and plan.role(step.actor).kind == "members")


def bodies_of(connection: Connection, viewer: Viewer, run_ids: Collection[str] = ()) -> tuple[Body, ...]:
    """Of all runs of the viewer's tenant, or of those; as many queries for one vote and one run as for a hundred."""
    query = select(*COLUMNS).where(run_table.c.tenant_id == viewer.tenant_id, run_table.c.status != "prepared")
    if run_ids:
        query = query.where(run_table.c.id.in_(sorted(run_ids)))
    query = query.order_by(run_table.c.year.desc(), run_table.c.prepared_at.desc(), run_table.c.id).limit(_RUNS)
    looking = _Looking(connection, viewer, [Run(*row) for row in connection.execute(query)])
    return tuple(body for one in looking.plans for body in looking.bodies(one))


def votes_of(bodies: Sequence[Body]) -> Any:
    """The condition that a task is one of their votes, in whatever state."""
    mine = (and_(task.c.run_id == body.run.id, task.c.step == body.step.id,
                 *(() if body.units is None else (task.c.unit_id.in_(sorted(body.units)),))) for body in bodies)
    return and_(task.c.act == "ballot", task.c.candidate_unit_id.is_(None), or_(*mine))


def open_votes(connection: Connection, body: Body) -> list[Task]:
    """The open votes of the body, the most pressing first."""
    query = select(*tasks.COLUMNS).where(votes_of([body]), task.c.status == "open")
    return tasks.with_persons(connection, [tuple(row) for row in connection.execute(query.order_by(
        task.c.last_working_day.is_(None), task.c.last_working_day, task.c.id))])


class _Looking:
    """What is asked of the organisation, each once. `plans`: those of the runs in which anybody votes."""

    def __init__(self, connection: Connection, viewer: Viewer, found: Sequence[Run]) -> None:
        self.connection, self.viewer = connection, viewer
        self.plans = {run: (compiled.plan, steps) for run, compiled in versions.of_each(connection, found)
                      if (steps := voting_steps(compiled))}

    @cached_property
    def tree(self) -> Tree:
        return units.tree_of(self.connection, self.viewer.tenant_id)

    @cached_property
    def codes(self) -> Mapping[str, str]:
        named = frozenset(code for plan, _ in self.plans.values() for code in plan.unit_codes)
        return units.ids_of(self.connection, self.viewer.tenant_id, named)

    @cached_property
    def members(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        return runs.members_of_all(self.connection, [run.id for run in self.plans])

    def bodies(self, run: Run) -> list[Body]:
        plan, steps = self.plans[run]
        found = []
        for step in steps:
            vote = rules_of(step)
            chairs, first = self._reach(run, plan, vote.chair or plan.coordinator)
            keeps, second = self._reach(run, plan, vote.secretary)
            if held := first or second:
                found.append(Body(run, plan, step, vote, plan.role(step.actor).name, chairs, keeps, held))
        return found

    def _reach(self, run: Run, plan: Plan, name: str | None) -> tuple[Reach, Held | None]:
        """Where the viewer sits in that role, and in which position."""
        role = plan.role(name) if name else None
        if name is None or role is None or (role.kind == "body" and role.unit not in self.codes):
            return _NOWHERE, None
        if role.kind in ("body", "members"):
            members = self.members[run.id] if role.kind == "members" else {}
            held = conducts(self.viewer, seat_of(plan, name, "", self.codes, members))
            return (None, held) if held else (_NOWHERE, None)
        return self._in_units(plan, role)

    def _in_units(self, plan: Plan, role: Role) -> tuple[Reach, Held | None]:
        """Of a role that sits in the unit of the matter, or near it."""
        fitting = [one for one in self.viewer.positions if not role.positions or one.role in role.positions]
        if not fitting or role.kind == "subject":
            return frozenset(one.unit_id for one in fitting), next(iter(fitting), None)
        seats = ((unit_id, next(iter(near_seats(plan, self.tree, role, unit_id)), None)) for unit_id in self.tree)
        found = {unit_id: held for unit_id, seat in seats if seat and (held := holds(self.viewer, seat))}
        return frozenset(found), next(iter(found.values()), None)
