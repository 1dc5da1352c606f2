"""Which steps and forms of a plan a rehearsal never came to, and why."""

from collections.abc import Set
from dataclasses import dataclass

from engine.check.sentence import Sentence, sentence
from engine.plan.model import Plan
from engine.plan.step import Step
from engine.report.rehearsed import Standing
from engine.work.route import COUNTED


@dataclass(frozen=True, slots=True)
class Missed:
    """A step or a form that was never reached."""

    id: str
    name: str
    why: str
    """A Sentence, which can be told in English."""


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

    def _why(self, step: Step) -> Sentence:
        if step.years and self.year not in step.years:
            return sentence("năm {year} không thuộc các năm của bước này", year=self.year)
        if step.groups and not self.groups & set(step.groups):
            return sentence("không có đơn vị nào thuộc nhóm {groups}",
                            groups=", ".join(f"“{one}”" for one in step.groups))
        if not self.standing.instances.get(step.scope):
            return (sentence("chưa có mô hình nào trong sổ") if step.scope == "entry"
                    else sentence("kế hoạch chưa được ban hành"))
        return self._waiting(step) or self._condition(step) or sentence(
            "các bước trước đều đã xong mà bước này không mở")

    def _waiting(self, step: Step) -> Sentence | None:
        late = [name for name in step.after if not self.standing.ended.get(name)]
        if late:
            return sentence("chờ bước {steps} chưa xong ở nơi nào", steps=self._named(late))
        if step.opens_on and not self.standing.ended.get(step.opens_on):
            return sentence("chờ bước {steps} chưa xong", steps=self._named([step.opens_on]))
        if step.opens_on and self.standing.waits.get(step.opens_on) and self.plan.step(step.opens_on).announces_to:
            return sentence("bước {steps} không chọn ai", steps=self._named([step.opens_on]))
        if step.by_hand:
            return sentence("không ngày nào mở bước này; đầu mối mở bằng tay khi có chỉ đạo")
        if step.opens_from and step.opens_from in self.standing.undated:
            return sentence("chờ ngày mở “{day}” chưa ai ấn định", day=step.opens_from)
        if self.standing.waits.get(step.id + COUNTED):
            steps = self._named(list(step.needs))
            return (sentence("chờ đủ bước {steps} hoặc tới “{day}”", steps=steps, day=step.cut_off) if step.cut_off
                    else sentence("chờ đủ bước {steps}; bước này không có ngày chốt", steps=steps))
        return None

    def _condition(self, step: Step) -> Sentence | None:
        if step.when:
            said = {"entry": sentence("điều kiện “{when}” không đúng với mô hình nào", when=step.when),
                    "unit": sentence("điều kiện “{when}” không đúng với đơn vị nào", when=step.when)}
            return said.get(step.scope, sentence("điều kiện “{when}” không đúng", when=step.when))
        needed = next((one.name for one in self.plan.outcomes if one.id == step.only_from), None)
        return sentence("chưa có kết quả “{outcome}” mà bước này phải có trước", outcome=needed) if needed else None

    def _named(self, ids: list[str]) -> str:
        return ", ".join(f"“{self.plan.step(one).name}”" for one in ids)

    def _why_form(self, form_id: str) -> Sentence:
        asking = [step for step in self.plan.steps if any(form_id in ids for ids in step.forms.values())]
        missed = [step for step in asking if step.id not in self.opened]
        if missed:
            return sentence("bước “{step}” không mở: {why}", step=missed[0].name, why=self._why(missed[0]))
        if asking:
            return sentence("bước “{step}” mở nhưng chưa ai gửi biểu mẫu này", step=asking[0].name)
        register = self.plan.register_
        if register and register.nomination and register.nomination.form == form_id:
            return sentence("không ai đề xuất ngoài đăng ký")
        return sentence("không bước nào dùng biểu mẫu này")
