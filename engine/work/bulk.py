"""Several tasks at once: which outcomes need no look at the task, and why a chosen task is passed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.bpmn.graph import LOOKS, Outcome, ProcessNode
from engine.plan.model import Plan
from engine.work.task import of_slot

BulkStatus = Literal["running", "paused", "stopped", "done"]
"""How a command for several tasks stands."""
BulkAct = Literal["outcome", "delegate", "extend"]
"""What becomes of the tasks: they end, are passed on to a colleague, or are given more time."""
NAMES: Mapping[str, str] = {"delegate": "Chuyển xử lý", "extend": "Cho gia hạn"}
MOST = 2000
"""So many tasks at once."""
AT_ONCE = 200
"""So many are done while the person waits; more are done in the background."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chosen task as it is now. `mine`: the person may do it and has not handed in a ballot."""

    id: str
    rev: int
    title: str
    subject: str
    unit: str
    role: str
    status: str
    act: str
    mine: bool
    outcomes: tuple[Outcome, ...]
    """Those that need no form."""
    with_form: frozenset[str] = frozenset()
    """Labels of those that do."""
    at_unit: str | None = None
    """The unit whose people do it."""
    last_day: date | None = None
    no_more_time: str = ""
    """Why the person cannot give it more time; "" when it can be given."""

    def outcome(self, label: str) -> Outcome | None:
        """The outcome of that label, if it needs no form."""
        return next((one for one in self.outcomes if one.label == label), None)


def bulk_outcomes(plan: Plan, node: ProcessNode) -> tuple[Outcome, ...]:
    """The outcomes that can be chosen without opening the task: none of a ballot, none that sends a form."""
    if node.act == "ballot":
        return ()
    if not of_slot(plan.step(node.step).forms, node.slot):
        return node.outcomes
    returns = node.act in LOOKS
    return tuple(one for one in node.outcomes if one.needs_reason and returns)


def passed_over(found: Candidate, rev: int, label: str, act: BulkAct = "outcome") -> str:
    """Why the task is not done with the others; "" when it is. `rev`: as the person saw it, 0 for as it is now."""
    if found.status != "open":
        return "đã xong hoặc đã được gỡ"
    if act == "extend" and found.no_more_time:
        return found.no_more_time
    if act != "extend" and not found.mine:
        return "bạn đã gửi phiếu" if found.act == "ballot" else f"do {found.role} thực hiện, không phải bạn"
    if rev not in (0, found.rev):
        return "đã thay đổi từ khi bạn mở danh sách"
    if act == "extend":
        return ""
    if act == "delegate":
        fixed = found.act in ("decide", "ballot") or found.at_unit is None
        return f"là thẩm quyền của {found.role}, không chuyển được" if fixed else ""
    if found.act == "ballot":
        return "chấm bằng phiếu, cần mở từng việc"
    if found.outcome(label):
        return ""
    if not label:
        return "cần mở từng việc để làm"
    return "cần điền biểu, hãy mở từng việc" if label in found.with_form else f"bước này không có “{label}”"
