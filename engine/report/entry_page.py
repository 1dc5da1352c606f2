"""The page of one entry: what the register knows, what was sent about it, what is open, papers and remarks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from engine.bpmn.compile import Compiled
from engine.bpmn.graph import Outcome
from engine.plan.measure import Register
from engine.plan.model import Plan
from engine.report.entry_dossiers import entry_dossiers
from engine.report.entry_kin import Kin, kin_of
from engine.report.entry_values import Fact, facts_of, is_public
from engine.report.matrix import Cell, cell_of
from engine.report.replicas import Replica, replicas_of
from engine.report.run_rows import run_rows
from engine.report.seen_run import SeenRun, seen_run
from engine.store import entries, units, versions
from engine.store.database import Database
from engine.store.files import SENT
from engine.store.offered import offered_to
from engine.store.runs import Run
from engine.store.tables import answer, comment, file, instance, person, task
from engine.store.tables import entry as entry_table
from engine.store.tables import run as run_table
from engine.work.choices import Choices, choices_of
from engine.work.context import UnitValue, scene_context
from engine.work.dossier import DossierState
from engine.work.entry import Entry
from engine.work.form import Answers, Context
from engine.work.people import NotFound, Viewer
from engine.work.question import FormView, reading
from engine.work.route import creators, element_of
from engine.work.sheet import TableView

OUTSIDE = "Không thấy mô hình này trong phạm vi của bạn; mở lại từ sổ mô hình."


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the entry and how it stands."""

    name: str
    cell: Cell
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was sent about the entry. `lines`: label and text of each answer."""

    step: str
    title: str
    by: str
    capacity: str
    at: datetime
    outcome: str
    returned: bool
    reason: str | None
    task_id: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A stored file of one of the entry's tasks."""

    id: str
    task_id: str
    name: str
    size: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment made on the entry or on one of its tasks."""

    by: str
    capacity: str
    at: datetime
    text: str


@dataclass(frozen=True)
class EntryPage:
    """`full`: the reader sees everything; else the public part, without personal data, answers, papers and remarks."""

    run: Run
    entry: Entry
    unit: UnitValue
    field: str
    public: bool
    full: bool
    facts: tuple[Fact, ...]
    steps: tuple[StepLine, ...]
    told: tuple[Told, ...]
    papers: tuple[Paper, ...]
    remarks: tuple[Remark, ...]
    dossiers: tuple[DossierState, ...]
    kin: tuple[Kin, ...]
    replicas: tuple[Replica, ...]


def entry_page(database: Database, viewer: Viewer, entry_id: str, today: date) -> EntryPage:
    """Raises NotFound for who may not read it as for one that is not there, Forbidden without a part in the run."""
    with database.read() as connection:
        run_id = connection.execute(
            select(entry_table.c.run_id).join(run_table, run_table.c.id == entry_table.c.run_id)
            .where(entry_table.c.id == entry_id, run_table.c.tenant_id == viewer.tenant_id)).scalar()
        if run_id is None:
            raise NotFound(OUTSIDE)
        seen = seen_run(connection, viewer, run_id, today)
        found, register = entries.get(connection, run_id, entry_id), seen.plan.register_
        if found is None or register is None:
            raise NotFound(OUTSIDE)
        unit = units.get(connection, found.unit_id)
        full, public = _full(connection, viewer, seen, found), is_public(register, found, unit)
        if not full and not public:
            raise NotFound(OUTSIDE)
        return _page(connection, seen, register, found, unit, full, public, today)


def _full(connection: Connection, viewer: Viewer, seen: SeenRun, found: Entry) -> bool:
    """Overseers, the unit's own people, and who has or had a task about the entry (a member who scores it)."""
    if seen.sees_all or found.unit_id in viewer.unit_ids():
        return True
    asked = select(exists().where(task.c.entry_id == found.id, offered_to(viewer)))
    return bool(connection.execute(asked).scalar())


def _page(connection: Connection, seen: SeenRun, register: Register, found: Entry, unit: UnitValue, full: bool,
          public: bool, today: date) -> EntryPage:
    facts = facts_of(seen.plan, register, found, full)
    field = next((fact.text or "" for fact in facts if fact.id == register.field), "")
    return EntryPage(
        seen.run, found, unit, field, public, full, facts, _steps(connection, seen, found, today) if full else (),
        _told(connection, seen, found, unit) if full else (), _papers(connection, found) if full else (),
        _remarks(connection, found) if full else (), entry_dossiers(connection, seen, found, unit) if full else (),
        kin_of(connection, found) if full else (),
        replicas_of(connection, register, seen.run.tenant_id, found) if full else ())


