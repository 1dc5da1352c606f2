"""Transactions of one engine, on connections that stay open from one transaction to the next."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from engine.store.prepared import command


@dataclass(frozen=True, slots=True)
class Transactions:
    """An engine with its idle connections. `begin`: the command that begins a transaction; None: there is no need.

    A way through the pool and back is as dear as several statements. Only a connection whose transaction ended well is
    kept; any other goes back to the pool, which looks after it. There are as many as threads were at work at once.
    """

    engine: Engine
    begin: str | None
    _idle: list[Connection] = field(default_factory=list, repr=False, compare=False)

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back by an exception."""
        connection = self._begun()
        kept = False
        try:
            yield connection
            connection.commit()
            kept = True
        finally:
            if not kept:
                connection.close()
        self._idle.append(connection)

    def close(self) -> None:
        """Give all connections back; new ones are opened when they are needed."""
        while self._idle:
            self._idle.pop().close()
        self.engine.dispose()

    def _begun(self) -> Connection:
        """A connection in a transaction; idle ones that were cut off meanwhile are passed over."""
        while self._idle:
            connection = self._idle.pop()
            try:
                return self._begin(connection)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
        return self._begin(self.engine.connect())

    def _begin(self, connection: Connection) -> Connection:
        begun = False
        try:
            connection.begin()
            if self.begin:
                command(connection, self.begin)
            begun = True
        finally:
            if not begun:
                connection.close()
        return connection
