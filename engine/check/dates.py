"""R11, R12, R13: deadlines that are missing, that hang on nothing, that fall on a day off or into the past."""

from collections.abc import Iterator
from datetime import date, datetime

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import Sentence, sentence
from engine.plan.element import Binding
from engine.plan.occurrences import times_of
from engine.plan.step import MAIN, Event, Step

_WEEKDAYS = (sentence("thứ Hai"), sentence("thứ Ba"), sentence("thứ Tư"), sentence("thứ Năm"), sentence("thứ Sáu"),
             sentence("thứ Bảy"), sentence("Chủ nhật"))
_UNDATED = ("vague", "recurring", "frequency", "untimed")


def r11(seen: Seen) -> Iterator[Finding]:
    """A step with an owner but no deadline, or one that recurs without a day."""
    for number, step in enumerate(seen.plan.steps):
        path = ("steps", number, "deadlines", MAIN)
        phrase = step.deadlines.get(MAIN)
        if step.recurs:
            if step.recurs.own and not step.own:
                yield seen.found("R11", ("steps", number), sentence(
                    "Văn bản nói “{step}” làm định kỳ mà không nêu kỳ nào; {count} kỳ trong năm do cơ quan ban hành tự "
                    "đặt.", step=step.name, count=len(times_of(step.recurs))), sentence(
                    "ghi các kỳ này vào văn bản hướng dẫn hoặc văn bản triển khai"), named(step))
        elif phrase is None:
            if step.id != seen.plan.opening:
                yield seen.found("R11", ("steps", number), sentence(
                    "Bước “{step}” có người chủ trì nhưng không có hạn.", step=step.name), _give_a_day(), named(step))
        elif seen.rule(phrase).kind in _UNDATED:
            yield seen.found("R11", path, sentence(
                "Hạn “{phrase}” của bước “{step}” không nêu ngày nào.", phrase=phrase, step=step.name), sentence(
                "ấn định ngày cho từng lần, ghi “hạn tự đặt: [{slot}]”", slot=MAIN), named(step))
        elif MAIN in step.own_deadlines and not step.own:
            yield seen.found("R11", path, sentence(
                "Văn bản không cho bước “{step}” hạn nào; hạn “{phrase}” do cơ quan ban hành tự đặt.",
                step=step.name, phrase=phrase), sentence("ghi hạn này vào văn bản hướng dẫn hoặc văn bản triển khai"),
                named(step))


def _give_a_day() -> Sentence:
    return sentence("thêm “hạn”; nếu văn bản không nêu thì đặt và ghi “hạn tự đặt: [{slot}]”", slot=MAIN)


def r12(seen: Seen) -> Iterator[Finding]:
    """A deadline hangs on an event that the document neither dates nor lets a step fix."""
    for name, event in seen.plan.events.items():
        if event.date:
            continue
        hanging = tuple(step for step in seen.plan.steps if fold(name) in _events_of(seen, step))
        clauses = named(*hanging, event)
        if event.own and hanging:
            yield seen.found("R12", ("events", name), sentence(
                "Hạn của {count} bước ({steps}) dựa vào “{event}”, mà văn bản không cho ngày và không giao bước nào "
                "ấn định.", count=len(hanging), steps=_names(hanging), event=name), _let_fix(seen, event), clauses)
        if any(step.id == event.fixed_in for step in hanging):
            yield seen.found("R12", ("events", name), sentence(
                "Bước “{step}” ấn định ngày “{event}” nhưng hạn của chính bước ấy lại dựa vào ngày đó.",
                step=seen.steps[event.fixed_in or ""].name, event=name), sentence(
                "cho bước ấn định một hạn riêng, không dựa vào “{event}”", event=name), clauses)


def _let_fix(seen: Seen, event: Event) -> Sentence:
    if event.fixed_in:
        return sentence("ghi ngày vào kế hoạch; hiện do bước “{step}” ấn định khi thực hiện",
                        step=seen.steps[event.fixed_in].name)
    return sentence("thêm “ngày” hoặc “ấn định ở bước” cho sự kiện này")


def _events_of(seen: Seen, step: Step) -> set[str]:
    phrases = [*step.deadlines.values(), step.opens_from, step.cut_off]
    return {fold(event) for phrase in phrases if phrase for event in seen.rule(phrase).events}


def _names(steps: tuple[Step, ...]) -> str:
    return ", ".join(f"“{step.name}”" for step in steps)


def r13(seen: Seen) -> Iterator[Finding]:
    """The last day is a day off, or lies before the plan itself can have been issued."""
    issued = _issued(seen)
    for step, slot, due in seen.dues():
        path = ("steps", seen.numbers[step.id], "deadlines", slot)
        if due.last_day is None or due.last_working_day is None:
            continue
        if due.last_day != due.last_working_day:
            yield seen.found("R13", path, sentence(
                "Ngày cuối của bước “{step}” là {last}; ngày làm việc cuối là {working}.", step=step.name,
                last=_day(seen, due.last_day), working=_day(seen, due.last_working_day)), sentence(
                "ghi hạn là {working:%d/%m/%Y}, hoặc nhắc người làm theo ngày ấy", working=due.last_working_day),
                named(step))
        if issued and due.last_day < issued[0]:
            said, repair = _passed(seen, step, due.last_day, issued[0]), sentence("đặt hạn sau ngày ban hành kế hoạch")
            yield seen.found("R13", path, said, repair, named(step, *issued[1]))


def _passed(seen: Seen, step: Step, last: date, issued: date) -> Sentence:
    if seen.plan.issued_on:
        return sentence("Hạn của bước “{step}” hết ngày {last:%d/%m/%Y}, trước ngày {issued:%d/%m/%Y} của chính kế "
                        "hoạch: đã qua khi kế hoạch ban hành.", step=step.name, last=last, issued=issued)
    return sentence("Hạn của bước “{step}” hết ngày {last:%d/%m/%Y}, trước ngày {issued:%d/%m/%Y} của văn bản mà kế "
                    "hoạch căn cứ vào: đã qua khi kế hoạch ban hành.", step=step.name, last=last, issued=issued)


def _issued(seen: Seen) -> tuple[date, tuple[Binding, ...]] | None:
    """The plan's own date, else the latest date of its basis, as it cannot be older; None for a plan that recurs."""
    if seen.plan.year is None:
        return None
    if seen.plan.issued_on:
        return _written(seen.plan.issued_on), ()
    dated = [(_written(basis.dated), number) for number, basis in enumerate(seen.plan.basis) if basis.dated]
    latest = max(dated, default=None)
    return (latest[0], (seen.plan.basis[latest[1]],)) if latest else None


def _written(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a calendar day has no time zone


def _day(seen: Seen, day: date) -> Sentence:
    weekday = _WEEKDAYS[day.weekday()]
    if day.weekday() < 5 and not seen.calendar.is_working(day):
        name = seen.calendar.names.get(day)
        holiday = sentence("nghỉ {name}", name=name) if name else sentence("ngày nghỉ")
        return sentence("{weekday} {day:%d/%m/%Y} ({holiday})", weekday=weekday, day=day, holiday=holiday)
    return sentence("{weekday} {day:%d/%m/%Y}", weekday=weekday, day=day)
