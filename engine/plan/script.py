"""The script of a demonstration: who does what on which day, as data beside the plan."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator

from engine.base.text import nfc
from engine.plan.element import Ident, Part, Text
from engine.plan.organisation import Login
from engine.plan.read import read_as
from engine.plan.step import MAIN


def _day(given: object) -> object:
    try:
        return datetime.strptime(str(given), "%d/%m/%Y").date()  # noqa: DTZ007 - a calendar day has no time zone
    except ValueError:
        raise ValueError("phải là một ngày có thật, viết như 23/01/2026") from None


Day = Annotated[date, BeforeValidator(_day)]
GivenForms = dict[str, dict[str, Any]]
"""Form id -> field id -> value, as answers are kept; units by code, people by login, initiatives by name.
What is left out is filled with sample answers."""


class ShownAccount(Part):
    """An account to try, and who that is."""

    login: Login = Field(alias="tài khoản")
    role: Text = Field(alias="vai")


class Proposal(Part):
    """An initiative proposed outside registration."""

    day: Day = Field(alias="ngày")
    by: Login = Field(alias="người")
    answers: dict[str, Any] = Field(alias="trả lời")


class ScriptedAct(Part):
    """On that day every open task of the step (and slot) is done, narrowed to what is named.

    Where no unit or initiative is named but some have answers of their own, the act is about those alone.
    """

    day: Day = Field(alias="ngày")
    step: Ident = Field(alias="bước")
    slot: Text = Field(MAIN, alias="phần")
    by: Login | None = Field(None, alias="người")
    """Who does it; else whoever holds the first position of the role."""
    units: tuple[Ident, ...] = Field((), alias="đơn vị")
    but: tuple[Ident, ...] = Field((), alias="trừ đơn vị")
    entries: tuple[Text, ...] = Field((), alias="mô hình")
    but_entries: tuple[Text, ...] = Field((), alias="trừ mô hình")
    outcome: Ident | None = Field(None, alias="kết quả")
    reason: Text | None = Field(None, alias="lý do")
    answers: GivenForms = Field(default_factory=dict, alias="trả lời")
    by_unit: dict[str, GivenForms] = Field(default_factory=dict, alias="theo đơn vị")
    by_entry: dict[str, GivenForms] = Field(default_factory=dict, alias="theo mô hình")
    chosen: tuple[Text, ...] = Field((), alias="chọn mô hình")
    """Names of initiatives whose rows get the mark; the other rows lose it. Empty leaves the rows as they come."""
    mark: Ident = Field("chon", alias="cột chọn")
    rows: dict[str, dict[str, Any]] = Field(default_factory=dict, alias="theo dòng")
    """Name of an initiative -> column -> value, in whichever table has its row."""
    draft: int | None = Field(None, alias="nháp", ge=0, le=100)
    """Not sent: a draft with at most so many per cent of the required answers."""
    says: Text | None = Field(None, alias="nói")
    """Not done: said about the task."""

    @property
    def only_units(self) -> frozenset[str]:
        """Codes of the units it is about; empty means all."""
        return frozenset(self.units or self.by_unit)

    @property
    def only_entries(self) -> frozenset[str]:
        """Names of the initiatives it is about; empty means all."""
        return frozenset(self.entries or self.by_entry)


class Script(Part):
    """A demonstration."""

    begins: Day = Field(alias="bắt đầu")
    until: Day = Field(alias="tới ngày")
    """The day that is shown unless another is asked for; acts may lie beyond it."""
    hour: int = Field(9, alias="giờ", ge=0, le=23)
    password: Text = Field(alias="mật khẩu")
    accounts: tuple[ShownAccount, ...] = Field(alias="tài khoản", min_length=1)
    """The first one prepares the run."""
    phrases: dict[str, tuple[Text, ...]] = Field(default_factory=dict, alias="mẫu câu")
    """Field id, or field id/field of work -> answers to choose from where the script says nothing."""
    attached: tuple[Ident, ...] = Field((), alias="tệp kèm")
    """Files that need not be attached and are."""
    acts: tuple[ScriptedAct, ...] = Field(alias="việc")
    proposals: tuple[Proposal, ...] = Field((), alias="đề xuất")

    @field_validator("acts")
    @classmethod
    def _in_order(cls, acts: tuple[ScriptedAct, ...]) -> tuple[ScriptedAct, ...]:
        for before, after in zip(acts, acts[1:], strict=False):
            if after.day < before.day:
                raise ValueError(f"ngày {after.day:%d/%m/%Y} đứng sau ngày {before.day:%d/%m/%Y}; xếp theo thứ tự ngày")
        return acts


def read_script(text: str, file: str) -> Script:
    """Raises PlanError with every mistake."""
    return read_as(Script, "kịch bản", nfc(text), file).value
