"""The rows of one instance beside its saved state: what is there, what should be there, where the two differ."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from engine.base.clock import VIETNAM
from engine.bpmn.graph import Process
from engine.instance.fact import Awaiting, DueSet, Opened
from engine.plan.model import Plan
from engine.work.route import COUNTED, round_of
from engine.work.seat import Seat
from engine.work.words import day_text

Kind = Literal["state", "status", "task", "wait", "timer", "moment", "days", "reminder", "seat", "message", "step_end"]
"""state: it cannot be read; status: active or over; task, wait, timer: a row too many, too few or with other content;
moment: when the timer fires; days: the days of a task; reminder: when somebody is next told of it; seat: who does it;
message: one that was sent, did not come and is not on its way; step_end: a step that is over and no row says so."""
Days = tuple[date | None, date | None, date | None]
"""Last day, last working day, the day after which it is overdue."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is there (`found`) and what should be (`expected`) at a node, in Vietnamese; node "" is the instance."""

    kind: Kind
    node: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as its row says."""

    node: str
    status: str
    opened_at: datetime
    phrase: str | None
    days: Days
    next_act_at: datetime | None = None
    unit_id: str = ""
    seat: Seat | None = None
    marks: tuple[tuple[str, str], ...] = ()
    """(person, kind) of members who take no part."""


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A timer as its row says. `stopped`: an incident tells why it has no moment."""

    rule: str
    due_at: datetime | None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """What stands in the tables about one instance: the tasks that are open, and all of opinions; waits; timers."""

    status: str
    tasks: Sequence[TaskRow] = ()
    waits: Mapping[str, str] = field(default_factory=dict)
    timers: Mapping[str, TimerRow] = field(default_factory=dict)
    starting: bool = False
    """The message that starts the instance is on its way."""
    coming: frozenset[str] = frozenset()
    """Nodes to which a message is on its way, or was given up."""
    ended: frozenset[str] = frozenset()
    """Steps that the instance has finished."""
    told: bool = False
    """An incident tells that notices of the run could not be written."""


@dataclass(frozen=True, slots=True)
class WantedTimer:
    """`cuts_off`: it fires when its last day is over, else on its first day. `passes`: once fired it is gone, and what
    it was to cut off may stay. `since`: the day from which it counts, where rows tell it."""

    rule: str
    cuts_off: bool
    passes: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """How days follow from phrases now: the moment of a timer (None: no day yet; ValueError: it counts from a moment
    that no row keeps), the days of a task."""

    moment: Callable[[WantedTimer], datetime | None]
    days: Callable[[str, datetime], Days]
    now: datetime


OpenFact = Opened | Awaiting | DueSet


def compared(process: Process, plan: Plan, facts: Iterable[OpenFact], rows: Rows, derived: Derived) -> list[Difference]:
    """Where the rows differ from what is open in the state."""
    given = list(facts)
    found = [*_status(bool(given), rows.status), *_tasks(process, given, rows), *_waits(given, rows)]
    found += _timers(_wanted_timers(process, plan, given, rows), rows, derived)
    return found + list(_days(rows, derived))


def unstarted(rows: Rows) -> list[Difference]:
    """An instance without a state waits for the message that starts it, and for nothing else."""
    lost = Difference("state", "", "chưa bắt đầu, không có tin bắt đầu nào đang chờ", "đã bắt đầu")
    return [*([] if rows.starting else [lost]), *over(rows)]


def over(rows: Rows) -> list[Difference]:
    """Where rows say that something is open of an instance in which nothing is: a cancelled one."""
    return [*_left((t.node, "task", "việc đang mở") for t in rows.tasks if t.status == "open"),
            *_left((node, "wait", f"đang chờ “{name}”") for node, name in rows.waits.items()),
            *_left((node, "timer", f"mốc “{row.rule}”") for node, row in rows.timers.items())]


def sentence(difference: Difference, step: str | None) -> str:
    """The difference in words; `step` is the name of the step at its node."""
    where = f"bước “{step}” ({difference.node})" if step and difference.node else difference.node or "cả quá trình"
    return f"{where}: dữ liệu là {difference.found}, theo trạng thái đã lưu phải là {difference.expected}"


def _left(rows: Iterable[tuple[str, Kind, str]]) -> Iterator[Difference]:
    return (Difference(kind, node, said, "không còn gì") for node, kind, said in rows)


def _status(is_open: bool, status: str) -> Iterator[Difference]:
    if is_open != (status == "active"):
        words = {"active": "đang chạy", "ended": "đã kết thúc"}
        yield Difference("status", "", words.get(status, status), words["active" if is_open else "ended"])


