"""A drawing as pools with nodes and ways; what is not on the whitelist is refused here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from engine.bpmn.drawn_refusals import Refusals
from engine.bpmn.parse import local
from engine.bpmn.write import bpmn

DrawnKind = Literal["start", "end", "task", "exclusive", "parallel", "catch", "throw", "boundary"]
MOST_ELEMENTS = 3000
"""A year of a province has some five hundred; what is larger is damaged or made to hinder."""
_KINDS: dict[str, DrawnKind] = {
    "startEvent": "start", "endEvent": "end", "userTask": "task", "task": "task", "manualTask": "task",
    "callActivity": "task",
    "exclusiveGateway": "exclusive", "parallelGateway": "parallel", "intermediateCatchEvent": "catch",
    "intermediateThrowEvent": "throw", "boundaryEvent": "boundary"}
_EVENTS: dict[DrawnKind, frozenset[str]] = {
    "start": frozenset({"", "messageEventDefinition", "timerEventDefinition"}),
    "end": frozenset({"", "messageEventDefinition"}), "throw": frozenset({"", "messageEventDefinition"}),
    "catch": frozenset({"messageEventDefinition", "timerEventDefinition"}),
    "boundary": frozenset({"timerEventDefinition"})}
_NOTES = frozenset({"", "documentation", "extensionElements", "textAnnotation", "association", "group"})
_SILENT = _NOTES | {"laneSet", "sequenceFlow", "dataObject", "dataObjectReference", "dataStoreReference",
                    "ioSpecification", "property"}
_INSIDE = _NOTES | {"incoming", "outgoing", "ioSpecification", "property", "dataInputAssociation",
                    "dataOutputAssociation", "conditionExpression"}
_AROUND = _NOTES | {"participant", "messageFlow"}
_ROOT = _NOTES | {"process", "collaboration", "message", "itemDefinition", "signal", "error", "escalation", "dataStore",
                  "category", "import", "extension", "relationship"}


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node of a drawing; `event` is the name of its event definition, "" for none."""

    id: str
    kind: DrawnKind
    element: etree._Element
    event: str = ""


@dataclass(frozen=True, slots=True)
class DrawnFlow:
    """A way between two nodes."""

    id: str
    source: str
    target: str
    condition: str
    default: bool
    element: etree._Element


@dataclass(frozen=True, slots=True)
class Pool:
    """One process with the participant that shows it, its nodes by id, its ways, and the innermost lane of a node."""

    id: str
    name: str
    said_by: tuple[etree._Element, ...]
    """The participant and the process: their extension properties are the pool's."""
    nodes: dict[str, DrawnNode]
    flows: tuple[DrawnFlow, ...]
    lanes: dict[str, etree._Element]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All pools of a file, and what goes between them."""

    root: etree._Element
    pools: tuple[Pool, ...]
    messages: tuple[etree._Element, ...]
    collaboration: etree._Element | None


def drawing_of(root: etree._Element, refusals: Refusals) -> Drawing:
    """The drawing; notes every element that is not on the whitelist."""
    for element in root:
        if element.tag in map(bpmn, ("choreography", "globalUserTask")) or (
                element.tag == bpmn(local(element)) and local(element) not in _ROOT):
            refusals.element(element)
    collaboration = root.find(bpmn("collaboration"))
    around = [] if collaboration is None else list(collaboration)
    for element in around:
        if local(element) not in _AROUND:
            refusals.element(element)
    shown = {e.get("processRef"): e for e in around if local(e) == "participant"}
    _once_each(root, refusals)
    pools = tuple(_pool(p, shown.get(p.get("id")), refusals) for p in root.findall(bpmn("process")))
    return Drawing(root, pools, tuple(e for e in around if local(e) == "messageFlow"), collaboration)


def _once_each(root: etree._Element, refusals: Refusals) -> None:
    """Refuses what has no id, or that of another."""
    seen: set[str] = set()
    for element in (e for process in root.findall(bpmn("process")) for e in process
                    if local(e) in _KINDS or local(e) == "sequenceFlow"):
        if (own := element.get("id", "")) in seen or not own:
            refusals.refuse(element, "KH085", "không có mã (id) riêng; xóa rồi vẽ lại phần tử này")
        seen.add(own)


def _pool(process: etree._Element, participant: etree._Element | None, refusals: Refusals) -> Pool:
    nodes: dict[str, DrawnNode] = {}
    for element in process:
        word = local(element)
        if word in _KINDS:
            nodes[element.get("id", "")] = _node(element, _KINDS[word], refusals)
        elif word not in _SILENT:
            refusals.element(element)
    defaults = {e.get("default") for e in process}
    flows = [_flow(e, defaults) for e in process if local(e) == "sequenceFlow"]
    for flow in flows:
        if flow.source not in nodes or flow.target not in nodes:
            refusals.refuse(flow.element, "KH085", "mũi tên không nối hai phần tử dùng được của pool; nối lại hoặc xóa")
    if len(process) > MOST_ELEMENTS:
        refusals.refuse(process, "KH080", f"có hơn {MOST_ELEMENTS} phần tử; chia kế hoạch thành nhiều bản vẽ")
        return Pool(process.get("id", ""), "", (process,), {}, (), {})
    sound = tuple(f for f in flows if f.source in nodes and f.target in nodes)
    said = (process,) if participant is None else (participant, process)
    name = next((one for e in said if (one := " ".join(e.get("name", "").split()))), "")
    return Pool(process.get("id", ""), name, said, nodes, sound, dict(_lanes(process)))


def _lanes(process: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Inner lanes come after those around them."""
    for lane in process.iter(bpmn("lane")):
        for ref in lane.findall(bpmn("flowNodeRef")):
            yield (ref.text or "").strip(), lane


def _node(element: etree._Element, kind: DrawnKind, refusals: Refusals) -> DrawnNode:
    events = [e for e in element if local(e).endswith("EventDefinition")]
    for inner in element:
        if inner not in events and isinstance(inner.tag, str) and local(inner) not in _INSIDE:
            refusals.element(element, inner)
    found = [local(e) for e in events] or [""]
    allowed = _EVENTS.get(kind, frozenset({""}))
    for event, word in zip(events, found, strict=False):
        if word not in allowed:
            refusals.element(element, event)
    if not events and "" not in allowed or len(events) > 1:
        refusals.refuse(element, "KH081", "phải mang đúng một loại sự kiện: hẹn giờ (timer) hoặc tin (message)")
    return DrawnNode(element.get("id", ""), kind, element, found[0])


def _flow(element: etree._Element, defaults: set[str | None]) -> DrawnFlow:
    condition = _bare(" ".join((element.findtext(bpmn("conditionExpression")) or "").split()))
    flow_id = element.get("id", "")
    return DrawnFlow(flow_id, element.get("sourceRef", ""), element.get("targetRef", ""), condition,
                     flow_id in defaults, element)


def _bare(condition: str) -> str:
    """The expression without the marks of Camunda 7 (${…}) and Camunda 8 (=…, where one = compares)."""
    found = re.fullmatch(r"[$#]\{(.*)\}", condition)
    if found:
        return found[1].strip()
    if not condition.startswith("="):
        return condition
    return re.sub(r'("[^"]*")|(?<![<>!=])=(?!=)', lambda one: one[1] or "==", condition[1:].strip())
