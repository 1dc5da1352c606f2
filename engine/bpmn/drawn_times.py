"""Days and durations of a drawing (ISO 8601) as the phrases of a plan."""

import re
from datetime import date, datetime, time

from engine.base.clock import VIETNAM

_DURATION = re.compile(r"P(\d{1,3})([YMWD])")
_UNITS = {"Y": "năm", "M": "tháng", "W": "tuần", "D": "ngày"}


class TimeError(Exception):
    """A time that no plan can say; one Vietnamese sentence with the remedy."""


def due_by(text: str) -> str:
    """The phrase for `hạn`: through that day, or up to the hour; a duration counts from the day the task opens."""
    found = _DURATION.fullmatch(text)
    if found:
        return f"trong {int(found[1])} {_UNITS[found[2]]}"
    day, hour = _moment(text)
    until = f"đến {hour.hour} giờ" + (f" {hour.minute} phút" if hour.minute else "") if hour else "chậm nhất là"
    return f"{until}{',' if hour else ''} ngày {day:%d/%m/%Y}"


def open_from(text: str) -> str:
    """The phrase for `mở từ`."""
    if text.startswith("P"):
        raise TimeError(f'hẹn giờ "{text}" đếm từ lúc bước trước xong, kế hoạch chỉ mở theo ngày; '
                        "ghi ngày (timeDate), hoặc bỏ hẹn giờ và ghi hạn ở bước sau")
    return f"ngày {_moment(text)[0]:%d/%m/%Y}"


def _moment(text: str) -> tuple[date, time | None]:
    """The local day, and the hour where one is named; midnight names none."""
    if text.startswith(("$", "#", "=")):
        raise TimeError(f'thời điểm "{text}" là biểu thức của Camunda, kheo không tính; ghi ngày thật, ví dụ '
                        '2026-06-15, hoặc thuộc tính "hạn" bằng lời: trước ngày 15/6/2026')
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise TimeError(f'không hiểu thời điểm "{text}"; ghi theo ISO 8601, ví dụ 2026-06-15 hoặc P5D (5 ngày); đơn vị '
                        "nhỏ nhất là ngày") from None
    here = moment.astimezone(VIETNAM) if moment.tzinfo else moment
    hour = here.time()
    return here.date(), hour if hour.hour or hour.minute else None
