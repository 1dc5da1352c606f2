"""Rows of a tree as few bytes: equal rows give equal bytes on every machine and for ever, other bytes a ValueError.

No general compressor takes part: what one writes differs from release to release, and the transition cache compares
states byte by byte. Rows that come again as a loop makes them come are written once, with how far back they stand.

    width, symbols: (hash of the element's name, state) each once, in the order in which they first come
    rows: a symbol and how far to climb for the parent; or "the same again": how far back, how many
    turns: the rounds that differ from what the order in the tree says; times: how many a sequence was begun for
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

MOST_ROWS = 20_000
"""Far more than 50 rounds of the largest process; beyond it the bytes are not ours."""
_SHORTEST_COPY = 4
_LOOK_BACK = 8
_CLIMBS = 3
_STATES = 9

Noted = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Rows:
    """A tree, parents before children. `tree`: (element, number of the state's bit, place of the parent; -1: none)."""

    tree: list[tuple[str, int, int]]
    turns: Noted = field(default_factory=list)
    """(place, round) where the round is not the count of the rows of its element so far."""
    times: Noted = field(default_factory=list)
    """(place, how many) of tasks that several do one after the other."""


@lru_cache(maxsize=50_000)
def digest(name: str, width: int) -> bytes:
    """The few bytes that stand for the name of an element."""
    return hashlib.sha256(name.encode()).digest()[:width]


def pack(rows: Rows, width: int) -> bytes:
    """The bytes; the rows must be in depth-first order, and `width` bytes must tell all names apart."""
    symbols: dict[tuple[str, int], int] = {}
    depth: list[int] = []
    words: list[tuple[int, int]] = []
    for name, bit, parent in rows.tree:
        climb = depth[-1] - depth[parent] if depth and parent >= 0 else 0
        depth.append(depth[parent] + 1 if parent >= 0 else 0)
        words.append((symbols.setdefault((name, bit), len(symbols)), climb))
    out = bytearray([width])
    _write(out, len(symbols))
    for name, bit in symbols:
        out += digest(name, width)
        out.append(bit)
    _write(out, len(words))
    for word, back, length in _pieces(words):
        if length:
            out.append(0)
            _write(out, back)
            _write(out, length)
        else:
            _write(out, (word[0] + 1) * (_CLIMBS + 1) + min(word[1], _CLIMBS))
            if word[1] >= _CLIMBS:
                _write(out, word[1] - _CLIMBS)
    for noted in (rows.turns, rows.times):
        _write(out, len(noted))
        before = 0
        for place, number in noted:
            _write(out, place - before)
            _write(out, number)
            before = place
    return bytes(out)


def _pieces(words: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Each word as (word, 0, 0), or a run of words seen before as (first word, how far back, how many)."""
    seen: dict[tuple[tuple[int, int], ...], list[int]] = {}
    place, noted = 0, 0
    while place < len(words):
        back, length = _longest(words, place, seen.get(tuple(words[place:place + _SHORTEST_COPY]), []))
        yield words[place], back, length
        place += length or 1
        while noted < min(place, len(words) - _SHORTEST_COPY + 1):
            seen.setdefault(tuple(words[noted:noted + _SHORTEST_COPY]), []).append(noted)
            noted += 1


def _longest(words: Sequence[tuple[int, int]], place: int, starts: list[int]) -> tuple[int, int]:
    """How far back and how long the longest run of words is that comes again here; of equal ones the nearest."""
    best = (0, 0)
    for start in reversed(starts[-_LOOK_BACK:]):
        length = _SHORTEST_COPY
        while place + length < len(words) and words[start + length] == words[place + length]:
            length += 1
        if length > best[1]:
            best = (place - start, length)
    return best


def _write(out: bytearray, number: int) -> None:
    while number > 127:
        out.append(128 | number & 127)
        number >>= 7
    out.append(number)


class _Reader:
    """Bytes read from the front; ValueError when they end too early."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def take(self, count: int) -> bytes:
        taken = self._data[self._place:self._place + count]
        if len(taken) != count:
            raise ValueError("bytes missing")
        self._place += count
        return taken

    def number(self) -> int:
        number, shift = 0, 0
        while shift < 35:
            byte = self.take(1)[0]
            number |= (byte & 127) << shift
            if byte < 128:
                return number
            shift += 7
        raise ValueError("number too large")

    def count(self) -> int:
        number = self.number()
        if number > MOST_ROWS:
            raise ValueError("too many")
        return number

    def end(self) -> None:
        if self._place != len(self._data):
            raise ValueError("bytes left")


def unpack(data: bytes, names_of: Mapping[int, Mapping[bytes, str]]) -> Rows:
    """The rows; `names_of` gives for each width the names by their few bytes. ValueError, KeyError: not such bytes."""
    reader = _Reader(data)
    width = reader.take(1)[0]
    names = names_of[width]
    symbols = [(names[reader.take(width)], reader.take(1)[0]) for _ in range(reader.count())]
    if any(bit >= _STATES for _, bit in symbols):
        raise ValueError("no such state")
    words = _words(reader)
    tree: list[tuple[str, int, int]] = []
    above: list[int] = []
    for place, (symbol, climb) in enumerate(words):
        if symbol >= len(symbols) or climb >= len(above) + (not place):
            raise ValueError(f"row {place}")
        if place:
            del above[len(above) - climb:]
        tree.append((*symbols[symbol], above[-1] if above else -1))
        above.append(place)
    turns, times = _noted(reader), _noted(reader)
    reader.end()
    if not tree or any(place >= len(tree) for place, _ in (*turns, *times)):
        raise ValueError("no such row")
    return Rows(tree, turns, times)


def _words(reader: _Reader) -> list[tuple[int, int]]:
    words: list[tuple[int, int]] = []
    count = reader.count()
    while len(words) < count:
        head = reader.number()
        if head:
            symbol, climb = divmod(head, _CLIMBS + 1)
            words.append((symbol - 1, climb + (reader.number() if climb == _CLIMBS else 0)))
            if symbol == 0:
                raise ValueError("no symbol")
            continue
        back, length = reader.count(), reader.count()
        if not 0 < back <= len(words) or not 0 < length <= count - len(words):
            raise ValueError("no such copy")
        for _ in range(length):
            words.append(words[-back])
    return words


def _noted(reader: _Reader) -> Noted:
    found: Noted = []
    place = 0
    for _ in range(reader.count()):
        place += reader.number()
        found.append((place, reader.number()))
    return found
