"""Plays the script of a demonstration: the real actions, day by day, on a clock that is moved by hand."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from threading import Event

from engine.action.add_comment import add_comment
from engine.action.cast_ballot import cast_ballot
from engine.action.complete_task import complete_task
from engine.action.fire_due import fire_due
from engine.action.nominate_entry import nominate_entry
from engine.action.save_draft import save_draft
from engine.action.store_file import Upload, store_file
from engine.base.clock import local_moment
from engine.base.ids import IdSource
from engine.base.text import fold
from engine.cli.answer import CommandRefused
from engine.plan.model import Plan
from engine.plan.script import Proposal, Script, ScriptedAct
from engine.rehearse.asked import Asked, asked_of
from engine.rehearse.cast import Cast, moments
from engine.rehearse.directory import Directory, known
from engine.store import runs, tasks
from engine.store.blobs import BlobStore
from engine.store.database import Database
from engine.work.appraisal import ballot_criteria, criteria_of
from engine.work.people import FormRefused, Viewer
from engine.work.sample import files_wanted
from engine.work.task import Task
from engine.work.vote import likely
from web.main.demo_answers import answers_to, sampler_for
from web.main.demo_paper import paper

_FORWARD = {"review": "nhan", "decide": "dong-y", "inspect": "dat"}


class Stopped(Exception):
    """Somebody asked to stop while the year was being played."""


@dataclass
class Player:
    """One run of one plan, played until the day asked for."""

    database: Database
    blobs: BlobStore
    ids: IdSource
    plan: Plan
    run_id: str
    script: Script
    directory: Directory
    until: date
    stop: Event

    def __post_init__(self) -> None:
        self._cast = Cast(self.database)
        with self.database.read() as connection:
            self._run = runs.of_id(connection, self.run_id)

    def play(self) -> None:
        """Every day of the script: first what the clock brings, then what people do."""
        by_day = {day: list(acts) for day, acts in groupby(self.script.acts, lambda act: act.day)}
        day = self.script.begins
        while day <= self.until:
            self._go_on()
            while fire_due(self.database, self.ids, local_moment(day, 8, 5)).more:
                pass
            times = moments(day)
            for act in by_day.get(day, []):
                self._act(act, times)
            for proposal in (p for p in self.script.proposals if p.day == day):
                self._propose(proposal, next(times))
            day += timedelta(days=1)

    def _go_on(self) -> None:
        if self.stop.is_set():
            raise Stopped

    def _act(self, act: ScriptedAct, times: Iterator[datetime]) -> None:
        found = self._tasks(act)
        if not found:
            raise CommandRefused("demo_script", f"kịch bản mẫu, ngày {act.day:%d/%m/%Y}, bước {act.step}, "
                                                f"phần {act.slot}: lúc ấy không có việc nào đang mở như thế")
        for task in found:
            self._go_on()
            try:
                self._do(act, task, next(times))
            except FormRefused as refused:
                says = "; ".join(error.message for error in refused.errors)
                raise CommandRefused("demo_script", f"kịch bản mẫu, ngày {act.day:%d/%m/%Y}, việc “{task.title}”, "
                                                    f"“{task.subject}”: {says}") from refused

    def _tasks(self, act: ScriptedAct) -> list[Task]:
        codes = {unit_id: code for code, unit_id in self.directory.units.items()}
        with self.database.read() as connection:
            found = [t for t in tasks.open_of_run(connection, self.run_id) if (t.step, t.slot) == (act.step, act.slot)]
        units_there, entries_there = act.only_units, act.only_entries
        return [t for t in found if (not units_there or codes[t.unit_id] in units_there)
                and (not entries_there or t.subject in entries_there)
                and codes[t.unit_id] not in act.but and t.subject not in act.but_entries]

    def _do(self, act: ScriptedAct, task: Task, now: datetime) -> None:
        asked = asked_of(self.database, self.plan, self._run, task, now)
        for person_id in self._actors(act, task, now):
            viewer = self._cast.viewer(person_id, now)
            if act.says:
                add_comment(self.database, self.ids, viewer, task.id, act.says, now)
            elif task.act == "ballot":
                scores = self._scores(asked, person_id, now)
                cast_ballot(self.database, self.ids, viewer, task.id, scores, None, now)
            else:
                self._send(act, asked, viewer, now)

    def _actors(self, act: ScriptedAct, task: Task, now: datetime) -> list[str]:
        """The person the script names, else those who usually do it."""
        return [self.directory.people[act.by]] if act.by else self._cast.actors(task, now)

    def _send(self, act: ScriptedAct, asked: Asked, viewer: Viewer, now: datetime) -> None:
        task = asked.task
        answers = answers_to(asked, self.plan, self.script, act, self.directory, now)
        if act.draft is not None:
            save_draft(self.database, viewer, task.id, answers, now)
            return
        also = self.script.attached
        for form, one in files_wanted(asked.forms, task.step, answers, asked.context, also):
            name = re.sub(r"[^a-z0-9]+", "-", fold(one.label)).strip("-") + ".pdf"
            upload = Upload(task.id, form, one.id, name, io.BytesIO(paper(f"{task.subject}{asked.unit.code}{name}")))
            answers[form][one.id] = [store_file(self.database, self.blobs, self.ids, viewer, upload, now).id]
        outcome = act.outcome or _FORWARD.get(task.act, "xong")
        complete_task(self.database, self.ids, viewer, task.id, task.rev, outcome, answers, act.reason, "", now)

    def _scores(self, asked: Asked, person_id: str, now: datetime) -> dict[str, object]:
        step = self.plan.step(asked.task.step)
        if step.vote and step.vote.how != "scores":
            return dict(likely(step.vote, asked.options, lambda words: len(f"{person_id}{words}") % 9 / 10))
        criteria = step.criteria
        assert criteria
        wanted = ballot_criteria(criteria_of(self.plan, criteria, asked.context.names))
        sampler = sampler_for(asked, self.plan, self.script, now)
        return {c.id: sampler.score(f"{person_id}{c.id}", c) if c.how == "scored" else True for c in wanted}

    def _propose(self, proposal: Proposal, now: datetime) -> None:
        nomination = self.plan.register_.nomination if self.plan.register_ else None
        assert nomination
        answers = dict(proposal.answers)
        known(self.plan.form(nomination.form).fields, answers, self.directory, {})
        viewer = self._cast.viewer(self.directory.people[proposal.by], now)
        nominate_entry(self.database, self.ids, viewer, self.run_id, {nomination.form: answers}, now)
