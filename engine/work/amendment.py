"""What an amended plan does to the work of one instance: as values that are shown, approved and then carried out."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from engine.base.clock import local_day
from engine.base.text import fold
from engine.plan.deadline import parse_deadline
from engine.plan.model import Plan
from engine.work.amended_sheet import SheetChange
from engine.work.context import Answers
from engine.work.form_diff import Beside
from engine.work.task import Task

_FROM_PLAN = ("slot", "act", "title", "step_index", "step_total", "phrase", "search")
_SEAT = ("role", "candidate_unit_id", "candidate_positions", "persons")
_DAYS = ("last_day", "last_working_day", "overdue_after")
_SEEN = ("slot", "act", "title", "role", "phrase")


@dataclass(frozen=True, slots=True)
class DraftChange:
    """A draft in the new forms, and what they have no place for. `percent`: how far it fills them."""

    forms: Answers
    beside: tuple[Beside, ...]
    percent: int | None


@dataclass(frozen=True, slots=True)
class TaskChange:
    """An open task before and after. `forms`: ids of its forms that ask otherwise."""

    before: Task
    after: Task
    forms: tuple[str, ...] = ()
    draft: DraftChange | None = None
    sheets: tuple[SheetChange, ...] = ()
    """Score sheets that were typed by other criteria and not handed in."""

    @property
    def shown(self) -> bool:
        """Whether anything a person sees is another."""
        return bool(self.forms or self.draft or self.sheets) or any(
            getattr(self.before, key) != getattr(self.after, key) for key in (*_SEEN, *_DAYS, *_SEAT))

    @property
    def dated(self) -> bool:
        """Whether its days are others."""
        return any(getattr(self.before, key) != getattr(self.after, key) for key in _DAYS)


@dataclass(frozen=True, slots=True)
class Moment:
    """A timer of the instance: the node it stands at, its phrase, when it fires."""

    node: str
    rule: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of one instance. `reason`: why it stays on its version, "" when it moves.

    `waits` (node -> message) and `timers` are all that the instance has afterwards; `before_timers` what it had.
    """

    instance_id: str
    unit: str
    subject: str
    state: bytes
    status: str
    reason: str = ""
    reopened: bool = False
    changes: tuple[TaskChange, ...] = ()
    opened: tuple[Task, ...] = ()
    dropped: tuple[Task, ...] = ()
    waits: Mapping[str, str] | None = None
    before_timers: tuple[Moment, ...] = ()
    timers: tuple[Moment, ...] = ()
    unit_id: str | None = None
    """Whose matter it is; None: the run's."""
    ends: tuple[str, ...] = ()
    """Steps whose end it announces although nobody listened before."""

    @property
    def shown(self) -> tuple[TaskChange, ...]:
        return tuple(change for change in self.changes if change.shown)

    @property
    def moved_timers(self) -> tuple[tuple[Moment | None, Moment | None], ...]:
        """Before and after of every timer that is another."""
        before, after = ({one.node: one for one in side} for side in (self.before_timers, self.timers))
        nodes = dict.fromkeys([*before, *after])
        return tuple((before.get(n), after.get(n)) for n in nodes if before.get(n) != after.get(n))


def carried(task: Task, was: Task, now: Task) -> Task:
    """The task as the new plan has it; what the plan leaves alone stays, whoever changed it since.

    `was` and `now`: the task as either plan would open it today. Of opinions, who is asked stays.
    """
    keys = _FROM_PLAN if task.act == "opine" else (*_FROM_PLAN, *_SEAT)
    changed = {key: getattr(now, key) for key in keys if getattr(was, key) != getattr(now, key)}
    return replace(task, **changed)


def counts_days_otherwise(old: Plan, new: Plan) -> bool:
    """Whether every deadline is to be derived again."""
    return (old.calendar, old.before_is_inclusive, old.ladder) != (new.calendar, new.before_is_inclusive, new.ladder)


def hangs_on(phrase: str | None, events: frozenset[str]) -> bool:
    """Whether the phrase names one of the events (folded names)."""
    return bool(phrase) and any(fold(event) in events for event in parse_deadline(phrase or "").events)


