"""The only place that makes ids and secrets."""

import os
import random
import secrets
import time
from typing import Protocol

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)


class IdSource(Protocol):
    """Where a shell takes new ids from."""

    def new(self) -> str:
        """An id that nothing else has: lower-case letters and digits."""
        ...


class TimedIds:
    """Ids of 26 characters that sort by the moment they were made (48 bits of milliseconds, 80 of chance)."""

    def new(self) -> str:
        return _written((time.time_ns() // 1_000_000 << 80) | int.from_bytes(os.urandom(10), "big"))


class SeededIds:
    """Ids like those of TimedIds, the same ones for the same seed: what is measured twice writes the same rows."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - nothing secret
        self._last = seed << 32

    def new(self) -> str:
        self._last += 1
        return _written(self._last << 80 | self._chance.getrandbits(80))


class CountedIds:
    """Ids that count from 1: tests, rehearsal. They sort as they were made while they have at most `width` digits."""

    def __init__(self, prefix: str = "", width: int = 6) -> None:
        self._prefix = prefix
        self._width = width
        self._last = 0

    def new(self) -> str:
        self._last += 1
        return f"{self._prefix}{self._last:0{self._width}d}"


def _written(number: int) -> str:
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -1, -10)])


def secret() -> str:
    """A text nobody can guess: tokens, first passwords."""
    return secrets.token_urlsafe(24)
