"""A Vietnamese sentence that remembers its template, so that the same finding can be told in English."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path


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
    """Vietnamese template -> English template."""
    found = json.loads(Path(__file__).with_name("english.json").read_text("utf-8"))
    return {str(vietnamese): str(said) for vietnamese, said in found.items()}


def _said(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_said, value))
    return in_english(value) if isinstance(value, str) else value


def _plain(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else value