def _steps(connection: Connection, seen: SeenRun, found: Entry, today: date) -> tuple[StepLine, ...]:
    rows = run_rows(connection, seen.run.id, [found.unit_id])
    case = next((one for one in rows.cases if one.entry_id == found.id), None)
    steps = seen.plan.steps_of("entry")
    if case is None:
        return ()
    return tuple(StepLine(one.name, cell_of(one, case, rows, steps, today), one.reviewer is not None) for one in steps)


def _told(connection: Connection, seen: SeenRun, found: Entry, unit: UnitValue) -> tuple[Told, ...]:
    """Newest first: what was sent about the entry, and the registration it came from."""
    own = instance.c.entry_id == found.id
    registered = (instance.c.scope == "unit") & (instance.c.unit_id == found.unit_id) & (
        answer.c.step.in_(creators(seen.plan)) & (answer.c.run_id == found.run_id))
    rows = connection.execute(
        select(answer, person.c.name.label("who"), task.c.title, task.c.node, instance.c.scope,
               instance.c.version_id)
        .join(instance, instance.c.id == answer.c.instance_id).join(task, task.c.id == answer.c.task_id)
        .join(person, person.c.id == answer.c.by).where(own | (registered if found.registered else own))
        .order_by(answer.c.at.desc(), answer.c.id.desc())).all()
    context = Context(scene_context(seen.run.year, unit, found), _choices(connection, seen, found), {}, {})
    year = seen.run.year
    on = {row.version_id: versions.compiled(connection, row.version_id, year) for row in rows if row.version_id}
    return tuple(_one(on.get(row.version_id, seen.compiled), row, context) for row in rows)


def _one(on: Compiled, row: Row[Any], context: Context) -> Told:
    """An amendment may have removed the step since."""
    nodes = (node for node in on.processes[row.scope].nodes if node.id == element_of(row.node))
    ends = (end for node in nodes for end in node.outcomes if end.id == row.outcome)
    end = next(ends, Outcome(row.outcome, row.outcome))
    lines = tuple(_lines(on.plan, row.step, _answers(row.forms), context)) if row.scope == "entry" else ()
    step = next((one.name for one in on.plan.steps if one.id == row.step), row.title)
    return Told(step, row.title, row.who, row.capacity, row.at, end.label, end.needs_reason,
                row.reason, row.task_id, lines)


def _answers(text: str) -> Answers:
    read: Answers = json.loads(text)
    return read


def _lines(plan: Plan, step: str, given: Answers, context: Context) -> Iterator[tuple[str, str]]:
    known = {form.id: form for form in plan.forms}
    for form_id in given:
        if form_id in known:
            yield from _form_lines(reading(known[form_id], step, given, context))


def _form_lines(view: FormView) -> Iterator[tuple[str, str]]:
    for item in view.items:
        if not isinstance(item, TableView):
            if item.text:
                yield item.label, item.text
            continue
        for row in (row for section in item.sections for row in section.rows):
            cells = zip(item.columns, row.cells, strict=True)
            yield f"{item.label} {row.number}", "; ".join(f"{c.label}: {q.text}" for c, q in cells if q.text)


def _choices(connection: Connection, seen: SeenRun, found: Entry) -> Choices:
    """Names for the ids in answers; those of the entry's own papers only."""
    people = connection.execute(select(person.c.id, person.c.name).where(person.c.tenant_id == seen.run.tenant_id))
    papers = _papers(connection, found)
    return choices_of(
        seen.plan, persons=tuple((row.id, row.name) for row in people),
        units=tuple((one.id, one.name) for one in seen.units.values()), entries=((found.id, found.name),),
        files=tuple((one.id, one.name) for one in papers))


def _papers(connection: Connection, found: Entry) -> tuple[Paper, ...]:
    rows = connection.execute(
        select(file.c.id, file.c.task_id, file.c.name, file.c.size, person.c.name.label("by"), file.c.at)
        .join(task, task.c.id == file.c.task_id).join(person, person.c.id == file.c.by)
        .where(task.c.entry_id == found.id, file.c.removed_at.is_(None), SENT).order_by(file.c.at.desc(), file.c.id))
    return tuple(Paper(*row) for row in rows)


def _remarks(connection: Connection, found: Entry) -> tuple[Remark, ...]:
    rows = connection.execute(
        select(person.c.name, comment.c.capacity, comment.c.at, comment.c.text)
        .join(person, person.c.id == comment.c.by).outerjoin(task, task.c.id == comment.c.task_id)
        .where((comment.c.entry_id == found.id) | (task.c.entry_id == found.id)).order_by(comment.c.at, comment.c.id))
    return tuple(Remark(*row) for row in rows)
