"""A task in hand whose form is signed before it is sent: its row held, the right checked, the present content known."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.action.holding import right_to, run_seen, still_open, task_seen
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.plan.form import Form
from engine.plan.model import Plan
from engine.store import files, papers, signatures, task_acts, versions
from engine.store.asked import form_context, forms_of, standing_answers, subject_of
from engine.store.audit import Act, record
from engine.store.signatures import Copy
from engine.store.task_acts import Kind, TaskAct
from engine.work.context import Answers
from engine.work.form import Cleaned, clean_all
from engine.work.on_behalf import SCANS
from engine.work.people import Conflict, Held, Viewer, refused
from engine.work.signature import PLACE, content_hash, demand_of
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class Signing:
    """`cleaned`: what the form says now, by the draft; `copy`: the one that stands."""

    connection: Connection
    ids: IdSource
    viewer: Viewer
    task: Task
    held: Held
    plan: Plan
    forms: tuple[Form, ...]
    cleaned: Cleaned
    copy: Copy | None
    now: datetime

    @property
    def content(self) -> str:
        """The hash of what the form says now."""
        return content_hash(self.forms, self.cleaned.answers)

    def keep(self, kind: Kind, text: str | None = None) -> None:
        """The act goes into the task's history and on record."""
        given = TaskAct(kind, self.viewer.person_id, self.held.capacity, self.now, None, text)
        task_acts.add(self.connection, self.ids.new(), self.task, given)
        record(self.connection, Act(f"{kind}_task", self.now, self.viewer.person_id, self.held.capacity, self.task.id,
                                    run_id=self.task.run_id))


def in_signing(connection: Connection, ids: IdSource, viewer: Viewer, task_id: str, now: datetime) -> Signing:
    """Raises NotFound, Forbidden, Conflict (sent; a form that nobody signs; one entered from a paper)."""
    task = task_seen(connection, viewer, task_id, lock=True)
    held = right_to(viewer, task)
    still_open(connection, task)
    run = run_seen(connection, viewer, task.run_id)
    plan = versions.compiled_for(connection, run, task).plan
    forms = forms_of(plan, task)
    if task.act != "do" or demand_of(forms) == "none":
        raise Conflict(f"Việc “{task.title}” gửi không cần bản ký; điền xong thì gửi.")
    if task.behalf_unit_id:
        raise Conflict(f"Việc “{task.title}” nhập theo bản giấy đã ký của đơn vị; đính bản chụp rồi gửi.")
    context = form_context(connection, subject_of(connection, plan, run, task, local_day(now)), forms)
    given = standing_answers(connection, task, forms, context)
    return Signing(connection, ids, viewer, task, held, plan, forms, clean_all(forms, task.step, given, context),
                   signatures.standing(connection, task.id), now)


def must_be_signed(connection: Connection, task: Task, forms: tuple[Form, ...], answers: Answers) -> None:
    """Before a task is sent; raises FormRefused. Asks nothing where no form is signed."""
    demand = demand_of(forms) if task.act == "do" else "none"
    if demand == "none":
        return
    if task.behalf_unit_id:
        found = papers.open_for(connection, task.id)
        if demand == "demanded" and not (found and files.count(connection, task.id, *SCANS, found.id)):
            raise refused("nt", "Kế hoạch bắt buộc bản chụp văn bản đã ký; đính bản chụp ở Sửa thông tin bản giấy rồi "
                                "gửi.")
        return
    copy = signatures.standing(connection, task.id)
    if demand == "demanded" and (copy is None or copy.signed is None):
        raise refused("ky", "Kế hoạch bắt buộc bản đã ký; hãy trình ký, ghi số, ngày, người ký rồi đính bản chụp.")
    if copy is None or copy.signed is None:
        return
    if demand == "demanded" and not files.count(connection, task.id, PLACE, copy.id):
        raise refused("ky", f"Kế hoạch bắt buộc bản chụp đã ký, bản số {copy.signed.number} chưa có; đính bản chụp "
                            "rồi gửi.")
    if not copy.matches(content_hash(forms, answers)):
        raise refused("ky", f"Biểu đã đổi sau khi trình ký, bản ký số {copy.signed.number} không còn khớp; trình ký "
                            "lại, hoặc giữ bản đã ký và nêu lý do.")
