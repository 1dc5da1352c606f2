"""A preview of an amendment: everything that will happen to a running plan, in the order in which it is read."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from engine.plan.model import Plan
from engine.work.amendment import Move, digest_of, told
from engine.work.form_diff import FormChange, form_changes


@dataclass(frozen=True, slots=True)
class EventChange:
    """An event gets another day."""

    name: str
    before: date | None
    after: date | None


@dataclass(frozen=True)
class Preview:
    """`moves`: every instance looked at; `newcomers`: units that take part from now on (id -> name)."""

    run_id: str
    version_id: str
    drops: tuple[str, ...]
    events: tuple[EventChange, ...]
    forms: tuple[FormChange, ...]
    new_steps: tuple[tuple[str, str], ...]
    gone_steps: tuple[tuple[str, str], ...]
    moves: tuple[Move, ...]
    newcomers: Mapping[str, str] = field(default_factory=dict)
    at_once: tuple[str, ...] = ()
    """Names of the steps for which everybody they need is there: they open when all have followed."""

    @cached_property
    def content(self) -> dict[str, Any]:
        """As it is shown, kept and approved: JSON, with everything that is another, and nothing else."""
        moves = [told(move) for move in self.moves]
        return {
            "run": self.run_id, "version": self.version_id, "drops": list(self.drops),
            "events": [{"event": one.name, "from": _iso(one.before), "to": _iso(one.after)} for one in self.events],
            "forms": [{"form": one.form, "name": one.name, "fields": [
                {"field": f.field, "change": f.kind, "from": f.before, "to": f.after} for f in one.fields]}
                for one in self.forms],
            "steps": {"new": [_step(one) for one in self.new_steps], "gone": [_step(one) for one in self.gone_steps]},
            "moves": [one for one in moves if not is_quiet(one)],
            "newcomers": sorted(self.newcomers.values()), "at_once": list(self.at_once),
        }

    @cached_property
    def digest(self) -> str:
        """What is approved with the preview: the same situation gives the same digest."""
        return digest_of(self.content)

    @property
    def counts(self) -> dict[str, int]:
        """How many of what, for the head of the page."""
        return counts_of(self.content, len(self.moves))


def counts_of(content: Mapping[str, Any], instances: int) -> dict[str, int]:
    """How many of what is in the content of a preview; `instances`: how many were looked at."""
    moves = content["moves"]
    tasks = [task for move in moves for task in move["tasks"]]
    return {
        "instances": instances, "stuck": sum(bool(move["stays"]) for move in moves),
        "days": sum(task["days"] is not None for task in tasks), "forms": sum(bool(task["forms"]) for task in tasks),
        "roles": sum(task["role_from"] is not None for task in tasks),
        "titles": sum(task["title_from"] is not None for task in tasks),
        "opened": sum(len(move["opened"]) for move in moves), "dropped": sum(len(move["dropped"]) for move in moves),
        "timers": sum(len(move["timers"]) for move in moves), "reopened": sum(move["reopened"] for move in moves),
        "drafts": sum(task["draft"] for task in tasks), "beside": sum(task["beside"] for task in tasks),
        "sheets": sum(task.get("sheets", 0) for task in tasks),
    }


def is_quiet(move: Mapping[str, Any]) -> bool:
    """Whether nothing that anybody sees comes of it: the instance moves, and that is all."""
    return not any(move[key] for key in ("stays", "reopened", "tasks", "opened", "dropped", "timers"))


def plan_part(old: Plan, new: Plan) -> tuple[tuple[FormChange, ...], tuple[tuple[str, str], ...],
                                             tuple[tuple[str, str], ...]]:
    """The forms that differ; steps that are new and steps that are gone, each with its name."""
    before, after = {step.id: step.name for step in old.steps}, {step.id: step.name for step in new.steps}
    return (form_changes(old.forms, new.forms), _only(after, before), _only(before, after))


def _only(these: Mapping[str, str], others: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, name) for key, name in these.items() if key not in others)


def _step(one: tuple[str, str]) -> dict[str, str]:
    return {"step": one[0], "name": one[1]}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def content_text(preview: Preview) -> str:
    """The content with how many instances were looked at, as a row keeps it."""
    return json.dumps({**preview.content, "instances": len(preview.moves)}, ensure_ascii=False, sort_keys=True)
