"""Where a reference leads: the clauses of the outline that a place named in the text can mean."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from engine.document.marker import Marker, roman
from engine.document.mention import PlaceNamed
from engine.document.outline import Outline

KINDS_OF = {"phần": ("part", "roman", "capital"), "chương": ("chapter",), "điều": ("article",),
        "mục": ("section", "roman", "decimal", "capital"), "tiểu mục": ("decimal", "section")}
_MOST = 20
Numbers = Mapping[tuple[str, str], tuple[int, ...]]
"""Kind and number -> indexes of the clauses that bear it."""


def numbers_of(outline: Outline) -> Numbers:
    """Every way a clause can be cited: II, 2.1, II.2.1, 5 of "Điều 5"."""
    found: dict[tuple[str, str], list[int]] = {}
    for index, clause in enumerate(outline.clauses):
        for name in _names(clause.marker, clause.path) if clause.marker else ():
            found.setdefault((clause.marker.kind if clause.marker else "", name), []).append(index)
    return {key: tuple(indexes) for key, indexes in found.items()}


def _names(marker: Marker, path: str) -> Iterator[str]:
    if marker.kind == "decimal":
        yield marker.label
        yield path
    elif marker.kind == "capital":
        yield marker.label
    elif marker.number:
        yield str(marker.number[0])


def targets_of(outline: Outline, numbers: Numbers, place: PlaceNamed, index: int) -> tuple[int, ...]:
    """The clauses meant by a place named in clause `index`; empty when there is none. A decimal number may leave out
    its section: then those of the same section come first."""
    found = [n for number in (place.number, place.to) if number for n in _numbered(numbers, place.word, number, index)]
    near = [n for n in found if _section(outline, n) == _section(outline, index)]
    return tuple((near or found)[:_MOST])


def _numbered(numbers: Numbers, word: str, number: str, index: int) -> Iterator[int]:
    """The clauses of that number; of very many only those around the place that names it."""
    value = roman(number)
    for kind in KINDS_OF[word]:
        shown = str(value) if value and kind != "capital" else number
        wrong = (value and kind == "decimal") or (number.isdigit() and kind == "roman" and word == "mục")
        if not wrong and (kind == "decimal" or "." not in number):
            known = numbers.get((kind, shown), ())
            at = bisect_left(known, index)
            yield from known[max(0, at - _MOST): at + _MOST]


def _section(outline: Outline, index: int) -> int:
    return (outline.above(index)[-1:] or (index,))[0]
