"""Sentences of a clause: cut at full stops and semicolons, never inside brackets or quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.document.marker import UPPER

_CUT = re.compile(rf"(?:\.\.\.|…|[.!?]|\./\.)\s+(?=[“\"(\-+]?\s?[{UPPER}])|;\s+")
_SHORT = re.compile(r"(?:\bTP|\bTx|\bđ/c|\bGS|\bTS|\bThS|\bK|\bT|\bsố)\.$")
_OPEN, _CLOSED = "([“", ")]”"


@dataclass(frozen=True, slots=True)
class Sentence:
    """`start`: where it begins in the text it was cut from."""

    start: int
    text: str


def sentences(text: str) -> tuple[Sentence, ...]:
    """In order; together they hold every word of the text."""
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[Sentence]:
    depths = _depths(text)
    start = 0
    for match in _CUT.finditer(text):
        if depths[match.start()] > 0 or _SHORT.search(text[max(0, match.start() - 5): match.start() + 1]):
            continue
        if said := text[start: match.end()].strip():
            yield Sentence(start + _indent(text[start:]), said)
        start = match.end()
    if said := text[start:].strip():
        yield Sentence(start + _indent(text[start:]), said)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _depths(text: str) -> list[int]:
    """How many brackets are open at each character; a bracket that nobody closes counts no further than 400."""
    depths, depth, opened = [], 0, 0
    for n, c in enumerate(text):
        if c in _OPEN:
            depth, opened = depth + 1, n
        elif c in _CLOSED:
            depth = max(0, depth - 1)
        if depth and n - opened > 400:
            depth = 0
        depths.append(depth)
    return depths
