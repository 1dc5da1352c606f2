"""What synthetic people fill in: the plan's own forms, answered from their definitions, whole or with gaps."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.base.clock import local_day
from engine.plan.criteria import Criterion
from engine.plan.form import Form, FormField
from engine.plan.model import Plan
from engine.rehearse.asked import Asked
from engine.rehearse.behaviour import About, People
from engine.rehearse.stage import Stage
from engine.store import runs, units
from engine.store.asked import nomination_context
from engine.work.appraisal import ballot_criteria, criteria_of
from engine.work.choices import options_of
from engine.work.context import UnitValue, groups_of
from engine.work.fields import fields_at
from engine.work.mend import mended
from engine.work.people import Viewer
from engine.work.quota import demands
from engine.work.record import must_answer
from engine.work.rows import ROW_ID, rows_of
from engine.work.sample import Sampler, sample_answers, sampled
from engine.work.vote import likely

Given = dict[str, dict[str, Any]]
MEMBERS = 5
"""How many are chosen where a step chooses the members of a body."""
AHEAD = timedelta(days=30)
"""How far ahead an event is fixed."""
_MOST_ENTRIES = 2
_CHOSEN = 0.85
"""How many of the rows offered for choosing are chosen."""
_MARKED = 0.9
_LOW = 0.6


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes the answers of one rehearsal. `officials`: ids of those who may be chosen as members."""

    plan: Plan
    people: People
    officials: tuple[str, ...]

    def answers(self, asked: Asked, about: About, today: date, said: Mapping[str, Any]) -> Given:
        """Answers that pass the checks wherever some do; `said` (by field id) stand as they are."""
        given: Given = {form: dict(values) for form, values in asked.before.items()}
        for form in asked.forms:
            mine = given.setdefault(form.id, {})
            computed = asked.context.computed.get(form.id, {})
            mine.update({one.id: _placed(one, said[one.id], computed) for one in form.fields if one.id in said})
            for one in fields_at(form, asked.task.step):
                if one.id not in mine and not one.read_only:
                    value = self._given(one, asked, about, computed, today)
                    if value is not None:
                        mine[one.id] = value
        sampler = Sampler({}, about.words(), today)
        answers, right = sampled(asked.forms, asked.task.step, given, asked.context, sampler)
        return answers if right else mended(asked.forms, asked.task.step, answers, asked.context)

    def proposal(self, stage: Stage, form: Form, viewer: Viewer, about: About, now: datetime) -> Given:
        """What the form of a proposal outside registration says."""
        register = self.plan.register_
        assert register
        unit_id = viewer.positions[0].unit_id
        with stage.database.read() as connection:
            run = runs.of_id(connection, stage.run_id)
            around = nomination_context(
                connection, run, self.plan, form, units.get(connection, unit_id), local_day(now))
        given = {form.id: {register.title: "Mô hình đề xuất ngoài đăng ký"}}
        sampler = Sampler({}, about.words(), local_day(now))
        answers = sample_answers((form,), self.plan.opening, given, around, sampler)
        return mended((form,), self.plan.opening, answers, around)

    def scores(self, asked: Asked, about: About, person_id: str) -> dict[str, object]:
        """The ballot of one member."""
        vote, criteria = self.plan.step(asked.task.step).vote, self.plan.step(asked.task.step).criteria
        if vote and vote.how != "scores":
            return dict(likely(vote, asked.options, lambda words: self.people.draw(about, f"{person_id}/{words}")))
        wanted = ballot_criteria(criteria_of(self.plan, criteria, asked.context.names)) if criteria else ()
        return {c.id: self._score(about, person_id, c) if c.how == "scored" else True for c in wanted}

    def _score(self, about: About, person_id: str, criterion: Criterion) -> float | str:
        """From the upper part of the scale; one of the two best levels where there are levels."""
        drawn = self.people.draw(about, f"{person_id}/{criterion.id}")
        best = sorted(criterion.levels, key=lambda level: -level.points)[:2]
        if best:
            return best[int(drawn * len(best))].id
        return int(criterion.maximum * (_LOW + (1 - _LOW) * drawn) + 0.5)

    def _given(self, one: FormField, asked: Asked, about: About, computed: Mapping[str, object], today: date) -> object:
        """What is not left to samples: events, members, marks, variety of choices, rows of the register."""
        step = self.plan.step(asked.task.step)
        if one.id in step.fixes.values():
            return self._event_day(today).isoformat()
        if self._chooses_members(one, step.id):
            return list(self.officials[:MEMBERS]) or None
        if one.type == "mark":
            return self.people.chance(about, one.id, _MARKED * (1 - self.people.habits.left_out))
        if one.type == "table":
            creating = any(write.create == one.id for write in step.writes)
            return self._new_entries(one, asked, about) if creating else self._rows(one, asked, about, computed)
        return self._option(one, asked, about, one.id)

    def _event_day(self, today: date) -> date:
        return self.people.calendar.first_working(today + AHEAD)

    def _chooses_members(self, one: FormField, step_id: str) -> bool:
        return any(role.chosen and (role.chosen.step, role.chosen.field) == (step_id, one.id)
                   for role in self.plan.roles.values())

    def _option(self, one: FormField, asked: Asked, about: About, what: str) -> object:
        if one.type != "choice" or not one.required:
            return None
        options = options_of(one, asked.context.choices)
        return options[int(self.people.draw(about, what) * len(options))][0] if options else None

    def _rows(self, table: FormField, asked: Asked, about: About,
              computed: Mapping[str, object]) -> list[dict[str, object]] | None:
        """The first rows with their marks set, those that begin empty with something in them; None: no rows yet."""
        rows = [dict(row) for row in rows_of(computed.get(table.id))]
        marks = [c.id for c in table.columns if c.type == "mark" and not c.read_only and not c.when]
        if table.rows_from is None:
            least = max(table.min_rows, int(self.people.chance(about, table.id, 1 - self.people.habits.left_out)))
            rows = rows or [{ROW_ID: str(n)} for n in range(1, least + 1)]
            for row in rows:
                row |= self._cells(table, asked, about, str(row[ROW_ID]))
        for row in rows:
            row |= self._decided(table, asked, about, str(row[ROW_ID])) if table.rows_from else {}
            row |= {mark: self.people.chance(about, f"{row[ROW_ID]}/{mark}", _CHOSEN) for mark in marks}
        return rows or None

    def _decided(self, table: FormField, asked: Asked, about: About, row_id: str) -> dict[str, object]:
        """What is chosen of a row that stands there already: each row its own."""
        columns = [column for column in table.columns if not column.read_only and not column.when]
        drawn = {column.id: self._option(column, asked, about, f"{row_id}/{column.id}") for column in columns}
        return {name: value for name, value in drawn.items() if value is not None}

    def _cells(self, table: FormField, asked: Asked, about: About, row_id: str) -> dict[str, object]:
        """What must be answered in a new row whatever else is in it, and its section."""
        sampler = Sampler({}, f"{about.words()}/{row_id}", local_day(asked.task.opened_at))
        wanted = [c for c in table.columns if c.id == table.group_by or (must_answer(c) and not c.when)]
        return {c.id: sampler.value(c, asked.context) for c in wanted if c.type != "file"}

    def _new_entries(self, table: FormField, asked: Asked, about: About) -> list[dict[str, object]]:
        """As many rows as the targets that bind the unit demand, else a few; different from one another."""
        register = self.plan.register_
        assert register
        demanded = quota_rows(self.plan, asked.unit, {column.id for column in table.columns})
        usual = max(table.min_rows, 1 + int(self.people.draw(about, "entries") * _MOST_ENTRIES))
        rows: list[dict[str, object]] = []
        for number, row in enumerate(demanded or [{} for _ in range(usual)], 1):
            name = {ROW_ID: str(number), register.title: f"Mô hình {number} của {asked.unit.name}"}
            drawn = {column.id: value for column in table.columns
                     if (value := self._option(column, asked, about, f"{number}/{column.id}")) is not None}
            rows.append({**drawn, **row, **name})
        return rows


def _placed(one: FormField, said: object, computed: Mapping[str, object]) -> object:
    """Rows said of a table whose rows are given: the first is about the first, and so on."""
    if not one.fixed_rows or not isinstance(said, list):
        return said
    there = [row[ROW_ID] for row in rows_of(computed.get(one.id))]
    return [{ROW_ID: row_id, **row} for row_id, row in zip(there, said, strict=False) if isinstance(row, dict)]


def quota_rows(plan: Plan, unit: UnitValue, columns: Set[str]) -> list[dict[str, object]]:
    """One row, with the value it must have, for each entry that a target checked on sending demands of the unit."""
    rows: list[dict[str, object]] = []
    for target in plan.targets:
        asked = target.unit in (None, unit.code) and (not target.groups or groups_of(plan, unit) & set(target.groups))
        if target.on_sending == "none" or target.per not in ("unit", "body") or not asked:
            continue
        for demand in demands(plan, target):
            split = target.split_by if demand.value and target.split_by in columns else None
            rows += [{split: demand.value} if split else {} for _ in range(demand.low or 0)]
    return rows
