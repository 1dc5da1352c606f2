"""A calendar that other programs read: the due days of tasks as whole-day events (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE = 75
"""So many bytes a line holds."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """One event. `key` stays the same as long as the task does."""

    key: str
    day: date
    title: str
    changed: int = 1
    link: str = ""


def calendar_text(name: str, days: Iterable[DueDay], now: datetime) -> str:
    """The calendar. Whole days need no time zone; programs are asked to look again every three hours."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kheo//viec//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{_escaped(name)}", "X-PUBLISHED-TTL:PT3H", "REFRESH-INTERVAL;VALUE=DURATION:PT3H"]
    for one in days:
        lines += ["BEGIN:VEVENT", f"UID:{one.key}@kheo", f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
                  f"SEQUENCE:{one.changed}", f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
                  f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_escaped(one.title)}",
                  "TRANSP:TRANSPARENT", *([f"URL:{one.link}"] if one.link else []), "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    """
    >>> _escaped("Gửi; a, b\\nc")
    'Gửi\\\\; a\\\\, b\\\\nc'
    """
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(plain.splitlines())


def _folded(line: str) -> str:
    """A long line continues behind a line end and a space; no letter is cut in two."""
    parts, rest = [""], 0
    for letter in line:
        size = len(letter.encode())
        if rest + size > _LINE:
            parts.append(" ")
            rest = 1
        parts[-1] += letter
        rest += size
    return "\r\n".join(parts)
