"""The transition cache as a measurement looks at it: emptied, switched off, counted."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.instance.cache import DEFAULT_BYTES, DEFAULT_SHADOW, configure, figures


@contextmanager
def without_transitions() -> Iterator[None]:
    """Within it every step is computed anew."""
    configure(0, 0.0)
    yield
    configure(DEFAULT_BYTES, DEFAULT_SHADOW)


def start_counting() -> None:
    """The cache is empty, its counts are 0."""
    configure(DEFAULT_BYTES, DEFAULT_SHADOW)


def transition_figures() -> dict[str, int]:
    """How often the cache had the answer, how often not, and how much it holds."""
    found = figures()
    return {"hits": found.hits, "misses": found.misses, "bytes": found.bytes}
