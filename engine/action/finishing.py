"""What the end of a task brings about beside the flow: entries, register, events, members, notices of information."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from engine.action.done_names import DoneNames
from engine.action.inform import inform
from engine.action.moving import Asked, Movement, Said
from engine.action.redating import redate
from engine.action.scene import Scene
from engine.action.tell_recipients import tell_recipients
from engine.base.text import fold
from engine.instance.fact import Cancel
from engine.plan.expression import parse_expression
from engine.plan.form import PAST
from engine.plan.known import tables_of
from engine.plan.model import Plan
from engine.plan.step import RegisterWrite, Step
from engine.plan.total import day
from engine.store import entries, instances, runs, tasks
from engine.store.holders import holders
from engine.store.instances import Instance
from engine.work.context import Answers, merged
from engine.work.entry import Entry, Row, attributes_of, registration, row_key, row_keys
from engine.work.route import heard
from engine.work.rows import rows_of
from engine.work.task import Task


@dataclass(frozen=True)
class Closing:
    """A task that is being closed. `names` are those of expressions."""

    task: Task
    instance: Instance
    step: Step
    forms: Answers
    names: DoneNames

    @property
    def answers(self) -> Mapping[str, object]:
        """Those of the whole step by field."""
        return self.names.answers

    @cached_property
    def own(self) -> Mapping[str, object]:
        """Those given with this task by field."""
        return merged([self.forms])


def register_sent(movement: Movement, closing: Closing) -> None:
    """The rows sent become entries; rows sent again change theirs, and entries whose row is gone are withdrawn."""
    if closing.step.writes:
        closing.names.look()  # as the register was before
    for write in closing.step.writes:
        if write.create and write.create in closing.own and closing.task.act == "do":
            _register(movement, closing, write)


def finish_step(movement: Movement, closing: Closing) -> None:
    """The step is over: what it writes, fixes, chooses and tells."""
    scene = movement.scene.at(closing.instance.version_id)
    movement.finish(closing.instance, closing.step.id)
    for write in closing.step.writes:
        _write(scene, closing, write)
    _fix_events(scene, closing)
    _choose_members(scene, closing)
    _inform(scene, closing)
    if closing.step.id == scene.plan.opening and scene.plan.recipients:
        tell_recipients(scene, closing.task)


def _register(movement: Movement, closing: Closing, write: RegisterWrite) -> None:
    scene = movement.scene.at(closing.instance.version_id)
    register = scene.plan.register_
    if register is None:
        return
    rows = rows_of(closing.own.get(write.create or ""))
    present = entries.of_unit(scene.connection, scene.run.id, closing.task.unit_id)
    sheet = row_keys(scene.plan, closing.step, write)
    blank = Entry("", scene.run.id, closing.task.unit_id, sheet, "", "sent", True, {}, scene.now)
    done = registration(register, rows, present, blank, [scene.ids.new() for _ in rows])
    done = done.continuing(_continued(scene.plan, closing.step, write, rows))
    entries.add(scene.connection, done.added)
    known = {entry.id: entry for entry in present}
    for entry in done.changed:
        _save(scene, known[entry.id], entry)
    for entry in done.withdrawn:
        _save(scene, known[entry.id], entry)
        if scene.plan.steps_of("entry"):
            movement.ask(Asked(instances.of_entry(scene.connection, entry.id), Cancel))
    for entry in done.added:
        movement.start_entry(entry, Said(closing.step.id, closing.instance, closing.task.node))


def _continued(plan: Plan, step: Step, write: RegisterWrite, rows: Iterable[Row]) -> dict[str, str | None]:
    """Key of a row -> the entry of an earlier year that it names, for a table with a column that chooses one."""
    column = next((c.id for c in tables_of(plan, step)[write.create or ""].columns if c.options_from == PAST), "")
    sheet = row_keys(plan, step, write)
    return {row_key(sheet, row): str(row[column]) if row.get(column) else None for row in rows}


def _save(scene: Scene, before: Entry, after: Entry) -> None:
    """Keep what changed of the entry; open tasks about it carry its new name."""
    if after == before:
        return
    entries.save(scene.connection, after)
    if after.name != before.name:
        tasks.rename(scene.connection, after.id, after.name)
    scene.know(after)


def _write(scene: Scene, closing: Closing, write: RegisterWrite) -> None:
    for entry, row in _targets(scene, closing, write):
        names = {**closing.names, "dong": row, "mo_hinh": entry.context(scene.unit(entry.unit_id).context())}
        changes = {key: parse_expression(text).value(names) for key, text in write.set.items()}
        register = scene.plan.register_
        status = "accepted" if write.create else entry.status
        if register and (changes or status != entry.status):
            _save(scene, entry, replace(entry.with_data(register, attributes_of(register, changes)), status=status))


def _targets(scene: Scene, closing: Closing, write: RegisterWrite) -> list[tuple[Entry, Row | None]]:
    """The entries that a write speaks of, each with its row."""
    if write.create:
        sheet = row_keys(scene.plan, closing.step, write)
        rows = {row_key(sheet, row): row for row in rows_of(closing.answers.get(write.create))}
        present = entries.of_unit(scene.connection, scene.run.id, closing.task.unit_id)
        return [(entry, rows[entry.row_key]) for entry in present
                if entry.status != "withdrawn" and entry.row_key in rows]
    if write.table:
        by_entry = {str(row.get("mo_hinh")): row for row in rows_of(closing.answers.get(write.table))}
        found = entries.of_ids(scene.connection, scene.run.id, by_entry)
        return [(found[key], row) for key, row in by_entry.items() if key in found]
    return [(scene.entry(closing.task.entry_id), None)] if closing.task.entry_id else []


def _fix_events(scene: Scene, closing: Closing) -> None:
    fixed = {name: found for name, field in closing.step.fixes.items() if (found := day(closing.answers.get(field)))}
    for name, text in fixed.items():
        scene.set_event(name, text)
    if fixed:
        redate(scene, frozenset(fold(name) for name in fixed))


def _choose_members(scene: Scene, closing: Closing) -> None:
    for name, role in scene.plan.roles.items():
        if role.kind != "members" or role.chosen is None or role.chosen.step != closing.step.id:
            continue
        given = closing.answers.get(role.chosen.field)
        persons = [str(person) for person in given] if isinstance(given, list) else [str(given)] if given else []
        runs.set_members(scene.connection, scene.run.id, fold(name), persons)
        scene.members[fold(name)] = tuple(persons)
        for task in tasks.open_of_run(scene.connection, scene.run.id):
            if task.candidate_unit_id is None and task.role == role.name:
                tasks.set_persons(scene.connection, task.id, persons)


def _inform(scene: Scene, closing: Closing) -> None:
    if not closing.step.informed:
        return
    task, step = closing.task, closing.step
    about = f" “{task.subject}”" if task.subject else ""
    text = f"{step.name}{about}: {scene.unit(task.unit_id).name} đã xong ngày {scene.today:%d/%m/%Y}."
    seats = [scene.seat(role, unit) for role in step.informed for unit in _units_told(scene, closing)]
    told = {person.id for found in holders(scene.connection, seats, scene.today).values() for person in found}
    inform(scene, task, 0, sorted(told), text)


def _units_told(scene: Scene, closing: Closing) -> list[str]:
    """Whose people a role of the matter's unit means: those of the entries chosen, where the step chooses some."""
    if closing.step.announces_to is None:
        return [closing.task.unit_id]
    chosen = heard(closing.step.announces_to, closing.answers, closing.names).entries or frozenset()
    found = entries.of_ids(scene.connection, scene.run.id, sorted(chosen))
    return sorted({entry.unit_id for entry in found.values()}) or [closing.task.unit_id]
