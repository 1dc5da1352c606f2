"""What a step of an instance brings about, and what may be asked of an instance."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Node:
    """A point of one instance: the element's id and the round (1, 2, … when a loop comes by again).

    Rows hold its text form: "dang-ky.gui" or "dang-ky.gui#2". `path` and `index` serve drawn plans with sub-processes
    and multi-instance ("path/element[3]#2").
    """

    element: str
    round: int = 1
    path: str = ""
    index: int | None = None

    def __str__(self) -> str:
        head = f"{self.path}/" if self.path else ""
        item = f"[{self.index}]" if self.index is not None else ""
        return f"{head}{self.element}{item}" + (f"#{self.round}" if self.round > 1 else "")


@dataclass(frozen=True, slots=True)
class Opened:
    """A user task waits for somebody."""

    node: Node


@dataclass(frozen=True, slots=True)
class Closed:
    """A user task was completed."""

    node: Node


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A user task, a wait or a timer went away without being completed."""

    node: Node


@dataclass(frozen=True, slots=True)
class Awaiting:
    """The instance waits here for a message of that name (a subscription)."""

    node: Node
    message: str


@dataclass(frozen=True, slots=True)
class Received:
    """The message came; the wait is over."""

    node: Node


@dataclass(frozen=True, slots=True)
class DueSet:
    """A timer that changes the flow is armed; the day of the rule (a deadline phrase) is computed by work."""

    node: Node
    rule: str


@dataclass(frozen=True, slots=True)
class Fired:
    """The timer fired."""

    node: Node


@dataclass(frozen=True, slots=True)
class Sent:
    """The instance announces something to the others; who hears it is found in rows."""

    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Ended:
    """The instance has nothing left to do."""


Fact = Opened | Closed | Cancelled | Awaiting | Received | DueSet | Fired | Sent | Ended

Truths = tuple[tuple[str, int], ...]
"""Names of guards and whether they hold, of counts and how many, sorted by name: all that the flow learns of answers.
"""


@dataclass(frozen=True, slots=True)
class Start:
    """Begin."""

    truths: Truths = ()
    node: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Complete:
    """A person finished the user task at `node`."""

    node: str
    truths: Truths = ()


@dataclass(frozen=True, slots=True)
class Deliver:
    """The message that `node` waits for has come."""

    node: str
    truths: Truths = ()


@dataclass(frozen=True, slots=True)
class Fire:
    """The day of the timer at `node` has come."""

    node: str
    truths: Truths = ()


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the instance; whatever is open goes away."""

    truths: ClassVar[Truths] = ()
    node: ClassVar[str] = ""


Command = Start | Complete | Deliver | Fire | Cancel


@dataclass(frozen=True, slots=True)
class Moved:
    """The outcome of one step: the new saved state and the facts, in the order they came about."""

    state: bytes
    facts: tuple[Fact, ...]


class InstanceError(Exception):
    """A command the instance's state does not allow, or an instance that cannot go on; one Vietnamese sentence."""


class OtherVersion(InstanceError):
    """The state was saved by another version of kheo, which can read it."""
