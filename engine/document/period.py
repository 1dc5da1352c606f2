"""The year a document is for: its title's, else its own day's."""

import re

from engine.document.read import Document

_YEAR = re.compile(r"\bnăm\s+(20\d\d)\b", re.I)


def year_of(document: Document) -> int | None:
    """None for a document that recurs or does not say."""
    titled = _YEAR.search(document.head.title)
    if titled:
        return int(titled[1])
    if recurs(document) or document.head.day is None:
        return None
    return int(document.head.day.strip()[-4:])


def recurs(document: Document) -> bool:
    """Whether its days come back every year and its title names none."""
    yearly = any(o.deadline and o.deadline.rule and o.deadline.rule.recurs for o in document.obligations)
    return yearly and _YEAR.search(document.head.title) is None
