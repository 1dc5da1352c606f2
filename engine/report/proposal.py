"""What a pasted block or a filled file would change in a form, to be looked at before it is taken over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.plan.form import Form, FormField
from engine.report.seen_task import SeenTask, seen_task
from engine.store.asked import form_context, forms_of, standing_answers, subject_of
from engine.store.database import Database
from engine.work.access import may_act
from engine.work.clipboard import cells_of
from engine.work.control import anchor
from engine.work.form import Answers, Context, FieldError, table_surroundings
from engine.work.pasted import Start, paste
from engine.work.people import Forbidden, NotFound, Viewer
from engine.work.posted import field_name
from engine.work.question import FormView, error_anchor, questions
from engine.work.reposted import items_of
from engine.work.rows import ROW_ID, Row, given_rows, ordered, rows_of
from engine.work.sheet import TableView
from engine.work.taken import Into, Remark, Taken, between
from engine.work.task import Task
from engine.work.words import lower_first, sentence


@dataclass(frozen=True, slots=True)
class Proposal:
    """`view`: the form with the changed fields only, as it would stand; `remarks`: (place in it, sentence).

    `items`: names and values by which the changed fields are posted when they are accepted, and `fields` their places.
    """

    task: Task
    view: FormView
    remarks: tuple[tuple[str, str], ...]
    cells: int
    added: int
    changed: int
    gone: tuple[str, ...]
    items: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The form that is filled, one of the task's, and what surrounds it."""

    task: Task
    form: Form
    context: Context
    forms: tuple[Form, ...]

    def into(self, table: FormField, answers: Answers, ids: IdSource) -> Into:
        """The table of the form, as it stands in these answers."""
        around = table_surroundings(self.form, self.task.step, answers, self.context, table.id)
        raw = answers.get(self.form.id, {}).get(table.id)
        return Into(table, around, ordered(table, given_rows(table, raw, around.computed), around.choices), ids)


def pasted_block(database: Database, ids: IdSource, viewer: Viewer, task_id: str, answers: Answers, where: str,
                 block: str, start: Start, now: datetime) -> Proposal:
    """`where` is "<form>.<table>", `block` the text of the clipboard."""
    form_id, _, table_id = where.partition(".")
    with database.read() as connection:
        asked = asked_form(connection, seen_task(connection, viewer, task_id), viewer, form_id, now)
    table = next((f for f in asked.form.fields if f.id == table_id and f.type == "table"), None)
    if table is None:
        raise NotFound("Biểu mẫu của việc này không có bảng đó; mở lại việc.")
    taken = paste(asked.into(table, answers, ids), cells_of(block), start)
    return proposal_of(asked, answers, {}, {table.id: taken}, ())


def shown_again(database: Database, viewer: Viewer, task_id: str, fields: Answers, now: datetime) -> Proposal:
    """What was previewed, against the draft as it is by now."""
    form_id, values = next(iter(fields.items()))
    with database.read() as connection:
        asked = asked_form(connection, seen_task(connection, viewer, task_id), viewer, form_id, now)
        answers = standing_answers(connection, asked.task, asked.forms, asked.context)
    present, tables = answers.get(form_id, {}), {f.id for f in asked.form.fields if f.type == "table"}
    return proposal_of(
        asked, answers, {key: value for key, value in values.items() if key not in tables},
        {key: between(rows_of(present.get(key)), rows_of(value)) for key, value in values.items() if key in tables}, ())


def asked_form(connection: Connection, seen: SeenTask, viewer: Viewer, form_id: str, now: datetime) -> Asked:
    """Raises Forbidden for who may only look, NotFound when the task does not ask for that form."""
    task, plan = seen.task, seen.compiled.plan
    if may_act(viewer, task) is None:
        raise Forbidden(f"Việc “{task.title}” do {task.role} thực hiện; bạn không giữ vai trò này nên không điền thay.")
    forms = forms_of(plan, task)
    form = next((f for f in forms if f.id == form_id), None)
    if form is None:
        raise NotFound("Việc này không hỏi biểu mẫu đó; mở lại việc.")
    about = subject_of(connection, plan, seen.run, task, local_day(now))
    return Asked(task, form, form_context(connection, about, forms), forms)


def proposal_of(asked: Asked, answers: Answers, plain: Mapping[str, object], tables: Mapping[str, Taken],
                remarks: Iterable[Remark]) -> Proposal:
    """The changed fields as they would stand, and everything that was not taken as it was given."""
    form = asked.form
    changed = {**plain, **{key: [*taken.rows] for key, taken in tables.items()}}
    after = {**answers, form.id: {**answers.get(form.id, {}), **changed}}
    in_tables = [(key, remark) for key, taken in tables.items() for remark in taken.remarks]
    errors = [FieldError(form.id, remark.at, None, None, sentence(remark.says)) for remark in remarks if remark.at]
    errors += [FieldError(form.id, key, r.row, r.at, sentence(r.says)) for key, r in in_tables if r.row]
    view = questions(form, asked.task.step, after, errors, asked.context)
    numbers = {row.id: row.number for item in view.items if isinstance(item, TableView)
               for section in item.sections for row in section.rows}
    shown = {form_anchor(form.id, key) for key in changed}
    return Proposal(
        asked.task, replace(view, items=tuple(item for item in view.items if item.anchor in shown)),
        tuple((_place(form, None, r), _said(r, numbers)) for r in remarks)
        + tuple((_place(form, key, r), _said(r, numbers)) for key, r in in_tables),
        len(plain) + sum(taken.cells for taken in tables.values()),
        sum(len(taken.added) for taken in tables.values()), sum(len(taken.changed) for taken in tables.values()),
        tuple(_name(row) for taken in tables.values() for row in taken.gone),
        tuple(items_of(form, changed)), tuple(f"{form.id}.{key}" for key in changed))


def form_anchor(form: str, field: str) -> str:
    return anchor(field_name(form, field))


def _place(form: Form, table: str | None, remark: Remark) -> str:
    """The id in the page of what the remark speaks of; empty for what is nowhere in it."""
    if not remark.at or (table and not remark.row):
        return ""
    return error_anchor(FieldError(form.id, table or remark.at, remark.row, remark.at if table else None, ""))


def _said(remark: Remark, numbers: Mapping[str, int]) -> str:
    """"Dòng 3, kinh phí: chưa hiểu …"; what is in no row is told by its line of the block or file."""
    where = f"Hàng {remark.line} đã đưa vào" if remark.line else ""
    if remark.row and remark.row in numbers:
        where = f"Dòng {numbers[remark.row]}"
    if remark.label:
        where = f"{where}, {lower_first(remark.label)}" if where else remark.label
    return sentence(f"{where}: {lower_first(remark.says)}" if where else remark.says)


def _name(row: Row) -> str:
    """What a reader knows a row by: the first words in it."""
    return next((str(value) for key, value in row.items() if key != ROW_ID and isinstance(value, str) and value), "—")
