"""A time in which a person is away, and who holds which of the person's positions meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.base.text import nfc
from engine.work.form import FieldError
from engine.work.manner import SUBSTITUTE

LONGEST_NOTE = 300
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Substitution:
    """One position and who holds it meanwhile. `manner`: how one signs, one of SUBSTITUTE or ""."""

    position_id: str
    person_id: str
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """What a person says of an absence: both days are included."""

    first_day: date
    last_day: date
    note: str | None = None
    substitutions: tuple[Substitution, ...] = ()

    def meets(self, first_day: date, last_day: date) -> bool:
        """Whether there is a day in both times."""
        return self.first_day <= last_day and first_day <= self.last_day


@dataclass(frozen=True, slots=True)
class Absence:
    """An absence on record."""

    id: str
    person_id: str
    leave: Leave
    made_by: str
    ended_at: datetime | None = None

    def over(self, today: date) -> bool:
        """Whether it has been ended, or its last day is behind."""
        return self.ended_at is not None or self.leave.last_day < today


def leave_mistakes(leave: Leave, person_id: str, maker_id: str, today: date,
                   standing: Sequence[Substitution] = ()) -> tuple[FieldError, ...]:
    """What is wrong with it, as far as it can be seen from itself. The field's names are those of the page.

    `standing`: who holds which position already, of an absence that is changed; they may go on.
    """
    already = {(one.position_id, one.person_id) for one in standing}
    found: list[tuple[str, str]] = []
    if leave.first_day < today:
        found.append(("tu", f"Ngày đầu {leave.first_day:%d/%m/%Y} đã qua; ghi từ hôm nay trở đi."))
    if leave.last_day < leave.first_day:
        found.append(("den", "Ngày cuối đứng trước ngày đầu; sửa lại một trong hai ngày."))
    elif (leave.last_day - leave.first_day).days >= LONGEST_DAYS:
        found.append(("den", "Kỳ vắng dài quá một năm; nếu người này thôi giữ chức, hãy bàn giao thay vì ghi vắng."))
    if leave.note and len(leave.note) > LONGEST_NOTE:
        found.append(("ghi_chu", f"Ghi chú dài quá {LONGEST_NOTE} ký tự; hãy viết gọn lại."))
    for one in leave.substitutions:
        found += [(f"thay.{one.position_id}", says) for says in _wrong_with(
            one, person_id, "" if (one.position_id, one.person_id) in already else maker_id)]
    return tuple(FieldError("", field, None, None, says) for field, says in found)


def _wrong_with(one: Substitution, person_id: str, maker_id: str) -> Sequence[str]:
    if one.person_id == person_id:
        return ["Không ai tự làm thay mình; chọn người khác."]
    if one.person_id == maker_id:
        return ["Bạn ghi vắng cho người khác nên không tự nhận làm thay; hãy để chính người vắng chọn bạn."]
    known = one.manner in ("", *SUBSTITUTE)
    return [] if known else ["Cách ký phải là ký thay, thừa lệnh, thừa uỷ quyền hoặc để trống."]


def note_of(text: str | None) -> str | None:
    """A note as it is kept."""
    return nfc(text or "").strip() or None
