"""A whole plan, as the plan file says it."""

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from engine.base.text import fold
from engine.plan.criteria import CriteriaSet
from engine.plan.element import Binding, Ident, Part, Text, WorkingOrOff, words
from engine.plan.form import Form
from engine.plan.measure import (
    Dossier,
    Duty,
    Evidence,
    FieldOfWork,
    Outcome,
    Principle,
    Register,
    Target,
    Thresholds,
    Waiver,
)
from engine.plan.people import Basis, Channel, Issuer, Recipient, Role, UnitGroup
from engine.plan.shape import also
from engine.plan.step import Event, Scope, Step
from engine.plan.trial import Trial

_MEANS = words({"hộp việc": "inbox", "thư điện tử": "email"})


class Rung(Part):
    """One level of the ladder. Exactly one of the three counts is given.

    `before`: working days before the last working day. `on_day`: on the last working day itself when true.
    `after`: working days after the day whose end makes the task overdue.
    """

    level: int = Field(alias="mức", ge=1)
    before: int | None = Field(None, alias="trước ngày làm việc", ge=1)
    on_day: Annotated[bool, *words({"có": True})] | None = Field(None, alias="đúng ngày cuối")
    after: int | None = Field(None, alias="sau ngày làm việc", ge=1)
    to: tuple[Text, ...] = Field(alias="gửi", min_length=1)
    """"người thực hiện", or names of roles of the plan."""
    means: tuple[Annotated[Literal["inbox", "email"], *_MEANS], ...] = Field(("inbox", "email"), alias="kênh")


class Ladder(Binding):
    """Reminders and escalation, from early to late; sent at `hour` local time on working days only."""

    hour: int = Field(8, alias="giờ gửi", ge=6, le=20)
    rungs: tuple[Rung, ...] = Field(alias="các mức", min_length=1)


class DayDecision(Part):
    """An official decision on one day of the calendar."""

    day: Text = Field(alias="ngày")
    working: WorkingOrOff = Field(alias="là")
    source: Text = Field(alias="theo")


