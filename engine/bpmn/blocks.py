"""A drawn block (workflows/*.bpmn) as a value: its tasks, who acts in them, and the ways between."""

from dataclasses import dataclass
from typing import Literal, cast, get_args

from lxml import etree

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.base.text import did_you_mean, fold, nfc
from engine.bpmn.graph import Act, Outcome
from engine.bpmn.parse import DrawingError, local, parse_bpmn
from engine.bpmn.write import bpmn, kheo
from engine.plan.expression import ExpressionError, parse_expression

Party = Literal["chủ trì", "tiếp nhận", "tham mưu", "quyết định", "lấy ý kiến"]
"""The key of a step that names the role acting in a task."""
BlockKind = Literal["start", "end", "task", "exclusive"]
_KINDS: dict[str, BlockKind] = {
    "startEvent": "start", "endEvent": "end", "userTask": "task", "exclusiveGateway": "exclusive",
}
_SILENT = {"", "sequenceFlow", "laneSet", "documentation", "extensionElements", "textAnnotation", "association"}
_INSIDE = {"", "incoming", "outgoing", "documentation", "extensionElements", "conditionExpression"}
_KNOWN_TO_CONDITIONS = {"ket_qua", "phieu"}
RESERVED = frozenset({"dien", "chi-khi", "tay", "mo", "du", "mo-khi-xong", "gop", "re", "qua", "bao-xong", "ket-thuc"})
"""Ids the weave gives to what it puts around a block; only an end event, which the weave replaces, may carry one."""


@dataclass(frozen=True, slots=True)
class BlockNode:
    """One node of a block. `party`, `slot`, `act` and `outcomes` are set for tasks only."""

    id: str
    kind: BlockKind
    name: str = ""
    party: Party | None = None
    slot: str = ""
    act: Act | None = None
    outcomes: tuple[Outcome, ...] = ()
    optional: bool = False
    """Left out where the step names nobody for `party`."""


@dataclass(frozen=True, slots=True)
class BlockFlow:
    """A way between two nodes. `condition` is an expression over ket_qua and phieu; "" for none."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A drawn block, sound: one start, every node on a way from it to an end, every choice with a default way."""

    id: str
    name: str
    nodes: tuple[BlockNode, ...]
    flows: tuple[BlockFlow, ...]

    def slots(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n.slot for n in self.nodes if n.kind == "task"))


def read_block(text: str, file: str) -> Block:
    """The block in that file; PlanError with every mistake of the phase that failed."""
    try:
        root = parse_bpmn(nfc(text).encode())
    except DrawingError as error:
        raise PlanError((Diagnostic(Place(file, error.line), "KH030", str(error)),)) from error
    processes = root.findall(bpmn("process"))
    if len(processes) != 1:
        message = f"quy trình mẫu phải có đúng một process, tệp này có {len(processes)}"
        raise PlanError((Diagnostic(Place(file), "KH030", message),))
    reader = _Reader(file)
    block = reader.block(processes[0])
    if reader.found:
        raise PlanError(tuple(sorted(reader.found)))
    return block


