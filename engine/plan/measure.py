"""What a plan measures by: fields with topics, the register, targets, rules, dossiers, outcomes."""

from typing import Annotated, Literal

from pydantic import Field

from engine.plan.element import Binding, Ident, Part, Text, Yes, words
from engine.plan.form import Option

_BOUND_WORDS = {"đúng": "exact", "ít nhất": "minimum", "nhiều nhất": "maximum", "phấn đấu": "aim",
                "khuyến nghị": "recommended"}
_BOUND = words({**_BOUND_WORDS, "không nói": "unsaid"})
_UNDERSTOOD = words(_BOUND_WORDS)
_OUTCOME = words({"công nhận": "recognition", "khen thưởng": "award", "xác nhận": "confirmation",
                  "biểu dương": "praise", "điển hình": "exemplar"})
_PER = words({"đơn vị": "unit", "cả đợt": "run", "cơ quan": "body", "nhóm": "group"})
_ON_SENDING = words({"từ chối": "refuse", "nhắc": "warn", "không kiểm tra": "none"})

Bound = Literal["exact", "minimum", "maximum", "aim", "recommended"]


class FieldOfWork(Binding):
    """A field (lĩnh vực) with its topics and the programmes of the level above."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    heading: Text | None = Field(None, alias="tên trên biểu")
    """The section heading on the official form, where it differs."""
    topics: tuple[Option, ...] = Field((), alias="chủ đề")
    programmes: tuple[Option, ...] = Field((), alias="chương trình")
    residual: Yes = Field(False, alias="lĩnh vực khác")
    called: tuple[Text, ...] = Field((), alias="văn bản gọi")
    """The names the document gives this field, where they are several."""


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
    origin: Ident | None = Field(None, alias="nhân rộng từ")
    """The attribute that names the initiative of which an entry is a replication."""
    nomination: Nomination | None = Field(None, alias="đề xuất ngoài đăng ký")


class Target(Binding):
    """A figure to reach, counted in entries of the register.

    per unit: the share of units that have the amount; group: each of the groups has it together; body: one unit; run:
    all together. With `portions` the amount is demanded value by value of the attribute the target is split by, and
    `amount` is not looked at.
    """

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    per: Annotated[Literal["unit", "run", "body", "group"], *_PER] = Field("unit", alias="tính theo")
    bound: Annotated[Bound | Literal["unsaid"], *_BOUND] = Field("minimum", alias="mức")
    understood: Annotated[Bound | None, *_UNDERSTOOD] = Field(None, alias="hiểu là")
    """How a bound the document leaves unsaid, or a range, is counted."""
    amount: int = Field(1, alias="số lượng", ge=0)
    amount_to: int | None = Field(None, alias="đến", ge=0)
    """The upper end where the document writes a range ("từ 01 đến 02")."""
    share: int = Field(100, alias="tỷ lệ phần trăm", ge=0, le=100)
    groups: tuple[Ident, ...] = Field((), alias="nhóm đơn vị")
    unit: Ident | None = Field(None, alias="đơn vị")
    when: Text | None = Field(None, alias="mô hình khi")
    until: Text | None = Field(None, alias="thời hạn")
    split_by: Ident | None = Field(None, alias="chia theo")
    asked: Yes = Field(False, alias="đề nghị")
    """Asked of a body the issuer cannot order, not assigned."""
    own_criteria: Yes = Field(False, alias="tiêu chí tự đặt")
    """It counts a quality ("tiêu biểu") for which the document gives no criteria; the issuing body says which."""
    portions: dict[Ident, int] = Field(default_factory=dict, alias="trong đó")
    """Value of the attribute in `split_by` -> amount: two collectives and four individuals."""
    with_below: Yes = Field(False, alias="gồm đơn vị cấp dưới")
    """Entries of the units below a unit in the organisation count as its own."""
    on_sending: Annotated[Literal["refuse", "warn", "none"], *_ON_SENDING] = Field("none", alias="khi gửi")
    """What happens when a registration is sent that does not keep to it."""
    note: Text | None = Field(None, alias="ghi chú")


class Principle(Binding):
    """A rule of the plan kept by the program's behaviour; says how it is kept."""

    says: Text = Field(alias="nội dung")
    kept_by: Text = Field(alias="thực hiện bằng")


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
    form: Ident | None = Field(None, alias="biểu mẫu")
    """The form of the plan that is this paper's template; None when the document gives none."""


class Dossier(Binding):
    """Papers that must be together."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    items: tuple[DossierItem, ...] = Field(alias="thành phần", min_length=1)
    outcome: Ident | None = Field(None, alias="cho")
    """The outcome it is put together for; two dossiers for one outcome must agree."""


class Outcome(Binding):
    """What the document says somebody may get: recognition at a level, an award, a confirmation, praise.

    `step` yields it, None where the document names no step. `requires`: another outcome that must come first.
    `holds`: how the register tells which initiative has it, an expression over its attributes.
    `often`: how often it is given, as a frequency phrase. `said_authority`: who grants it by the words of the document,
    `authority`: the role that grants it by law.
    """

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    kind: Annotated[Literal["recognition", "award", "confirmation", "praise", "exemplar"], *_OUTCOME] = Field(
        alias="loại")
    level: Text | None = Field(None, alias="cấp")
    step: Ident | None = Field(None, alias="bước")
    requires: Ident | None = Field(None, alias="chỉ từ")
    holds: Text | None = Field(None, alias="đạt khi")
    often: Text | None = Field(None, alias="định kỳ")
    said_authority: Text | None = Field(None, alias="văn bản nêu thẩm quyền")
    authority: Text | None = Field(None, alias="thẩm quyền")


class Duty(Binding):
    """A standing duty: no deadline of its own, evidence once a year."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    short: Text | None = Field(None, alias="tên ngắn")
    """What its evidence is called where there is little room."""
    actor: Text = Field(alias="chủ trì")
    own_actor: Yes = Field(False, alias="chủ trì tự đặt")
    """The document names nobody; the issuing body says who."""
    period: Text | None = Field(None, alias="giai đoạn")
    """The years the document gives it for, where it does: "2021-2026", "hằng năm"."""
    groups: tuple[Ident, ...] = Field((), alias="nhóm đơn vị")
    """Of a role that each unit has: only the units of these groups."""
    opens_from: Text | None = Field(None, alias="mở từ")
    due: Text | None = Field(None, alias="hạn")
    form: Ident | None = Field(None, alias="biểu mẫu")
    feeds: tuple[Ident, ...] = Field((), alias="cung cấp cho")


class Evidence(Part):
    """When the yearly evidence of the standing duties is asked, and on which form; a duty may say otherwise."""

    opens_from: Text = Field("ngày 01/11", alias="mở từ")
    due: Text = Field("chậm nhất ngày 30/11", alias="hạn")
    form: Ident | None = Field(None, alias="biểu mẫu")
    """None: the built-in one, with `da_lam`, `so_lieu` and `minh_chung`."""


class Thresholds(Part):
    """Where the checker's limits lie for this plan."""

    gap: int = Field(3, alias="số ngày làm việc giữa hai bước", ge=0)
    """Working days that must lie between a step and the one it feeds."""
    peak: int = Field(10, alias="số việc cùng hạn", ge=1)
    """Tasks that may fall due for one person or unit on one day."""


class Waiver(Part):
    """A finding of the checker, or a clause of the register, accepted in writing."""

    rule: Text | None = Field(None, alias="quy tắc")
    clause: Text | None = Field(None, alias="mã")
    at: Text | None = Field(None, alias="mục")
    reason: Text = Field(alias="lý do")
    by: Text = Field(alias="người chấp nhận")
