"""Which steps come before which: by the plan's own keys, by what creates entries, by the document's numbered steps."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from engine.base.text import fold
from engine.check.seen import Seen
from engine.plan.step import Step

Pair = tuple[Step, Step]


@lru_cache(maxsize=8)
def fed(seen: Seen) -> tuple[Pair, ...]:
    """Every pair of a step and one that uses its result: by `cung cấp cho` or by `cần`, each once."""
    pairs = [(step.id, other) for step in seen.plan.steps for other in step.feeds]
    pairs += [(need, step.id) for step in seen.plan.steps for need in step.needs]
    return _steps(seen, pairs)


@lru_cache(maxsize=8)
def followed(seen: Seen) -> tuple[Pair, ...]:
    """Every pair of a step and one that opens only when it has ended: by `sau` or by `mở khi xong`."""
    pairs = [(before, step.id) for step in seen.plan.steps for before in step.after]
    pairs += [(step.opens_on, step.id) for step in seen.plan.steps if step.opens_on]
    return _steps(seen, pairs)


@lru_cache(maxsize=8)
def ordered(seen: Seen) -> tuple[Pair, ...]:
    """All pairs of which the first comes before the second, each once."""
    return once(followed(seen), fed(seen), _creating(seen), _numbered(seen))


def once(*several: Iterable[Pair]) -> tuple[Pair, ...]:
    """Every pair once, in the order in which they come."""
    return tuple({(a.id, b.id): (a, b) for pairs in several for a, b in pairs}.values())


def _steps(seen: Seen, pairs: list[tuple[str, str]]) -> tuple[Pair, ...]:
    return tuple((seen.steps[a], seen.steps[b]) for a, b in dict.fromkeys(pairs) if a != b)


def _creating(seen: Seen) -> Iterator[Pair]:
    """What creates entries, before the first steps of each entry."""
    creators = [step for step in seen.plan.steps if any(write.create for write in step.writes)]
    for entry_step in seen.plan.steps_of("entry"):
        if not entry_step.after and not entry_step.opens_on:
            yield from ((creator, entry_step) for creator in creators)


def _numbered(seen: Seen) -> Iterator[Pair]:
    """Steps of the plan that stand at consecutive numbered steps of the document ("II.4.2 Bước 2", "II.4.2 Bước 3")."""
    at: dict[tuple[str, int], list[Step]] = {}
    for step in seen.plan.steps:
        for clause in step.clauses:
            match = re.fullmatch(r"(.*\S)\s+buoc (\d+)(?: .*)?", fold(clause.at))
            if match:
                at.setdefault((match[1], int(match[2])), []).append(step)
    for (where, number), steps in at.items():
        for later in at.get((where, number + 1), ()):
            yield from ((step, later) for step in steps if step.id != later.id)


def comes_before(seen: Seen, first: Step, second: Step) -> bool:
    """Whether the first comes before the second, over any number of steps between them."""
    return second.id in _after(seen, first.id)


@lru_cache(maxsize=1024)
def _after(seen: Seen, step_id: str) -> frozenset[str]:
    reached: set[str] = set()
    waiting = [step_id]
    while waiting:
        for later in _next(seen).get(waiting.pop(), ()):
            if later not in reached:
                reached.add(later)
                waiting.append(later)
    return frozenset(reached)


@lru_cache(maxsize=8)
def _next(seen: Seen) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for before, after in ordered(seen):
        found[before.id] = (*found.get(before.id, ()), after.id)
    return found
