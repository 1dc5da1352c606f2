"""The steps of a plan: who does what, when it opens, by when, with which forms, what it writes and sends."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from engine.plan.element import Binding, Ident, Part, Text, Yes, words
from engine.plan.vote import Vote, WrittenShare

Scope = Literal["run", "unit", "entry"]
SCOPE_WORDS = {"cả đợt": "run", "mỗi đơn vị": "unit", "mỗi mô hình": "entry"}
MAIN = "chính"
"""The slot of a block that a step's plain `biểu mẫu` and `hạn` belong to."""


_Allowed = Annotated[bool, *words({"được": True, "không": False})]
_EVERY = words({"tháng": "month", "quý": "quarter", "6 tháng": "half", "năm": "year"})


class RegisterWrite(Part):
    """What the accepted answers write into the register of entries.

    `create`: the id of a table field; each row becomes an entry (row columns -> attributes of the same id).
    `set`: attribute -> expression over `phieu` (the answers) and, with `table`, `dong` (one row); with `table` each row
    writes the entry named in its column `mo_hinh`, otherwise the entry of the instance is written.
    """

    create: Ident | None = Field(None, alias="lập từ")
    table: Ident | None = Field(None, alias="bảng")
    set: dict[Ident, Text] = Field(default_factory=dict, alias="đặt")


class Selection(Part):
    """To which entries the end of a step is announced: the rows of a table that satisfy the condition (over `dong`)."""

    table: Ident = Field(alias="bảng")
    when: Text | None = Field(None, alias="khi")


