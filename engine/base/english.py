"""English for what the engine says: a Vietnamese sentence finds its template, and what filled its holes is told anew.

The engine speaks Vietnamese; some of it is stored (notices, the reasons of a due day) long before anybody reads it. So
English is found when it is read: `in_english` matches the text against the templates of every package's english.json.
In a template `{}` stands for any text, `{:d}` for figures and dates only. What stands within “ ” is somebody's own
text or a name from the plan, and stays as it is.
"""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

PACKAGES = ("instance", "work", "store", "action", "report", "daemon")
"""The packages whose sentences people read; each has an english.json."""

_HOLE = re.compile(r"\{(?::d)?\}")
_FIGURES = r"([\d.,:/]+)"
_JOINTS = (". ", ": ", "; ", ", ")
_LONGEST = 2000
_TELLING = 6
"""Letters (a quotation mark counts three) a template must have of its own to be tried before a sentence is parted."""


@dataclass(frozen=True, slots=True)
class _Template:
    """`words`: what stands between the holes; `own`: how much that tells.

    `quoted`: for each hole, whether it stands in quotation marks.
    """

    words: tuple[str, ...]
    pattern: re.Pattern[str]
    english: str
    own: int
    quoted: tuple[bool, ...]


def in_english(said: str) -> str:
    """The English of a sentence of the engine, also of several in a row; any other text as it stands.

    >>> in_english("còn 2 ngày làm việc"), in_english("Hội Nông dân phường")
    ('2 working days left', 'Hội Nông dân phường')
    """
    return _retold(said.replace("\xa0", " ")) if len(said) <= _LONGEST and not said.isascii() else said


@lru_cache(maxsize=20_000)
def _retold(said: str) -> str:
    body = said.removesuffix(".")
    small = body[:1].lower() + body[1:]
    if (known := _known(body)) is None and small != body and (known := _known(small)) is not None:
        known = known[:1].upper() + known[1:]
    told = _in_parts(body) or _matched(body, telling=False) or body if known is None else known
    return told + said[len(body):]


def _known(said: str) -> str | None:
    exact = _whole().get(said)
    return exact if exact is not None else _matched(said, telling=True)


def _matched(said: str, *, telling: bool) -> str | None:
    for one in _templates():
        fits = (one.own >= _TELLING) is telling and all(word in said for word in one.words)
        if fits and (found := one.pattern.fullmatch(said)):
            parts = zip(found.groups(), one.quoted, strict=True)
            return one.english.format(*(part if kept else in_english(part) for part, kept in parts))
    return None


def _in_parts(said: str) -> str | None:
    """Clauses and sentences one by one."""
    for joint in _JOINTS:
        parts = said.split(joint)
        told = [in_english(part) for part in parts] if len(parts) > 1 else parts
        if told != parts:
            return joint.join(told)
    return None


@cache
def catalogue() -> dict[str, str]:
    """Vietnamese template -> English template of every package."""
    engine, found = Path(__file__).parents[1], dict[str, str]()
    for package in PACKAGES:
        found |= json.loads((engine / package / "english.json").read_text("utf-8"))
    return found


@cache
def _whole() -> dict[str, str]:
    """The catalogue without full stops: a sentence may stand alone or within another."""
    return {text.removesuffix("."): english.removesuffix(".") for text, english in catalogue().items()}


@cache
def _templates() -> tuple[_Template, ...]:
    """The templates with holes: those that begin with their own words first, then those that say most."""
    made = {text: _made(text, english) for text, english in _whole().items() if _HOLE.search(text)}
    return tuple(made[text] for text in sorted(made, key=lambda text: (text[0] == "{", -len(_HOLE.sub("", text)))))


def _made(text: str, english: str) -> _Template:
    holes = [_FIGURES if hole == "{:d}" else "(.*?)" for hole in _HOLE.findall(text)]
    own = _HOLE.split(text)
    pattern = "".join(re.escape(part) + hole for part, hole in zip(own, [*holes, ""], strict=True))
    quoted = tuple(text[:hole.start()].endswith("“") for hole in _HOLE.finditer(text))
    telling = sum(letter.isalpha() + 3 * (letter in "“”") for part in own for letter in part)
    return _Template(
        tuple(filter(None, own)), re.compile(pattern, re.DOTALL), _HOLE.sub("{}", english), telling, quoted)
