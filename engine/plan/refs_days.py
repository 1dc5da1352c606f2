"""Are the deadlines understood, are the days real, and do the events they hang on exist?"""

import re
from collections.abc import Iterator
from datetime import date

from engine.base.diagnostic import Diagnostic
from engine.base.text import did_you_mean, fold
from engine.plan.deadline import DeadlineError, Rule, parse_deadline
from engine.plan.known import Found, absent, step_ids
from engine.plan.read import Path, ReadPlan
from engine.plan.rule import BUILT_IN

_WITHOUT_DAY = ("vague", "recurring", "frequency", "untimed")


def days(read: ReadPlan) -> Found:
    for path, phrase in _phrases(read):
        yield from _phrase(read, path, phrase)
    for i, step in enumerate(read.plan.steps):
        for n, slot in enumerate(step.own_deadlines):
            if slot not in step.deadlines:
                near = did_you_mean(slot, step.deadlines)
                yield Diagnostic(read.at("steps", i, "own_deadlines", n), "KH043",
                                 f'bước "{step.id}" không có hạn cho phần "{slot}" để gọi là tự đặt{near}')
    for path, text in _dates(read):
        yield from _date(read, path, text)
    for name, event in read.plan.events.items():
        path = ("events", name)
        yield from absent(read, (*path, "fixed_in"), "KH020", "bước", event.fixed_in, step_ids(read.plan))
        if event.date is None and event.fixed_in is None:
            yield Diagnostic(read.key_at(*path), "KH044",
                             f'sự kiện "{name}" chưa có ngày; thêm "ngày" hoặc "ấn định ở bước"')
        fixed = [fold(n) for s in read.plan.steps if s.id == event.fixed_in for n in s.fixes]
        if event.fixed_in in step_ids(read.plan) and fold(name) not in fixed:
            yield Diagnostic(read.at(*path, "fixed_in"), "KH044",
                             f'bước "{event.fixed_in}" chưa có mục "ấn định" cho sự kiện "{name}"')


def _phrases(read: ReadPlan) -> Iterator[tuple[Path, str]]:
    for i, step in enumerate(read.plan.steps):
        for slot, phrase in step.deadlines.items():
            yield ("steps", i, "deadlines", slot), phrase
        for key in ("opens_from", "cut_off"):
            if phrase := getattr(step, key):
                yield ("steps", i, key), phrase
        for j, time in enumerate(step.recurs.times if step.recurs else ()):
            for key in ("opens_from", "due"):
                if phrase := getattr(time, key):
                    yield ("steps", i, "recurs", "times", j, key), phrase
    for path, part in [(("evidence",), read.plan.evidence),
                       *((("duties", i), duty) for i, duty in enumerate(read.plan.duties))]:
        for key in ("opens_from", "due"):
            if phrase := getattr(part, key):
                yield (*path, key), phrase
    for i, target in enumerate(read.plan.targets):
        if target.until:
            yield ("targets", i, "until"), target.until


def _phrase(read: ReadPlan, path: Path, phrase: str) -> Found:
    place = read.at(*path)
    try:
        rule = parse_deadline(phrase, read.plan.before_is_inclusive)
    except DeadlineError as error:
        near = f'; ý bạn là "{error.near}"?' if error.near else ""
        yield Diagnostic(place, "KH041" if error.code == "no_such_day" else "KH040", error.message + near)
        return
    if says := _without_end(rule, _kind_of(read, path)):
        yield Diagnostic(place, "KH043", f'hạn "{phrase}" {says}')
    known = {fold(name): name for name in (*read.plan.events, *BUILT_IN)}
    for event in rule.events:
        if fold(event) not in known:
            near = did_you_mean(event, known.values())
            yield Diagnostic(place, "KH024", f'hạn "{phrase}" dựa vào sự kiện "{event}" mà kế hoạch không có{near}')


def _kind_of(read: ReadPlan, path: Path) -> str:
    """The key the phrase stands at; a cut-off of opinions alone counts from the task that asks for them."""
    key = str(path[-1])
    if key == "cut_off" and path[0] == "steps":
        step = read.plan.steps[int(path[1])]
        return key if step.needs or not step.opinions else "deadlines"
    return key


def _without_end(rule: Rule, key: str) -> str | None:
    if key in ("opens_from", "cut_off"):
        if rule.kind in _WITHOUT_DAY:
            return "không nêu ngày nào để kheo hẹn"
        if any(fold(event) in map(fold, BUILT_IN) for event in rule.events):
            return "tính từ lúc nhận việc, lúc ấy việc chưa mở; nêu một ngày hoặc một sự kiện"
    elif rule.kind == "start":
        return 'chỉ có ngày bắt đầu; thêm "đến hết ngày …", hoặc dùng mục "mở từ"'
    return None


def _dates(read: ReadPlan) -> Iterator[tuple[Path, str]]:
    if read.plan.issued_on:
        yield ("issued_on",), read.plan.issued_on
    for i, basis in enumerate(read.plan.basis):
        if basis.dated:
            yield ("basis", i, "dated"), basis.dated
    for i, decision in enumerate(read.plan.calendar):
        yield ("calendar", i, "day"), decision.day
    for name, event in read.plan.events.items():
        if event.date:
            yield ("events", name, "date"), event.date


def _date(read: ReadPlan, path: Path, text: str) -> Found:
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if match is None:
        yield Diagnostic(read.at(*path), "KH042", f'"{text}" không phải một ngày; viết như 15/06/2026')
        return
    day, month, year = map(int, match.groups())
    try:
        date(year, month, day)
    except ValueError:
        yield Diagnostic(read.at(*path), "KH041", f"tháng {month} năm {year} không có ngày {day}")
