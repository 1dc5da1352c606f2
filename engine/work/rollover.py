"""Next year's plan file out of this year's: years move, comments and layout stay, what people must decide is marked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.base.calendar import WorkCalendar
from engine.plan.deadline import DeadlineError, parse_deadline
from engine.plan.form import FormField
from engine.plan.model import Plan
from engine.plan.read import ReadPlan
from engine.plan.spans import Keys, Span, spans
from engine.work.deadline import due

MARK = "# CẦN QUYẾT ĐỊNH: "
_YEAR = re.compile(r"(?<![\d/-])(?P<date>\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*)?(?P<year>(?:19|20|21)\d\d)(?!\d)")
_IDENT = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
_PHRASES = frozenset({"han", "mo tu", "chot", "thoi han"})


@dataclass(frozen=True, slots=True)
class Changed:
    """One value that reads otherwise next year. `line` is that of the old file."""

    line: int
    key: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """One value a person must look at; it stands as it was."""

    line: int
    key: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class RolledOver:
    """The new text, what was changed in it, what it leaves to people; both in the order of the file."""

    text: str
    changes: tuple[Changed, ...]
    decide: tuple[Undecided, ...]


def roll_over(text: str, read: ReadPlan, year: int, calendar: WorkCalendar) -> RolledOver:
    """`text` is what `read` was read from; `calendar` covers `year`. The plan must be one of a single year.

    The plan's year and the one before move along; years ahead, the basis, waivers, decided days, signer and
    quotations belong to this year's document and are left to people.
    """
    walk = _Walk(text, read.plan, year, calendar)
    for span in spans(text):
        walk.take(span)
    walk.link(read)
    return RolledOver(walk.written(), tuple(sorted(walk.changes, key=lambda one: one.line)),
                      tuple(sorted(walk.decide, key=lambda one: one.line)))


class _Walk:
    """Collects replacements and marks; the text is put together once."""

    def __init__(self, text: str, plan: Plan, year: int, calendar: WorkCalendar) -> None:
        self._text = text
        self._plan = plan
        self._old = plan.year or year - 1
        self._year = year
        self._calendar = calendar
        self._instead: list[tuple[int, int, str]] = []
        self._above: dict[int, list[str]] = {}
        self._said: set[str] = set()
        self.changes: list[Changed] = []
        self.decide: list[Undecided] = []

    def take(self, span: Span) -> None:
        left = _left_to_people(span.keys)
        if left is not None:
            part, why = left
            if part not in self._said:
                self._said.add(part)
                self._ask(span, why)
            return
        if span.keys[-1:] == ("cac nam",):
            self._fixed_years(span)
        elif span.keys == ("ke hoach",):
            self._plan_id(span)
        elif not (span.plain and _IDENT.fullmatch(span.text)):
            self._years(span)

    def link(self, read: ReadPlan) -> None:
        """Ties the new plan to this one, and begins its registration with this year's entries."""
        if read.plan.continues is None:
            self._insert(read.key_at("period").line, f"nối tiếp: {read.plan.id}", "nối tiếp",
                         "mô hình của năm trước lấy từ kế hoạch này")
        for (i, j), field, columns in _registering(read.plan):
            if field.rows_from is None and columns:
                pairs = ", ".join(f"{column}: {column}" for column in columns)
                self._insert(read.key_at("forms", i, "fields", j, "columns").line,
                             f"dòng từ: {{năm trước: có, cột: {{{pairs}}}}}", f"{field.id}.dòng từ",
                             "bảng đăng ký mở ra với mô hình năm trước của đơn vị")

    def written(self) -> str:
        """The new text."""
        text = self._text
        for start, end, new in sorted(self._instead, reverse=True):
            text = text[:start] + new + text[end:]
        lines = text.split("\n")
        for number in sorted(self._above, reverse=True):
            indent = re.match(r"[\s]*", lines[number - 1])
            lines[number - 1:number - 1] = [f"{indent[0] if indent else ''}{said}" for said in self._above[number]]
        return "\n".join(lines)

    def _insert(self, line: int, said: str, key: str, why: str) -> None:
        self._above.setdefault(line, []).append(said)
        self.changes.append(Changed(line, key, "", said, why))

    def _ask(self, span: Span, why: str) -> None:
        self.decide.append(Undecided(span.line, _shown(span), span.text, why))
        said = f"{MARK}{why}"
        if said not in self._above.setdefault(span.line, []):
            self._above[span.line].append(said)

    def _replace(self, span: Span, after: str, why: str) -> None:
        self._instead.append((span.start, span.end, after))
        old = self._text[span.start:span.end]
        self.changes.append(Changed(span.line, _shown(span), old, after, why))

    def _plan_id(self, span: Span) -> None:
        named = span.text.replace(str(self._old), str(self._year))
        self._replace(span, named if named != span.text else f"{span.text}-{self._year}", "mã của kế hoạch năm mới")

    def _fixed_years(self, span: Span) -> None:
        if str(self._year) != span.text and self._year not in self._years_of(span):
            self._ask(span, f"bước này chỉ có ở các năm đã ghi; năm {self._year} có làm không?")

    def _years_of(self, span: Span) -> tuple[int, ...]:
        return next((step.years for step in self._plan.steps if int(span.text) in step.years), ())

    def _years(self, span: Span) -> None:
        written = self._text[span.start:span.end]
        moved = _YEAR.sub(lambda m: (m["date"] or "") + str(self._next(int(m["year"]), bool(m["date"]))), written)
        ahead = {int(m["year"]) for m in _YEAR.finditer(written) if int(m["year"]) > self._old}
        far = sorted(year for year in ahead if str(year) in moved)
        if far and not span.text.isdigit():
            self._ask(span, f"mốc năm {', '.join(map(str, far))} do văn bản năm {self._old} đặt; giữ hay đặt lại?")
        if moved != written:
            self._replace(span, moved, self._why(span, moved))
        if span.keys[:1] == ("su kien",) and span.keys[-1:] == ("ngay",):
            self._ask(span, f"ngày của sự kiện năm {self._year} đã đúng chưa?")

    def _next(self, year: int, dated: bool) -> int:
        """A year beyond the plan's is a horizon, unless a day of it is named."""
        near = self._old - 1 <= year <= self._old + dated
        return year + self._year - self._old if near else year

    def _why(self, span: Span, moved: str) -> str:
        if not _PHRASES & set(span.keys) and span.keys[:1] != ("su kien",):
            return f"năm {self._old} thành năm {self._year}"
        try:
            phrase = moved.strip("\"'")
            days = due(parse_deadline(phrase, self._plan.before_is_inclusive), self._calendar, {}, self._year)
        except DeadlineError as error:
            self._ask(span, f"{error.message}; chọn ngày khác")
            return f"ngày ấy không có trong năm {self._year}"
        if days.last_day is None or days.last_working_day is None:
            return f"năm {self._old} thành năm {self._year}"
        if span.keys[-1] == "mo tu":
            return f"mở từ {days.opening_day or days.last_day:%d/%m/%Y}"
        said = f"ngày cuối {days.last_day:%d/%m/%Y}"
        if days.last_working_day != days.last_day:
            said += f" là ngày nghỉ, ngày làm việc cuối {days.last_working_day:%d/%m/%Y}"
        return said


