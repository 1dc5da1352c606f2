"""A time from month to month: as people write it, as it is kept ("2025-03/2025-11"), as it is shown."""

import re
from dataclasses import dataclass

_KEPT = re.compile(r"(\d{4})-(\d{2})/(\d{4})-(\d{2})", re.ASCII)
_MONTH = r"(?:(?:tháng|thg\.?|t)?\s*(\d{1,2})(?:\s*(?:[/.\-]|năm)\s*(\d{4}))?)"
_YEAR = r"(?:(?:năm\s*)?(\d{4}))"
_END = re.compile(rf"{_YEAR}|{_MONTH}", re.ASCII | re.IGNORECASE)
_JOINT = re.compile(r"\s+(?:đến(?:\s+hết)?|tới)\s+|\s*[–—]\s*|\s+-\s+|(?<=\d{4})\s*-\s*(?=\d|t)", re.IGNORECASE)
_HOW = "viết từ tháng/năm đến tháng/năm, ví dụ từ 03/2025 đến 11/2025"
JOINT = " – "


@dataclass(frozen=True, slots=True)
class Months:
    """The stored form, or what is wrong (the end of a sentence)."""

    kept: str | None
    mistake: str | None = None


def read_months(raw: str) -> Months:
    """What was typed, in one piece: "3/2025 - 11/2025", "từ tháng 3 đến tháng 11/2025", "năm 2025"; or as kept.

    A year alone is all of its months; a first month without a year has the year of the last.
    """
    if found := _KEPT.fullmatch(raw):
        return _between((int(found[2]), int(found[1])), (int(found[4]), int(found[3])))
    parts = _JOINT.split(re.sub(r"^từ\s+", "", raw.strip(), flags=re.IGNORECASE))
    if len(parts) == 1 and (year := re.fullmatch(_YEAR, parts[0], re.IGNORECASE)):
        return _between((1, int(year[1])), (12, int(year[1])))
    if len(parts) == 1 and _END.fullmatch(parts[0]):
        return Months(None, f"chưa có tháng kết thúc; {_HOW}")
    if len(parts) == 2 and not all(parts):
        return Months(None, f"chưa có tháng {'kết thúc' if parts[0] else 'bắt đầu'}; {_HOW}")
    ends = [_END.fullmatch(part) for part in parts]
    first, last = (*ends, None)[:2] if len(ends) == 2 else (None, None)
    if first is None or last is None:
        return Months(None, f'chưa hiểu thời gian "{raw if len(raw) <= 40 else raw[:39] + "…"}"; {_HOW}')
    until = (12, int(last[1])) if last[1] else (int(last[2]), int(last[3] or 0))
    since = (1, int(first[1])) if first[1] else (int(first[2]), int(first[3] or until[1]))
    return _between(since, until)


def months_text(kept: str) -> str:
    """"từ 03/2025 đến 11/2025", or the one month; other text unchanged."""
    if not _KEPT.fullmatch(kept):
        return kept
    since, until = ends_of(kept)
    return f"tháng {since}" if since == until else f"từ {since} đến {until}"


def ends_of(text: str) -> tuple[str, str]:
    """What the two inputs show: 03/2025 and 11/2025; of what could not be read, the two pieces as typed."""
    if found := _KEPT.fullmatch(text):
        return f"{found[2]}/{found[1]}", f"{found[4]}/{found[3]}"
    first, _, last = text.partition(JOINT.strip())
    return first.strip(), last.strip()


def joined(first: str, last: str) -> str:
    """Two typed ends in one piece; what was pasted whole into the first input stays as it is."""
    return f"{first}{JOINT}{last}" if last else first


def _between(since: tuple[int, int], until: tuple[int, int]) -> Months:
    for month, year in (since, until):
        if not 1900 <= year <= 2100:
            return Months(None, f"năm {year} nằm ngoài khoảng 1900 đến 2100" if year else f"chưa có năm; {_HOW}")
        if not 1 <= month <= 12:
            return Months(None, f"không có tháng {month}")
    if (since[1], since[0]) > (until[1], until[0]):
        return Months(None, f"tháng kết thúc ({until[0]:02d}/{until[1]}) đứng trước tháng bắt đầu "
                            f"({since[0]:02d}/{since[1]})")
    return Months(f"{since[1]:04d}-{since[0]:02d}/{until[1]:04d}-{until[0]:02d}")
