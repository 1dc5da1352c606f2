"""Transitions once computed, shared by all instances of a flow in this process: bounded, counted, watched.

A transition depends on the flow's content, the saved state (which names codec and library version) and the command,
and on nothing else. Whether one comes from here or is computed anew makes no difference to anybody; a sample is
computed again all the same, and where it differs an error is logged, counted, and the new outcome holds.
"""

import logging
import sys
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from weakref import ref

from engine.bpmn.graph import Process
from engine.instance.fact import Command, DueSet, Moved

log = logging.getLogger("kheo.transitions")
MEGABYTE = 1_000_000
DEFAULT_BYTES = 64 * MEGABYTE
DEFAULT_SHADOW = 0.001
Key = tuple[str, bytes | None, type[Command], str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the cache holds and did since the process began. `bytes` is an estimate; `alarms` must stay 0."""

    hits: int
    misses: int
    evictions: int
    entries: int
    bytes: int
    limit: int
    checked: int
    alarms: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept outcome was not the one computed anew: the flow's digest, the kind of the command, its node."""

    flow: str
    command: str
    node: str


class _Entry:
    """An outcome, and its size; `due` where timers in it want the rules of the process that asks."""

    __slots__ = ("due", "moved", "size")

    def __init__(self, moved: Moved, size: int) -> None:
        self.moved = moved
        self.size = size
        self.due = _Due(moved) if any(isinstance(fact, DueSet) for fact in moved.facts) else None


class _Due:
    """An outcome with timers; the rules of the process that asked last are filled in already."""

    __slots__ = ("last", "moved")

    def __init__(self, moved: Moved) -> None:
        self.moved = moved
        self.last: tuple[ref[Process], Moved] | None = None

    def ruled(self, process: Process) -> Moved:
        """The outcome with the rules of that process in its timers."""
        last = self.last
        if last is not None and last[0]() is process:
            return last[1]
        made = Moved(self.moved.state, tuple(
            DueSet(fact.node, process.node(fact.node.element).rule) if isinstance(fact, DueSet) else fact
            for fact in self.moved.facts))
        self.last = (ref(process), made)
        return made


class Transitions:
    """A least-recently-used cache of at most `limit` bytes; 0 switches it off. Threads may share it.

    A hit takes no lock: each operation on the dictionary is whole by itself, and a hit counted twice or not at all
    does no harm.
    """

    def __init__(self, limit: int = DEFAULT_BYTES, shadow: float = DEFAULT_SHADOW) -> None:
        self._lock = Lock()
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._differences: set[Difference] = set()
        self.configure(limit, shadow)

    def configure(self, limit: int, shadow: float) -> None:
        """Empty it, set its bound in bytes and the share of the hits (0 to 1) that is computed again."""
        with self._lock:
            self._entries.clear()
            self._differences.clear()
            self._limit, self._every = limit, round(1 / shadow) if shadow else 0
            self._until_check = self._every
            self._bytes = self._hits = self._misses = self._evictions = self._checked = self._alarms = 0

    def forget(self) -> None:
        """Drop what is kept; the counts go on."""
        with self._lock:
            self._entries.clear()
            self._bytes = 0

    def figures(self) -> Figures:
        with self._lock:
            return Figures(self._hits, self._misses, self._evictions, len(self._entries), self._bytes, self._limit,
                           self._checked, self._alarms)

    def take_differences(self) -> frozenset[Difference]:
        """What differed since this was asked last, each once."""
        with self._lock:
            found = frozenset(self._differences)
            self._differences.clear()
        return found

    def find(self, process: Process, state: bytes | None, command: Command) -> Moved | None:
        """The kept outcome; None where there is none, and where it is time to compute one again."""
        key = (process.digest, state, command.__class__, command.node, command.truths)
        entry = self._entries.get(key)
        if entry is None:
            self._misses += 1
            return None
        self._hits += 1
        if self._every:
            self._until_check -= 1
            if self._until_check <= 0:
                self._until_check = self._every
                return None
        try:
            self._entries.move_to_end(key)
        except KeyError:  # another thread has just dropped it
            return entry.moved if entry.due is None else entry.due.ruled(process)
        return entry.moved if entry.due is None else entry.due.ruled(process)

    def keep(self, process: Process, state: bytes | None, command: Command, moved: Moved) -> Moved:
        """Keep what was computed, and compare it with what is kept already; the outcome with the process's rules."""
        key = (process.digest, state, command.__class__, command.node, command.truths)
        entry = _Entry(moved, _size(key, moved))
        with self._lock:
            known = self._entries.get(key)
            if known is None:
                self._entries[key] = entry
                self._bytes += entry.size
                while self._bytes > self._limit:
                    self._bytes -= self._entries.popitem(last=False)[1].size
                    self._evictions += 1
            else:
                self._checked += 1
        if known is not None and known.moved != moved:
            self.alarm(process, state, command)
        return moved if entry.due is None else entry.due.ruled(process)

    def alarm(self, process: Process, state: bytes | None, command: Command) -> None:
        """What was computed is not what is kept, if anything is: say so, and keep it no longer."""
        key = (process.digest, state, command.__class__, command.node, command.truths)
        with self._lock:
            known = self._entries.pop(key, None)
            if known is None:
                return
            self._bytes -= known.size
            self._alarms += 1
            self._differences.add(Difference(process.digest, command.__class__.__name__, command.node))
        log.error("a kept transition differs from the one computed anew: flow %s, %s %s", process.digest[:12],
                  command.__class__.__name__, command.node)


def _size(key: Key, moved: Moved) -> int:
    """About how many bytes the entry takes, with the dictionary's share."""
    words = [key[1], key[3], *(name for name, _ in key[4]), moved.state]
    return (sum(map(sys.getsizeof, words)) + sys.getsizeof(key) + 64 * len(key[4]) + 200 * len(moved.facts)
            + sys.getsizeof(moved.facts) + 400)


_TRANSITIONS = Transitions()
find, keep, alarm = _TRANSITIONS.find, _TRANSITIONS.keep, _TRANSITIONS.alarm
configure, figures, forget = _TRANSITIONS.configure, _TRANSITIONS.figures, _TRANSITIONS.forget
take_differences = _TRANSITIONS.take_differences
