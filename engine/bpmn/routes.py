"""Which way a flow takes through the grid: orthogonal, past no node, over no other flow where that can be had.

Abstract lines: x = 2·column through the middle of a column, 2·column + 1 in the channel right of it; y = 3·row + 1
through the middle of a row, 3·row above it and 3·row + 2 below it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.graph import Flow, Process
from engine.bpmn.grid import Cell, Grid

Point = tuple[int, int]
_GATEWAYS = ("exclusive", "parallel")


@dataclass(frozen=True, slots=True)
class Route:
    """The abstract corner points of a flow, from the middle of its source to the middle of its target."""

    flow: Flow
    points: tuple[Point, ...]

    def segments(self) -> Iterator[tuple[Point, Point]]:
        return zip(self.points, self.points[1:], strict=False)


def route_all(process: Process, grid: Grid) -> tuple[Route, ...]:
    """A route for every flow, in the order of the flows."""
    finder = _Finder(process, grid)
    straight_first = sorted(process.flows, key=lambda f: finder.effort(f))
    found = {flow.id: finder.route(flow) for flow in straight_first}
    return tuple(found[f.id] for f in process.flows)


class _Finder:
    """Chooses routes one by one and remembers what is taken."""

    def __init__(self, process: Process, grid: Grid) -> None:
        self.host = {n.id: n.attached_to for n in process.nodes if n.kind == "boundary"}
        self.kind = {n.id: n.kind for n in process.nodes}
        self.grid = grid
        self.returning = {f.source for f in process.flows if f.id in grid.back}
        """Nodes from which a loop leads back, at their top or bottom; what goes on leaves them at the right."""
        self.at = {(c.column, c.row): node for node, c in grid.cells.items()}
        self.taken: dict[tuple[str, int], list[tuple[int, int, Flow]]] = defaultdict(list)

    def cell(self, node: str) -> Cell:
        return self.grid.cells[self.host.get(node, node)]

    def effort(self, flow: Flow) -> tuple[bool, bool, int, int]:
        source, target = self.cell(flow.source), self.cell(flow.target)
        rows, columns = abs(target.row - source.row), abs(target.column - source.column)
        return flow.id in self.grid.back, rows > 0, columns, rows

    def route(self, flow: Flow) -> Route:
        ways = [Route(flow, _straightened(points)) for points in self._candidates(flow)]
        best = next((way for way in ways if self._clear(way)), ways[-1])
        for (x1, y1), (x2, y2) in best.segments():
            line = ("h", y1) if y1 == y2 else ("v", x1)
            self.taken[line].append((min(x1, x2) if y1 == y2 else min(y1, y2),
                                     max(x1, x2) if y1 == y2 else max(y1, y2), flow))
        return best

    def _candidates(self, flow: Flow) -> Iterator[tuple[Point, ...]]:
        """Possible routes, the most readable first; the last one is always possible."""
        source, target = self.cell(flow.source), self.cell(flow.target)
        sx, sy, tx, ty = 2 * source.column, 3 * source.row + 1, 2 * target.column, 3 * target.row + 1
        down = 1 if ty > sy else -1
        if flow.source in self.host:
            yield (sx, sy), (sx, sy + 1), (tx - 1, sy + 1), (tx - 1, ty), (tx, ty)
        elif source == target:
            yield (sx, sy), (sx + 1, sy), (sx + 1, sy + 1), (sx, sy + 1), (sx, sy)
        elif tx > sx:
            yield from self._forward(flow, sx, sy, tx, ty)
        elif sy == ty:
            yield (sx, sy), (sx, sy + 1), (tx, sy + 1), (tx, ty)
            yield (sx, sy), (sx, sy - 1), (tx, sy - 1), (tx, ty)
        else:
            yield (sx, sy), (sx, sy + down), (tx, sy + down), (tx, ty)
            yield (sx, sy), (sx, ty - down), (tx, ty - down), (tx, ty)
            yield (sx, sy), (sx, sy + down), (tx + 1, sy + down), (tx + 1, ty - down), (tx, ty - down), (tx, ty)

    def _forward(self, flow: Flow, sx: int, sy: int, tx: int, ty: int) -> Iterator[tuple[Point, ...]]:
        splits, joins = self.kind[flow.source] in _GATEWAYS, self.kind[flow.target] in _GATEWAYS
        down = 1 if ty > sy else -1
        if sy == ty:
            yield (sx, sy), (tx, ty)
            yield (sx, sy), (sx, sy + 1), (tx, sy + 1), (tx, ty)
            yield (sx, sy), (sx, sy - 1), (tx, sy - 1), (tx, ty)
        else:
            if splits and flow.source not in self.returning:
                yield (sx, sy), (sx, ty), (tx, ty)
            if joins:
                yield (sx, sy), (tx, sy), (tx, ty)
            yield (sx, sy), (sx + 1, sy), (sx + 1, ty), (tx, ty)
            yield (sx, sy), (tx - 1, sy), (tx - 1, ty), (tx, ty)
            if splits or joins:
                yield (sx, sy), (sx, sy + down), (tx, sy + down), (tx, ty)
                yield (sx, sy), (sx, ty - down), (tx, ty - down), (tx, ty)
            if splits:
                yield (sx, sy), (sx, sy + down), (tx - 1, sy + down), (tx - 1, ty), (tx, ty)
            if joins:
                yield (sx, sy), (sx + 1, sy), (sx + 1, ty - down), (tx, ty - down), (tx, ty)
        yield (sx, sy), (sx + 1, sy), (sx + 1, ty - down), (tx - 1, ty - down), (tx - 1, ty), (tx, ty)

    def _clear(self, way: Route) -> bool:
        own = {self.cell(way.flow.source), self.cell(way.flow.target)}
        for (x1, y1), (x2, y2) in way.segments():
            for x in range(min(x1, x2), max(x1, x2) + 1):
                for y in range(min(y1, y2), max(y1, y2) + 1):
                    cell = Cell(x // 2, y // 3)
                    if x % 2 == 0 and y % 3 == 1 and cell not in own and (cell.column, cell.row) in self.at:
                        return False
            if self._crowded(way.flow, (x1, y1), (x2, y2)):
                return False
        return True

    def _crowded(self, flow: Flow, start: Point, end: Point) -> bool:
        """Whether the segment would lie upon a flow between other nodes, on a line that has room for one."""
        across = start[1] == end[1]
        line = ("h", start[1]) if across else ("v", start[0])
        if (across and line[1] % 3 != 1) or (not across and line[1] % 2):
            return False
        low, high = sorted((start[0], end[0]) if across else (start[1], end[1]))
        return any(low < there_high and there_low < high and other.source != flow.source and other.target != flow.target
                   for there_low, there_high, other in self.taken[line])


def _straightened(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Without corners where the way goes straight on."""
    kept = list(points[:1])
    for here, after in zip(points[1:], [*points[2:], None], strict=True):
        before = kept[-1]
        straight = after is not None and (before[0] == here[0] == after[0] or before[1] == here[1] == after[1])
        if not straight and here != before:
            kept.append(here)
    return tuple(kept)
