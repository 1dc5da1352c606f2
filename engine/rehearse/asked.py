"""A task of a played run as its doer sees it: forms, what surrounds them, what was sent before."""

from dataclasses import dataclass
from datetime import datetime

from engine.base.clock import local_day
from engine.plan.form import Form
from engine.plan.model import Plan
from engine.store import answers as kept
from engine.store.asked import form_context, forms_of, subject_of
from engine.store.database import Database
from engine.store.runs import Run
from engine.store.standpoint import Standpoint
from engine.store.vote_state import options_of
from engine.work.context import UnitValue
from engine.work.entry import Entry
from engine.work.form import Answers, Context
from engine.work.task import Task
from engine.work.vote import Options


@dataclass(frozen=True)
class Asked:
    """A task and everything that its answers depend on."""

    task: Task
    forms: tuple[Form, ...]
    context: Context
    unit: UnitValue
    entry: Entry | None
    before: Answers
    """What was sent in this place last time."""
    options: Options
    """What a ballot chooses from."""


def asked_of(database: Database, plan: Plan, run: Run, task: Task, now: datetime) -> Asked:
    """The task as it stands."""
    with database.read() as connection:
        forms, about = forms_of(plan, task), subject_of(connection, plan, run, task, local_day(now))
        earlier = kept.of_step(connection, task.instance_id, task.step) if task.round > 1 else []
        sent = [one for one in earlier if one.slot == task.slot]
        at = Standpoint(plan, run.id, task.tenant_id, about.unit, about.entry, local_day(now))
        options = options_of(connection, plan.step(task.step), at) if task.act == "ballot" else {}
        return Asked(task, forms, form_context(connection, about, forms), about.unit, about.entry,
                     sent[-1].forms if sent else {}, options)
