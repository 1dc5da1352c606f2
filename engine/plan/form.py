"""The forms of a plan, column by column: fields, tables, choices, where an answer is taken from."""

from typing import Annotated, Literal

from pydantic import Field

from engine.plan.element import Binding, Ident, Part, Text, Yes, words

FieldType = Literal[
    "text", "long_text", "number", "percent", "money", "date", "month_range", "choice", "choices", "mark",
    "person", "persons", "unit", "initiative", "initiatives", "file", "table", "computed",
]
_TYPE = words({
    "văn bản": "text", "đoạn văn": "long_text", "số": "number", "phần trăm": "percent", "tiền": "money",
    "ngày": "date", "khoảng tháng": "month_range",
    "chọn một": "choice", "chọn nhiều": "choices", "đánh dấu": "mark", "người": "person", "nhiều người": "persons",
    "đơn vị": "unit", "mô hình": "initiative", "nhiều mô hình": "initiatives", "tệp": "file", "bảng": "table",
    "tính": "computed",
})
PAST = "past"
_SOURCE = words({"lĩnh vực": "fields", "chủ đề": "topics", "chương trình": "programmes", "nhóm đơn vị": "groups",
                 "mô hình các năm trước": PAST})
_SIGNING = words({"không": "none", "được": "offered", "bắt buộc": "demanded"})
_PAPER = words({"dọc": "portrait", "ngang": "landscape"})


class Option(Part):
    """One answer of a choice."""

    id: Ident = Field(alias="mã")
    label: Text = Field(alias="nhãn")


class Prefill(Part):
    """Where a first answer comes from; exactly one of the ways.

    `step`+`field`: what the same unit or entry answered in an earlier step. `count`: how many entries in scope satisfy
    the expression. `value`: an expression over don_vi, mo_hinh, dot.
    """

    step: Ident | None = Field(None, alias="bước")
    field: Ident | None = Field(None, alias="trường")
    count: Text | None = Field(None, alias="đếm mô hình khi")
    value: Text | None = Field(None, alias="giá trị")


class RowsFrom(Part):
    """First rows of a table: one per entry in scope that satisfies `when`; `columns` maps column id -> expression.

    With `last_year` the entries are those accepted in the run of the year before. With `step` there is one row per unit
    that has finished that step of the units; the expressions then see its answers as `phieu`. With `table` too, one row
    per row of that table of its answers, seen as `dong`.
    """

    when: Text | None = Field(None, alias="mô hình khi")
    last_year: Yes = Field(False, alias="năm trước")
    step: Ident | None = Field(None, alias="bước")
    table: Ident | None = Field(None, alias="bảng")
    columns: dict[Ident, Text] = Field(default_factory=dict, alias="cột")


class Rule(Part):
    """A sentence shown when the condition does not hold; for a table the condition speaks of one row."""

    holds: Text = Field(alias="điều kiện")
    says: Text = Field(alias="báo")
    at: Ident | None = Field(None, alias="ở")


class FormField(Binding):
    """One question, or one column of a table."""

    id: Ident = Field(alias="mã")
    label: Text = Field(alias="nhãn")
    type: Annotated[FieldType, *_TYPE] = Field("text", alias="loại")
    required: Yes = Field(True, alias="bắt buộc")
    help: Text | None = Field(None, alias="trợ giúp")
    when: Text | None = Field(None, alias="chỉ khi")
    only_steps: tuple[Ident, ...] = Field((), alias="chỉ ở bước")
    options: tuple[Option, ...] = Field((), alias="lựa chọn")
    options_from: Annotated[Literal["fields", "topics", "programmes", "groups", "past"] | None, *_SOURCE] = Field(
        None, alias="lựa chọn từ")
    """`past`: the unit's initiatives of earlier years; what is registered with one of them continues it."""
    any_public: Yes = Field(False, alias="mô hình công khai")
    """An initiative is chosen among the public ones of this run and of the plan's earlier years, whoever's they are."""
    as_marks: Yes = Field(False, alias="mỗi lựa chọn một cột")
    """A choice drawn as the official form draws it: one column per option, exactly one × in them."""
    heading: Text | None = Field(None, alias="tiêu đề chung")
    """The merged heading above this column and its neighbours of the same heading."""
    footnote: Text | None = Field(None, alias="chú thích")
    off_form: Yes = Field(False, alias="ngoài mẫu")
    """A column the plan's text demands and the official form does not have: asked under the row, without number."""
    columns: "tuple[FormField, ...]" = Field((), alias="cột")
    group_by: Ident | None = Field(None, alias="nhóm theo")
    """A choice column that becomes the sections (I., II., …) of the table instead of a column."""
    group_count: Text | None = Field(None, alias="đếm theo nhóm")
    """The word counted in the heading of each section, as on the official form: "I. Kinh tế: 2 mô hình"."""
    totals: Yes = Field(False, alias="dòng tổng")
    min_rows: int = Field(0, alias="ít nhất", ge=0)
    rows_from: RowsFrom | None = Field(None, alias="dòng từ")
    fixed_rows: Yes = Field(False, alias="không thêm dòng")
    rules: tuple[Rule, ...] = Field((), alias="ràng buộc")
    minimum: float | None = Field(None, alias="tối thiểu")
    maximum: float | None = Field(None, alias="tối đa")
    max_length: int = Field(2000, alias="dài nhất", ge=1, le=20000)
    prefill: Prefill | None = Field(None, alias="lấy từ")
    reason_if_changed: Yes = Field(False, alias="sửa phải nêu lý do")
    read_only: Yes = Field(False, alias="chỉ đọc")
    formula: Text | None = Field(None, alias="công thức")
    personal: Yes = Field(False, alias="dữ liệu cá nhân")
    formats: tuple[Text, ...] = Field(("pdf", "docx", "xlsx", "jpg", "png"), alias="định dạng")
    max_mb: int = Field(10, alias="tối đa MB", ge=1, le=50)
    max_files: int = Field(10, alias="nhiều nhất tệp", ge=1, le=30)


class Confirmation(Part):
    """Who confirms a printed form, and how."""

    by: Text = Field(alias="của")
    how: Text = Field("Ký tên, đóng dấu", alias="cách")
    signing: Annotated[Literal["none", "offered", "demanded"], *_SIGNING] = Field("none", alias="trình ký")
    """Whether the form is put in for signature before it is sent; demanded: with a scan of the signed copy."""


class Form(Binding):
    """A form as the document attaches it, or built from what the text demands (`ours`)."""

    id: Ident = Field(alias="mã")
    code: Text | None = Field(None, alias="ký hiệu")
    name: Text = Field(alias="tên")
    paper: Annotated[Literal["portrait", "landscape"], *_PAPER] = Field("portrait", alias="khổ giấy")
    ours: Yes = Field(False, alias="do kheo lập")
    unnamed: Yes = Field(False, alias="không được dẫn")
    """Attached to the document, but no clause of it names it; the issuing body put it to use."""
    help: Text | None = Field(None, alias="trợ giúp")
    fields: tuple[FormField, ...] = Field(alias="trường", min_length=1)
    rules: tuple[Rule, ...] = Field((), alias="ràng buộc")
    confirmation: Confirmation | None = Field(None, alias="xác nhận")


FormField.model_rebuild()
