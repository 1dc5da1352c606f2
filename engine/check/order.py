"""R01, R02: what feeds another step must be due before it, with time to work in between."""

from collections.abc import Iterator
from datetime import date

from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.step import MAIN, Step


def r01(seen: Seen) -> Iterator[Finding]:
    """A step due before one that feeds it."""
    for source, target, given, taken in _handed_on(seen):
        if taken < given:
            yield seen.found(
                "R01", _deadline(seen, target),
                sentence("Bước “{target}” có hạn {taken:%d/%m/%Y} nhưng dùng kết quả của bước “{source}”, "
                         "hạn {given:%d/%m/%Y}: sớm hơn {days} ngày.", target=target.name, taken=taken,
                         source=source.name, given=given, days=(given - taken).days),
                sentence("lùi hạn của “{target}” tới sau {given:%d/%m/%Y}, hoặc đưa hạn của “{source}” lên trước "
                         "{taken:%d/%m/%Y}", target=target.name, given=given, source=source.name, taken=taken),
                named(target, source))


def r02(seen: Seen) -> Iterator[Finding]:
    """Too few working days between a step and the one it feeds."""
    least = seen.plan.thresholds.gap
    for source, target, given, taken in _handed_on(seen):
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


def _handed_on(seen: Seen) -> Iterator[tuple[Step, Step, date, date]]:
    """A step, the one it feeds, and the last day of each; pairs without a known day are left out."""
    for source, target in fed(seen):
        given, taken = seen.due(source.id), seen.due(target.id)
        if given and taken and given.last_day and taken.last_day:
            yield source, target, given.last_day, taken.last_day


def fed(seen: Seen) -> tuple[tuple[Step, Step], ...]:
    """Every pair of a step and one that uses its result: by `cung cấp cho` or by `cần`, each once."""
    pairs = [(step.id, other) for step in seen.plan.steps for other in step.feeds]
    pairs += [(need, step.id) for step in seen.plan.steps for need in step.needs]
    return tuple((seen.steps[a], seen.steps[b]) for a, b in dict.fromkeys(pairs))


def _deadline(seen: Seen, step: Step) -> tuple[str | int, ...]:
    return ("steps", seen.numbers[step.id], "deadlines", MAIN)
