"""What a person typed, as a text to copy: a line for each answer, a line with tabs for each row."""

from collections.abc import Iterable, Iterator

from engine.report.task_page import TaskPage
from engine.work.form_diff import Beside
from engine.work.question import FormView
from engine.work.sheet import TableView
from engine.work.words import time_text
from web.i18n import _


def over_words(found: TaskPage) -> str:
    """Who finished the task and when, or who has it in hand instead of the viewer; empty where nobody does."""
    done = next((row for row in found.history if row.task_id == found.task.id), None)
    if done:
        return _("{who} đã gửi lúc {time}", who=done.by, time=time_text(done.at))
    if found.acting:
        return ""
    if entering := found.paper.entering:
        return _("{who} đang nhập thay từ bản giấy của {unit}", who=entering.by_name, unit=found.unit_name)
    return _("{who} đang giữ việc này", who=found.around.holder) if found.around.holder else ""


def as_text(forms: Iterable[FormView], beside: Iterable[Beside] = ()) -> str:
    """Everything that holds something, under the names of the forms; tables can be pasted into a spreadsheet."""
    parts = ["\n".join(lines) for form in forms if len(lines := [form.name, *_lines(form)]) > 1]
    return "\n\n".join([*parts, *(f"{one.form} · {one.label}: {one.value}" for one in beside)])


def _lines(form: FormView) -> Iterator[str]:
    for item in form.items:
        if not isinstance(item, TableView):
            if item.text:
                yield f"{item.label}: {item.text}"
            continue
        for section in item.sections:
            for row in section.rows:
                yield "\t".join((str(row.number), *(cell.text for cell in row.cells)))
