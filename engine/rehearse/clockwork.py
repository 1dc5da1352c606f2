"""The scheduler of a rehearsal: it looks several times a day, and costs nothing where nothing can be due."""

from datetime import datetime, time

from engine.action.deliver_messages import deliver_messages
from engine.action.fire_due import fire_due
from engine.rehearse.stage import Stage
from engine.store import instances, tasks

TICKS = (time(2), time(8, 5), time(12), time(17), time(22, 15))
"""When it looks, every day, in Viet Nam; the night is there to see that it keeps quiet."""


class Clockwork:
    """The fire_due of one stage; `stir` tells it that somebody did something."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._stirred = True
        self._ahead: datetime | None = None

    def stir(self) -> None:
        self._stirred = True

    def look(self, now: datetime) -> bool:
        """Do what is due; whether anything can have changed since the last look."""
        if not self._stirred and (self._ahead is None or self._ahead > now):
            return False
        while fire_due(self._stage.database, self._stage.ids, now).more:
            pass
        while deliver_messages(self._stage.database, self._stage.ids, now):
            pass
        with self._stage.database.read() as connection:
            moments = (tasks.next_act(connection), instances.next_timer(connection))
        self._ahead = min((moment for moment in moments if moment), default=None)
        self._stirred = False
        return True
