"""What people see of an instance beside what should be: in whose inbox a task lies, when it is next told of, what was
said and is over."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.base.clock import VIETNAM
from engine.bpmn.graph import Process
from engine.instance.fact import Awaiting, Opened
from engine.work.reconcile import Days, Difference, OpenFact, Rows, TaskRow
from engine.work.route import COUNTED
from engine.work.seat import Seat


@dataclass(frozen=True, slots=True)
class Wanted:
    """How it follows from plan and organisation now: the seat of a role for the matter of a unit (None: not to be
    told), the next rung of the ladder for days, the name of a unit, whether a message was sent to who waits there."""

    seat: Callable[[str, str], Seat | None]
    ahead: Callable[[Days], datetime | None]
    unit: Callable[[str], str]
    was_said: Callable[[str, str], bool]


def of_inbox(process: Process, facts: Iterable[OpenFact], sent: Iterable[str], rows: Rows,
             wanted: Wanted) -> list[Difference]:
    """Where the rows differ from what is open in the state. `sent`: the steps that it has announced as over."""
    given = list(facts)
    roles = {str(f.node): node.role for f in given if isinstance(f, Opened)
             for node in (process.node(f.node.element),) if node.act != "opine"}
    tasks = [row for row in rows.tasks if row.status == "open"]
    lost = [Difference("step_end", name, "chưa ghi là đã xong", "đã xong")
            for name in dict.fromkeys(sent) if name not in rows.ended]
    return [*seats_differ([row for row in tasks if row.node in roles], roles, wanted), *_reminders(tasks, rows, wanted),
            *_messages(given, rows, wanted), *lost]


def seats_differ(tasks: Iterable[TaskRow], roles: dict[str, str], wanted: Wanted) -> Iterator[Difference]:
    """Tasks that lie in another inbox than that of the role of their node."""
    for row in tasks:
        expected = wanted.seat(roles[row.node], row.unit_id)
        if row.seat and expected and not _is_same(row.seat, expected, row):
            yield Difference("seat", row.node, _sat(row.seat, wanted), _sat(expected, wanted))


def _is_same(found: Seat, expected: Seat, row: TaskRow) -> bool:
    """Of chosen members some may take no part, and others may have come in place of them."""
    if (found.role, found.unit_id, found.positions) != (expected.role, expected.unit_id, expected.positions):
        return False
    there, due, away = set(found.members), set(expected.members), {person for person, _ in row.marks}
    replaced = sum(kind == "replaced" for _, kind in row.marks)
    return due <= there | away and len(there - due) <= replaced


def _sat(seat: Seat, wanted: Wanted) -> str:
    if seat.unit_id is None:
        return f"của {len(seat.members)} thành viên “{seat.role}”"
    holding = f", chức danh {', '.join(seat.positions)}" if seat.positions else ""
    return f"của “{seat.role}” ở {wanted.unit(seat.unit_id)}{holding}"


def _reminders(tasks: Iterable[TaskRow], rows: Rows, wanted: Wanted) -> Iterator[Difference]:
    """A task that is looked at too early sets itself right; one that is looked at too late, or never, does not."""
    for row in tasks:
        ahead = wanted.ahead(row.days) if row.phrase else None
        stopped = rows.told and row.next_act_at is None
        if ahead and not stopped and (row.next_act_at is None or row.next_act_at > ahead):
            yield Difference("reminder", row.node, _at(row.next_act_at), _at(ahead))


def _at(moment: datetime | None) -> str:
    return f"nhắc lúc {moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if moment else "không nhắc nữa"


def _messages(facts: Iterable[OpenFact], rows: Rows, wanted: Wanted) -> Iterator[Difference]:
    for fact in facts:
        if isinstance(fact, Awaiting) and not fact.message.endswith(COUNTED):
            node = str(fact.node)
            if node in rows.waits and node not in rows.coming and wanted.was_said(node, fact.message):
                yield Difference("message", node, f"chờ tin “{fact.message}” mà không tin nào đang tới",
                                 "tin đã gửi phải tới")
