"""The transition cache as a measurement looks at it: empty it, count it."""

from engine.instance.step import _moved


def forget_transitions() -> None:
    """The next step of every process is computed anew."""
    _moved.cache_clear()


def transition_figures() -> dict[str, int]:
    """How often the cache had the answer, how often not."""
    figures = _moved.cache_info()
    return {"hits": figures.hits, "misses": figures.misses, "bytes": 0}
