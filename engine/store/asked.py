"""What surrounds the forms of a task when they are asked: the lists to choose from, and the first answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, and_, bindparam, or_, select

from engine.plan.form import Form, FormField
from engine.plan.model import Plan
from engine.store import answers, drafts, entries, units
from engine.store.files import SENT, SHOWN
from engine.store.last_year import last_year_entries
from engine.store.offered_people import offered_people
from engine.store.prepared import Prepared
from engine.store.public_entries import public_entries
from engine.store.runs import Run
from engine.store.standpoint import Standpoint, entries_seen
from engine.store.tables import file, instance, task
from engine.store.unit_answers import unit_answers
from engine.work.choices import Listed, choices_of
from engine.work.context import UnitValue, scene_context
from engine.work.draft import Draft
from engine.work.draft_prefill import today
from engine.work.entry import Entry
from engine.work.form import Answers, Context
from engine.work.prefill import Sources, prefill_all
from engine.work.task import Task, of_slot

_FILES = Prepared(
    select(file.c.id, file.c.name).join(task, task.c.id == file.c.task_id)
    .where(task.c.instance_id == bindparam("instance"), file.c.removed_at.is_(None),
           or_(SENT, and_(task.c.id == bindparam("asked"), SHOWN))).order_by(file.c.at, file.c.id))
_OF_UNIT = Prepared(select(instance.c.id).where(
    instance.c.run_id == bindparam("run"), instance.c.scope == "unit", instance.c.unit_id == bindparam("unit")))


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked, about what, in which year and on which day."""

    plan: Plan
    year: int
    task: Task
    unit: UnitValue
    entry: Entry | None
    today: date


def subject_of(connection: Connection, plan: Plan, run: Run, task: Task, today: date) -> Subject:
    """Who is asked, about what."""
    about = entries.get(connection, run.id, task.entry_id) if task.entry_id else None
    return Subject(plan, run.year, task, units.get(connection, task.unit_id), about, today)


def forms_of(plan: Plan, asked: Task) -> tuple[Form, ...]:
    """The forms that the task fills, in the plan's order."""
    return plan.once(("forms of", asked.step, asked.slot), lambda: tuple(
        plan.form(name) for name in of_slot(plan.step(asked.step).forms, asked.slot) or ()))


@dataclass(frozen=True, slots=True)
class _Needs:
    """What the fields of some forms need to be asked. `alone`: nothing but what stands in the plan."""

    fields: tuple[FormField, ...]
    types: frozenset[str]
    looks_at_entries: bool
    looks_back: bool
    alone: bool


def _needs(plan: Plan, forms: tuple[Form, ...]) -> _Needs:
    def found() -> _Needs:
        fields = tuple(inner for form in forms for inner in _all_fields(form.fields))
        types = frozenset(one.type for one in fields)
        alone = not types & {"person", "persons", "unit", "initiative", "initiatives", "file", "table"} and not any(
            one.prefill or one.any_public or one.options_from == "past" for one in fields)
        return _Needs(fields, types, _looks_at_entries(fields),
                      any(one.rows_from and one.rows_from.last_year for one in fields), alone)

    return plan.once(("needs", *(form.id for form in forms)), found)


def form_context(connection: Connection, about: Subject, forms: tuple[Form, ...]) -> Context:
    """Only what some field needs is read. The forms are the plan's."""
    asked, plan = about.task, about.plan
    needs = _needs(plan, forms)
    names = scene_context(about.year, about.unit, about.entry)
    if needs.alone:
        return Context(names, plan.once("choices of the plan", lambda: choices_of(plan)), {one.id: {} for one in forms})
    fields, types = needs.fields, needs.types
    present = entries_in_scope(connection, about) if needs.looks_at_entries else []
    last_year = _last_year(connection, about) if needs.looks_back else []
    choices = choices_of(
        plan,
        people=offered_people(connection, asked.tenant_id, asked.unit_id, about.today)
        if types & {"person", "persons"} else (),
        units=_units(connection, about) if "unit" in types else (),
        entries=tuple((entry.id, entry.name) for entry in present),
        public=_public(connection, about) if any(one.any_public for one in fields) else (),
        past=_past(connection, about) if any(one.options_from == "past" for one in fields) else (),
        files=_files(connection, asked) if "file" in types else ())
    sources = Sources(
        _earlier(connection, about) if any(one.prefill and one.prefill.step for one in fields) else {},
        tuple(_contexts(connection, about, present)), names, plan.step_names,
        tuple(_contexts(connection, about, last_year)), _reports(connection, about, fields))
    first = prefill_all(forms, asked.step, sources)
    return Context(names, choices, first.answers, first.origins)


def first_answers(connection: Connection, task: Task, context: Context) -> Answers:
    """What a task that has no draft starts from: what was sent before it came back, else the first answers.

    Of a review it is what was half filled when it returned the work. An opinion starts empty, for the others' words are
    not this body's.
    """
    earlier = [] if task.act == "opine" else [
        sent for sent in answers.of_step(connection, task.instance_id, task.step)
        if sent.slot == task.slot and sent.task_id != task.id]
    if earlier and not earlier[-1].forms and (left := drafts.answers_in(connection, earlier[-1].task_id)):
        return left
    return next((sent.forms for sent in reversed(earlier) if sent.forms), context.computed)


