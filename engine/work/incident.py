"""An incident: something that could not go on. Where it stands, what was being done, why, and when to try again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Doing = Literal["start", "complete", "deliver", "fire", "cancel", "notice", "letter", "job", "reconcile",
                "transition"]
"""What was being done: a command to an instance, the writing of notices, the sending of a letter, a job of the worker,
the comparison of rows with states, the comparison of a kept transition with one computed anew."""
Status = Literal["open", "retried", "resolved", "dismissed"]
"""retried: done after all, by a retry; resolved: nothing is left to be done; dismissed: a person has put it aside."""

_BACK_OFF = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))
_THEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be done. `reason` is one Vietnamese sentence that names no person; `detail` holds ids and codes.

    `subject` is the id of what cannot go on: an instance, a letter, a message, a job. `instance_id` is None where there
    is no row of it. `heals`: it may go well later with nobody doing anything here, so it is tried again by itself.
    """

    tenant_id: str
    command: Doing
    subject: str
    reason: str
    run_id: str | None = None
    instance_id: str | None = None
    unit_id: str | None = None
    node: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    heals: bool = False


@dataclass(frozen=True, slots=True)
class Incident:
    """A trouble on record, with what has been tried since."""

    id: str
    trouble: Trouble
    opened_at: datetime
    tries: int
    last_tried_at: datetime
    next_try_at: datetime | None
    status: Status
    resolved_by: str | None = None
    resolved_at: datetime | None = None
    note: str | None = None


def next_try(trouble: Trouble, tries: int, now: datetime) -> datetime | None:
    """When it is tried again by itself after so many tries; None: only a person can help.

    Once a day where a try only looks and changes nothing: whether a person's command (`by` in the detail) would go
    through now, whether rows still differ from the state.

    >>> next_try(Trouble("t", "fire", "i", "…"), 1, datetime(2026, 1, 1)) is None
    True
    >>> [next_try(Trouble("t", "fire", "i", "…", heals=True), n, datetime(2026, 1, 1)).isoformat() for n in (1, 4, 9)]
    ['2026-01-01T00:05:00', '2026-01-01T08:00:00', '2026-01-02T00:00:00']
    """
    if not trouble.heals:
        return now + _THEN if trouble.detail.get("by") or trouble.command == "reconcile" else None
    return now + (_BACK_OFF[tries - 1] if tries <= len(_BACK_OFF) else _THEN)


DOING_WORDS: dict[Doing, str] = {
    "start": "bắt đầu", "complete": "gửi việc", "deliver": "chuyển tin giữa các nơi",
    "fire": "tự chuyển bước khi đến ngày", "cancel": "kết thúc", "notice": "nhắc việc", "letter": "gửi thư",
    "job": "chạy nền", "reconcile": "đối chiếu dữ liệu với trạng thái đã lưu",
    "transition": "so bước đi đã nhớ với bước đi tính lại",
}
STATUS_WORDS: dict[Status, str] = {
    "open": "chưa xử lý", "retried": "đã làm lại xong", "resolved": "đã được gỡ", "dismissed": "đã bỏ qua"}
_ADVICE: dict[Doing, str] = {
    "fire": "Bước này chưa tự chuyển. Gỡ nguyên nhân rồi thử lại: bước chuyển đúng một lần.",
    "deliver": "Nơi nhận chưa biết tin. Gỡ nguyên nhân rồi thử lại: tin tới đúng một lần.",
    "notice": "Lời nhắc của đợt này đang dừng. Gỡ nguyên nhân rồi thử lại: mỗi lời nhắc chỉ gửi một lần.",
    "letter": "Xem lại địa chỉ thư của người nhận và máy chủ thư, rồi thử lại: thư được gửi lần nữa.",
    "job": "Gỡ nguyên nhân rồi thử lại.",
    "reconcile": "Không sửa tay dữ liệu. Báo nơi hỗ trợ kèm mã sự cố; khi đã sửa, thử lại để đối chiếu lần nữa.",
    "transition": "Kết quả tính lại đã được dùng; nơi nào qua bước này trước đó có thể đã đi theo kết quả cũ. Báo nơi "
                  "hỗ trợ kèm mã sự cố, chạy với KHEO_TRANSITION_CACHE=off tới khi rõ nguyên nhân, rồi bỏ qua kèm lý "
                  "do.",
}
_COMMAND = "Chưa có gì được ghi. Gỡ nguyên nhân rồi thử lại: kheo xem bước này đã đi tiếp được chưa và báo người gửi."
_START = "Nơi này chưa có việc của đợt. Gỡ nguyên nhân rồi thử lại: việc được mở đúng một lần."
_AMENDMENT = "Hoặc đảo lại bản sửa ở trang “Sửa kế hoạch” của đợt, hay bằng kheo run amend ĐỢT --reverse {}."
_ORGANISATION = "Thêm lại đơn vị, vai trò còn thiếu hoặc cài bản kheo mới hơn; kheo tự thử lại, hoặc thử lại ngay."


def advice(trouble: Trouble) -> str:
    """What a person can do, in sentences."""
    told = trouble.command == "start" and trouble.instance_id is not None
    said = _START if told else _ADVICE.get(trouble.command, _COMMAND)
    if trouble.command == "job" and trouble.detail.get("kind") == "amendment":
        said = f"{said} {_AMENDMENT.format(trouble.detail.get('key'))}"
    return f"{said} {_ORGANISATION}" if trouble.heals else said
