"""Plan tests: on a day, after these acts, these tasks are open. Run on the rehearsal's clock by `kheo plan check`."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from engine.plan.element import Ident, Part, Text, Yes
from engine.plan.step import MAIN


def _listed(given: object) -> object:
    return (given,) if isinstance(given, str) else given


Units = Annotated[tuple[Ident, ...], BeforeValidator(_listed), WithJsonSchema(
    {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})]
"""One code, or a list of codes."""


class TrialAct(Part):
    """On that day every open task of the step (and slot) is done, narrowed to what is named; answers that are not
    given are made up so that they pass."""

    day: Text = Field(alias="ngày")
    step: Ident = Field(alias="làm")
    slot: Text = Field(MAIN, alias="phần")
    units: Units = Field((), alias="đơn vị")
    but: Units = Field((), alias="trừ đơn vị")
    entry: Text | None = Field(None, alias="mô hình")
    outcome: Text | None = Field(None, alias="kết quả")
    """Id or words of an outcome of the block; the first that sends nothing back when absent."""
    reason: Text | None = Field(None, alias="lý do")
    answers: dict[Ident, Any] = Field(default_factory=dict, alias="điền")
    """Field id -> answer; units by code, people by login, initiatives by name."""


class Expected(Part):
    """What must be true in the evening of the test's day."""

    step: Ident = Field(alias="việc")
    slot: Text | None = Field(None, alias="phần")
    unit: Ident | None = Field(None, alias="đơn vị")
    entry: Text | None = Field(None, alias="mô hình")
    open: Yes = Field(True, alias="đang mở")
    last_day: Text | None = Field(None, alias="hạn cuối")
    last_working_day: Text | None = Field(None, alias="ngày làm việc cuối")
    overdue: Yes | None = Field(None, alias="quá hạn")


class Trial(Part):
    """One plan test. The opening step is done on the first day unless an act does it.

    It takes place in the organisation beside the plan: the bodies of the plan, the units that the test names and two
    more that take part.
    """

    name: Text = Field(alias="tên")
    until: Text = Field(alias="đến ngày")
    acts: tuple[TrialAct, ...] = Field((), alias="khi")
    expected: tuple[Expected, ...] = Field(alias="thì", min_length=1)

    @property
    def units(self) -> frozenset[str]:
        """Codes of the units it names."""
        named = [code for act in self.acts for code in (*act.units, *act.but)]
        return frozenset([*named, *(one.unit for one in self.expected if one.unit)])


def is_day(text: str) -> bool:
    """Whether it is written as a day: 05/02/2026, or 05/02 in the year of the run."""
    return re.fullmatch(r"\d{1,2}/\d{1,2}(/\d{4})?", text) is not None


def day_of(text: str, year: int) -> date:
    """The day of such a text; ValueError when no month has it."""
    day, month, *own = (int(part) for part in text.split("/"))
    return date(own[0] if own else year, month, day)
