"""A task as people see it, and how one is made when the flow opens a node."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from engine.base.clock import local_day
from engine.base.text import fold
from engine.bpmn.graph import ProcessNode
from engine.instance.fact import Node
from engine.plan.model import Plan
from engine.plan.rule import ANSWERS_SENT, TASK_OPENED
from engine.plan.step import Step
from engine.work.deadline import Due
from engine.work.search import search_text
from engine.work.seat import Seat

Given = TypeVar("Given")
_OF_SENT = frozenset({"review", "decide", "ballot", "opine"})
"""Acts about what somebody has sent: found by the sender's name."""
WITHOUT_DAYS = Due("", None, None, None)


@dataclass(frozen=True, slots=True)
class Task:
    """One row of an inbox. `unit_id`: whose matter it is; `candidate_unit_id` and `persons`: who may do it."""

    id: str
    instance_id: str
    run_id: str
    tenant_id: str
    unit_id: str
    entry_id: str | None
    node: str
    step: str
    slot: str
    act: str
    role: str
    candidate_unit_id: str | None
    candidate_positions: tuple[str, ...]
    title: str
    subject: str
    round: int
    step_index: int
    step_total: int
    status: str
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    outcome: str | None = None
    returned: int = 0
    phrase: str | None = None
    last_day: date | None = None
    last_working_day: date | None = None
    overdue_after: date | None = None
    why: tuple[str, ...] = ()
    next_act_at: datetime | None = None
    rev: int = 1
    search: str = ""
    claimed_by: str | None = None
    """In whose hands it is; None: whoever sits there may take it."""
    delegated_by: str | None = None
    """Who passed it on to them and stays responsible."""
    behalf_unit_id: str | None = None
    """The body that enters it, or has entered it, from the paper of its unit."""
    entered_by: str | None = None
    """Who entered what is looked at here from paper, and so does not look at it alone."""
    persons: frozenset[str] = frozenset()

    def found_by(self, name: str) -> str:
        """What the task is found by when it is found by that name too."""
        return f"{self.search} {search_text((name,))}" if name else self.search

    def with_days(self, due: Due, next_act_at: datetime | None) -> "Task":
        """The same task with the days its phrase means now."""
        return replace(self, last_day=due.last_day, last_working_day=due.last_working_day,
                       overdue_after=due.overdue_after, why=due.why, next_act_at=next_act_at)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task comes up: the instance, whose matter it is, and what it is about."""

    instance_id: str
    run_id: str
    tenant_id: str
    unit_id: str
    unit_name: str
    entry_id: str | None = None
    entry_name: str = ""
    sender: str = ""
    """The person whose act opens it."""


def open_task(task_id: str, plan: Plan, node: ProcessNode, at: Node, place: Place, seat: Seat, now: datetime,
              days: Due = WITHOUT_DAYS, next_act_at: datetime | None = None) -> Task:
    """The task of an opened node; `days` are those of its phrase."""
    step = plan.step(node.step)
    number, total = plan.once(("number", step.id), lambda: _number(plan, step))
    return Task(
        task_id, place.instance_id, place.run_id, place.tenant_id, place.unit_id, place.entry_id, str(at), step.id,
        node.slot, node.act or "do", seat.role, seat.unit_id, seat.positions, node.name,
        place.entry_name, at.round, number, total, "open", now,
        phrase=of_slot(step.deadlines, node.slot), last_day=days.last_day, last_working_day=days.last_working_day,
        overdue_after=days.overdue_after, why=days.why, next_act_at=next_act_at,
        search=search_text((node.name, place.entry_name, place.unit_name, plan.short,
                            place.sender if node.act in _OF_SENT else "")),
        persons=frozenset(seat.members),
    )


def _number(plan: Plan, step: Step) -> tuple[int, int]:
    """Which of the steps of its scope the step is, and how many there are."""
    siblings = [one.id for one in plan.steps_of(step.scope)]
    return siblings.index(step.id) + 1, len(siblings)


def of_slot(given: Mapping[str, Given], slot: str) -> Given | None:
    """What a step gives for a slot of its block; marks and case of the slot's name do not matter."""
    return {fold(name): value for name, value in given.items()}.get(fold(slot))


BUILT_IN = frozenset({fold(TASK_OPENED), fold(ANSWERS_SENT)})
"""Folded names of the events that every task brings along."""


def day_events(events: Mapping[str, date], opened_at: datetime) -> dict[str, date]:
    """The dates a deadline may hang on: the run's events, and the day the task came."""
    return {**events, **dict.fromkeys(BUILT_IN, local_day(opened_at))}


@lru_cache(maxsize=4096)  # the days of a phrase are explained alike for all tasks of a step
def why_text(why: tuple[str, ...]) -> str:
    """As the row keeps the explanation."""
    return json.dumps(why, ensure_ascii=False)


@lru_cache(maxsize=4096)
def why_from(text: str) -> tuple[str, ...]:
    """The sentences of the explanation, from the row."""
    return tuple(str(line) for line in json.loads(text))