class Plan(Binding):
    """The plan of one issuing body for one period."""

    id: Ident = Field(alias="kế hoạch")
    name: Text = Field(alias="tên")
    short: Text = Field(alias="tên ngắn")
    period: Text = Field(alias="thời gian")
    continues: Ident | None = Field(None, alias="nối tiếp")
    """The id of last year's plan, whose entries are this one's "năm trước"; a plan that recurs continues itself."""
    guide: Ident | None = Field(None, alias="cụ thể hóa")
    """The id of the guiding plan of the level above, which this plan makes concrete."""
    inherits: tuple[Text, ...] = Field((), alias="kế thừa")
    """Lists taken over from the guide as a whole, "lĩnh vực"; single parts are taken over by naming their `mã`."""
    issuer: Issuer = Field(alias="cơ quan ban hành")
    issued_on: Text | None = Field(None, alias="ngày ban hành")
    """The date of the document itself, where it bears one."""
    reports_to: Text | None = Field(None, alias="báo cáo lên")
    basis: tuple[Basis, ...] = Field((), alias="căn cứ")
    aim: tuple[Text, ...] = Field((), alias="mục đích")
    roles: dict[Text, Role] = Field(alias="vai trò")
    coordinator: Text = Field(alias="đầu mối")
    """The role that coordinates."""
    deciders: tuple[Text, ...] = Field((), alias="quyết định")
    groups: tuple[UnitGroup, ...] = Field(alias="nhóm đơn vị", min_length=1)
    subjects: tuple[UnitGroup, ...] = Field((), alias="chủ thể")
    fields: tuple[FieldOfWork, ...] = Field((), alias="lĩnh vực")
    register_: Register | None = Field(None, alias="sổ đăng ký")
    targets: tuple[Target, ...] = Field((), alias="chỉ tiêu")
    principles: tuple[Principle, ...] = Field((), alias="nguyên tắc")
    criteria: tuple[CriteriaSet, ...] = Field((), alias="bộ tiêu chí")
    forms: tuple[Form, ...] = Field((), alias="biểu mẫu")
    events: dict[Text, Event] = Field(default_factory=dict, alias="sự kiện")
    opening: Ident = Field(alias="bước mở đợt")
    """The step of the run whose end puts the plan into force: each unit's process starts."""
    steps: tuple[Step, ...] = Field(alias="bước", min_length=1)
    dossiers: tuple[Dossier, ...] = Field((), alias="hồ sơ")
    outcomes: tuple[Outcome, ...] = Field((), alias="kết quả")
    duties: tuple[Duty, ...] = Field((), alias="nhiệm vụ thường xuyên")
    evidence: Evidence = Field(default_factory=Evidence, alias="minh chứng hằng năm")
    ladder: Ladder = Field(alias="đôn đốc")
    recipients: tuple[Recipient, ...] = Field((), alias="nơi nhận")
    channels: tuple[Channel, ...] = Field((), alias="kênh phản ánh")
    calendar: tuple[DayDecision, ...] = Field((), alias="lịch")
    before_is_inclusive: Annotated[bool, *words({"tính cả ngày đó": True, "không tính ngày đó": False})] = Field(
        False, alias="chữ trước ngày")
    waivers: tuple[Waiver, ...] = Field((), alias="chấp nhận ngoại lệ")
    trials: tuple[Trial, ...] = Field((), alias="kiểm thử", json_schema_extra=also("tình huống thử"))
    """Plan tests, run by `kheo plan check`; `tình huống thử` is the same key."""
    thresholds: Thresholds = Field(default_factory=Thresholds, alias="ngưỡng kiểm tra")

    @property
    def recurs(self) -> bool:
        """Whether its period is every year ("hằng năm", "hằng năm từ năm 2025")."""
        return re.search(r"\b(hang|moi) nam\b", fold(self.period)) is not None

    @property
    def year(self) -> int | None:
        """The year its period names ("năm 2026"); None for a plan that recurs."""
        return None if self.recurs else self._named_year

    @property
    def since(self) -> int | None:
        """The first year of a plan that recurs, where its period names one."""
        return self._named_year if self.recurs else None

    @property
    def _named_year(self) -> int | None:
        found = re.search(r"\b(20\d\d)\b", self.period)
        return int(found[1]) if found else None

    @property
    def unit_codes(self) -> frozenset[str]:
        """Codes of the units the plan names: the issuer's, those of its roles and of its recipients."""
        received = {one.unit for one in self.recipients if one.unit}
        return frozenset({role.unit for role in self.roles.values() if role.unit} | received | {self.issuer.unit})

    def step(self, step_id: str) -> Step:
        """The step of that id; KeyError when there is none."""
        return self._steps_by_id[step_id]

    def form(self, form_id: str) -> Form:
        """The form of that id; KeyError when there is none."""
        return self._forms_by_id[form_id]

    def steps_of(self, scope: Scope) -> tuple[Step, ...]:
        return self._steps_by_scope.get(scope, ())

    def role(self, name: str) -> Role:
        """The role of that name, marks and case aside; KeyError when there is none."""
        return self._roles_by_name[name] if name in self._roles_by_name else self._roles_by_name[fold(name)]

    def known_as(self, step_id: str) -> tuple[str, ...]:
        """The id of a step at work, and of the recurring step it is a time of, where it is one."""
        whole = step_id.rpartition("-")[0]
        return (step_id,) if not whole or whole in self._steps_by_id else (step_id, whole)

    @cached_property
    def step_names(self) -> dict[str, str]:
        """Name of each step by its id; a recurring step has that of its last time."""
        return {name: step.name for step in self.steps for name in self.known_as(step.id)}

    @cached_property
    def _steps_by_id(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def _steps_by_scope(self) -> dict[str, tuple[Step, ...]]:
        return {scope: tuple(step for step in self.steps if step.scope == scope) for scope in ("run", "unit", "entry")}

    @cached_property
    def _forms_by_id(self) -> dict[str, Form]:
        return {form.id: form for form in self.forms}

    @cached_property
    def _roles_by_name(self) -> dict[str, Role]:
        """Under the name as written and under the name without marks and case."""
        return dict(self.roles) | {fold(name): role for name, role in self.roles.items()}
