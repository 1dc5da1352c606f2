"""The two languages of the command line: Vietnamese stands in the source, English in english.json by that text."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from engine.base.english import in_english

_spoken: ContextVar[str] = ContextVar("spoken", default="vi")


@cache
def english() -> dict[str, str]:
    """Vietnamese text -> English text."""
    found = json.loads(Path(__file__).with_name("english.json").read_text("utf-8"))
    return {str(vietnamese): str(said) for vietnamese, said in found.items()}


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it `say` speaks that language, "vi" or "en"."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def say(text: str, **values: object) -> str:
    """The text in the language spoken, with {names} filled in."""
    said = english().get(text, text) if _spoken.get() == "en" else text
    return said.format(**values) if values else said


def told(said: str) -> str:
    """What the engine says, in the language spoken."""
    return in_english(said) if _spoken.get() == "en" else said


def speaks_english() -> bool:
    """Whether English is spoken now."""
    return _spoken.get() == "en"
