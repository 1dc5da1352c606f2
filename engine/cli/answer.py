"""What a command answers: an exit code, sentences for people, a value for scripts."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

FINE, REFUSED, WRONG_USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is printed for people, `data` for `--format json`; code 0 fine, 1 findings or refusal, 2 wrong usage."""

    code: int
    text: str
    data: Any = None

    def printed(self, form: str) -> str:
        if form == "json":
            return json.dumps(self.data, ensure_ascii=False, indent=2, default=_plain)
        return self.text


def refusal(code: str, message: str, exit_code: int = REFUSED) -> Answer:
    """The one shape of a refusal, for people and for scripts."""
    return Answer(exit_code, message, {"error": {"code": code, "message": message}})


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")


class CommandRefused(Exception):
    """A command that cannot be carried out; the sentence says why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


Run = Callable[[Any], Answer]
"""A command's function: parsed arguments in, answer out."""
