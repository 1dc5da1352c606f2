"""A statement as one driver takes it: its SQL, the order of its parameters, what is converted on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import ClauseElement, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault

Row = tuple[Any, ...]
Convert = Callable[[Any], Any]
Taking = Callable[[Mapping[str, Any]], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A statement as one driver takes it. `binds`: names of parameters in the order of the SQL."""

    sql: str
    binds: tuple[str, ...]
    take: Taking
    """The values of `binds`."""
    converts: tuple[tuple[int, Convert], ...]
    """Places of the parameters that need a conversion."""
    named: bool
    """Parameters go to the driver by name (psycopg), else by position (sqlite3)."""
    results: tuple[tuple[int, Convert], ...]
    """Columns of the result that need a conversion."""
    fixed: Mapping[str, Any]
    """Values that stand in the statement itself."""

    def parameters(self, given: Mapping[str, Any]) -> Any:
        """What the driver takes; KeyError when one is missing."""
        known = {**self.fixed, **given} if self.fixed else given
        taken = self.take(known)
        if not (self.converts or self.named):
            return taken
        values = list(taken)
        for place, convert in self.converts:
            values[place] = convert(values[place])
        return dict(zip(self.binds, values, strict=True)) if self.named else values

    def read(self, rows: list[Row]) -> list[Row]:
        """The rows with the values kheo works with."""
        if not self.results or not rows:
            return rows
        read = []
        for row in rows:
            values = list(row)
            for place, convert in self.results:
                values[place] = convert(values[place])
            read.append(tuple(values))
        return read


def compiled(statement: ClauseElement, dialect: Dialect) -> Ready:
    """TypeError for what asks or writes no rows, and for a list of changing length."""
    written = statement.compile(dialect=dialect)
    if not isinstance(written, SQLCompiler):
        raise TypeError(f"{statement} is no statement that asks or writes rows")
    if any(bind.expanding for bind in written.binds.values()):
        raise TypeError("a list of changing length belongs into a PreparedList")
    binds = tuple((written.positiontup if written.positional else written.binds) or ())
    converts = [(place, written.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
                for place, name in enumerate(binds)]
    results = [(place, column.type.dialect_impl(dialect).result_processor(dialect, None))
               for place, column in enumerate(getattr(statement, "exported_columns", ()) or ())]
    fixed = {name: written.binds[name].effective_value for name in binds if not written.binds[name].required}
    fixed |= {column.key: column.default.arg for column in written.insert_prefetch
              if isinstance(column.default, ScalarElementColumnDefault)}
    return Ready(written.string, binds, _taking(binds),
                 tuple((place, convert) for place, convert in converts if convert), not written.positional,
                 tuple((place, convert) for place, convert in results if convert), fixed)


def _taking(names: tuple[str, ...]) -> Taking:
    return itemgetter(*names) if len(names) > 1 else lambda given: tuple(given[name] for name in names)
