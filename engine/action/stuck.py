"""An instance that cannot go on: the error that says where, and the incident that is made of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from traceback import extract_tb

from sqlalchemy.exc import DataError, IntegrityError, NoResultFound

from engine.base.diagnostic import PlanError
from engine.base.ids import IdSource
from engine.instance.fact import InstanceError, OtherVersion
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.incidents import open_incident
from engine.work.incident import Doing, Trouble
from engine.work.people import Stopped, Viewer
from engine.work.seat import SeatMissing

CANNOT_GO_ON = (InstanceError, SeatMissing, PlanError)
"""What keeps an instance from going on, whoever asks: its state, the organisation, the plan it rests on."""
MISTAKES = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, DataError, IntegrityError,
            NoResultFound)
"""What only a mistake of the program or a damaged row brings about: with one instance it must not stop all others."""
_HEALS = (OtherVersion, SeatMissing, PlanError)
"""What is gone when another node has been upgraded, a unit been added, a newer kheo been installed."""


class Stuck(Exception):
    """An instance cannot go on; the transaction in which it should have is lost."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble
        self.title = ""
        self.task_id = ""
        """Title and id of the task that was being sent."""


@dataclass
class At:
    """The place of a command. `truths` are set when they are known: the same step can then be tried again."""

    tenant_id: str
    run_id: str
    instance_id: str
    node: str
    command: Doing
    unit_id: str | None = None
    truths: Mapping[str, int] | None = None

    def __enter__(self) -> None:
        """What cannot go on within it is raised as Stuck, with the place."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, CANNOT_GO_ON):
            known = {} if self.truths is None else {"truths": dict(self.truths)}
            raise Stuck(Trouble(
                self.tenant_id, self.command, self.instance_id, reason_of(error), self.run_id, self.instance_id,
                self.unit_id, self.node, known, isinstance(error, _HEALS))) from error


def reason_of(error: Exception) -> str:
    """The sentence of the error; of several mistakes of a plan the first; of a mistake of the program where it is."""
    if isinstance(error, MISTAKES) and not isinstance(error, CANNOT_GO_ON):
        where = extract_tb(error.__traceback__)[-1]
        return f"chương trình gặp lỗi {type(error).__name__} ở {Path(where.filename).name}, dòng {where.lineno}"
    said = str(error).splitlines()[0].rstrip(".;")
    return f"bản kế hoạch đã lưu không dùng được với bản kheo này: {said}" if isinstance(error, PlanError) else said


@contextmanager
def on_record(database: Database, ids: IdSource, viewer: Viewer, command: str, now: datetime) -> Iterator[None]:
    """Around the transaction of a person's command: an instance that cannot go on becomes an incident.

    The command is undone whole; the incident and the refusal are kept in a transaction of their own. Raises Stopped.
    """
    try:
        yield
    except Stuck as stuck:
        trouble = stuck.trouble
        given = {"by": viewer.person_id, "act": command, "task": stuck.task_id}
        told = replace(trouble, detail={**trouble.detail, **given})
        with database.write() as connection:
            incident_id = open_incident(connection, ids, told, now)
            record(connection, Act(command, now, viewer.person_id, subject=trouble.subject, outcome="refused",
                                   run_id=trouble.run_id, detail={"node": trouble.node, "incident": incident_id,
                                                                  "reason": trouble.reason}))
        undone = f"Việc “{stuck.title}” chưa gửi được" if stuck.title else "Chưa làm được"
        raise Stopped(f"{undone}: {trouble.reason}. Chưa có gì được ghi. Sự cố đã được ghi để đầu mối và người "
                      "quản trị xử lý; hãy làm lại khi sự cố được gỡ.") from stuck
