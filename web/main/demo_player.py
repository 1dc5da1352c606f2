"""Plays the script of a demonstration: the real actions, day by day, on a clock that is moved by hand."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.action.cast_ballot import cast_ballot
from engine.action.complete_task import complete_task
from engine.action.fire_due import fire_due
from engine.action.save_draft import save_draft
from engine.action.store_file import Upload, store_file
from engine.base.clock import local_moment
from engine.base.ids import IdSource
from engine.plan.form import Form
from engine.plan.model import Plan
from engine.plan.script import GivenForms, Script, ScriptedAct
from engine.store import entries, runs, tasks, units
from engine.store.asked import Subject, form_context, forms_of
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.store.holders import Holder, holders
from engine.store.people import viewer_of_person
from engine.work.appraisal import ballot_criteria, criteria_of
from engine.work.context import scene_context
from engine.work.form import Context
from engine.work.people import Viewer
from engine.work.sample import Sampler, files_wanted, sample_answers
from engine.work.seat import Seat
from engine.work.task import Task

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" \
      b"trailer<</Root 1 0 R>>\n%%EOF\n"
"""An empty, well-formed paper."""


@dataclass
class Player:
    """One run of one plan, played until the script's day."""

    database: Database
    blobs: BlobStore
    ids: IdSource
    plan: Plan
    run_id: str
    tenant_id: str
    script: Script
    until: date

    def play(self) -> None:
        """Every day of the script: first what the clock brings, then what people do."""
        by_day: dict[date, list[ScriptedAct]] = {}
        for act in self.script.acts:
            by_day.setdefault(act.day, []).append(act)
        day = self.script.begins
        while day <= self.until:
            while fire_due(self.database, self.ids, local_moment(day, 8, 5)).more:
                pass
            moments = self._moments(day)
            for act in by_day.get(day, []):
                for task in self._tasks(act):
                    self._do(act, task, next(moments))
            day += timedelta(days=1)

    def _moments(self, day: date) -> Iterator[datetime]:
        moment = local_moment(day, 8, 30)
        while True:
            yield moment
            moment += timedelta(minutes=3)

    def _tasks(self, act: ScriptedAct) -> list[Task]:
        with self.database.read() as connection:
            found = [t for t in tasks.open_of_run(connection, self.run_id) if (t.step, t.slot) == (act.step, act.slot)]
            code = {t.unit_id: units.get(connection, t.unit_id).code for t in found}
        return [t for t in found if (not act.units or code[t.unit_id] in act.units) and code[t.unit_id] not in act.but
                and (not act.entries or t.subject in act.entries)]

    def _do(self, act: ScriptedAct, task: Task, now: datetime) -> None:
        for holder in self._actors(task, now):
            viewer = self._viewer(holder.id, now)
            if task.act == "ballot":
                cast_ballot(self.database, self.ids, viewer, task.id, self._scores(task, holder), None, now)
            else:
                self._send(act, task, viewer, now)

    def _actors(self, task: Task, now: datetime) -> tuple[Holder, ...]:
        """All members of a ballot, else whoever comes first by the order of the role's positions."""
        seat = Seat(task.role, task.candidate_unit_id, task.candidate_positions, tuple(sorted(task.persons)))
        with self.database.read() as connection:
            found = holders(connection, [seat], now.date())[seat]
        return found if task.act == "ballot" else found[:1]

    def _viewer(self, person_id: str, now: datetime) -> Viewer:
        with self.database.read() as connection:
            found = viewer_of_person(connection, person_id, now.date())
        assert found
        return found

    def _send(self, act: ScriptedAct, task: Task, viewer: Viewer, now: datetime) -> None:
        forms, context, code = self._asked(task, now)
        given = _merged(act.answers, act.by_unit.get(code, {}))
        sampler = Sampler(self.script.phrases, task.subject or code, now.date())
        answers = sample_answers(forms, task.step, given, context, sampler)
        for form, field in files_wanted(forms, task.step, answers, context):
            upload = Upload(task.id, form, field, f"{field.replace('_', '-')}.pdf", io.BytesIO(PDF))
            answers[form][field] = [store_file(self.database, self.blobs, self.ids, viewer, upload, now).id]
        _mark(answers, act.choose, dict(context.choices.entries))
        if act.draft:
            save_draft(self.database, viewer, task.id, answers, now)
            return
        outcome = act.outcome or _forward(task)
        complete_task(self.database, self.ids, viewer, task.id, task.rev, outcome, answers, act.reason, "", now)

    def _asked(self, task: Task, now: datetime) -> tuple[tuple[Form, ...], Context, str]:
        with self.database.read() as connection:
            run = runs.get(connection, self.tenant_id, self.run_id)
            assert run
            unit = units.get(connection, task.unit_id)
            entry = entries.get(connection, run.id, task.entry_id) if task.entry_id else None
            forms = forms_of(self.plan, task)
            about = Subject(self.plan, run.year, task, unit, entry, now.date())
            return forms, form_context(connection, about, forms), unit.code

    def _scores(self, task: Task, holder: Holder) -> dict[str, object]:
        criteria = self.plan.step(task.step).criteria
        with self.database.read() as connection:
            run = runs.get(connection, self.tenant_id, self.run_id)
            entry = entries.get(connection, self.run_id, task.entry_id or "")
            assert run and entry and criteria
            context = scene_context(run.year, units.get(connection, task.unit_id), entry)
        sampler = Sampler({}, f"{task.subject}{holder.id}", task.opened_at.date())
        asked = ballot_criteria(criteria_of(self.plan, criteria, context))
        return {c.id: sampler.score(c.id, c.maximum) if c.how == "scored" else True for c in asked}


def _merged(first: GivenForms, second: GivenForms) -> GivenForms:
    return {form: {**first.get(form, {}), **second.get(form, {})} for form in {**first, **second}}


def _forward(task: Task) -> str:
    return {"review": "nhan", "decide": "dong-y"}.get(task.act, "xong")


def _mark(answers: GivenForms, names: tuple[str, ...], entry_names: dict[str, str]) -> None:
    """The rows of the named initiatives get their mark `chon`, the others lose it."""
    if not names:
        return
    for values in answers.values():
        for rows in values.values():
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict) and "chon" in row:
                    row["chon"] = entry_names.get(str(row.get("mo_hinh"))) in names
