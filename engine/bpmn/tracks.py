"""Parallel tracks for flows that share a channel between columns or a gap between rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from engine.bpmn.routes import Point, Route

Line = tuple[str, int]
"""("v", x) or ("h", y) in the abstract lines of routes."""
_Piece = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Tracks:
    """`of` gives the track of a segment, by flow id and number of the segment; `counts` the tracks a line needs."""

    of: dict[tuple[str, int], int]
    counts: dict[Line, int]


def assign(routes: Iterable[Route]) -> Tracks:
    """Tracks from 0; two segments of one line lie on one track only when they do not meet or share source or target."""
    routes = tuple(routes)
    leaving = Counter(r.flow.source for r in routes)
    coming = Counter(r.flow.target for r in routes)
    pieces: dict[Line, list[tuple[_Piece, tuple[str, int]]]] = defaultdict(list)
    for route in routes:
        last = len(route.points) - 2
        for index, (start, end) in enumerate(route.segments()):
            line = line_of(start, end)
            if line is None:
                continue
            owner = route.flow.id
            if index <= 1 and leaving[route.flow.source] > 1:
                owner = "from " + route.flow.source
            elif index >= last - 1 and coming[route.flow.target] > 1:
                owner = "to " + route.flow.target
            low, high = sorted((start[0], end[0]) if line[0] == "h" else (start[1], end[1]))
            pieces[line].append(((low, high, owner), (route.flow.id, index)))
    of: dict[tuple[str, int], int] = {}
    counts: dict[Line, int] = {}
    for line, here in pieces.items():
        tracks: list[list[_Piece]] = []
        for piece, segment in sorted(here, key=lambda p: (p[0][1] - p[0][0], p[0], p[1])):
            of[segment] = _first_free(tracks, piece)
        counts[line] = len(tracks)
    return Tracks(of, counts)


def line_of(start: Point, end: Point) -> Line | None:
    """The channel or gap in which a segment runs; None for the middle of a row or column."""
    if start[1] == end[1]:
        return ("h", start[1]) if start[1] % 3 != 1 else None
    return ("v", start[0]) if start[0] % 2 else None


def _first_free(tracks: list[list[_Piece]], piece: _Piece) -> int:
    low, high, owner = piece
    for number, track in enumerate(tracks):
        if all(high < there_low or there_high < low or owner == other for there_low, there_high, other in track):
            track.append(piece)
            return number
    tracks.append([piece])
    return len(tracks) - 1
