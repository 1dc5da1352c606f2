"""The official calendar: the years whose days off are announced and the decisions that change single days."""

from functools import cache

from pydantic import Field

from engine.base.calendar import DayOverride, WorkCalendar
from engine.base.vietnam import vietnam_calendar
from engine.plan.element import Part, Text, WorkingOrOff
from engine.plan.folder import data_dir, read_text
from engine.plan.organisation import Day
from engine.plan.read import read_as

FILE = "official-calendar.yaml"


class OfficialDay(Part):
    """One day that a dated decision makes a day off or a working day."""

    day: Day = Field(alias="ngày")
    working: WorkingOrOff = Field(alias="là")
    source: Text = Field(alias="theo")
    decided_on: Day = Field(alias="quyết định ngày")
    about: Text = Field(alias="về")


class OfficialCalendar(Part):
    """What has been announced; a year that is not listed is provisional."""

    announced: tuple[int, ...] = Field(alias="năm đã công bố")
    decisions: tuple[OfficialDay, ...] = Field((), alias="quyết định")


@cache
def announced() -> OfficialCalendar:
    """What plan_configs/official-calendar.yaml says; PlanError with every mistake at its place."""
    file = data_dir("plan_configs") / FILE
    return read_as(OfficialCalendar, "lịch chính thức", read_text(file), str(file)).value


def official_calendar(first: int, last: int) -> WorkCalendar:
    """The calendar of the years `first` to `last`, both included, with all official decisions."""
    known = announced()
    decided = tuple(DayOverride(d.day, d.working, f"{d.about}, theo {d.source}") for d in known.decisions)
    return vietnam_calendar(first, last, decided, frozenset(known.announced))
