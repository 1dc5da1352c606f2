"""Who takes part: roles, groups of units, recipients, the channel for problems."""

from typing import Annotated, Literal

from pydantic import Field

from engine.plan.element import Binding, Ident, Part, Text, Yes, words

_RELATION = words({"cơ quan": "body", "đơn vị của việc": "subject", "thành viên được chọn": "members",
                   "theo cấp trên của việc": "near"})
_STYLE = words({"đảng": "party", "nhà nước": "state", "không": "none"})
_PURPOSE = words({"để báo cáo": "report", "để thực hiện": "act", "để biết": "know", "lưu": "archive"})


class MemberChoice(Part):
    """The step and the field of its form in which the holders of a role are chosen."""

    step: Ident = Field(alias="bước")
    field: Ident = Field(alias="trường")


class Role(Binding):
    """Who acts. `body`: one named unit. `subject`: the unit the task belongs to. `members`: persons chosen in a step.

    `near`: the units of `kinds` below the unit that leads the matter's unit (see UnitGroup.leads); without `kinds`,
    that leading unit itself.

    `positions` are codes of positions of the organisation; empty means any position in that unit.
    """

    name: Text = Field(alias="tên")
    kind: Annotated[Literal["body", "subject", "members", "near"], *_RELATION] = Field("body", alias="là")
    unit: Ident | None = Field(None, alias="đơn vị")
    kinds: tuple[Ident, ...] = Field((), alias="loại")
    positions: tuple[Ident, ...] = Field((), alias="chức danh")
    chosen: MemberChoice | None = Field(None, alias="chọn ở")
    reads_all: Yes = Field(False, alias="xem cả đợt")
    """May read the whole run and comment, without acting."""
    called: tuple[Text, ...] = Field((), alias="văn bản gọi")
    """The names the document gives this body, where they are several."""
    beyond: Yes = Field(False, alias="trên quyền giao việc")
    """The issuer cannot order this body, only ask it."""


class UnitGroup(Binding):
    """Units that take part, chosen from the organisation by kind or one by one."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    kinds: tuple[Ident, ...] = Field((), alias="loại")
    units: tuple[Ident, ...] = Field((), alias="đơn vị")
    leads: Yes = Field(False, alias="phụ trách đơn vị dưới")
    """A unit of this group leads those below it: its steps see, count and choose among their initiatives."""
    lacks: tuple[Text, ...] = Field((), alias="không có")
    """Bodies that such a unit or person does not have, as confirmations and dossiers name them: "cấp uỷ"."""


class Signer(Part):
    """Who signs the plan."""

    position: Text = Field(alias="chức vụ")
    name: Text = Field(alias="họ tên")


class Issuer(Part):
    """The body that issues the plan and the layout of its documents."""

    unit: Ident = Field(alias="đơn vị")
    style: Annotated[Literal["party", "state", "none"], *_STYLE] = Field(alias="thể thức")
    signer: Signer | None = Field(None, alias="người ký")


class Basis(Binding):
    """A document the plan rests on. Its identity is issuer + type + number + date."""

    type: Text = Field(alias="loại")
    number: Text | None = Field(None, alias="số")
    dated: Text | None = Field(None, alias="ngày")
    issuer: Text = Field(alias="cơ quan")
    about: Text | None = Field(None, alias="về")


class Recipient(Binding):
    """Who receives the plan, and for what."""

    name: Text = Field(alias="tên")
    purpose: Annotated[Literal["report", "act", "know", "archive"], *_PURPOSE] = Field("act", alias="mục đích")
    unit: Ident | None = Field(None, alias="đơn vị")
    """The unit of the organisation that it is; without unit and groups it is outside and gets the paper by post."""
    groups: tuple[Ident, ...] = Field((), alias="nhóm đơn vị")


class Channel(Binding):
    """To whom problems are reported."""

    to: Text = Field(alias="gửi tới")
    help: Text = Field(alias="hướng dẫn")
