"""What a task is found by: names without marks, and their initials."""

import re
from collections.abc import Iterable
from functools import lru_cache

from engine.base.text import fold

_NOT_WORDS = re.compile(r"[^\w]+")
MOST_WORDS = 8
INITIALS = "="
"""Stands before the initials: no word has it."""


def search_text(names: Iterable[str]) -> str:
    """The names without marks, then the initials of each that has several words.

    >>> search_text(["Đăng ký mô hình", "Hội Nông dân", ""])
    'dang ky mo hinh hoi nong dan = dkmh hnd'
    """
    parts = [_parts(name) for name in dict.fromkeys(names) if name]
    plain = [part[0] for part in parts]
    initials = [part[1] for part in parts if part[1]]
    return " ".join((*plain, INITIALS, *initials) if initials else plain)


def words_of(query: str) -> list[str]:
    """The words that must all be found, in any order.

    >>> words_of("“Dân-vận” KHÉO %")
    ['dan', 'van', 'kheo', '%']
    """
    return [word for given in fold(query).split() for word in _split(given)][:MOST_WORDS]


def _split(word: str) -> list[str]:
    return _NOT_WORDS.sub(" ", word).split() or [word]


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, str]:
    """The name without marks, and its initials where it has several words."""
    plain = _NOT_WORDS.sub(" ", fold(name)).strip()
    words = plain.split()
    return plain, "".join(word[0] for word in words) if len(words) > 1 else ""
