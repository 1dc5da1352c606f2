"""A rehearsal as a page to read and to send on: one HTML file that needs nothing beside it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engine.base.clock import local_day
from engine.rehearse.moves import Move
from engine.rehearse.outcome import Outcome, is_late
from engine.report.rehearsed import TaskRow

_SHOWN = 12
"""So many people, peak days, late steps stand open on the page; the rest is folded away."""
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_BEHAVIOUR = {"punctual": "đúng hạn", "realistic": "như thật", "careless": "lơ là"}


@dataclass(frozen=True, slots=True)
class Week:
    """One column of a strip: shares of the highest, in per cent."""

    begins: date
    tasks: int
    messages: int
    tall: int
    tall_messages: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What one person had to do and to read."""

    name: str
    tasks: int
    busiest: tuple[date, int] | None
    messages: int
    most_told: tuple[date, int] | None
    weeks: tuple[Week, ...]
    days: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in the year: where its bar stands (per cent of the year), how many tasks, how many late."""

    name: str
    tasks: int
    late: int
    opened_late: int
    """Of the late ones, those that came up when they were overdue already: the plan's fault, nobody's."""
    worst: int
    """Days from when the latest should have been done until it was, or until the end."""
    first: date
    last: date
    left: float
    width: float
    due: tuple[float, ...]


def page(outcome: Outcome, moves: Sequence[Move]) -> str:
    """The HTML text; the same rehearsal gives the same page."""
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
                            trim_blocks=True, lstrip_blocks=True)
    templates.filters.update(day=_day, iso=_iso, long_day=_long_day, number=_number)
    stage = outcome.rehearsal.stage
    names = {step.id: step.name for step in stage.plan.steps}
    units = {task.unit: task.unit_name for task in outcome.tasks}
    people = _people(outcome)
    return templates.get_template("page.html").render(
        plan=stage.plan, outcome=outcome, moves=moves, names=names, units=units, year=stage.year,
        notices=outcome.notices(), done=sum(task.status == "done" for task in outcome.tasks),
        weeks=_weeks(outcome, outcome.days), people=people[:_SHOWN], more_people=people[_SHOWN:],
        peaks=_peaks(outcome, names), steps=_steps(outcome, names), months=range(1, 13),
        begins=stage.begins, units_count=len(stage.participants), seed=outcome.rehearsal.people.seed,
        behaviour=_BEHAVIOUR[outcome.rehearsal.behaviour])


def _weeks(outcome: Outcome, days: dict[date, tuple[int, int]]) -> tuple[Week, ...]:
    """Every week of the year of the run."""
    year = outcome.rehearsal.stage.year
    first = date(year, 1, 1)
    count = (date(year, 12, 31) - first).days // 7 + 1
    tasks, messages = [0] * count, [0] * count
    for day, (done, told) in days.items():
        if day.year == year:
            tasks[(day - first).days // 7] += done
            messages[(day - first).days // 7] += told
    most, most_told = max([1, *tasks]), max([1, *messages])
    return tuple(Week(first + timedelta(weeks=n), tasks[n], messages[n], _share(tasks[n], most),
                      _share(messages[n], most_told)) for n in range(count))


def _share(part: int, whole: int) -> int:
    return max(4, round(100 * part / whole)) if part else 0


def _people(outcome: Outcome) -> list[PersonLine]:
    """Who has most to do comes first; nobody without work or messages."""
    days: dict[str, dict[date, tuple[int, int]]] = {}
    for (name, day), count in outcome.load.items():
        days.setdefault(name, {})[day] = (count, 0)
    for (name, day), count in outcome.told.items():
        there = days.setdefault(name, {})
        there[day] = (there.get(day, (0, 0))[0], count)
    lines = [_person(outcome, name, dict(sorted(own.items()))) for name, own in days.items()]
    return sorted(lines, key=lambda line: (-line.tasks, -line.messages, line.name))


def _person(outcome: Outcome, name: str, days: dict[date, tuple[int, int]]) -> PersonLine:
    done, told = {day: one[0] for day, one in days.items()}, {day: one[1] for day, one in days.items()}
    return PersonLine(name, sum(done.values()), _most(done), sum(told.values()), _most(told), _weeks(outcome, days),
                      tuple((day, *one) for day, one in days.items()))


def _most(counts: dict[date, int]) -> tuple[date, int] | None:
    ranked = sorted((-count, day) for day, count in counts.items() if count)
    return (ranked[0][1], -ranked[0][0]) if ranked else None


def _peaks(outcome: Outcome, names: dict[str, str]) -> list[tuple[date, int, int, str]]:
    """The fullest days: tasks, messages, and which steps make them full."""
    ranked = sorted(outcome.days.items(), key=lambda one: (-one[1][0], -one[1][1], one[0]))[:_SHOWN]
    return [(day, *counts, _mostly(outcome.tasks, day, names)) for day, counts in ranked]


def _mostly(tasks: Iterable[TaskRow], day: date, names: dict[str, str]) -> str:
    done = Counter(task.step for task in tasks if task.closed_at and local_day(task.closed_at) == day)
    return ", ".join(f"{names[step]} ({count})" for step, count in sorted(done.items(), key=lambda one: (-one[1], one))
                     [:3])


def _steps(outcome: Outcome, names: dict[str, str]) -> list[StepLine]:
    found = []
    for step, name in names.items():
        own = [task for task in outcome.tasks if task.step == step]
        if own:
            found.append(_step(outcome, name, own))
    return found


def _step(outcome: Outcome, name: str, own: list[TaskRow]) -> StepLine:
    ends = [local_day(task.closed_at) if task.closed_at else outcome.ended_on for task in own]
    late = [(end - task.overdue_after).days for task, end in zip(own, ends, strict=True)
            if is_late(task, outcome.ended_on) and task.overdue_after]
    too_late = sum(local_day(task.opened_at) > task.overdue_after for task in own if task.overdue_after
                   and is_late(task, outcome.ended_on))
    first, last = min(local_day(task.opened_at) for task in own), max(ends)
    left, right = _at(outcome, first), _at(outcome, last)
    due = sorted({_at(outcome, task.last_working_day) for task in own if task.last_working_day})
    return StepLine(name, len(own), len(late), too_late, max(late, default=0), first, last, left,
                    max(0.6, right - left), tuple(due) if len(due) <= 4 else (due[0], due[-1]))


def _at(outcome: Outcome, day: date) -> float:
    """Where the day stands in the year, in per cent."""
    first = date(outcome.rehearsal.stage.year, 1, 1)
    return round(min(100.0, max(0.0, 100 * (day - first).days / 366)), 2)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _iso(text: str | None) -> str:
    return _day(date.fromisoformat(text)) if text else "–"


def _long_day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def _number(value: int) -> str:
    """1.234, as Vietnamese writes it."""
    return f"{value:,}".replace(",", ".")
