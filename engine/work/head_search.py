"""The official header of a table-form is looked for among rows of cells, whatever tone marks and merges they have."""

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.base.text import fold
from engine.work.clipboard import Lines
from engine.work.header import ColumnView

_DEEPEST = 3
_BEHIND = re.compile(r"\s*[(\[].*$|[*:.,;\s]+$|\s+\d+$", re.DOTALL)
_NUMBER = re.compile(r"\(?(\d{1,2})\)?", re.ASCII)
ORDER = frozenset({"stt", "tt", "so tt", "so thu tu"})
IDENT = "Mã dòng kheo"
"""Heading of the column, not shown, by which a row of kheo's own file is known again however the rows are sorted."""
_IDENT = fold(IDENT)
_LEAST_PREFIX = 6


@dataclass(frozen=True, slots=True)
class Head:
    """Where a header was found. `columns`: place in the rows -> column; `top`, `body`: its first row, the one under it.

    `order`, `ident`: places of the running numbers, and of the ids that kheo puts into its own files.
    """

    columns: dict[int, ColumnView]
    order: int | None
    ident: int | None
    top: int
    body: int
    score: int

    def lacking(self, wanted: tuple[ColumnView, ...]) -> tuple[ColumnView, ...]:
        """Those of the wanted columns that the header does not have."""
        found = {(c.spec.id, c.option) for c in self.columns.values()}
        whole = {c.spec.id for c in self.columns.values() if c.option is None}
        return tuple(c for c in wanted if (c.spec.id, c.option) not in found and c.spec.id not in whole)


def find_head(lines: Lines, columns: tuple[ColumnView, ...], within: int, least: int) -> Head | None:
    """The header with the most of the columns, among the first `within` rows; None when none has `least` fields."""
    best: Head | None = None
    named = _by_first_word(columns)
    for depth in range(1, _DEEPEST + 1):
        for top in range(min(within, len(lines) - depth + 1)):
            found = _head(lines, top, depth, named)
            if best is None or found.score > best.score:
                best = found
    return best if best and len({c.spec.id for c in best.columns.values()}) >= least else None


@lru_cache(maxsize=20_000)
def key_of(text: str) -> str:
    """What of a heading counts: without what stands in brackets behind it, footnote marks and a colon."""
    folded = fold(text)
    while (shorter := _BEHIND.sub("", folded)) not in ("", folded):
        folded = shorter
    return folded


def is_numbering(line: tuple[str, ...]) -> bool:
    """The row "1 2 3 …" under a header."""
    found = [_NUMBER.fullmatch(cell) for cell in line if cell]
    numbers = [int(one[1]) for one in found if one]
    rising = all(a <= b for a, b in zip(numbers, numbers[1:], strict=False))
    return len(found) > 1 and len(numbers) == len(found) and rising and numbers[0] == 1


def _by_first_word(columns: tuple[ColumnView, ...]) -> dict[str, list[ColumnView]]:
    """First word of the heading -> columns: most cells of a file are no heading, and that is seen at once."""
    found: dict[str, list[ColumnView]] = {}
    for column in columns:
        for text in {key_of(column.label), key_of(column.spec.label)}:
            found.setdefault(text.partition(" ")[0], []).append(column)
    return found


def _head(lines: Lines, top: int, depth: int, named: dict[str, list[ColumnView]]) -> Head:
    rows = lines[top:top + depth]
    found: dict[int, ColumnView] = {}
    order, ident, score = None, None, 0
    for place in range(max(map(len, rows))):
        texts = [row[place] for row in rows if place < len(row) and row[place]]
        if not texts:
            continue
        keys = [key_of(text) for text in texts]
        if keys[-1] in ORDER:
            order = place if order is None else order
            continue
        if keys[-1] == _IDENT:
            ident = place
            continue
        column, points = _fitting(keys, named.get(keys[-1].partition(" ")[0], []), found)
        if column is not None:
            found[place] = column
            score += points
    body = top + depth
    if body < len(lines) and is_numbering(lines[body]):
        body += 1
    return Head(found, order, ident, top, body, score)


def _fitting(keys: list[str], columns: list[ColumnView], found: dict[int, ColumnView],
             ) -> tuple[ColumnView | None, int]:
    """The column of that heading, better one that stands under the same common heading; each column once."""
    taken = {(c.spec.id, c.option) for c in found.values()}
    best: tuple[ColumnView | None, int] = (None, 0)
    for column in columns:
        if (column.spec.id, column.option) in taken:
            continue
        points = _points(keys, column)
        if points > best[1]:
            best = (column, points)
    if best[0] is None:
        return next(((_whole(c), 20) for c in columns if c.option is not None and key_of(c.spec.label) == keys[-1]
                     and c.spec.id not in {key for key, _ in taken}), (None, 0))
    return best


def _points(keys: list[str], column: ColumnView) -> int:
    """0 when it is not that column's heading."""
    own = key_of(column.label)
    if keys[-1] != own and not (len(own) >= _LEAST_PREFIX and keys[-1].startswith(f"{own} ")):
        return 0
    above = {key_of(text) for text in (column.spec.heading, column.spec.label if column.option else None) if text}
    return 20 + (keys[-1] == own) * 2 + bool(above & set(keys[:-1]))


def _whole(column: ColumnView) -> ColumnView:
    """A choice that the file gives in one column, by the name of the option."""
    return ColumnView(column.spec, column.spec.label, column.number, None, column.footnote)
