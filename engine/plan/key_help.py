"""What each key of a plan file is for, in Vietnamese, with an example: for editors and for the reference page."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

_SHARED = "*"


class KeyHelp(NamedTuple):
    """One sentence and one value as the plan file writes it."""

    says: str
    example: str


@cache
def _known() -> dict[str, dict[str, KeyHelp]]:
    found = json.loads(Path(__file__).with_name("key_help.json").read_text("utf-8"))
    return {part: {key: KeyHelp(*given) for key, given in keys.items()} for part, keys in found.items()}


def help_of(part: str, key: str) -> KeyHelp:
    """The help of a key as the file writes it, in the part of that class name; KeyError when there is none."""
    own = _known().get(part, {})
    return own[key] if key in own else _known()[_SHARED][key]
