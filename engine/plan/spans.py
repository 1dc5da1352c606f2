"""Where each value of a plan file is written, so that a text can be changed without touching layout and comments."""

from dataclasses import dataclass
from typing import Any

import yaml

from engine.base.text import fold
from engine.plan.source import LOADER

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """One written value: the keys that lead to it, folded and as written, its place in the text, what it says.

    `start` and `end` count characters of the text, quotes included; `line` counts from 1; `plain`: without quotes.
    """

    keys: Keys
    names: Keys
    start: int
    end: int
    line: int
    text: str
    plain: bool


def spans(text: str) -> tuple[Span, ...]:
    """Every scalar value in the order of the file. The text is one that `engine.plan.source.compose` takes.

    >>> [(span.keys, span.text) for span in spans("bước:\\n  - {mã: a, hạn: trước ngày 01/6/2026}")]
    [(('buoc', 'ma'), 'a'), (('buoc', 'han'), 'trước ngày 01/6/2026')]
    """
    walk = _Walk(text)
    for event in yaml.parse(text, Loader=LOADER):
        walk.take(event)
    return tuple(walk.found)


class _Walk:
    """Follows the parser's events; a mapping takes turns between key and value."""

    def __init__(self, text: str) -> None:
        self.found: list[Span] = []
        self._starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
        self._open: list[Keys] = []  # the names above each open mapping and list
        self._key: list[str | None] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open.append(self._names())
            self._key.append(None if isinstance(event, yaml.MappingStartEvent) else "")
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open.pop()
            self._key.pop()
            self._valued()
        elif isinstance(event, yaml.ScalarEvent):
            if self._key and self._key[-1] is None:
                self._key[-1] = event.value
                return
            if event.start_mark and event.end_mark:
                names = self._names()
                self.found.append(Span(tuple(map(fold, names)), names, self._at(event.start_mark),
                                       self._at(event.end_mark), event.start_mark.line + 1, event.value,
                                       not event.style))
            self._valued()

    def _names(self) -> Keys:
        above = self._open[-1] if self._open else ()
        key = self._key[-1] if self._key else ""
        return (*above, key) if key else above

    def _valued(self) -> None:
        """The value of the key is over; the next scalar of a mapping is a key. A list has none."""
        if self._key and self._key[-1] != "":
            self._key[-1] = None

    def _at(self, mark: Any) -> int:
        return self._starts[int(mark.line)] + int(mark.column)
