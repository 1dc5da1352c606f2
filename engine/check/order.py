"""R01, R02, R18, R31: what comes first must be due first, with time to work in between."""

from collections.abc import Iterable, Iterator
from datetime import date

from engine.check.cascade import close_to_guide, late_for_guide
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import Sentence, sentence
from engine.check.sequence import Pair, fed, followed, once, ordered
from engine.plan.read import Path
from engine.plan.step import MAIN, Step


def r01(seen: Seen) -> Iterator[Finding]:
    """A step due before one that feeds it, or before one after which it opens."""
    for source, target, given, taken in _dated(seen, once(fed(seen), followed(seen))):
        if taken < given:
            yield seen.found(
                "R01", _deadline(seen, target),
                sentence("Bước “{target}” có hạn {taken:%d/%m/%Y} nhưng dùng kết quả của bước “{source}”, "
                         "hạn {given:%d/%m/%Y}: sớm hơn {days} ngày.", target=target.name, taken=taken,
                         source=source.name, given=given, days=(given - taken).days),
                sentence("lùi hạn của “{target}” tới sau {given:%d/%m/%Y}, hoặc đưa hạn của “{source}” lên trước "
                         "{taken:%d/%m/%Y}", target=target.name, given=given, source=source.name, taken=taken),
                named(target, source))
    yield from late_for_guide(seen)


def r02(seen: Seen) -> Iterator[Finding]:
    """Too few working days between a step and the one it feeds."""
    least = seen.plan.thresholds.gap
    for source, target, given, taken in _dated(seen, fed(seen)):
        between = seen.calendar.working_between(given, taken)
        if given < taken and between < least:
            yield seen.found(
                "R02", _deadline(seen, target),
                sentence("Giữa hạn của bước “{source}” ({given:%d/%m/%Y}) và hạn của bước “{target}” "
                         "({taken:%d/%m/%Y}) chỉ có {between} ngày làm việc; cần ít nhất {least}.",
                         source=source.name, given=given, target=target.name, taken=taken, between=between,
                         least=least),
                sentence("để hạn của “{target}” vào {later:%d/%m/%Y} hoặc sau đó, hoặc lấy hạn của “{source}” là "
                         "{earlier:%d/%m/%Y} hoặc trước đó", target=target.name, source=source.name,
                         later=seen.calendar.add_working(given, least),
                         earlier=seen.calendar.add_working(seen.calendar.last_working(taken), -least)),
                named(source, target))
    yield from close_to_guide(seen)


def r18(seen: Seen) -> Iterator[Finding]:
    """Steps in an order, but due together; or due on the day on which the next one starts."""
    for source, target, given, taken in _dated(seen, ordered(seen)):
        if given == taken:
            yield seen.found(
                "R18", _deadline(seen, target),
                sentence("Bước “{source}” làm trước bước “{target}” nhưng cả hai cùng hạn {given:%d/%m/%Y}.",
                         source=source.name, target=target.name, given=given),
                sentence("đưa hạn của “{source}” lên {earlier:%d/%m/%Y} hoặc trước đó, hoặc lùi hạn của “{target}”",
                         source=source.name, target=target.name,
                         earlier=seen.calendar.add_working(given, -max(1, seen.plan.thresholds.gap))),
                named(source, target))
    for source, target, given, start in _starting(seen):
        if given == start and not _window(seen, source):
            yield seen.found(
                "R18", _start_path(seen, target),
                sentence("Bước “{source}” nộp ngày cuối {given:%d/%m/%Y}, đúng ngày bước “{target}” bắt đầu.",
                         source=source.name, given=given, target=target.name), _begin_later(seen, target, given),
                named(source, target))


def r31(seen: Seen) -> Iterator[Finding]:
    """Phases overlap or hand over on one day; a notice is due after what it announces has begun."""
    for source, target, given, start in _starting(seen):
        late = given - start
        if late.days > 0 and source.id == seen.plan.opening:
            says = sentence("Bước “{source}” mở đợt có hạn {given:%d/%m/%Y}, sau khi bước “{target}” đã bắt đầu "
                            "ngày {start:%d/%m/%Y}: muộn {days} ngày.", source=source.name, given=given,
                            target=target.name, start=start, days=late.days)
        elif late.days > 0:
            says = sentence("Bước “{target}” bắt đầu ngày {start:%d/%m/%Y} khi bước “{source}” làm trước nó còn tới "
                            "{given:%d/%m/%Y}: chồng nhau {days} ngày.", source=source.name, given=given,
                            target=target.name, start=start, days=late.days + 1)
        elif late.days == 0 and _window(seen, source):
            says = sentence("Bước “{source}” kết thúc và bước “{target}” bắt đầu trong cùng ngày {start:%d/%m/%Y}.",
                            source=source.name, target=target.name, start=start)
        else:
            continue
        yield seen.found("R31", _start_path(seen, target), says, _begin_later(seen, target, given),
                         named(source, target))


def _begin_later(seen: Seen, target: Step, given: date) -> Sentence:
    return sentence("cho “{target}” bắt đầu từ {later:%d/%m/%Y}, hoặc kết thúc bước trước sớm hơn", target=target.name,
                    later=seen.calendar.add_working(given, 1))


def _dated(seen: Seen, pairs: Iterable[Pair]) -> Iterator[tuple[Step, Step, date, date]]:
    """The pairs with the last day of each; those without a known day are left out."""
    for source, target in pairs:
        given, taken = _last_day(seen, source), _last_day(seen, target)
        if given and taken:
            yield source, target, given, taken


def _starting(seen: Seen) -> Iterator[tuple[Step, Step, date, date]]:
    """The pairs of which the second has a first day, with the last day of the first and that first day."""
    opening = seen.steps[seen.plan.opening]
    begun = [(opening, step) for step in seen.plan.steps if step.scope != "run"]
    for source, target in once(begun, ordered(seen)):
        given, start = _last_day(seen, source), first_day(seen, target)
        if given and start:
            yield source, target, given, start


def first_day(seen: Seen, step: Step) -> date | None:
    """The day on which a step begins, where the plan says so: by `mở từ`, or by the window of its deadline."""
    if step.opens_from:
        return seen.begins(step.opens_from)
    due = seen.due(step.id)
    return due.first_day if due and _window(seen, step) else None


def _window(seen: Seen, step: Step) -> bool:
    """Whether the deadline names the days from which and until which the step lasts."""
    return MAIN in step.deadlines and seen.rule(step.deadlines[MAIN]).kind == "window"


def _last_day(seen: Seen, step: Step) -> date | None:
    due = seen.due(step.id)
    return due.last_day if due else None


def _deadline(seen: Seen, step: Step) -> Path:
    return ("steps", seen.numbers[step.id], "deadlines", MAIN)


def _start_path(seen: Seen, step: Step) -> Path:
    if step.opens_from:
        return ("steps", seen.numbers[step.id], "opens_from")
    return _deadline(seen, step)
