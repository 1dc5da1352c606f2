"""The times at which a recurring step comes up within a year, each as a step of its own."""

from collections.abc import Mapping
from datetime import timedelta

from engine.plan.deadline import parse_deadline
from engine.plan.step import MAIN, Occurrence, Recurrence, Step

_ROMAN = ("I", "II", "III", "IV")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _whole(key: str, name: str, first: int, last: int) -> Occurrence:
    """The months from first to last: opens on the first day, due on the last."""
    return Occurrence.model_validate({"mã": key, "tên": name, "mở từ": f"ngày 01/{first:02d}",
                                      "hạn": f"chậm nhất ngày {_DAYS[last - 1]:02d}/{last:02d}"})


_PERIODS: Mapping[str, tuple[Occurrence, ...]] = {
    "month": tuple(_whole(f"t{n:02d}", f"tháng {n}", n, n) for n in range(1, 13)),
    "quarter": tuple(_whole(f"q{n}", f"quý {_ROMAN[n - 1]}", 3 * n - 2, 3 * n) for n in range(1, 5)),
    "half": (_whole("k1", "6 tháng đầu năm", 1, 6), _whole("k2", "6 tháng cuối năm", 7, 12)),
    "year": (_whole("nam", "năm {năm}", 1, 12),),
}


def times_of(recurrence: Recurrence) -> tuple[Occurrence, ...]:
    """The times of a year, from early to late."""
    return _PERIODS[recurrence.every] if recurrence.every else recurrence.times


def occurrences(step: Step, recurrence: Recurrence, year: int | None, before_is_inclusive: bool) -> tuple[Step, ...]:
    """One step for each time; its id and name end with those of the time."""
    return tuple(_occurrence(step, recurrence, time, year, before_is_inclusive) for time in times_of(recurrence))


def _occurrence(step: Step, recurrence: Recurrence, time: Occurrence, year: int | None, inclusive: bool) -> Step:
    own = (*step.own_deadlines, MAIN) if recurrence.own else step.own_deadlines
    return only_in_time(step.model_copy(update={
        "id": f"{step.id}-{time.id}", "name": f"{step.name} {time.name}", "recurs": None,
        "title": f"{step.title or step.name} {time.name}", "opens_from": time.opens_from,
        "deadlines": {**step.deadlines, MAIN: time.due}, "own_deadlines": own}), year, inclusive)


def only_in_time(step: Step, year: int | None, inclusive: bool) -> Step:
    """The step, passed over where the plan was published when its last day had gone by."""
    rule = parse_deadline(step.deadlines[MAIN], inclusive)
    if year is None or rule.day is None or rule.count is not None:
        return step
    last = rule.day.on(year) - timedelta(days=rule.bound == "exclusive")
    in_time = f'not (dot.ban_hanh > "{last.isoformat()}")'
    return step.model_copy(update={"when": f"({step.when}) and {in_time}" if step.when else in_time})