def _tasks(process: Process, facts: Iterable[OpenFact], rows: Rows) -> Iterator[Difference]:
    wanted = {str(f.node): process.node(f.node.element).act == "opine" for f in facts if isinstance(f, Opened)}
    there = {row.node for row in rows.tasks if row.status == "open"}
    for node, several in wanted.items():
        mine = [row for row in rows.tasks if round_of(row.node) == node] if several else []
        if several and not any(row.status == "open" for row in mine):
            yield Difference("task", node, _closed(mine), "còn nơi chưa cho ý kiến")
        elif several and any(row.status == "cancelled" for row in mine):
            gone = ", ".join(row.node for row in mine if row.status == "cancelled")
            yield Difference("task", node, f"ý kiến đã gỡ ({gone})", "mọi nơi còn được hỏi")
        elif not several and node not in there:
            yield Difference("task", node, "không có việc đang mở", "việc đang mở")
    asked = {row.node for row in rows.tasks if wanted.get(round_of(row.node))}
    for node in sorted(there - asked - {node for node, several in wanted.items() if not several}):
        yield Difference("task", node, "việc đang mở", "không có việc đang mở")


def _closed(mine: Sequence[TaskRow]) -> str:
    return f"{len(mine)} ý kiến đều đã đóng" if mine else "không có việc lấy ý kiến"


def _waits(facts: Iterable[OpenFact], rows: Rows) -> Iterator[Difference]:
    wanted = {str(f.node): f.message for f in facts if isinstance(f, Awaiting)}
    for node in sorted(wanted.keys() | rows.waits.keys()):
        found, expected = rows.waits.get(node), wanted.get(node)
        if found != expected:
            yield Difference("wait", node, _waited(found), _waited(expected))


def _waited(message: str | None) -> str:
    return "không chờ gì" if message is None else f"đang chờ “{message}”"


def _wanted_timers(process: Process, plan: Plan, facts: Iterable[OpenFact], rows: Rows) -> dict[str, WantedTimer]:
    """The timers of the flow, those that cut off a counted wait, those that end opinions or a vote with a quorum."""
    found: dict[str, WantedTimer] = {}
    for fact in facts:
        node = str(fact.node)
        match fact:
            case DueSet(_, rule):
                found[node] = WantedTimer(rule, False)
            case Awaiting(_, message) if message.endswith(COUNTED):
                if cut_off := plan.step(message.removesuffix(COUNTED)).cut_off:
                    found[node] = WantedTimer(cut_off, True)
            case Opened(at):
                drawn = process.node(at.element)
                step = plan.step(drawn.step)
                if step.cut_off and (drawn.act == "opine" or drawn.act == "ballot" and step.quorum):
                    opened = [row.opened_at for row in rows.tasks if round_of(row.node) == node]
                    found[node] = WantedTimer(step.cut_off, True, True, min(opened, default=None))
    return found


def _timers(wanted: Mapping[str, WantedTimer], rows: Rows, derived: Derived) -> Iterator[Difference]:
    for node in sorted(wanted.keys() | rows.timers.keys()):
        expected, found = wanted.get(node), rows.timers.get(node)
        if expected is None or found is None:
            if not (expected and expected.passes and _has_passed(expected, derived)):
                yield Difference("timer", node, f"mốc “{found.rule}”" if found else "không có mốc",
                                 f"mốc “{expected.rule}”" if expected else "không có mốc")
        elif found.rule != expected.rule:
            yield Difference("timer", node, f"mốc “{found.rule}”", f"mốc “{expected.rule}”")
        else:
            yield from _moment(node, expected, found, derived)


def _has_passed(timer: WantedTimer, derived: Derived) -> bool:
    """Whether its moment has come; also when that cannot be told."""
    try:
        moment = derived.moment(timer)
    except ValueError:
        return True
    return moment is not None and moment <= derived.now


def _moment(node: str, expected: WantedTimer, found: TimerRow, derived: Derived) -> Iterator[Difference]:
    if found.stopped and found.due_at is None:
        return
    try:
        moment = derived.moment(expected)
    except ValueError:
        return
    if moment != found.due_at:
        yield Difference("moment", node, _at(found.due_at), _at(moment))


def _at(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if moment else "chưa có ngày"


def _days(rows: Rows, derived: Derived) -> Iterator[Difference]:
    for row in rows.tasks:
        if row.status == "open" and row.phrase:
            expected = derived.days(row.phrase, row.opened_at)
            if row.days != expected:
                yield Difference("days", row.node, _said(row.days), _said(expected))


def _said(days: Days) -> str:
    names = ("ngày cuối", "ngày làm việc cuối", "quá hạn sau")
    told = [f"{name} {day_text(day)}" for name, day in zip(names, days, strict=True) if day]
    return ", ".join(told) or "chưa có ngày"

