"""Standing duties at work: each asks whoever has it, once a year, what was done."""

from engine.plan.form import Form, FormField
from engine.plan.measure import Duty
from engine.plan.model import Plan
from engine.plan.step import MAIN, Step

BLOCK = "thuc-hien"
_FORM = Form.model_validate({
    "mã": "minh-chung-nhiem-vu", "tên": "Minh chứng thực hiện nhiệm vụ năm {năm}", "do kheo lập": "có", "trường": [
        {"mã": "da_lam", "nhãn": "Việc đã làm trong năm", "loại": "đoạn văn", "dài nhất": 5000},
        {"mã": "so_lieu", "nhãn": "Số liệu", "loại": "đoạn văn", "bắt buộc": "không",
         "trợ giúp": "Số buổi, số lượt người, số vụ việc… nếu có."},
        {"mã": "minh_chung", "nhãn": "Minh chứng", "loại": "tệp", "bắt buộc": "không",
         "trợ giúp": "Văn bản, ảnh, tin bài, danh sách."}]})


def evidence_form(plan: Plan, duty: Duty) -> Form:
    """The form on which the duty's evidence is given: its own, the plan's, or the built-in one."""
    named = duty.form or plan.evidence.form
    return plan.form(named) if named else _FORM


def evidence_fields(plan: Plan, duty: Duty) -> dict[str, FormField]:
    """What the duty's evidence asks, by id; nothing while the form it names is not there."""
    known = duty.form or plan.evidence.form
    there = known is None or known in {form.id for form in plan.forms}
    return {field.id: field for field in evidence_form(plan, duty).fields} if there else {}


def with_evidence_form(plan: Plan) -> tuple[Form, ...]:
    """The plan's forms, and the built-in one when a duty needs it."""
    used = any(evidence_form(plan, duty) is _FORM for duty in plan.duties)
    return (*plan.forms, _FORM) if used and _FORM.id not in {form.id for form in plan.forms} else plan.forms


def evidence_step(plan: Plan, duty: Duty) -> Step:
    """The step by which the duty's actor gives evidence: a body once, each unit (of the groups) for itself."""
    of_units = plan.role(duty.actor).kind == "subject"
    form = evidence_form(plan, duty).id
    return Step.model_validate({
        "id": duty.id, "name": duty.short or duty.name, "title": f"Minh chứng: {duty.name}",
        "actor": duty.actor, "own": True,
        "scope": "mỗi đơn vị" if of_units else "cả đợt", "own_actor": duty.own_actor, "block": BLOCK,
        "groups": duty.groups, "forms": {MAIN: (form,)}, "deadlines": {MAIN: duty.due or plan.evidence.due},
        "own_deadlines": (MAIN,), "opens_from": duty.opens_from or plan.evidence.opens_from,
        "after": () if of_units else (plan.opening,), "feeds": duty.feeds, "clauses": duty.clauses})
