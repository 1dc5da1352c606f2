"""What brings due work to hands, and the one that lives in a single process: it looks at the rows by itself."""

from typing import Protocol

from engine.daemon.hands import Hands
from engine.daemon.kind import kinds_for
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
        problems: list[Exception] = []
        for kind in kinds_for(self._hands.smtp, self._hands.blobs):
            try:
                more = True
                while more and self._hands.go_on():
                    more = promote(self._hands.database, self._hands.ids, kind, self._hands.now()).full
                    while self._hands.go_on() and self._hands.work():
                        pass
            except Exception as problem:
                problems.append(problem)
        if problems:
            raise problems[0]
