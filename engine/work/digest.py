"""Several reminders to one person about one plan, put together into one letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MOST = 30
"""So many lines are written out; of the others the letter says how many they are."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """What the person is told about one task. `escalated`: it is late, and told to more than who does it."""

    text: str
    escalated: bool
    overdue_after: date | None


def digest(name: str, plan: str, short: str, told: Sequence[Reminded]) -> tuple[str, str]:
    """Subject and body; the most urgent first."""
    late = sum(one.escalated for one in told)
    ordered = sorted(told, key=lambda one: (not one.escalated, one.overdue_after or date.max, one.text))
    lines = [f"- {one.text}" for one in ordered[:MOST]]
    if len(told) > MOST:
        lines.append(f"- và {len(told) - MOST} việc nữa")
    subject = f"{short}: {len(told)} việc được nhắc" + (f", {late} việc quá hạn" if late else "")
    return subject, "\n".join([
        f"Kính gửi {name},", "", f"{len(told)} lời nhắc của kế hoạch {plan}, việc gấp nhất ghi trước:", "", *lines, "",
        "Mở hộp việc để xem đủ và làm."]) + "\n"
