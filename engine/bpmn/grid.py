"""Where the nodes of a process stand: a column after the longest way from the start, a row inside the lane."""

from collections import defaultdict
from dataclasses import dataclass

from engine.bpmn.graph import Flow, Process, ProcessNode


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the grid; rows count from the top of the whole process, over all lanes."""

    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Grid:
    """`rows` holds the number of rows of each lane, top to bottom; `back` the flows that close a loop."""

    cells: dict[str, Cell]
    rows: tuple[int, ...]
    back: frozenset[str]


def place(process: Process) -> Grid:
    """The grid of the process; no two nodes share a cell. Boundary events are not placed: they sit on their task."""
    nodes = {n.id: n for n in process.nodes if n.kind != "boundary"}
    host = {n.id: n.attached_to for n in process.nodes if n.kind == "boundary"}
    back = _back_flows(process, host)
    ways = [(host.get(f.source, f.source), f.target) for f in process.flows if f.id not in back]
    order, columns = _columns(list(nodes), ways)
    lanes = process.lanes or ("",)
    rows = _Rows(nodes, lanes, columns, ways)
    for node in sorted(order, key=lambda n: columns[n]):
        rows.put(node)
    depth = tuple(max(1, len(rows.taken[lane])) for lane in lanes)
    top = {lane: sum(depth[:i]) for i, lane in enumerate(lanes)}
    cells = {n: Cell(columns[n], top[nodes[n].lane] + rows.row[n]) for n in order}
    return Grid(cells, depth, back)


def _back_flows(process: Process, host: dict[str, str]) -> frozenset[str]:
    """The flows that close a loop, as met on a walk from the start that takes flows in their order."""
    ahead: dict[str, list[Flow]] = defaultdict(list)
    for flow in process.flows:
        ahead[host.get(flow.source, flow.source)].append(flow)
    back: set[str] = set()
    done: set[str] = set()
    open_: list[str] = []
    for start in [n.id for n in process.nodes if n.kind != "boundary"]:
        stack = [(start, iter(ahead[start]))] if start not in done else []
        open_ = [start]
        while stack:
            node, ways = stack[-1]
            way = next(ways, None)
            if way is None:
                stack.pop()
                open_.pop()
                done.add(node)
            elif way.target in open_:
                back.add(way.id)
            elif way.target not in done:
                stack.append((way.target, iter(ahead[way.target])))
                open_.append(way.target)
    return frozenset(back)


def _columns(nodes: list[str], ways: list[tuple[str, str]]) -> tuple[list[str], dict[str, int]]:
    """A topological order that stays on a thread as long as it can, and each node's longest distance from a start."""
    waiting = {n: sum(target == n for _, target in ways) for n in nodes}
    columns = dict.fromkeys(nodes, 0)
    ready = [n for n in reversed(nodes) if not waiting[n]]
    order = []
    while ready:
        node = ready.pop()
        order.append(node)
        for target in reversed([t for s, t in ways if s == node]):
            columns[target] = max(columns[target], columns[node] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return order, columns


class _Rows:
    """Gives each node a row in its lane, with its predecessor's where that is free, and keeps the way to it free."""

    def __init__(self, nodes: dict[str, ProcessNode], lanes: tuple[str, ...], columns: dict[str, int],
                 ways: list[tuple[str, str]]) -> None:
        self.nodes = nodes
        self.lanes = lanes
        self.columns = columns
        self.before: dict[str, list[str]] = defaultdict(list)
        self.after: dict[str, list[str]] = defaultdict(list)
        for source, target in ways:
            self.before[target].append(source)
            self.after[source].append(target)
        self.taken: dict[str, list[set[int]]] = defaultdict(list)
        self.row: dict[str, int] = {}

    def put(self, node: str) -> None:
        if node in self.row:
            return
        lane, column = self.nodes[node].lane, self.columns[node]
        near = self._nearest_before(node)
        run = self._run(node)
        if near is None:
            self._take(run, column, self._new_row(lane, 0, self._span(column, run)))
            return
        straight = self._span(self.columns[near] + 1, run)
        if self.nodes[near].lane == lane and self._free(lane, self.row[near], straight):
            self._take(run, straight.start, self.row[near])
            return
        forked = self.nodes[near].kind in ("parallel", "exclusive")
        span = self._span(self.columns[near] + (0 if forked else 1), run)
        self._take(run, span.start, self._other_row(node, near, span))

    def _other_row(self, node: str, near: str, columns: range) -> int:
        """Below the predecessor in the same lane; in another lane its thread's row there, else the nearest free one."""
        lane = self.nodes[node].lane
        if self.nodes[near].lane == lane:
            return self._new_row(lane, self.row[near] + 1, columns)
        earlier = self._earlier_in_lane(near, lane)
        if earlier is not None and self._free(lane, self.row[earlier], columns):
            return self.row[earlier]
        if self.lanes.index(lane) < self.lanes.index(self.nodes[near].lane):
            free = [row for row in range(len(self.taken[lane])) if self._free(lane, row, columns)]
            return max(free, default=len(self.taken[lane]))
        return self._new_row(lane, 0, columns)

    def _earlier_in_lane(self, node: str, lane: str) -> str | None:
        """The last node of the same thread in that lane, on the way back to the fork where the thread begins."""
        here: str | None = node
        while here is not None and self.nodes[here].kind != "parallel":
            if self.nodes[here].lane == lane:
                return here
            here = self._nearest_before(here)
        return None

    def _nearest_before(self, node: str) -> str | None:
        """The predecessor that decides the column; among several the one in the same lane, then the topmost."""
        lane, column = self.nodes[node].lane, self.columns[node]
        near = [n for n in self.before[node] if self.columns[n] == column - 1]
        return min(near, key=lambda n: (self.nodes[n].lane != lane, self.row[n]), default=None)

    def _run(self, node: str) -> list[str]:
        """The node and what follows it column by column in the same lane."""
        run = [node]
        while following := [n for n in self.after[run[-1]] if n not in self.row
                            and self.nodes[n].lane == self.nodes[node].lane
                            and self.columns[n] == self.columns[run[-1]] + 1]:
            run.append(following[0])
        return run

    def _span(self, first: int, run: list[str]) -> range:
        return range(first, self.columns[run[-1]] + 1)

    def _new_row(self, lane: str, first: int, columns: range) -> int:
        row = first
        while not self._free(lane, row, columns):
            row += 1
        return row

    def _free(self, lane: str, row: int, columns: range) -> bool:
        rows = self.taken[lane]
        return row >= len(rows) or rows[row].isdisjoint(columns)

    def _take(self, run: list[str], first: int, row: int) -> None:
        rows = self.taken[self.nodes[run[0]].lane]
        while row >= len(rows):
            rows.append(set())
        rows[row].update(self._span(first, run))
        self.row.update(dict.fromkeys(run, row))
