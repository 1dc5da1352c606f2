"""What goes to standard error: one JSON line an event, with ids and codes, never what people typed or are called.

The message of an exception may quote a value (a name, an address, a statement's parameters), so a traceback is written
as types and places only; messages that the machine or Python words by itself are kept.
"""

import logging
import sys
from collections.abc import Iterator, MutableMapping
from traceback import walk_tb
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

_WORDED_BY_PYTHON = (AttributeError, ImportError, NameError, TypeError)


def log_to_stderr() -> None:
    """Sends the lines of structlog and the warnings of libraries to standard error."""
    shared: list[Any] = [structlog.contextvars.merge_contextvars, structlog.processors.add_log_level,
                         structlog.processors.TimeStamper(fmt="iso", utc=True), without_values]
    line = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, line], wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))
    libraries = logging.StreamHandler(sys.stderr)
    libraries.setFormatter(structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, line]))
    logging.basicConfig(level=logging.WARNING, handlers=[libraries])
    logging.getLogger("waitress").setLevel(logging.ERROR)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a long tick makes the next ones wait, as it should


def without_values(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """In place of `exc_info`: the exception and its causes, each as type and places, the innermost place last."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if given is True:
        error = sys.exception()
    if isinstance(error, BaseException):
        event["exception"] = [_told(e) for e in _chain(error)]
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> dict[str, object]:
    places = [f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
              for frame, line in walk_tb(error.__traceback__)]
    return {"type": type(error).__name__, "said": _said(error), "at": places}


def _said(error: BaseException) -> str | None:
    if isinstance(error, OperationalError):
        return str(error.orig)
    if isinstance(error, OSError):
        return error.strerror
    return str(error) if isinstance(error, _WORDED_BY_PYTHON) else None
