"""A block of cells as a spreadsheet puts it on the clipboard: tabs between cells, a line for each row."""

import re

from engine.work.typed import clean_text

MOST_CHARACTERS = 400_000
MOST_LINES = 1000
_CELL = re.compile(r'"(?P<quoted>(?:[^"]|"")*)"(?=[\t\n]|\Z)|[^\t\n]*')

Lines = tuple[tuple[str, ...], ...]
"""Rows of cell texts, as long as they happen to be."""


def cells_of(text: str) -> Lines:
    """Excel puts quotes around a cell only when a line break or a tab stands in it; other quotes are the cell's own.

    >>> cells_of('Tổ 1\\t"a\\nb"\\t"Xanh"\\r\\nTổ 2\\t\\t')
    (('Tổ 1', 'a\\nb', '"Xanh"'), ('Tổ 2', '', ''))
    """
    text = text[:MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    lines: list[tuple[str, ...]] = []
    cells: list[str] = []
    at = 0
    while len(lines) < MOST_LINES:
        found = _CELL.match(text, at)
        cell, at = (found[0], found.end()) if found else ("", at)
        inner = found["quoted"] if found else None
        if inner is not None and ("\n" in inner or "\t" in inner):
            cell = inner.replace('""', '"')
        cells.append(clean_text(cell))
        if at >= len(text) or text[at] == "\n":
            lines.append(tuple(cells))
            cells = []
        if at >= len(text):
            break
        at += 1
    return trimmed(tuple(lines))


def trimmed(lines: Lines) -> Lines:
    """Without the empty lines at the end."""
    last = max((n for n, line in enumerate(lines, 1) if any(line)), default=0)
    return lines[:last]
