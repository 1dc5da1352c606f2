"""The days of a plan's phrases in a run, for those that do not hang on when a task came."""

from engine.plan.deadline import parse_deadline
from engine.report.seen_run import SeenRun
from engine.work.deadline import Due, due


def step_due(seen: SeenRun, phrase: str) -> Due:
    """The days of the phrase this year; days that hang on the coming of a task stay unknown (`needs` names it)."""
    return due(parse_deadline(phrase, seen.plan.before_is_inclusive), seen.calendar, seen.events, seen.run.year)
