"""What keeps a process from running soundly: every mistake in one Vietnamese sentence, none means it may be started."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import get_args

from engine.bpmn.graph import BOXES, MOST_AT_ONE_TASK, TIMES, Flow, NodeKind, Process, ProcessNode
from engine.plan.expression import ExpressionError, parse_expression

WAITS: frozenset[NodeKind] = frozenset({"task", "catch", "timer", "boundary"})
_ENDS: frozenset[NodeKind] = frozenset({"end", "terminate"})
_SPLITS: frozenset[NodeKind] = frozenset({"exclusive", "parallel"})
_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*\Z")
_RESERVED = re.compile(r"(Start|End)\Z|.*\.(EndJoin|BoundaryEvent(Split|Join))\Z")


def lint(process: Process) -> tuple[str, ...]:
    """The mistakes, those of names and ends first; the ways are judged only when these are right."""
    first = (*_ids(process), *(m for one in process.whole for m in (*_parts(one), *_guards(one))), *_calls(process))
    if first:
        return first
    return tuple(m for one in process.whole for m in (*_counts(one), *_choices(one), *_loops(one), *_ways(one)))


def _called(node: ProcessNode) -> str:
    return f'"{node.name or node.id}"'


def _ids(process: Process) -> Iterator[str]:
    ids = [one for p in process.whole for one in (p.id, *(n.id for n in p.nodes), *(f.id for f in p.flows))]
    for one, times in Counter(ids).items():
        if not _NCNAME.match(one) or _RESERVED.match(one):
            yield f'mã "{one}" không dùng được: chỉ gồm chữ không dấu, số, ".", "-", "_", không trùng mã dành riêng'
        if times > 1:
            yield f'mã "{one}" dùng {times} lần'
    for part in process.whole:
        known = {n.id for n in part.nodes}
        for flow in part.flows:
            for end in {flow.source, flow.target} - known:
                yield f'đường đi "{flow.id}" nối với "{end}" không có trong quy trình'
    for (source, target), times in Counter((f.source, f.target) for p in process.whole for f in p.flows).items():
        if times > 1:
            yield f'có {times} đường đi từ "{source}" đến "{target}"'


def _parts(process: Process) -> Iterator[str]:
    boxes = {n.id for n in process.nodes if n.kind in BOXES}
    for node in process.nodes:
        if node.kind not in get_args(NodeKind):
            yield f'{_called(node)} thuộc loại "{node.kind}" không dùng được'
        if node.kind in ("catch", "throw") and not _NCNAME.match(node.message):
            yield f"{_called(node)} phải có tên tin, viết như một mã"
        if node.kind in ("timer", "boundary") and not node.rule.strip():
            yield f"{_called(node)} phải có thời hạn"
        if node.kind == "boundary" and node.attached_to not in boxes:
            yield f'{_called(node)} phải gắn vào một việc, "{node.attached_to}" không phải việc'
        if node.times and (node.kind != "task" or not _several(node.times)):
            yield (f'{_called(node)} giao cho "{node.times}" nơi: chỉ một việc giao được cho nhiều nơi, từ 1 đến '
                   f"{MOST_AT_ONE_TASK}, hay tên một số đếm")
        if node.lane and node.lane not in process.lanes:
            yield f'{_called(node)} ở làn "{node.lane}" không có trong quy trình'


def _several(times: str) -> bool:
    return 1 <= int(times) <= MOST_AT_ONE_TASK if times.isdecimal() else bool(TIMES.fullmatch(times))


def _calls(process: Process) -> Iterator[str]:
    """A process that is not there, or one that calls itself by whatever way round."""
    known = {p.id for p in process.called}
    calls = [(p.id, n.calls) for p in process.whole for n in p.nodes if n.kind == "call"]
    for called in sorted({one for _, one in calls} - known):
        yield f'quy trình gọi "{called}" không có trong các quy trình được gọi'
    for one in process.whole:
        if one.id in _reached((called for caller, called in calls if caller == one.id), calls):
            yield f'quy trình "{one.id}" tự gọi lại chính nó'


def _guards(process: Process) -> Iterator[str]:
    known = dict(process.guards)
    for name, times in Counter(name for name, _ in process.guards).items():
        if times > 1:
            yield f'điều kiện "{name}" được định nghĩa {times} lần'
    for name, text in process.guards:
        try:
            parse_expression(text)
        except ExpressionError as error:
            yield f'điều kiện "{name}", ký tự {error.column}: {error.message}'
    for flow in process.flows:
        if flow.guard and flow.guard not in known:
            yield f'đường đi "{flow.id}" dùng điều kiện "{flow.guard}" chưa định nghĩa'
    for node in process.nodes:
        if node.kind == "task" and TIMES.fullmatch(node.times) and not node.times.isdecimal():
            if node.times not in known:
                yield f'{_called(node)} giao theo số đếm "{node.times}" chưa định nghĩa'
            if any(flow.guard == node.times for flow in process.flows):
                yield f'"{node.times}" vừa là số đếm vừa là điều kiện của một đường đi'


def _counts(process: Process) -> Iterator[str]:
    ins = Counter(f.target for f in process.flows)
    outs = Counter(f.source for f in process.flows)
    starts = [n for n in process.nodes if n.kind == "start"]
    if len(starts) != 1:
        yield f"quy trình phải có đúng một điểm bắt đầu, ở đây có {len(starts)}"
    for node in process.nodes:
        if node.kind in _ENDS and outs[node.id]:
            yield f"{_called(node)} là điểm kết thúc, không thể có đường đi ra"
        if node.kind in ("start", "boundary") and ins[node.id]:
            yield f"{_called(node)} không thể có đường đi vào"
        if node.kind in _SPLITS and not outs[node.id]:
            yield f"{_called(node)} phải có đường đi ra"
        if node.kind not in _ENDS | _SPLITS and outs[node.id] != 1:
            yield f"{_called(node)} phải có đúng một đường đi ra, ở đây có {outs[node.id]}"


def _choices(process: Process) -> Iterator[str]:
    for node in process.nodes:
        out = [f for f in process.flows if f.source == node.id]
        if node.kind != "exclusive":
            yield from (f'đường đi "{f.id}" có điều kiện nhưng không ra từ cổng chọn một' for f in out
                        if f.guard or f.default)
            continue
        defaults = [f for f in out if f.default]
        if len(defaults) > 1 or (len(out) > 1 and not defaults):
            yield f"cổng chọn một {_called(node)} phải có đúng một đường mặc định"
        for flow in out:
            if flow.guard and flow.default:
                yield f'đường mặc định "{flow.id}" không được có điều kiện'
            if not flow.guard and not flow.default and len(out) > 1:
                yield f'đường đi "{flow.id}" ra từ cổng {_called(node)} phải có điều kiện'


def _edges(process: Process) -> list[tuple[str, str]]:
    """The ways between nodes; a boundary event is one step behind the task it hangs on."""
    hung = [(n.attached_to, n.id) for n in process.nodes if n.kind == "boundary"]
    return [(f.source, f.target) for f in process.flows] + hung


def _loops(process: Process) -> Iterator[str]:
    chosen = {f.source for f in process.flows if f.default}
    ways_out = Counter(f.source for f in process.flows)
    open_choice = {n.id for n in process.nodes if n.kind == "exclusive" and n.id in chosen and ways_out[n.id] > 1}
    for node_id in _circling(process, lambda n: n.id not in open_choice):
        yield f"vòng lặp qua {_called(process.node(node_id))} không có cổng chọn một với đường mặc định để thoát ra"
    for node_id in _circling(process, lambda n: n.kind not in WAITS):
        yield f"vòng lặp qua {_called(process.node(node_id))} không dừng lại chờ ai"


def _circling(process: Process, keep: Callable[[ProcessNode], bool]) -> list[str]:
    """One node of the loops that remain when only the kept nodes stand; empty when there is no loop."""
    kept = {n.id for n in process.nodes if keep(n)}
    edges = [(a, b) for a, b in _edges(process) if a in kept and b in kept]
    while True:
        entered, left_again = {b for _, b in edges}, {a for a, _ in edges}
        left = [(a, b) for a, b in edges if a in entered and b in left_again]
        if len(left) == len(edges):
            return [n.id for n in process.nodes if n.id in entered & left_again][:1]
        edges = left


def _ways(process: Process) -> Iterator[str]:
    edges = _edges(process)
    from_start = _reached((n.id for n in process.nodes if n.kind == "start"), edges)
    to_end = _reached((n.id for n in process.nodes if n.kind in _ENDS), [(b, a) for a, b in edges])
    for node in process.nodes:
        if node.id not in from_start:
            yield f"{_called(node)} không nằm trên đường nào từ điểm bắt đầu"
        elif node.id not in to_end:
            yield f"từ {_called(node)} không có đường đến điểm kết thúc"


def _reached(origins: Iterable[str], edges: list[tuple[str, str]]) -> set[str]:
    seen = set(origins)
    waiting = list(seen)
    while waiting:
        here = waiting.pop()
        for near, far in edges:
            if near == here and far not in seen:
                seen.add(far)
                waiting.append(far)
    return seen


def flows_from(process: Process, node_id: str) -> tuple[Flow, ...]:
    """The ways out of a node, in the order in which a choice tries them."""
    return process.ways_out.get(node_id, ())
