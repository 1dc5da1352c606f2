"""A Vietnamese sentence that remembers its template, so that the same finding can be told in English."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

PACKAGES = ("check", "document", "rehearse")


class Sentence(str):
    """The filled-in Vietnamese text; `template` and `fields` are what it was made of."""

    template: str
    fields: Mapping[str, object]


def sentence(template: str, **fields: object) -> Sentence:
    """Every template has its English in english.json; a field may be a sentence itself, or several in a tuple.

    >>> sentence("sớm hơn {days} ngày", days=85)
    'sớm hơn 85 ngày'
    """
    made = Sentence(template.format(**{name: _plain(value) for name, value in fields.items()}))
    made.template, made.fields = template, fields
    return made


def in_english(said: str) -> str:
    """The English of a sentence made by `sentence`; any other text as it stands."""
    if not isinstance(said, Sentence):
        return said
    template = english().get(said.template, said.template)
    return template.format(**{name: _plain(_said(value)) for name, value in said.fields.items()})


@cache
def english() -> dict[str, str]:
    """Vietnamese template -> English template, of every package that makes findings."""
    engine = Path(__file__).parents[1]
    found = [json.loads((engine / package / "english.json").read_text("utf-8")) for package in PACKAGES]
    return {str(vietnamese): str(said) for words in found for vietnamese, said in words.items()}


def _said(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_said, value))
    return in_english(value) if isinstance(value, str) else value


def _plain(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else value
