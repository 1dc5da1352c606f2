"""Do the plan's own tests name steps, fields and days that exist?"""

from collections.abc import Iterator

from engine.base.diagnostic import Diagnostic
from engine.plan.known import Found, absent, fields_of, step_ids
from engine.plan.read import Path, ReadPlan
from engine.plan.trial import TrialAct, day_of, is_day

_LEAP = 2028


def trials(read: ReadPlan) -> Found:
    for i, trial in enumerate(read.plan.trials):
        path: Path = ("trials", i)
        for j, act in enumerate(trial.acts):
            yield from _act(read, act, (*path, "acts", j))
        for j, one in enumerate(trial.expected):
            yield from absent(read, (*path, "expected", j, "step"), "KH020", "bước", one.step, step_ids(read.plan))
    for path, text in _days(read):
        yield from _day(read, path, text)


def _act(read: ReadPlan, act: TrialAct, path: Path) -> Found:
    yield from absent(read, (*path, "step"), "KH020", "bước", act.step, step_ids(read.plan))
    if act.step in step_ids(read.plan):
        known = fields_of(read.plan, read.plan.step(act.step))
        for name in act.answers:
            yield from absent(read, (*path, "answers", name), "KH022",
                              f'trường trong biểu mẫu của bước "{act.step}" tên', name, known)


def _days(read: ReadPlan) -> Iterator[tuple[Path, str]]:
    for i, trial in enumerate(read.plan.trials):
        yield ("trials", i, "until"), trial.until
        for j, act in enumerate(trial.acts):
            yield ("trials", i, "acts", j, "day"), act.day
        for j, one in enumerate(trial.expected):
            for key in ("last_day", "last_working_day"):
                if text := getattr(one, key):
                    yield ("trials", i, "expected", j, key), text


def _day(read: ReadPlan, path: Path, text: str) -> Found:
    if not is_day(text):
        yield Diagnostic(read.at(*path), "KH042", f'"{text}" không phải một ngày; viết như 15/06/2026')
        return
    try:
        day_of(text, _LEAP)
    except ValueError:
        day, month, *year = text.split("/")
        of_year = f" năm {year[0]}" if year else ""
        yield Diagnostic(read.at(*path), "KH041", f"tháng {int(month)}{of_year} không có ngày {int(day)}")
