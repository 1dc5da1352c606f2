"""What is asked of a posted page before it is read: the forms of a task; and a file to be handed out."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.plan.form import Form
from engine.report.task_page import OUTSIDE
from engine.store import files, runs, tasks, units, versions
from engine.store.asked import forms_of
from engine.store.database import Database
from engine.store.files import File
from engine.work.access import may_see
from engine.work.people import NotFound, Viewer
from engine.work.seat import overseers
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class AskedForms:
    """The forms a task fills, and the step in which they are asked."""

    step: str
    forms: tuple[Form, ...]


def asked_forms(database: Database, viewer: Viewer, task_id: str) -> AskedForms:
    """Raises NotFound for who may not see the task."""
    with database.read() as connection:
        found, forms = _seen(connection, viewer, task_id)
        return AskedForms(found.step, forms)


def file_of_task(database: Database, viewer: Viewer, task_id: str, file_id: str) -> File:
    """A file shown on that task's page: of the task itself or of an earlier one of the same process."""
    with database.read() as connection:
        found, _ = _seen(connection, viewer, task_id)
        file = files.get(connection, viewer.tenant_id, file_id)
        owner = tasks.get(connection, viewer.tenant_id, file.task_id) if file else None
        if file is None or owner is None or owner.instance_id != found.instance_id:
            raise NotFound("Không thấy tệp này trong việc bạn đang xem; tệp có thể đã được gỡ.")
        return file


def _seen(connection: Connection, viewer: Viewer, task_id: str) -> tuple[Task, tuple[Form, ...]]:
    found = tasks.get(connection, viewer.tenant_id, task_id)
    run = runs.get(connection, viewer.tenant_id, found.run_id) if found else None
    if found is None or run is None:
        raise NotFound(OUTSIDE)
    plan = versions.compiled(connection, run.version_id).plan
    codes = {role.unit for role in plan.roles.values() if role.unit}
    if not may_see(viewer, found, overseers(plan, units.ids_of(connection, viewer.tenant_id, codes))):
        raise NotFound(OUTSIDE)
    return found, forms_of(plan, found)
