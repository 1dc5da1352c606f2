"""Deadlines counted in days, weeks, months or years from a day, from an event or from the opening of the task."""

from collections.abc import Callable

from engine.plan.deadline_days import Match, day_of, event_of, unit_of
from engine.plan.deadline_words import AHEAD, AT_LEAST, COUNT, DATE, EVENT, EVENT_BEFORE_COUNT, LATEST, YEARLY, bare
from engine.plan.rule import TASK_OPENED, Recurs, Rule


def yearly(text: str) -> Recurs | None:
    """Whether the text says that it is so every year."""
    return "yearly" if YEARLY.search(bare(text)) else None


def _before_day(text: str, match: Match) -> Rule:
    return Rule(text, "date", "inclusive", day_of(match), count=int(match["n"]), unit=unit_of(match), side="before")


def _after_day(text: str, match: Match) -> Rule:
    return Rule(text, "duration", "inclusive", day_of(match), count=int(match["n"]), unit=unit_of(match), side="after")


def _before_event(text: str, match: Match) -> Rule | None:
    warns = ("ambiguous",) if "loose" in match.groupdict() else ()
    event = event_of(text, match)
    return Rule(text, "event", "inclusive", count=int(match["n"]), unit=unit_of(match), side="before", event=event,
                warns=warns) if event else None


def _after_event(text: str, match: Match) -> Rule | None:
    event = event_of(text, match)
    return Rule(text, "duration", "inclusive", count=int(match["n"]), unit=unit_of(match), side="after",
                event=event) if event else None


def _after_opening(text: str, match: Match) -> Rule:
    return Rule(text, "duration", "inclusive", count=int(match["n"]), unit=unit_of(match), side="after",
                event=TASK_OPENED, warns=("ambiguous",))


def _on_event(text: str, match: Match) -> Rule | None:
    event = event_of(text, match)
    return Rule(text, "event", "inclusive", side="on", event=event, recurs=yearly(text)) if event else None


def _until_event(text: str, match: Match) -> Rule | None:
    event = event_of(text, match)
    return Rule(text, "event", "exclusive", side="before", event=event, recurs=yearly(text)) if event else None


def _from_event(text: str, match: Match) -> Rule | None:
    event = event_of(text, match)
    return Rule(text, "start", "inclusive", side="on", event=event) if event else None


Build = Callable[[str, Match], Rule | None]
_BARE = EVENT.replace("<event>", "<bare>")
FROM_DAY: tuple[tuple[str, Build], ...] = (
    (rf"{COUNT}\s*,?\s*(?:(?:ke\s+)?tu|sau)\s+{DATE}", _after_day),
    (rf"{AHEAD}{COUNT}\s+truoc\s+{DATE}", _before_day),
    (rf"\btruoc\s+{DATE}\s*,?\s*{AT_LEAST}{COUNT}", _before_day),
)
FROM_EVENT: tuple[tuple[str, Build], ...] = (
    (rf"(?P<loose>\btruoc)\s+{COUNT}\s+(?:truoc\s+)?{EVENT}", _before_event),
    (rf"{AHEAD}{COUNT}\s+truoc\s+{EVENT}", _before_event),
    (rf"\btruoc\s+{EVENT_BEFORE_COUNT}{AT_LEAST}{COUNT}", _before_event),
    (rf"{COUNT}\s*,?\s*(?:(?:ke\s+)?tu|sau)\s+(?:thoi\s+diem\s+)?{EVENT}", _after_event),
)
FROM_OPENING: tuple[tuple[str, Build], ...] = (
    (rf"(?:\btrong(?:\s+(?:thoi\s+(?:han|gian)|vong))?|\bthoi\s+han|{LATEST}|\bkhong\s+qua)"
     rf"\s+{COUNT}[\s.;,]*$", _after_opening),
)
AT_EVENT: tuple[tuple[str, Build], ...] = (
    (rf"\btruoc\s+(?=khi\b|ngay\b){EVENT}|^\s*truoc\s+{_BARE}", _until_event),
    (rf"\b(?:tai|(?:vao\s+|nhan\s+)?dip|vao|trong\s+ngay)\s+{EVENT}|^\s*ngay\s+(?!sau|tu|khi){_BARE}", _on_event),
    (rf"^\s*tu\s+{EVENT}", _from_event),
)
