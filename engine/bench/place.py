"""Databases of a measurement: made, copied, thrown away; files in a temporary folder, or databases of a server."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import connect
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, make_url, text

from engine.store.database import upgrader
from engine.store.schema import upgrade


@dataclass
class Place:
    """Where the databases of one measurement stand. `server`: the address of a PostgreSQL server, else None."""

    folder: Path
    server: str | None
    _made: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "postgresql" if self.server else "sqlite"

    def new(self, name: str) -> str:
        """The address of a new database with every table and no rows."""
        if self.server:
            self._administer(f'CREATE DATABASE "{self._named(name)}"')
        upgrade(self.url_of(name))
        return self.url_of(name)

    def copy(self, source: str, name: str) -> str:
        """The address of a copy of the database that was made as `source`; nobody may be connected to it."""
        if self.server:
            self._administer(f'CREATE DATABASE "{self._named(name)}" TEMPLATE "{self._named(source)}"')
        else:
            with closing(connect(self._file(source))) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copyfile(self._file(source), self._file(name))
        return self.url_of(name)

    def drop(self, name: str) -> None:
        """Throw the database away; who is connected to it is cut off."""
        if self.server:
            self._administer(f'DROP DATABASE IF EXISTS "{self._named(name)}" WITH (FORCE)')
        else:
            for file in self.folder.glob(f"{name}.db*"):
                file.unlink()

    def bytes_of(self, name: str) -> int:
        """The size of the database."""
        if self.server:
            return int(str(self._administer(f"SELECT pg_database_size('{self._named(name)}')")))
        return sum(file.stat().st_size for file in self.folder.glob(f"{name}.db*"))

    def clear(self) -> None:
        """Throw away every database that was made here."""
        for name in self._made:
            self._administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url_of(self, name: str) -> str:
        """The address of the database of that name."""
        if not self.server:
            return f"sqlite:///{self._file(name)}"
        return make_url(self.server).set(database=self._named(name)).render_as_string(hide_password=False)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.db"

    def _named(self, name: str) -> str:
        whole = f"{self.folder.name}_{name}"
        if whole not in self._made:
            self._made.append(whole)
        return whole

    def _administer(self, command: str) -> object:
        """The first value of the answer, where there is one."""
        address = upgrader(self.server or "").url
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                answer = connection.execute(text(command))
                return answer.scalar() if answer.returns_rows else None
        finally:
            engine.dispose()


@contextmanager
def a_place(database: str | None) -> Iterator[Place]:
    """New databases on the PostgreSQL server of that address, else SQLite files in a temporary folder: beside the file
    that the address names, if there is one. All is gone at the end.
    """
    address = make_url(database) if database else None
    on_server = address is not None and address.get_backend_name() != "sqlite"
    beside = Path(address.database).parent if address and address.database and not on_server else None
    with TemporaryDirectory(prefix="kheo_bench_", dir=beside) as folder:
        place = Place(Path(folder), database if on_server else None)
        try:
            yield place
        finally:
            place.clear()
