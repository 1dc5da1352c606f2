"""A process laid out as a picture: lanes as bands, nodes in columns, flows at right angles, names where room is."""

from dataclasses import dataclass, replace

from engine.bpmn.graph import BOXES, NodeKind, Process, ProcessNode
from engine.bpmn.grid import Cell, Grid, place
from engine.bpmn.names import Box, Point, beside, name_size
from engine.bpmn.routes import Route, route_all
from engine.bpmn.tracks import Tracks, assign

HEADER = 30
"""Width of the pool's and of the lanes' headings, in pixels like everything here."""
TASK = (160, 80)
EVENT, GATEWAY = 36, 50
_MARGIN, _TRACK, _CHANNEL = 20, 16, 34
_LANE = 120


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow as a line through `points`, from border to border; `label` is the place of its name."""

    id: str
    points: tuple[Point, ...]
    label: Box | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A picture of one pool with its corner at (0, 0). `labels` are the places of names that stand outside a shape."""

    width: int
    height: int
    lanes: tuple[Box, ...]
    shapes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    labels: tuple[Box, ...]


def layout(process: Process) -> Layout:
    """The picture of the process: the same for the same process, no two shapes over each other, each in its lane."""
    grid = place(process)
    routes = route_all(process, grid)
    return _Picture(process, grid, routes, assign(routes)).drawn()


def size_of(kind: NodeKind) -> tuple[int, int]:
    """Width and height of a node."""
    if kind in BOXES:
        return TASK
    return (GATEWAY, GATEWAY) if kind in ("exclusive", "parallel") else (EVENT, EVENT)


