"""What a demonstration's person fills in: what the script says and what was sent before, samples for the rest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.plan.model import Plan
from engine.plan.script import GivenForms, Script, ScriptedAct
from engine.rehearse.asked import Asked
from engine.rehearse.directory import MARKS, Directory, known
from engine.work.sample import Sampler, sample_answers, shortened


def answers_to(asked: Asked, plan: Plan, script: Script, act: ScriptedAct, directory: Directory,
               now: datetime) -> dict[str, dict[str, Any]]:
    """The answers to send, or to leave as a draft."""
    given = _over(asked.before, act.answers, act.by_unit.get(asked.unit.code, {}),
                  act.by_entry.get(asked.task.subject or "", {}))
    names = {name: entry_id for entry_id, name in asked.context.choices.entries}
    for form in asked.forms:
        known(form.fields, given.get(form.id, {}), directory, names)
    answers = sample_answers(asked.forms, asked.task.step, given, asked.context, sampler_for(asked, plan, script, now))
    for row in _rows(answers):
        if act.chosen and act.mark in row:
            row[act.mark] = row["_id"] in {names.get(name) for name in act.chosen}
        row |= next((_plain(cells) for name, cells in act.rows.items() if names.get(name) == row["_id"]), {})
    if act.draft is None:
        return answers
    return shortened(asked.forms, asked.task.step, answers, asked.context, act.draft)


def sampler_for(asked: Asked, plan: Plan, script: Script, now: datetime) -> Sampler:
    """The script's phrases about this task's unit and initiative."""
    words = {"đơn vị": asked.unit.name}
    kind = ""
    if asked.entry and plan.register_:
        words |= {"mô hình": asked.entry.name, "chủ thể": str(asked.entry.data.get("chu_the", ""))}
        kind = str(asked.entry.data.get(plan.register_.field, ""))
    return Sampler(script.phrases, asked.task.subject or asked.unit.code, now.date(), kind, words)


def _plain(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {key: MARKS.get(value, value) for key, value in cells.items()}


def _over(*layers: Mapping[str, Mapping[str, Any]]) -> GivenForms:
    """Later layers over earlier ones, field by field."""
    made: GivenForms = {}
    for layer in layers:
        for form, values in layer.items():
            made.setdefault(form, {}).update(_copied(values))
    return made


def _copied(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: [dict(v) if isinstance(v, Mapping) else v for v in value] if isinstance(value, list | tuple) else value
            for key, value in values.items()}


def _rows(answers: GivenForms) -> list[dict[str, Any]]:
    return [row for values in answers.values() for rows in values.values() if isinstance(rows, list)
            for row in rows if isinstance(row, dict)]
