"""R01, R02 and R26 between two levels: what the guiding plan demands must be met, and in time to be handled."""

from collections.abc import Iterator
from datetime import date

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.at_work import at_work
from engine.plan.deadline import parse_deadline
from engine.plan.model import Plan
from engine.plan.step import MAIN, Step
from engine.work.deadline import due


def too_late_for_guide(seen: Seen) -> Iterator[Finding]:
    """R01: a step that meets a demand of the guide is due after it. R02: too few working days before it."""
    guide = _guide(seen)
    for step in seen.plan.steps:
        own = seen.due(step.id)
        wanted = next((one for one in guide.steps if _meets(step, one)), None) if guide else None
        last = _last_day(seen, guide, wanted) if guide and wanted else None
        if guide is None or wanted is None or last is None or own is None or own.last_day is None:
            continue
        path = ("steps", seen.numbers[step.id], "deadlines", MAIN)
        between, least = seen.calendar.working_between(own.last_day, last), seen.plan.thresholds.gap
        if own.last_day > last:
            yield seen.found(
                "R01", path,
                sentence("Bước “{step}” có hạn {own:%d/%m/%Y} nhưng kế hoạch cấp trên “{guide}” cần kết quả ấy ở bước "
                         "“{wanted}”, hạn {last:%d/%m/%Y}: muộn {days} ngày.", step=step.name, own=own.last_day,
                         guide=guide.short, wanted=wanted.name, last=last, days=(own.last_day - last).days),
                sentence("đưa hạn của “{step}” lên {earlier:%d/%m/%Y} hoặc trước đó", step=step.name,
                         earlier=seen.calendar.add_working(seen.calendar.last_working(last), -least)), named(step))
        elif between < least:
            yield seen.found(
                "R02", path,
                sentence("Từ hạn của bước “{step}” ({own:%d/%m/%Y}) đến hạn cấp trên của “{wanted}” ({last:%d/%m/%Y}) "
                         "chỉ có {between} ngày làm việc; cần ít nhất {least}.", step=step.name, own=own.last_day,
                         wanted=wanted.name, last=last, between=between, least=least),
                sentence("đưa hạn của “{step}” lên {earlier:%d/%m/%Y} hoặc trước đó", step=step.name,
                         earlier=seen.calendar.add_working(seen.calendar.last_working(last), -least)), named(step))


def r26(seen: Seen) -> Iterator[Finding]:
    """A dated step that the guide gives to units, and no step of the plan answers."""
    guide = _guide(seen)
    for step in guide.steps if guide else ():
        answered = any(_meets(own, step) for own in seen.plan.steps)
        if step.scope == "unit" and MAIN in step.deadlines and not answered and guide:
            yield seen.found(
                "R26", ("guide",),
                sentence("Kế hoạch cấp trên “{guide}” giao “{step}” ({phrase}) nhưng kế hoạch này chưa có bước nào đáp "
                         "ứng.", guide=guide.short, step=step.name, phrase=step.deadlines[MAIN]),
                sentence("ghi “đáp ứng: {id}” ở bước làm việc ấy, hoặc thêm bước", id=step.id), named(step))


def _meets(own: Step, demanded: Step) -> bool:
    """Whether the step answers that one, or the recurring step of which it is one time."""
    return own.answers is not None and (
        demanded.id == own.answers or demanded.id.startswith(f"{own.answers}-") and demanded.recurs is None)


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
