"""What is asked of a posted page before it is read: the forms of a task."""

from dataclasses import dataclass
from datetime import datetime

from engine.base.clock import local_day
from engine.plan.form import Form
from engine.report.seen_task import seen_task
from engine.store.asked import form_context, forms_of, subject_of
from engine.store.database import Database
from engine.work.form import Answers
from engine.work.people import Viewer


@dataclass(frozen=True, slots=True)
class AskedForms:
    """The forms a task fills, and the step in which they are asked.

    `confirms`: the plan wants them looked over before they are sent; `returned`: they were sent before.
    """

    step: str
    forms: tuple[Form, ...]
    confirms: bool = False
    returned: bool = False


def asked_forms(database: Database, viewer: Viewer, task_id: str) -> AskedForms:
    """Raises NotFound for who may not see the task."""
    with database.read() as connection:
        seen = seen_task(connection, viewer, task_id)
        plan, task = seen.compiled.plan, seen.task
        return AskedForms(task.step, forms_of(plan, task), plan.step(task.step).confirmed,
                          bool(task.returned) and task.act == "do")


def first_answers(database: Database, viewer: Viewer, task_id: str, now: datetime) -> Answers:
    """What kheo fills in before anybody types. Raises NotFound for who may not see the task."""
    with database.read() as connection:
        seen = seen_task(connection, viewer, task_id)
        about = subject_of(connection, seen.compiled.plan, seen.run, seen.task, local_day(now))
        return form_context(connection, about, forms_of(seen.compiled.plan, seen.task)).computed