class _Reader:
    """Reads one process element and remembers every mistake."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []

    def refuse(self, element: etree._Element, code: str, message: str) -> None:
        self.found.append(Diagnostic(Place(self.file, cast(int, element.sourceline or 1)), code, message))

    def block(self, process: etree._Element) -> Block:
        for element in process:
            self._allowed(element)
        nodes = tuple(self._node(e) for e in process if local(e) in _KINDS)
        defaults = {e.get("default") for e in process}
        flows = tuple(self._flow(e, defaults) for e in process if local(e) == "sequenceFlow")
        block = Block(process.get("id", ""), process.get("name", ""), nodes, flows)
        for message in () if self.found else faults(block):
            self.refuse(process, "KH033", message)
        return block

    def _allowed(self, element: etree._Element) -> None:
        kind = local(element)
        if kind not in _KINDS and kind not in _SILENT:
            self.refuse(element, "KH031", f"{_called(element)} không dùng được trong quy trình mẫu; chỉ dùng sự kiện "
                        "bắt đầu và kết thúc trơn, user task, cổng exclusive và mũi tên")
        if element.get("id") in RESERVED and kind != "endEvent":
            self.refuse(element, "KH031", f"{_called(element)} mang mã dành riêng của kheo; đặt mã khác")
        for inner in element if kind in _KINDS or kind == "sequenceFlow" else ():
            if local(inner) not in _INSIDE:
                self.refuse(inner, "KH031", f"{_called(element)} chứa {local(inner)}, không dùng ở quy trình mẫu")

    def _node(self, element: etree._Element) -> BlockNode:
        node_id, name, kind = element.get("id", ""), " ".join(element.get("name", "").split()), _KINDS[local(element)]
        if kind != "task":
            return BlockNode(node_id, kind, name)
        task = element.find(f"{bpmn('extensionElements')}/{kheo('task')}")
        if task is None:
            self.refuse(element, "KH032", f"{_called(element)} thiếu kheo:task (vai, slot, act)")
            return BlockNode(node_id, kind, name)
        vai = self._word(element, task, "vai", get_args(Party))
        act = self._word(element, task, "act", get_args(Act))
        outcomes = tuple(Outcome(o.get("id", ""), o.get("label", ""), fold(o.get("reason", "")) == "co",
                                 fold(o.get("blank", "")) == "co")
                         for o in task.findall(kheo("outcome")))
        if not outcomes or not all(o.id and o.label for o in outcomes):
            self.refuse(element, "KH032", f"{_called(element)} thiếu kheo:outcome có id và label")
        if not task.get("slot"):
            self.refuse(element, "KH032", f'{_called(element)} thiếu thuộc tính "slot" của kheo:task')
        return BlockNode(node_id, kind, name, cast(Party, vai), task.get("slot", ""), cast(Act, act), outcomes,
                         fold(task.get("tuyChon", "")) == "co")

    def _word(self, owner: etree._Element, task: etree._Element, key: str, allowed: tuple[str, ...]) -> str | None:
        given = task.get(key, "")
        for word in allowed:
            if fold(word) == fold(given):
                return word
        self.refuse(owner, "KH032", f'{_called(owner)}: {key} của kheo:task phải là một trong '
                    f'{", ".join(allowed)}, không phải "{given}"{did_you_mean(given, allowed)}')
        return None

    def _flow(self, element: etree._Element, defaults: set[str | None]) -> BlockFlow:
        condition = " ".join((element.findtext(bpmn("conditionExpression")) or "").split())
        if condition:
            self._condition(element, condition)
        return BlockFlow(element.get("id", ""), element.get("sourceRef", ""), element.get("targetRef", ""),
                         element.get("name", ""), condition, element.get("id") in defaults)

    def _condition(self, element: etree._Element, condition: str) -> None:
        try:
            names = parse_expression(condition).names
        except ExpressionError as error:
            self.refuse(element, "KH034", f"{_called(element)}: điều kiện không đọc được: {error}")
            return
        for name in sorted(n for n in names if n.split(".")[0] not in _KNOWN_TO_CONDITIONS):
            self.refuse(element, "KH034", f'{_called(element)}: điều kiện dùng "{name}"; chỉ biết ket_qua và phieu')


def faults(block: Block) -> tuple[str, ...]:
    """What keeps the drawing from being a sound block, one sentence each."""
    kinds = {n.id: n.kind for n in block.nodes}
    starts = [n.id for n in block.nodes if n.kind == "start"]
    loose = [f.id for f in block.flows if f.source not in kinds or f.target not in kinds]
    if len(starts) != 1 or loose:
        return tuple(f'mũi tên "{f}" không nối hai phần tử của quy trình' for f in loose) or (
            f"quy trình mẫu phải có đúng một sự kiện bắt đầu, ở đây có {len(starts)}",)
    ahead = {n.id: [f for f in block.flows if f.source == n.id] for n in block.nodes}
    found = [f'"{n.name or n.id}" không nằm trên đường nào từ bắt đầu' for n in block.nodes
             if n.id not in _reached(starts[0], block, forward=True)]
    ends = [n.id for n in block.nodes if n.kind == "end"]
    finishing = {node for end in ends for node in _reached(end, block, forward=False)}
    found += [f'từ "{n.name or n.id}" không tới được sự kiện kết thúc' for n in block.nodes if n.id not in finishing]
    for node in block.nodes:
        out = ahead[node.id]
        if node.kind in ("start", "task") and len(out) != 1:
            found.append(f'"{node.name or node.id}" phải có đúng một mũi tên đi ra, ở đây có {len(out)}')
        if any(f.condition or f.default for f in out) and node.kind != "exclusive":
            found.append(f'"{node.name or node.id}": điều kiện chỉ đặt trên mũi tên đi ra từ cổng exclusive')
        if node.kind == "exclusive" and len(out) > 1 and (
                sum(f.default for f in out) != 1 or any(bool(f.condition) == f.default for f in out)):
            found.append(f'cổng "{node.name or node.id}" phải có đúng một đường mặc định, các đường khác có điều kiện')
    return tuple(found)


def _reached(origin: str, block: Block, *, forward: bool) -> set[str]:
    seen, waiting = {origin}, [origin]
    while waiting:
        here = waiting.pop()
        for flow in block.flows:
            near, far = (flow.source, flow.target) if forward else (flow.target, flow.source)
            if near == here and far not in seen:
                seen.add(far)
                waiting.append(far)
    return seen


def _called(element: etree._Element) -> str:
    name = element.get("name")
    return f'{local(element)} "{element.get("id", "?")}"' + (f" ({name})" if name else "")
