"""Which steps and forms of a plan a rehearsal never came to, and why."""

from collections.abc import Set
from dataclasses import dataclass

from engine.plan.model import Plan
from engine.plan.step import Step
from engine.report.rehearsed import Standing
from engine.work.route import COUNTED
from engine.work.words import lower_first


@dataclass(frozen=True, slots=True)
class Missed:
    """A step or a form that was never reached."""

    id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Reached:
    """What was reached: steps that opened, forms that were sent, and what is left waiting."""

    plan: Plan
    opened: Set[str]
    standing: Standing
    year: int
    groups: Set[str]
    """Ids of the groups that have a unit."""

    def unreached(self) -> tuple[Missed, ...]:
        """The steps that never opened, in the order of the plan."""
        return tuple(Missed(step.id, step.name, self._why(step)) for step in self.plan.steps
                     if step.id not in self.opened)

    def unfilled(self, filled: Set[str]) -> tuple[Missed, ...]:
        """The forms that nobody sent, in the order of the plan."""
        return tuple(Missed(form.id, form.name, self._why_form(form.id)) for form in self.plan.forms
                     if form.id not in filled)

    def _why(self, step: Step) -> str:
        if step.years and self.year not in step.years:
            return f"năm {self.year} không thuộc các năm của bước này"
        if step.groups and not self.groups & set(step.groups):
            return f"không có đơn vị nào thuộc nhóm {', '.join(f'“{one}”' for one in step.groups)}"
        if not self.standing.instances.get(step.scope):
            return "chưa có mô hình nào trong sổ" if step.scope == "entry" else "kế hoạch chưa được ban hành"
        return self._waiting(step) or self._condition(step) or "các bước trước đều đã xong mà bước này không mở"

    def _waiting(self, step: Step) -> str | None:
        late = [name for name in step.after if not self.standing.ended.get(name)]
        if late:
            return f"chờ bước {self._named(late)} chưa xong ở nơi nào"
        if step.opens_on and not self.standing.ended.get(step.opens_on):
            return f"chờ bước {self._named([step.opens_on])} chưa xong"
        if step.opens_on and self.standing.waits.get(step.opens_on) and self.plan.step(step.opens_on).announces_to:
            return f"bước {self._named([step.opens_on])} không chọn ai"
        if step.by_hand:
            return "không ngày nào mở bước này; đầu mối mở bằng tay khi có chỉ đạo"
        if step.opens_from and step.opens_from in self.standing.undated:
            return f"chờ ngày mở “{step.opens_from}” chưa ai ấn định"
        if self.standing.waits.get(step.id + COUNTED):
            cut_off = f" hoặc tới “{step.cut_off}”" if step.cut_off else "; bước này không có ngày chốt"
            return f"chờ đủ bước {self._named(list(step.needs))}{cut_off}"
        return None

    def _condition(self, step: Step) -> str | None:
        whom = {"entry": " với mô hình nào", "unit": " với đơn vị nào", "run": ""}[step.scope]
        if step.when:
            return f"điều kiện “{step.when}” không đúng{whom}"
        needed = next((one.name for one in self.plan.outcomes if one.id == step.only_from), None)
        return f"chưa có kết quả “{needed}” mà bước này phải có trước" if needed else None

    def _named(self, ids: list[str]) -> str:
        return ", ".join(f"“{self.plan.step(one).name}”" for one in ids)

    def _why_form(self, form_id: str) -> str:
        asking = [step for step in self.plan.steps if any(form_id in ids for ids in step.forms.values())]
        missed = [step for step in asking if step.id not in self.opened]
        if missed:
            return f"bước “{missed[0].name}” không mở: {lower_first(self._why(missed[0]))}"
        if asking:
            return f"bước “{asking[0].name}” mở nhưng chưa ai gửi biểu mẫu này"
        register = self.plan.register_
        if register and register.nomination and register.nomination.form == form_id:
            return "không ai đề xuất ngoài đăng ký"
        return "không bước nào dùng biểu mẫu này"
