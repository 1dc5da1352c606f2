"""What a plan measures by: fields with topics, the register, targets, rules, criteria, dossiers."""

from typing import Annotated, Literal

from pydantic import Field

from engine.plan.element import Binding, Ident, Part, Text, Yes, words
from engine.plan.form import Option

_HOW = words({"hệ thống kiểm tra": "checked", "đánh giá đạt": "assessed", "chấm điểm": "scored"})
_BOUND = words({"đúng": "exact", "ít nhất": "minimum", "nhiều nhất": "maximum", "phấn đấu": "aim"})
_PER = words({"đơn vị": "unit", "cả đợt": "run", "cơ quan": "body"})


class FieldOfWork(Binding):
    """A field (lĩnh vực) with its topics and the programmes of the level above."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    heading: Text | None = Field(None, alias="tên trên biểu")
    """The section heading on the official form, where it differs."""
    topics: tuple[Option, ...] = Field((), alias="chủ đề")
    programmes: tuple[Option, ...] = Field((), alias="chương trình")
    residual: Yes = Field(False, alias="lĩnh vực khác")


class Attribute(Binding):
    """One thing the register knows of an entry."""

    id: Ident = Field(alias="mã")
    label: Text = Field(alias="nhãn")
    personal: Yes = Field(False, alias="dữ liệu cá nhân")
    options: tuple[Option, ...] = Field((), alias="lựa chọn")


class Nomination(Binding):
    """An initiative found outside registration: who may propose it; whether registration and appraisal are waived."""

    by: Text = Field(alias="người đề xuất")
    waives_registration: Yes = Field(alias="miễn đăng ký")
    waives_appraisal: Yes = Field(False, alias="miễn thẩm định")
    form: Ident = Field(alias="biểu mẫu")


class Register(Binding):
    """The register of entries (initiatives).

    `counted` says which entries count towards targets, `public` which ones every unit of the run may read.
    """

    name: Text = Field(alias="tên")
    attributes: tuple[Attribute, ...] = Field(alias="thuộc tính")
    title: Ident = Field(alias="tên gọi theo")
    """The attribute that names an entry."""
    field: Ident = Field(alias="lĩnh vực theo")
    counted: Text = Field("True", alias="tính vào chỉ tiêu khi")
    public: Text = Field("False", alias="công khai khi")
    nomination: Nomination | None = Field(None, alias="đề xuất ngoài đăng ký")


class Target(Binding):
    """A figure to reach. per unit: share of units with `at_least` counted entries; body: progress of one unit."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    per: Annotated[Literal["unit", "run", "body"], *_PER] = Field("unit", alias="tính theo")
    bound: Annotated[Literal["exact", "minimum", "maximum", "aim"], *_BOUND] = Field("minimum", alias="mức")
    amount: int = Field(1, alias="số lượng", ge=0)
    share: int = Field(100, alias="tỷ lệ phần trăm", ge=0, le=100)
    groups: tuple[Ident, ...] = Field((), alias="nhóm đơn vị")
    unit: Ident | None = Field(None, alias="đơn vị")
    when: Text | None = Field(None, alias="mô hình khi")
    until: Text | None = Field(None, alias="thời hạn")
    split_by: Ident | None = Field(None, alias="chia theo")
    note: Text | None = Field(None, alias="ghi chú")


class Principle(Binding):
    """A rule of the plan kept by the program's behaviour; says how it is kept."""

    says: Text = Field(alias="nội dung")
    kept_by: Text = Field(alias="thực hiện bằng")


class Criterion(Binding):
    """One criterion. `checked` ones carry a condition over data; `scored` ones a maximum."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="nội dung")
    how: Annotated[Literal["checked", "assessed", "scored"], *_HOW] = Field("assessed", alias="cách đánh giá")
    holds: Text | None = Field(None, alias="điều kiện")
    when: Text | None = Field(None, alias="chỉ khi")
    maximum: int = Field(10, alias="điểm tối đa", ge=1)
    evidence: Yes = Field(False, alias="cần minh chứng")


class CriteriaSet(Binding):
    """Criteria that apply together; may include other sets."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    includes: tuple[Ident, ...] = Field((), alias="gồm cả")
    when: Text | None = Field(None, alias="chỉ khi")
    criteria: tuple[Criterion, ...] = Field((), alias="tiêu chí")
    pass_mark: float | None = Field(None, alias="điểm đạt")
    """Average total, in per cent of the maximum, from which the proposal is to recognise."""


class DossierItem(Binding):
    """One paper of a dossier; the field of its id in the step's forms says whether it is there.

    `copies_in`: the field with the number of copies; `confirmed_in`: a mark for each of `confirmations`, in order.
    """

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    copies: int = Field(1, alias="số bản", ge=1)
    copies_in: Ident | None = Field(None, alias="số bản ghi ở")
    confirmations: tuple[Text, ...] = Field((), alias="xác nhận")
    confirmed_in: tuple[Ident, ...] = Field((), alias="xác nhận ghi ở")
    required: Yes = Field(True, alias="bắt buộc")
    when: Text | None = Field(None, alias="chỉ khi")


class Dossier(Binding):
    """Papers that must be together."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    items: tuple[DossierItem, ...] = Field(alias="thành phần", min_length=1)


class Waiver(Part):
    """A finding of the checker, or a clause of the register, accepted in writing."""

    rule: Text | None = Field(None, alias="quy tắc")
    clause: Text | None = Field(None, alias="mã")
    at: Text | None = Field(None, alias="mục")
    reason: Text = Field(alias="lý do")
    by: Text = Field(alias="người chấp nhận")
