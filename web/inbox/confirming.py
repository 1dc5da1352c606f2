"""Before something is sent that the plan wants looked over, or with places a return named and nobody changed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import render_template, request

from engine.action.check_task import check_task
from engine.report.asked_forms import AskedForms
from engine.report.own_pages import keys_of
from engine.report.task_page import TaskPage
from engine.work.control import Question
from engine.work.draft import Change
from engine.work.form import Answers
from engine.work.sheet import TableView
from web.guard import viewer
from web.i18n import _
from web.inbox.drawing import task_values
from web.settings import settings

Looking = Callable[[str, Answers], TaskPage]
_OWN = frozenset({"csrf_token", "quay_lai", "xac_nhan"})


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is in it: initiatives of the register, other rows, files by name."""

    initiatives: int
    rows: int
    files: tuple[str, ...]

    @property
    def said(self) -> list[str]:
        """Its parts, counted."""
        counted = ((self.initiatives, _("{n} mô hình", n=self.initiatives)), (self.rows, _("{n} dòng", n=self.rows)),
                   (len(self.files), _("{n} tệp", n=len(self.files))))
        return [text for n, text in counted if n]


def confirmation(task_id: str, asked: AskedForms, change: Change, added: Mapping[str, tuple[str, ...]],
                 look: Looking) -> str | None:
    """The page that asks, None when there is nothing to ask. Raises what sending would raise."""
    s, form = settings(), request.form
    if "xac_nhan" in form or not (asked.confirms or asked.returned):
        return None
    outcome, warnings = check_task(s.database, s.ids, viewer(), task_id, form.get("phien_ban", 0, int),
                                   form.get("ket_qua", ""), change.answers, form.get("ly_do"), s.clock.now())
    found = look(task_id, change.answers)
    if outcome.needs_reason or not (asked.confirms or found.asked_open):
        return None
    carried = [(name, value) for name, value in form.items(multi=True) if name not in _OWN]
    carried += [(f"f.{place}", one) for place, ids in added.items() for one in ids]
    return render_template(
        "inbox/confirm.html", section="inbox.tasks", outcome=outcome, warnings=warnings, carried=carried,
        keys=keys_of(s.database, viewer()), parcel=parcel_of(found), **task_values(found))


def parcel_of(found: TaskPage) -> Parcel:
    """Counted from the forms as they stand."""
    creates = {write.create for write in found.step.writes if write.create}
    initiatives = rows = 0
    files: list[str] = []
    for form in found.filling.forms:
        for item in form.items:
            if isinstance(item, TableView) and item.visible:
                if item.spec.id in creates:
                    initiatives += item.row_count
                else:
                    rows += item.row_count
            for asked in _questions(item):
                files += [option.label for option in asked.options if asked.type == "file" and option.chosen]
    return Parcel(initiatives, rows, tuple(files))


def _questions(item: Question | TableView) -> Iterator[Question]:
    if not isinstance(item, TableView):
        yield item
        return
    for section in item.sections:
        for row in section.rows:
            yield from row.cells