class Occurrence(Part):
    """One of the times at which a recurring step comes up in a year."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$", max_length=16)] = Field(alias="mã")
    """Ends the id of the step of that time: "q1"."""
    name: Text = Field(alias="tên")
    """Ends its name: "quý I"."""
    opens_from: Text | None = Field(None, alias="mở từ")
    due: Text = Field(alias="hạn")


class Recurrence(Part):
    """How often a step comes up within the year: `every` gives whole periods, `times` names each; one of the two."""

    every: Annotated[Literal["month", "quarter", "half", "year"] | None, *_EVERY] = Field(None, alias="mỗi")
    times: tuple[Occurrence, ...] = Field((), alias="các kỳ")
    own: Yes = Field(False, alias="tự đặt")
    """The document says "định kỳ" and no period; the issuing body sets it."""


class Step(Binding):
    """One step. `forms` and `deadlines` are by slot of the block; a plain list or phrase stands for the main slot."""

    id: Ident = Field(alias="mã")
    name: Text = Field(alias="tên")
    title: Text | None = Field(None, alias="việc")
    """Title of the main task: verb + object; the name of the step when absent."""
    scope: Annotated[Scope, *words(SCOPE_WORDS)] = Field("unit", alias="phạm vi")
    actor: Text = Field(alias="chủ trì")
    reviewer: Text | None = Field(None, alias="tiếp nhận")
    supporters: tuple[Text, ...] = Field((), alias="phối hợp")
    adviser: Text | None = Field(None, alias="tham mưu")
    decider: Text | None = Field(None, alias="quyết định")
    informed: tuple[Text, ...] = Field((), alias="thông báo cho")
    own: Yes = Field(False, alias="tự đặt")
    """The document has no such step; the issuing body adds it."""
    own_actor: Yes = Field(False, alias="chủ trì tự đặt")
    """The document names nobody for this step; the issuing body says who."""
    asked: Yes = Field(False, alias="đề nghị")
    """Asked of a body the issuer cannot order, not assigned."""
    block: Ident = Field("thuc-hien", alias="quy trình")
    forms: dict[Text, tuple[Ident, ...]] = Field(default_factory=dict, alias="biểu mẫu")
    deadlines: dict[Text, Text] = Field(default_factory=dict, alias="hạn")
    own_deadlines: tuple[Text, ...] = Field((), alias="hạn tự đặt")
    """Slots whose deadline the document does not give: the issuing body sets it, and people are told so."""
    groups: tuple[Ident, ...] = Field((), alias="nhóm đơn vị")
    """Only the units of these groups do it; for the others it is no step at all. Empty: every unit that takes part."""
    opinions: tuple[Text, ...] = Field((), alias="lấy ý kiến")
    """Roles whose bodies each give an opinion, side by side, before the step goes on; `cut_off` ends the waiting."""
    shared: Yes = Field(False, alias="cho xem ý kiến của nhau")
    """Of opinions: each body reads those of the others before the conclusion."""
    quorum: WrittenShare | None = Field(None, alias="túc số")
    """Of a vote: once `cut_off` has passed or the chair closes it, so many ballots of its members are enough."""
    vote: Vote | None = Field(None, alias="bỏ phiếu")
    """How the chosen members vote."""
    by_hand: Yes = Field(False, alias="mở bằng tay")
    """No day opens it: the coordinator does, naming the order of the level above that it rests on."""
    after: tuple[Ident, ...] = Field((), alias="sau")
    opens_on: Ident | None = Field(None, alias="mở khi xong")
    """A step of another scope; this one opens when that one announces its end."""
    opens_from: Text | None = Field(None, alias="mở từ")
    """A phrase for the first day on which the task stands in an inbox; a timer of the flow."""
    needs: tuple[Ident, ...] = Field((), alias="cần")
    """Steps of the unit or entry scope; this step of the run opens when every unit or entry has finished them."""
    cut_off: Text | None = Field(None, alias="chốt")
    """A deadline phrase: `needs`, opinions and a vote wait no longer than through that day."""
    when: Text | None = Field(None, alias="chỉ khi")
    only_from: Ident | None = Field(None, alias="chỉ từ")
    """An outcome that must be there: of the initiative, or of at least one among those the step looks at."""
    fixes: dict[Text, Ident] = Field(default_factory=dict, alias="ấn định")
    """Event name -> field of the form that carries its date."""
    writes: tuple[RegisterWrite, ...] = Field((), alias="ghi sổ")
    announces_to: Selection | None = Field(None, alias="gửi tới")
    criteria: Ident | None = Field(None, alias="bộ tiêu chí")
    """The criteria set that the ballot of this step fills; one of consent shows it to be read."""
    dossier: Ident | None = Field(None, alias="hồ sơ")
    withdrawable: _Allowed = Field(True, alias="thu hồi")
    """Whether what was sent may be taken back until somebody has begun to look at it."""
    confirmed: Yes = Field(False, alias="xem lại trước khi gửi")
    """What is sent has legal effect: a page shows it once more, with its receiver, and asks."""
    extendable: _Allowed = Field(True, alias="gia hạn")
    """Whether more time may be asked for: not where the day is set by law."""
    on_behalf: _Allowed = Field(True, alias="nhập thay")
    """Whether who receives it may enter the paper of a unit that sent paper."""
    examines: tuple[Ident, ...] = Field((), alias="xem xét")
    """Steps whose papers this step looks at."""
    years: tuple[int, ...] = Field((), alias="các năm")
    """The years in which a step that is not yearly takes place; empty: every year."""
    own_years: Yes = Field(False, alias="năm tự đặt")
    """The document gives a frequency and no years; the issuing body fixes them."""
    said_receivers: tuple[Text, ...] = Field((), alias="văn bản nêu nơi nhận")
    """Who receives it by the words of the document, where it names several differing receivers."""
    recurs: Recurrence | None = Field(None, alias="định kỳ")
    """One task for each time; `sau`, `cần` of others mean all of them, `lấy từ` the last one answered."""
    feeds: tuple[Ident, ...] = Field((), alias="cung cấp cho")
    answers: Ident | None = Field(None, alias="đáp ứng")
    """The step of the guiding plan whose demand this one meets."""
    notices: tuple[Text, ...] = Field((), alias="lưu ý")

    @property
    def conditional(self) -> bool:
        """Whether there are years, units or initiatives for which the step does not open."""
        return bool(self.when or self.groups or self.years or self.only_from)

    @property
    def scored(self) -> bool:
        """Whether its ballots are score sheets."""
        return self.criteria is not None and (self.vote is None or self.vote.how == "scores")

    @field_validator("forms", mode="before")
    @classmethod
    def _plain_forms(cls, given: object) -> object:
        return {MAIN: given} if isinstance(given, list | tuple) else given

    @field_validator("deadlines", mode="before")
    @classmethod
    def _plain_deadline(cls, given: object) -> object:
        return {MAIN: given} if isinstance(given, str) else given


class Event(Binding):
    """A dated happening others hang on; its date is given here or fixed by a step."""

    date: Text | None = Field(None, alias="ngày")
    fixed_in: Ident | None = Field(None, alias="ấn định ở bước")
    about: Text | None = Field(None, alias="ghi chú")
    own: Yes = Field(False, alias="tự ấn định")
    """The document neither dates it nor says which step does; the issuing body says so."""
