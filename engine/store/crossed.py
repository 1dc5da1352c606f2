"""Acts that waited for each other's rows: the one that the database ended has written nothing and is done once more."""

from collections.abc import Callable
from functools import wraps
from time import sleep
from typing import ParamSpec, TypeVar

from engine.store.trouble import STORAGE_ERRORS, has_crossed

Given = ParamSpec("Given")
Done = TypeVar("Done")
_PAUSES = (0.05, 0.2)
"""Seconds before each further try: the other one needs a moment to get what it waited for."""


def done_again(act: Callable[Given, Done]) -> Callable[Given, Done]:
    """For acts that may be called again with the same effect; they raise the error of the last try."""
    @wraps(act)
    def tried(*args: Given.args, **given: Given.kwargs) -> Done:
        for pause in _PAUSES:
            try:
                return act(*args, **given)
            except STORAGE_ERRORS as error:
                if not has_crossed(error):
                    raise
            sleep(pause)
        return act(*args, **given)

    return tried
