"""A person asks for the same to become of several tasks: kept as one command with a line for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.action.checking import LONGEST_REASON, REASON_MISSING
from engine.action.handing import LONGEST_WORD
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import bulk
from engine.store.bulk import Bulk, Item
from engine.store.database import Database
from engine.work.bulk import AT_ONCE, MOST, NAMES, BulkAct, Candidate, passed_over
from engine.work.people import Conflict, FormRefused, Viewer, refused

_LEFT_BEHIND = timedelta(minutes=2)
"""What a request began and did not end is taken up by the background."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`label` is what the outcome is called on the button; `chosen`: (task id, rev as it was seen).

    `to`: the person to whom they are passed on; `day`: until when they are given time.
    """

    label: str
    reason: str | None
    chosen: Sequence[tuple[str, int]]
    submit_key: str
    act: BulkAct = "outcome"
    to: str = ""
    day: date | None = None

    @property
    def name(self) -> str:
        return NAMES.get(self.act, self.label)


def start_bulk(database: Database, ids: IdSource, viewer: Viewer, asked: Asked, now: datetime) -> str:
    """The id of the command; the same key again gives the first one and adds nothing.

    A task out of the viewer's reach leaves no trace. Raises Conflict (nothing left to do, too many), FormRefused.
    """
    if len(asked.chosen) > MOST:
        raise Conflict(f"Mỗi lần làm nhiều nhất {MOST} việc; hãy chọn bớt rồi làm tiếp phần còn lại.")
    reason = (asked.reason or "").strip() or None
    with database.write() as connection:
        if bulk_id := bulk.of_key(connection, viewer.person_id, asked.submit_key):
            return bulk_id
        known = bulk.candidates(connection, viewer, [task_id for task_id, _ in asked.chosen], asked.act == "extend")
        seen = {task_id: rev for task_id, rev in asked.chosen if task_id in known}
        items = [_item(place, known[task_id], rev, asked) for place, (task_id, rev) in enumerate(seen.items())]
        new = Bulk(ids.new(), viewer.person_id, asked.submit_key, asked.name, reason, "running", now,
                   now if len(items) > AT_ONCE else now + _LEFT_BEHIND, asked.act, asked.to or None, asked.day)
        if not any(one.status == "waiting" for one in items):
            raise Conflict(f"Không còn việc nào “{asked.name}” được trong số đã chọn; hãy tải lại danh sách.")
        _check(asked, reason, known.values(), local_day(now))
        return bulk.add(connection, new, items)


def _item(place: int, found: Candidate, rev: int, asked: Asked) -> Item:
    """One that cannot be done any more keeps its line, with the reason."""
    why, outcome = passed_over(found, rev, asked.label, asked.act), found.outcome(asked.label)
    title = f"{found.title} — {found.subject}" if found.subject else found.title
    title = f"{title} ({found.unit})"
    if not why and asked.act != "outcome":
        return Item(place, found.id, rev or found.rev, title, "", "waiting")
    if why or outcome is None:
        return Item(place, found.id, found.rev, title, "", "refused", f"{why[:1].upper()}{why[1:]}.")
    return Item(place, found.id, rev or found.rev, title, outcome.id, "waiting")


def _check(asked: Asked, reason: str | None, known: Iterable[Candidate], today: date) -> None:
    if asked.act == "delegate" and not asked.to:
        raise refused("nguoi_nhan", "Hãy chọn đồng nghiệp để chuyển việc.")
    if asked.act == "extend" and (asked.day is None or asked.day <= today):
        raise refused("ngay_cho", "Hãy ghi ngày cho gia hạn, sau hôm nay.")
    outcomes = [outcome for one in known if asked.act == "outcome" and (outcome := one.outcome(asked.label))]
    if any(outcome.needs_reason for outcome in outcomes) and not reason:
        raise FormRefused((REASON_MISSING,), {})
    longest = LONGEST_REASON if asked.act == "outcome" else LONGEST_WORD
    if reason and len(reason) > longest:
        raise refused("ly_do", f"Lời gửi kèm dài quá {longest} ký tự; hãy viết gọn lại.")
