"""A refusal of a command on data is put into the audit, and told in its sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from engine.action.record_refusal import record_refusal
from engine.base.diagnostic import PlanError
from engine.cli.answer import CommandRefused
from engine.store.database import Database
from engine.work.people import Conflict, Forbidden, NotFound, Viewer


@contextmanager
def on_record(database: Database, viewer: Viewer, command: str, subject: str, now: datetime) -> Iterator[None]:
    """A refusal within it is put into the audit, and told in its sentence."""
    try:
        yield
    except PlanError as broken:
        raise CommandRefused("broken_plan", "\n".join(map(str, broken.diagnostics))) from None
    except (Conflict, Forbidden, NotFound) as refused:
        record_refusal(database, viewer, command, subject, str(refused), now)
        raise CommandRefused(type(refused).__name__.lower(), str(refused)) from None
