"""Two languages: Vietnamese stands in the source, English in web/translations/en/*.json by the Vietnamese text."""

import json
from functools import cache
from pathlib import Path

from flask import g, session

from engine.base.english import in_english

LANGUAGES = ("vi", "en")
_ENGLISH = Path(__file__).parent / "translations" / "en"


@cache
def english() -> dict[str, str]:
    """The English catalogue: Vietnamese text -> English text, all parts of the web together."""
    catalogue: dict[str, str] = {}
    for file in sorted(_ENGLISH.glob("*.json")):
        catalogue.update(json.loads(file.read_text("utf-8")))
    return catalogue


def language() -> str:
    """The language of this request: the person's, or before sign-in the one chosen on the page."""
    viewer = g.get("viewer")
    chosen = viewer.language if viewer else session.get("language")
    return chosen if chosen in LANGUAGES else "vi"


def _(text: str, **values: object) -> str:
    """The text in the reader's language, with {names} filled in."""
    if language() == "en":
        text = english().get(text, text)
    return text.format(**values) if values else text


def told(said: str) -> str:
    """What the engine says, in the reader's language; a text that is not the engine's stays as it is."""
    return in_english(said) if said and language() == "en" else said
