"""What brings due work to hands, and the one that lives in a single process: it looks at the rows by itself."""

from typing import Protocol

from engine.daemon.hands import Hands, each_kind
from engine.daemon.kind import Kind
from engine.daemon.promote import promote


class JobEngine(Protocol):
    """Brings pages of due work to workers. The rows of jobs decide what is done; an engine only carries the news."""

    def start(self) -> None:
        """Begin to work."""
        ...

    def tick(self) -> None:
        """See to what is due now."""
        ...

    def stop(self) -> None:
        """Finish the page at hand and work no more; `Hands.go_on` says so already."""
        ...


class Embedded:
    """Everything in the thread that ticks: what is due is promoted and done, kind by kind. Needs nothing but the rows,
    so it works on both databases, and beside others of its kind."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    def start(self) -> None:
        """Nothing runs between ticks."""

    def stop(self) -> None:
        """The tick that runs ends after its page."""

    def tick(self) -> None:
        """Goes on with the other kinds when one fails, and raises the first error at the end."""
        if problems := each_kind(self._hands, self._all_of):
            raise problems[0]

    def _all_of(self, kind: Kind) -> None:
        hands, more = self._hands, True
        while more and hands.go_on():
            more = promote(hands.database, hands.ids, kind, hands.now()).full
            while hands.go_on() and hands.work():
                pass
