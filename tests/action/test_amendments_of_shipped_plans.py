"""Each shipped plan, half-way through its year, amended in every way a body amends it: shown, done, taken back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.action.approve_amendment import amend_run
from engine.action.preview_amendment import preview_amendment
from engine.action.reconcile import reconcile
from engine.action.reverse_amendment import reverse_amendment
from engine.base.clock import local_moment
from engine.plan.folder import LoadedPlan, data_dir
from engine.plan.step import SCOPE_WORDS, Scope
from engine.rehearse.stage import Stage
from engine.store import tasks
from engine.store.units import ids_of
from engine.work.people import Conflict, NotFound, Viewer
from engine.work.seat import seat_of
from tests.action import changed_plans as change
from tests.action.amended import applied, check_happened, dump, rows_of_run

MIDDLE = {"tan-ky-2025": date(2000, 9, 10), "gia-lai-2025": date(2000, 10, 10), "thuy-nguyen-2026": date(2000, 6, 8),
          "vinh-long-2025": date(2000, 11, 18), "ha-tinh-annual": date(2000, 3, 5)}
WORDS = {scope: word for word, scope in SCOPE_WORDS.items()}
TRIES = 6
"""So many changes of a kind are tried until one is sound and touches somebody."""
Changes = Iterator[tuple[str, change.Change, tuple[str, ...]]]


def leader(stage: Stage, now) -> Viewer:
    with stage.database.read() as connection:
        unit_ids = ids_of(connection, stage.tenant_id, stage.plan.unit_codes)
    person = stage.cast.sitting(seat_of(stage.plan, stage.plan.coordinator, "", unit_ids, {}), now)[0]
    return stage.cast.viewer(person.id, now)


def changes(stage: Stage, now) -> Changes:
    """Every way to change what is open now; some make no sound plan and are left out."""
    with stage.database.read() as connection:
        opened = tasks.open_of_run(connection, stage.run_id)
    steps = dict.fromkeys(task.step for task in opened)
    for task in {task.step: task for task in opened if task.last_day}.values():
        yield "deadline", change.later(task), ()
    yield from (("name", change.renamed(step), ()) for step in steps)
    forms = dict.fromkeys(form for step in steps for forms in stage.plan.step(step).forms.values() for form in forms)
    for form in forms:
        yield "field", change.with_field(form), ()
        for field in stage.plan.form(form).fields:
            yield "no field", change.without_field(form, field.id), ()
    for scope in ("run", "unit", "entry"):
        yield from _more_steps(stage, scope)
    for step in stage.plan.steps:
        yield "no step", change.without_step(step.id), ()
    for step in steps:
        yield "let go", change.without_step(step), (step,)
    for step in steps:
        for name, role in stage.plan.roles.items():
            if role.kind == "body":
                yield "actor", change.other_actor(step, name), ()
    acting = {task.role for task in opened}
    yield from (("role", change.other_role(name), ()) for name, role in stage.plan.roles.items() if role.name in acting)
    for name, event in stage.plan.events.items():
        if event.date:
            yield "event", change.event_later(name, date(stage.year, 12, 20)), ()


def _more_steps(stage: Stage, scope: Scope) -> Changes:
    for step in stage.plan.steps_of(scope):
        yield "step", change.with_step(WORDS[scope], step.actor, step.id, date(stage.year, 12, 29)), ()


def amendments(stage: Stage, folder: Path, target: Path, viewer: Viewer,
               now) -> Iterator[tuple[str, LoadedPlan, tuple]]:
    """The changes that give a sound plan, each with its preview; of each kind the first."""
    found: set[str] = set()
    tried: dict[str, int] = {}
    for number, (kind, made, drops) in enumerate(changes(stage, now)):
        tried[kind] = tried.get(kind, 0) + 1
        if kind in found or tried[kind] > TRIES:
            continue
        loaded = change.changed(folder, target / str(number), made)
        if loaded is None:
            continue
        try:
            preview = preview_amendment(stage.database, stage.ids, viewer, stage.run_id, loaded, drops, now)
        except (Conflict, NotFound):
            continue
        if preview.content["moves"] or preview.content["events"]:
            found.add(kind)
        yield kind, loaded, (drops, preview)


@pytest.mark.parametrize("name", sorted(MIDDLE))
def test_a_shipped_plan_amended_in_the_middle_of_its_year_does_what_was_shown(sqlite, tmp_path, name):
    amend_in_every_way(sqlite, data_dir("plan_configs") / name, tmp_path)


def test_on_either_database(database, tmp_path):
    amend_in_every_way(database, data_dir("plan_configs") / "ha-tinh-annual", tmp_path)


def amend_in_every_way(database, folder: Path, tmp_path: Path) -> None:
    stage = change.played(database, folder, MIDDLE[folder.name])
    now = local_moment(MIDDLE[folder.name].replace(year=stage.year), 20)
    viewer = leader(stage, now)
    seen: dict[str, int] = {}

    for kind, loaded, (drops, preview) in amendments(stage, folder, tmp_path, viewer, now):
        before, run_before = dump(database), _rows(stage)
        key = amend_run(database, stage.ids, viewer, stage.run_id, loaded, drops, preview.digest, now)
        assert applied(database, stage.ids, now, page=4) > 1
        check_happened(run_before, _rows(stage), preview, loaded.hash)
        assert reconcile(database, stage.ids, viewer, stage.run_id, None, now).differences == (), kind
        seen[kind] = seen.get(kind, 0) + bool(preview.content["moves"] or preview.content["events"])
        reverse_amendment(database, stage.ids, viewer, key, now)
        assert dump(database) == before, kind

    assert {"deadline", "name", "field", "step", "role"} <= {kind for kind, count in seen.items() if count}


def _rows(stage: Stage):
    with stage.database.read() as connection:
        return rows_of_run(connection, stage.run_id)
