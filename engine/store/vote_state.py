"""Where a vote stands: its rules, what may be chosen, who is called and has voted, the ballots held before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from engine.plan.model import Plan
from engine.plan.step import Step
from engine.plan.vote import Vote
from engine.store import ballots
from engine.store.standpoint import Standpoint, entries_where
from engine.work.appraisal import Appraisal, appraise
from engine.work.task import Task
from engine.work.vote import Options, Roll, Sheet, Tally, again, count, trimmed

PLAIN = Vote()


@dataclass(frozen=True, slots=True)
class VoteState:
    """`vote`: the rules of the present ballot; a second one chooses among the tied, for the seats that are left."""

    vote: Vote
    quorum: str | None
    options: Options
    roll: Roll
    earlier: tuple[Mapping[str, Any], ...]

    def over(self, ended: bool) -> bool:
        """Whether the ballot can be counted; `ended`: nobody is waited for any longer."""
        return self.roll.over(self.quorum, ended)

    def tally(self, sheets: Sequence[Sheet], decided: Sequence[str] = ()) -> Tally:
        """Of consent or a choice."""
        return count(self.vote, self.options, sheets, self.roll.called, decided)


def rules_of(step: Step) -> Vote:
    """How the step votes; open score sheets where it does not say."""
    return step.vote or PLAIN


def vote_state(connection: Connection, task: Task, at: Standpoint) -> VoteState:
    """Of a ballot of chosen members."""
    step = at.plan.step(task.step)
    vote, options = rules_of(step), options_of(connection, step, at)
    earlier = ballots.rounds_of(connection, task.id) if vote.tie == "again" else []
    if earlier:
        vote, options = again(vote, options, earlier[-1])
    return VoteState(vote, step.quorum, options, ballots.roll_of(connection, task.id), tuple(earlier))


def options_of(connection: Connection, step: Step, at: Standpoint) -> Options:
    """Id -> words of what a ballot of the step chooses from."""
    vote = rules_of(step)
    if vote.how != "choose":
        return {}
    if vote.entries is None:
        return {one.id: one.label for one in vote.choices}
    return {one.id: one.name for one in entries_where(connection, step, at, vote.entries)}


def cast_sheets(connection: Connection, step: Step, task: Task) -> list[Sheet]:
    """What the ballots of the task say, of nobody in particular."""
    return ballots.sheets_of(connection, task, rules_of(step).secret and bool(task.persons))


def scored(plan: Plan, step: Step, sheets: Sequence[Sheet], names: Mapping[str, object]) -> Appraisal:
    """What score sheets amount to, by the rules of the step."""
    wanted = step.criteria or ""
    weights = {one.id: one.weight for each in plan.criteria for one in each.criteria}
    counted = trimmed(rules_of(step), sheets, weights)
    return appraise(plan, wanted, [dict(_scores(sheet)) for sheet in counted], names)


def _scores(sheet: Sheet) -> list[tuple[str, int | float | bool]]:
    return [(key, value) for key, value in sheet.items() if isinstance(value, int | float)]

