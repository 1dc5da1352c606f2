"""Whether an amendment can be taken back: not when anybody, or the clock, has acted on the run since."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from engine.base.clock import VIETNAM
from engine.store import amendments, images
from engine.store.amendments import STATUS, Amendment, Trace
from engine.store.runs import Run
from engine.store.tables import amended, audit, ballot_draft, draft, person, task
from engine.work.amendment import coded

_HARMLESS = ("prepare_amendment", "approve_amendment", "apply_amendment", "reverse_amendment")
_CALENDAR = ("decide_day", "rederive_days")
"""Said of the whole body, not of one run; they move days of the run all the same."""
_WORDS = {"complete_task": "gửi việc", "cast_ballot": "nộp phiếu", "store_file": "tải tệp lên", "remove_file": "gỡ tệp",
          "move_event": "ấn định ngày sự kiện", "hold_event": "ghi ngày diễn ra sự kiện", "open_step": "mở bước",
          "nominate_entry": "đề xuất mô hình", "fire_timer": "đến ngày chuyển bước", "add_comment": "trao đổi",
          "raise_difficulty": "phản ánh vướng mắc", "decide_day": "quyết định lịch làm việc",
          "rederive_days": "tính lại các hạn"}


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what, and when."""

    who: str
    what: str
    at: datetime


def what_hinders(connection: Connection, run: Run, found: Amendment) -> str:
    """Why the amendment cannot be taken back; "" when nothing is in the way."""
    if found.status not in amendments.TAKEN_BACK:
        return f"Bản sửa này {STATUS[found.status]} nên không đảo lại được."
    if run.status == "closed":
        return f"Đợt “{run.short}” đã đóng nên không đảo lại bản sửa được nữa."
    last = next(one for one in amendments.of_run(connection, run.id) if one.status in amendments.TAKEN_BACK)
    if last.id != found.id:
        return "Đã có bản sửa khác áp dụng sau bản này; hãy đảo lại bản sau trước."
    deed = deed_since(connection, run, found)
    return _acted(deed, found.status == "applying") if deed else ""


def _acted(deed: Deed, half_way: bool) -> str:
    way_out = "hãy để bản sửa áp dụng xong" if half_way else "hãy sửa tiếp bằng một bản kế hoạch mới"
    when = f"{deed.at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    return coded("KH075", f"{deed.who} đã làm việc theo bản sửa này lúc {when} ({deed.what}) nên không đảo lại được; "
                          f"{way_out}.")


def deed_since(connection: Connection, run: Run, found: Amendment) -> Deed | None:
    """The first thing done under the amendment: a command on the run, a draft, a timer; None when nothing.

    What was done on an instance that stayed on its version counts only when an instance that moved was reached by it.
    """
    return _command(connection, run, found) or _draft(connection, found) or _sheet(connection, found)


def _command(connection: Connection, run: Run, found: Amendment) -> Deed | None:
    approved = select(func.max(audit.c.seq)).where(
        audit.c.run_id == run.id, audit.c.command == "approve_amendment", audit.c.subject == found.id)
    rows = connection.execute(
        select(audit.c.command, audit.c.at, audit.c.detail, person.c.name, task.c.instance_id)
        .outerjoin(person, person.c.id == audit.c.person_id).outerjoin(task, task.c.id == audit.c.subject)
        .where(or_(audit.c.run_id == run.id,
                   and_(audit.c.command.in_(_CALENDAR), person.c.tenant_id == run.tenant_id)),
               audit.c.outcome == "done", audit.c.seq > approved.scalar_subquery(),
               audit.c.command.not_in(_HARMLESS)).order_by(audit.c.seq)).all()
    whole = [trace for trace in amendments.traces(connection, found.id) if is_whole(trace)]
    reached, put_back = any(one.rev != one.rev_now for one in whole), {one.instance_id for one in whole}
    for row in rows:
        if reached or row.instance_id in put_back or f'"version":"{found.from_id}"' not in row.detail:
            return Deed(row.name or "kheo", _WORDS.get(row.command, row.command), row.at)
    return None


def is_whole(trace: Trace) -> bool:
    """Whether all its rows would be put back: it moved, or went on while the amendment was applied."""
    if trace.status == "waiting":
        return False
    return trace.before is None or trace.status == "moved" or images.revision_in(trace.before) != trace.rev


def _draft(connection: Connection, found: Amendment) -> Deed | None:
    """Somebody has written into a form of an instance that moved."""
    return _written(connection, found, draft, draft.c.by, "lưu nháp “{}”")


def _sheet(connection: Connection, found: Amendment) -> Deed | None:
    """Somebody has typed into a score sheet of an instance that moved."""
    return _written(connection, found, ballot_draft, ballot_draft.c.person_id, "chấm dở “{}”")


def _written(connection: Connection, found: Amendment, table: Table, by: ColumnElement[str], what: str) -> Deed | None:
    row = connection.execute(
        select(person.c.name, table.c.at, task.c.title).select_from(table)
        .join(task, task.c.id == table.c.task_id).join(person, person.c.id == by)
        .join(amended, amended.c.instance_id == task.c.instance_id)
        .where(amended.c.amendment_id == found.id, amended.c.status.in_(("moved", "started")),
               table.c.at > found.approved_at).order_by(table.c.at).limit(1)).first()
    return Deed(row[0], what.format(row[2]), row[1]) if row else None