def standing_draft(connection: Connection, task: Task, forms: tuple[Form, ...], context: Context,
                   draft: Draft | None) -> Draft:
    """What the forms of a task start from today: its draft, in which what kheo filled in follows its source, else what
    was sent before it came back, else the first answers."""
    if draft is not None and draft.forms and (draft.filled is not None or not any(context.computed.values())):
        return today(forms, draft, context.computed, False)
    first = first_answers(connection, task, context)
    if draft is None or not draft.forms:
        draft = replace(draft or Draft({}), forms=first)
        return draft if first is context.computed else today(forms, draft, context.computed, False)
    return today(forms, draft, context.computed, first is context.computed)


def standing_answers(connection: Connection, task: Task, forms: tuple[Form, ...], context: Context) -> Answers:
    """What the forms show when they are opened: the draft, else what came back, else the first answers."""
    saved = drafts.of_task(connection, task.id)
    return standing_draft(connection, task, forms, context, saved.draft if saved else None).forms


def entries_in_scope(connection: Connection, about: Subject) -> list[Entry]:
    """The entries that the task's step looks at."""
    asked = about.task
    at = Standpoint(about.plan, asked.run_id, asked.tenant_id, about.unit, about.entry, about.today)
    return entries_seen(connection, about.plan.step(asked.step), at)


def _looks_at_entries(fields: Iterable[FormField]) -> bool:
    return any((one.rows_from and not one.rows_from.last_year and not one.rows_from.step)
               or one.type in ("initiative", "initiatives")
               or (one.prefill and one.prefill.count) for one in fields)


def _last_year(connection: Connection, about: Subject) -> list[Entry]:
    """Of the unit, or for a step of the run of all units."""
    return last_year_entries(connection, about.plan, about.task.tenant_id, about.year, _within(about))


def _within(about: Subject) -> str | None:
    """The unit whose matters alone are offered; None for a step of the run."""
    return None if about.plan.step(about.task.step).scope == "run" else about.task.unit_id


def _reports(
    connection: Connection, about: Subject, fields: Iterable[FormField],
) -> dict[str, tuple[Mapping[str, object], ...]]:
    steps = {one.rows_from.step for one in fields if one.rows_from and one.rows_from.step}
    return {step: unit_answers(connection, about.task.run_id, step, _within(about)) for step in sorted(steps)}


def _all_fields(fields: Iterable[FormField]) -> list[FormField]:
    return [inner for one in fields for inner in (one, *_all_fields(one.columns))]


def _contexts(connection: Connection, about: Subject, present: list[Entry]) -> list[Mapping[str, object]]:
    known = {about.unit.id: about.unit}
    if any(entry.unit_id not in known for entry in present):
        known |= units.of_ids(connection, {entry.unit_id for entry in present})
    return [entry.context(known[entry.unit_id].context()) for entry in present]


def _units(connection: Connection, about: Subject) -> Listed:
    return tuple((unit.id, unit.name) for unit in units.of_tenant(connection, about.task.tenant_id, about.today))


def _public(connection: Connection, about: Subject) -> Listed:
    """The public initiatives of this year and of those before, whoever's they are."""
    return public_entries(connection, about.plan, about.task.tenant_id, about.year)


def _past(connection: Connection, about: Subject) -> Listed:
    """The unit's accepted initiatives of earlier years, the latest first, each with its year."""
    found = entries.of_earlier_years(connection, about.task.unit_id, about.year)
    return tuple((entry.id, f"{entry.name} ({year})") for year, entry in found)


def _files(connection: Connection, asked: Task) -> Listed:
    """Files stored with this task, or sent with an earlier one of the same process."""
    return tuple((row[0], row[1]) for row in _FILES.all(connection, instance=asked.instance_id, asked=asked.id))


def _earlier(connection: Connection, about: Subject) -> dict[str, Answers]:
    """What was answered last in each step of the process; for an entry, in its unit's process too.

    A recurring step's answers are those of the last of its times.
    """
    asked = about.task
    own = [asked.instance_id]
    if asked.entry_id:
        own += _OF_UNIT.column(connection, run=asked.run_id, unit=asked.unit_id)
    found: dict[str, dict[str, Mapping[str, object]]] = {}
    for instance_id in own:
        for sent in answers.of_instance(connection, instance_id):
            for step in about.plan.known_as(sent.step):
                found.setdefault(step, {}).update(sent.forms)
    return dict(found)


def nomination_context(
        connection: Connection, run: Run, plan: Plan, form: Form, unit: UnitValue, today: date) -> Context:
    """What surrounds the form by which an initiative is proposed; `unit` is the proposer's."""
    types = {one.type for one in _all_fields(form.fields)}
    choices = choices_of(
        plan, people=offered_people(connection, run.tenant_id, unit.id, today)
        if types & {"person", "persons"} else (),
        units=tuple((one.id, one.name) for one in units.of_tenant(connection, run.tenant_id, today)))
    names = scene_context(run.year, unit, None)
    first = prefill_all([form], plan.opening, Sources(context=names))
    return Context(names, choices, first.answers, first.origins)
