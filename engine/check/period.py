"""R24, R28: what lies outside the period of the plan, and what is to happen n times in m years without saying when."""

import re
from collections.abc import Iterator

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.deadline import DeadlineError, Rule
from engine.plan.element import Binding
from engine.plan.read import Path

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def r24(seen: Seen) -> Iterator[Finding]:
    """A date, a target or a duty outside the years of the plan."""
    first, last = years_of(seen)
    for path, years, what, part in (*_dated(seen), *_spoken(seen)):
        outside = sorted(year for year in years if not first <= year <= last)
        if outside:
            yield seen.found("R24", path, sentence(
                "“{what}” nói tới năm {years}, ngoài thời gian của kế hoạch ({period}).", what=what,
                years=", ".join(map(str, outside)), period=seen.plan.period), sentence(
                "sửa năm, hoặc nói rõ việc này tiếp tục ở kế hoạch của năm sau"), named(part))
    if seen.plan.year is None or last > first:
        return
    for path, phrase, part in _phrases(seen):
        if re.search(r"\bh[aà]ng nam\b|\bmoi nam\b", fold(phrase)):
            yield seen.found("R24", path, sentence(
                "“{phrase}” nói về mọi năm trong khi kế hoạch chỉ có thời gian {period}.", phrase=phrase,
                period=seen.plan.period), sentence("ghi năm cụ thể, hoặc nêu rõ phần này áp dụng cho các năm sau"),
                named(part))


def years_of(seen: Seen) -> tuple[int, int]:
    """First and last year of the plan; the year looked at for a plan that recurs."""
    if seen.plan.recurs:
        return seen.year, seen.year
    said = [int(year) for year in _YEAR.findall(seen.plan.period)]
    return (min(said), max(said)) if said else (seen.year, seen.year)


def _dated(seen: Seen) -> Iterator[tuple[Path, set[int], str, Binding]]:
    """The years of deadlines, of events and of steps that are not yearly."""
    for step, slot, due in seen.dues():
        path = ("steps", seen.numbers[step.id], "deadlines", slot)
        yield path, {due.last_day.year} if due.last_day else set(), f"{step.name}: {due.phrase}", step
    for number, step in enumerate(seen.plan.steps):
        if seen.plan.year is not None:
            yield ("steps", number, "years"), set(step.years), step.name, step
    for name, event in seen.plan.events.items():
        day = seen.events.get(fold(name))
        yield ("events", name, "date"), {day.year} if day else set(), name, event


def _spoken(seen: Seen) -> Iterator[tuple[Path, set[int], str, Binding]]:
    """The years that targets and duties name."""
    for number, target in enumerate(seen.plan.targets):
        yield ("targets", number, "until"), _years(target.until), target.name, target
    for number, duty in enumerate(seen.plan.duties):
        yield ("duties", number, "period"), _years(duty.period), duty.name, duty


def _years(text: str | None) -> set[int]:
    """The years a text names; of a range "2021-2026" the first and the last."""
    return {int(year) for year in _YEAR.findall(text or "")}


def _phrases(seen: Seen) -> Iterator[tuple[Path, str, Binding]]:
    for number, step in enumerate(seen.plan.steps):
        for slot, phrase in step.deadlines.items():
            yield ("steps", number, "deadlines", slot), phrase, step
    for number, duty in enumerate(seen.plan.duties):
        if duty.period:
            yield ("duties", number, "period"), duty.period, duty
    for number, outcome in enumerate(seen.plan.outcomes):
        if outcome.often:
            yield ("outcomes", number, "often"), outcome.often, outcome


def r28(seen: Seen) -> Iterator[Finding]:
    """A frequency over several years without fixed years; says until when the first time can wait."""
    fixed = {step.id for step in seen.plan.steps if step.years and not step.own_years}
    said: list[tuple[Path, str, str, Binding]] = [
        (("steps", number, "deadlines", slot), phrase, step.name, step)
        for number, step in enumerate(seen.plan.steps) if step.id not in fixed
        for slot, phrase in step.deadlines.items()]
    told = {step.id for step in seen.plan.steps if any(_is_frequency(seen, each) for each in step.deadlines.values())}
    said += [(("outcomes", number, "often"), outcome.often, outcome.name, outcome)
             for number, outcome in enumerate(seen.plan.outcomes)
             if outcome.often and outcome.step not in fixed | told]
    for path, phrase, what, part in said:
        rule = rule_of(seen, phrase)
        if rule and rule.kind == "frequency" and rule.times and rule.years and rule.years > 1:
            end = seen.year + rule.years - 1
            yield seen.found("R28", path, sentence(
                "“{what}”: {times} lần trong {years} năm mà không định năm nào; trong kỳ {year}-{end}, lần đầu muộn "
                "nhất là năm {latest}, sau đó không còn đủ năm.", what=what, times=rule.times, years=rule.years,
                year=seen.year, end=end, latest=end - rule.times + 1), sentence(
                "ghi “các năm” của bước, như [{year}, {end}]", year=seen.year, end=end), named(part))


def _is_frequency(seen: Seen, phrase: str) -> bool:
    return seen.rule(phrase).kind == "frequency"


def rule_of(seen: Seen, phrase: str) -> Rule | None:
    """The rule of a phrase that need not be a deadline; None when it is not understood."""
    try:
        return seen.rule(phrase)
    except DeadlineError:
        return None
