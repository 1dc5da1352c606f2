"""What came back after a return, for who looks at it again: what was asked, what became of it, everything changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.bpmn.graph import LOOKS
from engine.report.asked_places import AskedPlace, places_asked, version_returned
from engine.report.asking import forms_read
from engine.report.task_talk import HistoryRow
from engine.store import asked_changes
from engine.store.answers import Sent
from engine.store.asked import Subject
from engine.work.draft import tables_of
from engine.work.resent import Difference, differences


@dataclass(frozen=True, slots=True)
class Resent:
    """`returned`: the return it answers, the `n`-th; `asked`: the places that one named."""

    returned: HistoryRow
    n: int
    asked: tuple[AskedPlace, ...]
    changed: tuple[Difference, ...]

    @property
    def asked_open(self) -> tuple[AskedPlace, ...]:
        """Of what was asked to be changed what stands as it was."""
        return tuple(one for one in self.asked if not one.done)


def resent(connection: Connection, about: Subject, history: tuple[HistoryRow, ...],
           said: Sequence[Sent]) -> Resent | None:
    """`said`: all that was sent in the step, oldest first. None where what is looked at was not returned before."""
    task = about.task
    if task.act not in LOOKS or not any(row.reason for row in history):
        return None
    newest = said[::-1]
    again = next((n for n, one in enumerate(newest) if one.forms and one.slot != task.slot), len(newest))
    back = next((n for n, one in enumerate(newest) if n > again and one.reason), len(newest))
    before = version_returned(newest, newest[back].task_id, newest[again].slot) if back < len(newest) else None
    returned = next((row for row in history if before and row.task_id == newest[back].task_id), None)
    if before is None or returned is None:
        return None
    returns = sum(bool(one.reason) for one in newest[back:])
    return Resent(returned, returns, *_compared(connection, about, before, newest[again], returned))


def _compared(connection: Connection, about: Subject, before: Sent, now: Sent,
              returned: HistoryRow) -> tuple[tuple[AskedPlace, ...], tuple[Difference, ...]]:
    was, shown = (forms_read(connection, about, one) for one in (before, now))
    asks = asked_changes.of_task(connection, returned.task_id)
    tables = tables_of(tuple(form for form in about.plan.forms if form.id in now.forms))
    return places_asked(asks, before.forms, now.forms, shown, tables), differences(was, shown)