def _left_to_people(keys: Keys) -> tuple[str, str] | None:
    """The part that belongs to this year's document, once for each entry, and what is to be decided about it."""
    for key, why in _DOCUMENT.items():
        if key in keys:
            return key, why
    if keys[:1] == ("can cu",):
        return "can cu", "căn cứ là văn bản của năm cũ; ghi số, ngày, cơ quan ban hành của văn bản năm mới"
    return None


_DOCUMENT: Mapping[str, str] = {
    "nguyen van": "lời trích là của văn bản năm cũ; đối chiếu và thay theo văn bản năm mới",
    "nguoi ky": "người ký văn bản năm mới",
    "chap nhan ngoai le": "ngoại lệ đã chấp nhận cho năm cũ; chấp nhận lại hoặc bỏ",
    "lich": "quyết định riêng về ngày nghỉ, ngày làm bù là của năm cũ; thay bằng quyết định năm mới hoặc bỏ",
}


def _registering(plan: Plan) -> Iterator[tuple[tuple[int, int], FormField, tuple[str, ...]]]:
    """Tables whose rows become entries: where they stand, the field, the columns that the register knows."""
    made = {write.create for step in plan.steps for write in step.writes if write.create}
    known = {attribute.id for attribute in plan.register_.attributes} if plan.register_ else set()
    for i, form in enumerate(plan.forms):
        for j, field in enumerate(form.fields):
            if field.id in made and field.type == "table":
                yield (i, j), field, tuple(column.id for column in field.columns if column.id in known)


def _shown(span: Span) -> str:
    return " › ".join(span.names)
