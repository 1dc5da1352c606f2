"""Whether anybody, or the clock, has acted on a run since an amendment of it was applied."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from engine.store import amendments, images
from engine.store.amendments import Amendment, Trace
from engine.store.tables import amended, audit, draft, person, task

_HARMLESS = ("add_comment", "mark_read", "prepare_amendment", "approve_amendment", "apply_amendment",
             "reverse_amendment")
_WORDS = {"complete_task": "gửi việc", "cast_ballot": "nộp phiếu", "store_file": "tải tệp lên", "remove_file": "gỡ tệp",
          "move_event": "ấn định ngày sự kiện", "hold_event": "ghi ngày diễn ra sự kiện", "open_step": "mở bước",
          "nominate_entry": "đề xuất mô hình", "fire_timer": "đến ngày chuyển bước"}


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what, and when."""

    who: str
    what: str
    at: datetime


def deed_since(connection: Connection, run_id: str, found: Amendment) -> Deed | None:
    """The first thing done under the amendment: a command on the run, a draft, a timer; None when nothing.

    What was done on an instance that stayed on its version counts only when an instance that moved was reached by it.
    """
    return _command(connection, run_id, found) or _draft(connection, found)


def _command(connection: Connection, run_id: str, found: Amendment) -> Deed | None:
    approved = select(func.max(audit.c.seq)).where(
        audit.c.run_id == run_id, audit.c.command == "approve_amendment", audit.c.subject == found.id)
    rows = connection.execute(
        select(audit.c.command, audit.c.at, audit.c.detail, person.c.name)
        .outerjoin(person, person.c.id == audit.c.person_id)
        .where(audit.c.run_id == run_id, audit.c.outcome == "done", audit.c.seq > approved.scalar_subquery(),
               audit.c.command.not_in(_HARMLESS)).order_by(audit.c.seq)).all()
    reached = any(_reached(trace) for trace in amendments.traces(connection, found.id))
    for row in rows:
        if reached or f'"version":"{found.from_id}"' not in row.detail:
            return Deed(row.name or "kheo", _WORDS.get(row.command, row.command), row.at)
    return None


def _reached(trace: Trace) -> bool:
    """The instance has gone on, and it is one whose rows would be put back as a whole."""
    whole = trace.before is None or trace.status == "moved" or images.revision_in(trace.before) != trace.rev
    return whole and trace.rev != trace.rev_now


def _draft(connection: Connection, found: Amendment) -> Deed | None:
    """Somebody has written into a form of an instance that moved."""
    row = connection.execute(
        select(person.c.name, draft.c.at, task.c.title).select_from(draft)
        .join(task, task.c.id == draft.c.task_id).join(person, person.c.id == draft.c.by)
        .join(amended, amended.c.instance_id == task.c.instance_id)
        .where(amended.c.amendment_id == found.id, amended.c.status.in_(("moved", "started")),
               draft.c.at > found.approved_at).order_by(draft.c.at).limit(1)).first()
    return Deed(row[0], f"lưu nháp “{row[2]}”", row[1]) if row else None