def changed_events(old: Plan, new: Plan) -> tuple[str, ...]:
    """The events whose day the new plan writes otherwise, or for the first time."""
    return tuple(name for name, given in new.events.items()
                 if given.date and given.date != next(
                     (was.date for known, was in old.events.items() if fold(known) == fold(name)), None))


def told(move: Move) -> dict[str, Any]:
    """The move as it is shown and approved; what nobody sees, and ids that are made only then, have no part in it."""
    return {
        "instance": move.instance_id, "unit": move.unit, "subject": move.subject, "stays": move.reason,
        "reopened": move.reopened, "tasks": [_change(change) for change in move.shown],
        "opened": [{"node": task.node, **_named(task), "role": task.role, "last_day": _iso(task.last_day),
                    "why": list(task.why)} for task in move.opened],
        "dropped": [{"task": task.id, **_named(task), "role": task.role} for task in move.dropped],
        "timers": [{"node": (after or before or _NONE).node, "from": _moment(before), "to": _moment(after)}
                   for before, after in move.moved_timers],
        "ends": list(move.ends),
    }


_NONE = Moment("", "", None)


def _change(change: TaskChange) -> dict[str, Any]:
    before, after = change.before, change.after
    return {
        "task": before.id, **_named(after), "role": after.role,
        "days": {"from": _days(before), "to": _days(after), "why": list(after.why)}
        if change.dated or before.phrase != after.phrase else None,
        "title_from": before.title if before.title != after.title else None,
        "role_from": before.role if _seat(before) != _seat(after) else None,
        "act_from": before.act if before.act != after.act else None,
        "forms": list(change.forms), "draft": change.draft is not None,
        "beside": len(change.draft.beside) if change.draft else 0, **_sheets(change)}


def _sheets(change: TaskChange) -> dict[str, int]:
    """Nothing where there are none: what was approved before sheets were told keeps its digest."""
    beside = sum(len(sheet.beside) for sheet in change.sheets)
    return {"sheets": len(change.sheets), "scores_beside": beside} if change.sheets else {}


def _named(task: Task) -> dict[str, Any]:
    return {"title": task.title, "subject": task.subject, "step": task.step}


def _days(task: Task) -> dict[str, str | None]:
    return {"phrase": task.phrase, **{key: _iso(getattr(task, key)) for key in _DAYS}}


def _seat(task: Task) -> tuple[object, ...]:
    return tuple(getattr(task, key) for key in _SEAT)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(timer: Moment | None) -> dict[str, str | None] | None:
    return {"phrase": timer.rule, "day": _iso(local_day(timer.due_at)) if timer.due_at else None} if timer else None


def coded(code: str, sentence: str) -> str:
    """A refusal that docs/errors.md explains."""
    return f"{code} {sentence}"


def digest_of(content: object) -> str:
    """The SHA-256 of a value as canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(approved: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The instances whose move is another than what was approved: whose, in words."""
    before, after = ({str(one["instance"]): one for one in side} for side in (approved, now))
    found = []
    for key in dict.fromkeys([*before, *after]):
        was, is_now = before.get(key), after.get(key)
        if was != is_now:
            one = is_now or was or {}
            about = f" — “{one.get('subject')}”" if one.get("subject") else ""
            found.append(f"{one.get('unit')}{about}: {_otherwise(was, is_now)}")
    return tuple(found)


def _otherwise(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> str:
    before, after = _parts(was), _parts(now)
    if was is None or now is None:
        return f"không còn đổi {_titles(before)}" if now is None else f"nay đổi thêm {_titles(after)}"
    if was["stays"] != now["stays"]:
        return f"không chuyển được: {now['stays']}" if now["stays"] else "nay chuyển được"
    return _titles([one for side, other in ((before, after), (after, before)) for one in side if one not in other])


def _parts(move: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    return [one for key in ("tasks", "opened", "dropped") for one in (move or {}).get(key, ())]


def _titles(parts: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(f"“{title}”" for title in sorted({str(one["title"]) for one in parts})) or "mốc thời gian"
