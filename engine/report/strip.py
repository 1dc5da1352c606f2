"""The year as a strip: where months, days off, deadlines and events stand, with labels that do not cover each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from engine.base.calendar import WorkCalendar
from engine.report.milestones import Milestone

WIDTH = 1168
_LETTER, _SMALL, _GAP, _TIER = 7.6, 6.8, 12, 42
"""Mean width of a letter of a label and of the line under it; air between labels; height of a tier."""
_LONG_NOTE, _SHORT_NOTE = 23, 17
_LONG_NAME = 30
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class StripPoint:
    """A point on the line; its label stands `tier` steps away from it, set from `text_x` on as `anchor` says."""

    milestone: Milestone
    x: float
    above: bool
    tier: int
    text_x: float
    anchor: Anchor
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Everything in pixels of a picture WIDTH wide. `months`: borders; `middles`: where a month's name stands."""

    points: tuple[StripPoint, ...]
    months: tuple[float, ...]
    middles: tuple[float, ...]
    rests: tuple[tuple[float, float, str], ...]
    today: float | None
    today_day: date
    above: int
    below: int

    @property
    def line(self) -> int:
        """The height of the line; labels above it take `above` tiers, today's mark stands between."""
        return 66 + _TIER * self.above

    @property
    def height(self) -> int:
        return self.line + 34 + _TIER * self.below + 30


def strip(milestones: Sequence[Milestone], year: int, today: date, calendar: WorkCalendar) -> Strip:
    """The strip of a year; an event without a day stands where it may be expected, drawn as a question."""
    start, days = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days

    def at(day: date) -> float:
        return round(min(max((day - start).days, 0), days) * WIDTH / days, 1)

    firsts = [date(year, month, 1) for month in range(1, 13)]
    borders = [at(first) for first in firsts] + [float(WIDTH)]
    middles = tuple(round((a + b) / 2, 1) for a, b in pairwise(borders))
    placed = [(one, at(one.day) if one.day else at(_expected(one, milestones, today, year)))
              for one in milestones if one.day is None or one.day.year == year]
    sides = {side: _labelled([(m, x) for m, x in placed if (m.scope == "run") is side], side) for side in (True, False)}
    points = tuple(sorted((*sides[True], *sides[False]), key=lambda point: point.x))
    tiers = {side: max((p.tier + 1 for p in sides[side]), default=1) for side in sides}
    shown = at(today) if today.year == year else (float(WIDTH) if today.year > year else None)
    return Strip(points, tuple(borders[1:-1]), middles, tuple(_rests(calendar, start, days)), shown, today,
                 tiers[True], tiers[False])


def _labelled(placed: list[tuple[Milestone, float]], above: bool) -> list[StripPoint]:
    """Labels left to right, each in the nearest tier in which it touches no label and no stem before it."""
    reached: list[float] = []
    points: list[StripPoint] = []
    ordered = sorted(placed, key=lambda pair: pair[1])
    for n, (one, x) in enumerate(ordered):
        label = one.name if len(one.name) <= _LONG_NAME else one.name[:_LONG_NAME - 1].rstrip() + "…"
        label = label[:1].upper() + label[1:]
        note = _LONG_NOTE if one.kind == "step" and one.scope == "unit" else _SHORT_NOTE
        half = max(len(label) * _LETTER, note * _SMALL) / 2
        close = n + 1 < len(ordered) and ordered[n + 1][1] - x < half + _GAP
        anchor: Anchor = "start" if x < half else "end" if close or x > WIDTH - half else "middle"
        left = {"start": x - 9, "middle": x - half, "end": x + 9 - 2 * half}[anchor]
        crossed = max((p.tier for p in points if left <= p.x <= left + 2 * half), default=0)
        tier = next((at for at, end in enumerate(reached) if at >= crossed and left >= end + _GAP), len(reached))
        reached[tier:tier + 1] = [left + 2 * half]
        text_x = {"start": x - 9, "middle": x, "end": x + 9}[anchor]
        points.append(StripPoint(one, x, above, tier, round(text_x, 1), anchor, label))
    return points


def _expected(one: Milestone, milestones: Sequence[Milestone], today: date, year: int) -> date:
    """Half-way between the day from which it may be fixed and the next dated point of the run's own work."""
    begin = max(today, one.after or today, date(year, 1, 1))
    dated = [m.day for m in milestones if m.day and m.scope == "run" and m.day > begin and m.day.year == year]
    end = max(min(dated, default=date(year, 12, 31)), begin)
    alike = [m for m in milestones if m.day is None and m.after == one.after]
    return begin + (end - begin) * ((alike.index(one) + 1) / (len(alike) + 1))


def _rests(calendar: WorkCalendar, start: date, days: int) -> list[tuple[float, float, str]]:
    """Holidays with the days off around them: (left, width, name)."""
    found: list[tuple[date, date, str]] = []
    end = start + timedelta(days=days)
    named = sorted(day for day in calendar.names if start <= day < end and not calendar.is_working(day))
    for day in named:
        if found and (day - found[-1][1]).days <= 3:
            found[-1] = (found[-1][0], day, found[-1][2])
        else:
            found.append((day, day, calendar.names[day]))
    unit = WIDTH / days
    return [(round((a - start).days * unit, 1), round(((b - a).days + 1) * unit, 1), name) for a, b, name in found]
