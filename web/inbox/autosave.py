"""What a script needs to know after it has saved a draft."""

from engine.report.task_page import TaskPage
from engine.work.control import Question
from engine.work.quota import QuotaState
from engine.work.sheet import TableView
from engine.work.words import time_text
from web.i18n import _


def saved_state(found: TaskPage) -> dict[str, object]:
    """The moment of saving, which places are asked now, how full each form is, totals and lines under tables,
    how the quotas stand."""
    shown: dict[str, bool] = {}
    sums: dict[str, list[str]] = {}
    totals: dict[str, tuple[str, ...]] = {}
    for form in found.filling.forms:
        for item in form.items:
            if isinstance(item, TableView):
                shown[item.anchor], totals[item.anchor] = item.visible, item.totals
                sums[item.anchor] = [*item.counters, *([item.marks_note] if item.marks_note else [])]
                shown |= {cell.anchor: cell.visible for s in item.sections for row in s.rows for cell in row.cells}
            else:
                shown |= _asked(item)
    at = found.filling.saved_at
    return {
        "saved": _("Đã lưu {time}", time=time_text(at)) if at else "", "shown": shown, "sums": sums, "totals": totals,
        "quotas": [{"count": state.count, "kept": state.kept, "note": _note(state)} for state in found.quotas],
        "percent": {form.id: _("đã điền {n}%", n=form.percent) for form in found.filling.forms},
    }


def _note(state: QuotaState) -> str:
    if state.over or state.short:
        return _("bớt {n}", n=state.over) if state.over else _("thêm {n}", n=state.short)
    return _("còn nơi khác gửi") if state.waiting else _("đạt")


def _asked(item: Question) -> dict[str, bool]:
    return {item.anchor: item.visible}
