"""R01, R02 and R26 between two levels: what the guiding plan demands must be met, and in time to be handled."""

from collections.abc import Iterator
from datetime import date

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import Sentence, sentence
from engine.plan.at_work import at_work
from engine.plan.deadline import parse_deadline
from engine.plan.model import Plan
from engine.plan.read import Path
from engine.plan.step import MAIN, Step
from engine.work.deadline import due


def late_for_guide(seen: Seen) -> Iterator[Finding]:
    """R01: a step that meets a demand of the guide is due after it."""
    for step, own, wanted, last in _demanded(seen):
        if own > last:
            yield seen.found(
                "R01", _path(seen, step),
                sentence("Bước “{step}” có hạn {own:%d/%m/%Y} nhưng kế hoạch cấp trên cần kết quả ấy ở bước "
                         "“{wanted}”, hạn {last:%d/%m/%Y}: muộn {days} ngày.", step=step.name, own=own,
                         wanted=wanted.name, last=last, days=(own - last).days),
                _earlier(seen, step, last), named(step))


def close_to_guide(seen: Seen) -> Iterator[Finding]:
    """R02: too few working days between a step and the guide's that it answers."""
    least = seen.plan.thresholds.gap
    for step, own, wanted, last in _demanded(seen):
        between = seen.calendar.working_between(own, last)
        if own <= last and between < least:
            yield seen.found(
                "R02", _path(seen, step),
                sentence("Từ hạn của bước “{step}” ({own:%d/%m/%Y}) đến hạn cấp trên của “{wanted}” ({last:%d/%m/%Y}) "
                         "chỉ có {between} ngày làm việc; cần ít nhất {least}.", step=step.name, own=own,
                         wanted=wanted.name, last=last, between=between, least=least),
                _earlier(seen, step, last), named(step))


def r26(seen: Seen) -> Iterator[Finding]:
    """A dated step that the guide gives to units, and no step of the plan answers."""
    guide = _guide(seen)
    for step in guide.steps if guide else ():
        answered = any(_meets(seen, own, step) for own in seen.plan.steps)
        this_year = not step.years or seen.year in step.years
        if step.scope == "unit" and MAIN in step.deadlines and this_year and not answered and guide:
            yield seen.found(
                "R26", ("guide",),
                sentence("Kế hoạch cấp trên “{guide}” giao “{step}” ({phrase}) nhưng kế hoạch này chưa có bước nào đáp "
                         "ứng.", guide=guide.short, step=step.name, phrase=step.deadlines[MAIN]),
                sentence("ghi “đáp ứng: {id}” ở bước làm việc ấy, hoặc thêm bước", id=step.id), named(step))


def _demanded(seen: Seen) -> Iterator[tuple[Step, date, Step, date]]:
    """Each step that answers the guide with its last day, the step it answers and the last day of that."""
    guide = _guide(seen)
    for step in seen.plan.steps if guide else ():
        own = seen.due(step.id)
        wanted = next((one for one in guide.steps if _meets(seen, step, one)), None) if guide else None
        last = _last_day(seen, guide, wanted) if guide and wanted else None
        if wanted and last and own and own.last_day:
            yield step, own.last_day, wanted, last


def _path(seen: Seen, step: Step) -> Path:
    return "steps", seen.numbers[step.id], "deadlines", MAIN


def _earlier(seen: Seen, step: Step, last: date) -> Sentence:
    day = seen.calendar.add_working(seen.calendar.last_working(last), -seen.plan.thresholds.gap)
    return sentence("đưa hạn của “{step}” lên {earlier:%d/%m/%Y} hoặc trước đó", step=step.name, earlier=day)


def _meets(seen: Seen, own: Step, demanded: Step) -> bool:
    """Whether the step answers that one, or the recurring step of which it is one time."""
    above = seen.read.guide.plan.steps if seen.read.guide else ()
    recurring = {step.id for step in above if step.recurs}
    return own.answers is not None and (
        demanded.id == own.answers or own.answers in recurring and demanded.id.startswith(f"{own.answers}-"))


def _guide(seen: Seen) -> Plan | None:
    """The guiding plan as it is at work in this year."""
    above = seen.read.guide
    return at_work(above, seen.year).plan if above else None


def _last_day(seen: Seen, guide: Plan, step: Step) -> date | None:
    if MAIN not in step.deadlines:
        return None
    rule = parse_deadline(step.deadlines[MAIN], guide.before_is_inclusive)
    dated = {fold(name): day for name, event in guide.events.items() if event.date
             and (day := seen.days(event.date).opening_day)}
    return due(rule, seen.calendar, dated, seen.year).last_day
