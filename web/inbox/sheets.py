"""How a table-form fits on the page: the columns of the official form side by side, what follows them under the row."""

from dataclasses import dataclass

from engine.work.header import ColumnView, HeadCell
from engine.work.sheet import TableView


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` stand side by side under `header`; the `under` ones stand, labelled, in a line below each row."""

    header: tuple[tuple[HeadCell, ...], ...]
    columns: tuple[ColumnView, ...]
    under: tuple[ColumnView, ...]
    ruled: frozenset[str]
    """Columns that a rule of the table speaks of: not "if any", though they may be left out in some rows."""


def layout(table: TableView) -> Layout:
    """Columns from the first one on that the official form does not have go under the row."""
    cut = _cut(table.columns)
    return Layout(_cropped(table.header, cut), table.columns[:cut], table.columns[cut:],
                  frozenset(rule.at for rule in table.spec.rules if rule.at))


def marks(columns: tuple[ColumnView, ...], column: ColumnView) -> tuple[int, bool, bool]:
    """How many mark boxes the choice of that column has, and whether this is the first, the last."""
    group = [c.number for c in columns if c.spec.id == column.spec.id]
    return len(group), column.number == group[0], column.number == group[-1]


def _cut(columns: tuple[ColumnView, ...]) -> int:
    return next((n for n, column in enumerate(columns) if column.spec.off_form), len(columns))


def _cropped(header: tuple[tuple[HeadCell, ...], ...], cut: int) -> tuple[tuple[HeadCell, ...], ...]:
    if not header:
        return ()
    kept: list[HeadCell] = []
    for cell in header[0]:
        if sum(c.columns for c in kept) >= cut:
            break
        kept.append(cell)
    below = sum(c.columns for c in kept if c.rows == 1)
    second = header[1][:below] if len(header) > 1 else ()
    return (tuple(kept), second) if second else (tuple(kept),)
