"""A rehearsal as values for scripts: the JSON of `kheo plan rehearse`."""

from collections.abc import Callable, Sequence
from typing import Any

from engine.base.clock import local_day
from engine.rehearse.moves import Move
from engine.rehearse.outcome import Outcome, is_late
from engine.rehearse.reach import Missed
from engine.report.rehearsed import TaskRow


def written(outcome: Outcome, moves: Sequence[Move], tell: Callable[[str], str] = str) -> dict[str, Any]:
    """Every key of the contract but `cpu_seconds`; the same rehearsal gives the same value, to the last byte.

    `tell` puts a reason into the language spoken.
    """
    peak = outcome.peak
    return {
        "tasks": len(outcome.tasks),
        "completed": sum(task.status == "done" for task in outcome.tasks),
        "late": len(outcome.late),
        "messages": len(outcome.messages),
        "notices": outcome.notices(),
        "unreached_steps": [_missed("step", one, tell) for one in outcome.unreached],
        "unfilled_forms": [_missed("form", one, tell) for one in outcome.unfilled],
        "peak_day": {"date": peak[0].isoformat(), "tasks": peak[1], "messages": peak[2]} if peak else None,
        "load": [{"person": person, "date": day.isoformat(), "tasks": count}
                 for (person, day), count in sorted(outcome.load.items())],
        "moves": [{"step": one.step, "unit": one.unit, "from": one.before, "to": one.after, "why": tell(one.why)}
                  for one in moves],
        "calendar": _calendar(outcome),
        "refused": [{"step": one.step, "unit": one.unit, "subject": one.subject, "why": tell(one.says)}
                    for one in outcome.troubles],
    }


def _missed(kind: str, one: Missed, tell: Callable[[str], str]) -> dict[str, str]:
    return {kind: one.id, "name": one.name, "why": tell(one.why)}


def _calendar(outcome: Outcome) -> list[dict[str, str]]:
    """What happens on which day: opened, due, late (the first day overdue), done; the same happening once."""
    found = {line for task in outcome.tasks for line in _happenings(outcome, task)}
    return [dict(zip(("date", "step", "unit", "what"), line, strict=True)) for line in sorted(found)]


def _happenings(outcome: Outcome, task: TaskRow) -> list[tuple[str, str, str, str]]:
    days = {"opened": local_day(task.opened_at), "due": task.last_working_day,
            "late": task.overdue_after if is_late(task, outcome.ended_on) else None,
            "done": local_day(task.closed_at) if task.closed_at and task.status == "done" else None}
    return [(day.isoformat(), task.step, task.unit, what) for what, day in days.items() if day]