class _Picture:
    """Turns cells and abstract routes into pixels."""

    def __init__(self, process: Process, grid: Grid, routes: tuple[Route, ...], tracks: Tracks) -> None:
        self.process = process
        self.grid = grid
        self.routes = routes
        self.tracks = tracks
        self.nodes = {n.id: n for n in process.nodes}
        self.ports = self._used_ports()
        self.columns = self._column_middles()
        self.rows, self.lanes = self._row_middles()
        self.shapes = {n.id: self._shape(n) for n in process.nodes}

    def drawn(self) -> Layout:
        labels = tuple(self._label(n) for n in self.process.nodes if n.name and n.kind not in BOXES)
        edges = self._named([self._edge(route) for route in self.routes], [*self.shapes.values(), *labels])
        lanes = self.lanes if self.process.lanes else ()
        bottom = self.lanes[-1].y + self.lanes[-1].height
        return Layout(self.width, bottom, lanes, tuple(self.shapes.values()), edges, labels)

    def _used_ports(self) -> set[tuple[str, str]]:
        """(node, "top" or "bottom") where a flow leaves or enters there."""
        used = set()
        for route in self.routes:
            for node, (_, y), (_, near) in ((route.flow.source, route.points[0], route.points[1]),
                                            (route.flow.target, route.points[-1], route.points[-2])):
                if near != y:
                    used.add((node, "top" if near < y else "bottom"))
        return used

    def _column_middles(self) -> list[int]:
        """The x of each column's middle; sets the width of the picture."""
        count = 1 + max(c.column for c in self.grid.cells.values())
        wide = [max(self._width(n) for n, c in self.grid.cells.items() if c.column == i) for i in range(count)]
        middles, x = [], self._left() + _MARGIN
        for i in range(count):
            middles.append(x + wide[i] // 2)
            x += wide[i] + self._channel(i)
        self.width = x - self._channel(count - 1) + _MARGIN
        return middles

    def _left(self) -> int:
        return 2 * HEADER if self.process.lanes else HEADER

    def _width(self, node: str) -> int:
        here = self.nodes[node]
        return max(size_of(here.kind)[0], 0 if here.kind in BOXES else name_size(here.name)[0])

    def _channel(self, column: int) -> int:
        named = [name_size(r.flow.name)[0] for r in self.routes if r.flow.name and r.points[0][0] == 2 * column]
        tracks = self.tracks.counts.get(("v", 2 * column + 1), 0)
        return max(_CHANNEL + max(0, tracks - 1) * _TRACK, max(named, default=0) + 20)

    def _row_middles(self) -> tuple[list[int], tuple[Box, ...]]:
        middles: list[int] = []
        lanes = []
        y = 0
        for name, count in zip(self.process.lanes or ("",), self.grid.rows, strict=True):
            top = y
            rows = range(len(middles), len(middles) + count)
            need = sum(self._above(r) + TASK[1] + self._below(r) for r in rows)
            lowest = max(_LANE, min(len(name) * 7, 160) + 2 * _MARGIN)
            y += max(0, lowest - need) // 2
            for row in rows:
                middles.append(y + self._above(row) + TASK[1] // 2)
                y += self._above(row) + TASK[1] + self._below(row)
            y = max(y, top + lowest)
            lanes.append(Box(name, HEADER, top, self.width - HEADER, y - top))
        return middles, tuple(lanes)

    def _above(self, row: int) -> int:
        return self._room(row, "top") + self.tracks.counts.get(("h", 3 * row), 0) * _TRACK

    def _below(self, row: int) -> int:
        return self._room(row, "bottom") + self.tracks.counts.get(("h", 3 * row + 2), 0) * _TRACK

    def _room(self, row: int, side: str) -> int:
        """How far names of nodes reach beyond the row on that side, and a little air."""
        reach = [self._reach(self.nodes[n], side) for n, c in self.grid.cells.items() if c.row == row]
        return max([0, *reach]) + 12

    def _reach(self, node: ProcessNode, side: str) -> int:
        if not node.name or node.kind in BOXES or side not in self._side(node):
            return 0
        return size_of(node.kind)[1] // 2 + 4 + name_size(node.name)[1] - TASK[1] // 2

    def _side(self, node: ProcessNode) -> str:
        """Where the name of an event or gateway stands: on a side without a flow, else at the corner."""
        first, second = ("top", "bottom") if node.kind == "exclusive" else ("bottom", "top")
        if (node.id, first) not in self.ports:
            return first
        return second if (node.id, second) not in self.ports else "top corner"

    def _shape(self, node: ProcessNode) -> Box:
        width, height = size_of(node.kind)
        x, y = self._middle_of(self.grid.cells[node.attached_to or node.id])
        if node.kind == "boundary":
            x, y = x + TASK[0] // 4, y + TASK[1] // 2
        return Box(node.id, x - width // 2, y - height // 2, width, height)

    def _middle_of(self, cell: Cell) -> Point:
        return self.columns[cell.column], self.rows[cell.row]

    def _label(self, node: ProcessNode) -> Box:
        shape, side = self.shapes[node.id], self._side(node)
        width, height = name_size(node.name)
        x, y = shape.middle[0] - width // 2, shape.y + shape.height + 4
        if side != "bottom":
            y = shape.y - height - 4
        if side == "top corner":
            x = shape.middle[0] - width - 6
        return Box(node.id, x, y, width, height)

    def _edge(self, route: Route) -> Edge:
        lines = [self._line(route, i) for i in range(len(route.points) - 1)]
        source, target = self.shapes[route.flow.source], self.shapes[route.flow.target]
        inner = [(lines[i], lines[i + 1]) if route.points[i][0] == route.points[i + 1][0] else (lines[i + 1], lines[i])
                 for i in range(len(lines) - 1)]
        first, last = _middles(source, lines[0], route.points[:2]), _middles(target, lines[-1], route.points[-2:])
        ends = _clipped(source, first, (inner or [last])[0]), _clipped(target, last, (inner or [first])[-1])
        return Edge(route.flow.id, (ends[0], *inner, ends[1]))

    def _named(self, edges: list[Edge], occupied: list[Box]) -> tuple[Edge, ...]:
        names = {f.id: f.name for f in self.process.flows if f.name}
        for index, edge in enumerate(edges):
            if edge.id in names:
                label = beside(edge.id, names[edge.id], edge.points, occupied)
                occupied.append(label)
                edges[index] = replace(edge, label=label)
        return tuple(edges)

    def _line(self, route: Route, index: int) -> int:
        """The x of a vertical, the y of a horizontal segment."""
        start, end = route.points[index], route.points[index + 1]
        offset = self.tracks.of.get((route.flow.id, index), 0) * _TRACK
        if start[1] == end[1]:
            row, part = divmod(start[1], 3)
            room = {0: -self._room(row, "top") + 4 - offset, 1: 0, 2: self._room(row, "bottom") - 4 + offset}[part]
            return self.rows[row] + room + (part - 1) * TASK[1] // 2
        column, channel = divmod(start[0], 2)
        if not channel:
            boundary = self.nodes[route.flow.source].kind == "boundary" and index == 0
            return self.columns[column] + (TASK[0] // 4 if boundary else 0)
        tracks = self.tracks.counts.get(("v", start[0]), 1)
        after = self.columns[column + 1] - self._half(column + 1) if column + 1 < len(self.columns) else self.width
        before = self.columns[column] + self._half(column)
        return (before + after - (tracks - 1) * _TRACK) // 2 + offset

    def _half(self, column: int) -> int:
        return max(self._width(n) for n, c in self.grid.cells.items() if c.column == column) // 2


def _middles(shape: Box, line: int, part: tuple[Point, ...]) -> Point:
    return (shape.middle[0], line) if part[0][1] == part[1][1] else (line, shape.middle[1])


def _clipped(shape: Box, middle: Point, toward: Point) -> Point:
    """The point of the border where a line from the middle leaves the shape."""
    (x, y), (far_x, far_y) = middle, toward
    if y == far_y:
        return (shape.x + shape.width if far_x > x else shape.x), y
    return x, (shape.y + shape.height if far_y > y else shape.y)
