"""What passes from a person who leaves to the one who follows, and what does not."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Left:
    """What stays behind, and why; `task_id` where it is about a task."""

    what: str
    why: str
    task_id: str | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """From whom to whom. `positions` and `members` in words; the others count open tasks, drafts and saved views."""

    old_id: str
    old: str
    new_id: str
    new: str
    positions: tuple[str, ...]
    members: tuple[str, ...]
    named: int
    in_hand: int
    passed_on: int
    drafts: int
    views: int
    left: tuple[Left, ...]

    def parts(self) -> Iterator[str]:
        """What passes, each in a few words."""
        yield from self.positions
        yield from self.members
        for count, what in ((self.named, "việc giao đích danh"), (self.in_hand, "việc đang giữ"),
                            (self.passed_on, "việc đã chuyển xử lý"), (self.drafts, "bản nháp của đơn vị"),
                            (self.views, "chế độ xem đã lưu")):
            if count:
                yield f"{count} {what}"

    @property
    def summary(self) -> str:
        """What the one who follows is told, once."""
        return f"Bạn nhận bàn giao từ {self.old}: {'; '.join(self.parts()) or 'không còn việc nào đang mở'}."
