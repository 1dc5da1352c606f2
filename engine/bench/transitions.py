"""The transition cache as a measurement looks at it: empty it, count it."""

from engine.instance import cache


def forget_transitions() -> None:
    """The next step of every process is computed anew."""
    cache.forget()


def transition_figures() -> dict[str, int]:
    """How often the cache had the answer, how often not, and about how many bytes it holds."""
    figures = cache.figures()
    return {"hits": figures.hits, "misses": figures.misses, "bytes": figures.bytes}
