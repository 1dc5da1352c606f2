"""The script of a demonstration: who does what on which day, as data beside the plan."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from engine.base.text import nfc
from engine.plan.element import Ident, Part, Text, Yes
from engine.plan.read import read_as
from engine.plan.step import MAIN


def _day(given: object) -> object:
    try:
        return datetime.strptime(str(given), "%d/%m/%Y").date()  # noqa: DTZ007 - a calendar day has no time zone
    except ValueError:
        raise ValueError("phải là một ngày có thật, viết như 23/01/2026") from None


Day = Annotated[date, BeforeValidator(_day)]
GivenForms = dict[str, dict[str, Any]]
"""Form id -> field id -> value, as answers are kept; what is left out is filled with sample answers."""


class ShownAccount(Part):
    """An account to try, and who that is."""

    login: Text = Field(alias="tài khoản")
    role: Text = Field(alias="vai")


class ScriptedAct(Part):
    """On that day every open task of the step (and slot) is done, narrowed to units or initiatives where named."""

    day: Day = Field(alias="ngày")
    step: Ident = Field(alias="bước")
    slot: Text = Field(MAIN, alias="phần")
    units: tuple[Ident, ...] = Field((), alias="đơn vị")
    but: tuple[Ident, ...] = Field((), alias="trừ")
    entries: tuple[Text, ...] = Field((), alias="mô hình")
    outcome: Ident | None = Field(None, alias="kết quả")
    reason: Text | None = Field(None, alias="lý do")
    answers: GivenForms = Field(default_factory=dict, alias="trả lời")
    by_unit: dict[str, GivenForms] = Field(default_factory=dict, alias="theo đơn vị")
    choose: tuple[Text, ...] = Field((), alias="chọn mô hình")
    """Names of initiatives whose rows get their mark `chon`; empty leaves the rows as they come."""
    draft: Yes = Field(False, alias="chỉ nháp")


class Script(Part):
    """A demonstration."""

    begins: Day = Field(alias="bắt đầu")
    until: Day = Field(alias="tới ngày")
    hour: int = Field(9, alias="giờ", ge=0, le=23)
    password: Text = Field(alias="mật khẩu")
    accounts: tuple[ShownAccount, ...] = Field(alias="tài khoản")
    phrases: dict[str, tuple[Text, ...]] = Field(default_factory=dict, alias="mẫu câu")
    """Field id -> sentences to choose from where the script says nothing."""
    acts: tuple[ScriptedAct, ...] = Field(alias="việc")


def read_script(text: str, file: str) -> Script:
    """Raises PlanError with every mistake."""
    return read_as(Script, "kịch bản", nfc(text), file).value
