"""Processes as BPMN 2.0 elements: the flow in the standard's words, what only kheo knows in extension elements."""

from collections.abc import Iterable

from lxml import etree

from engine.bpmn.graph import NodeKind, Process, ProcessNode

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
KHEO = "urn:kheo:bpmn:1"
NAMESPACES = {"bpmn": BPMN, "kheo": KHEO}
TAGS: dict[NodeKind, str] = {
    "start": "startEvent", "end": "endEvent", "terminate": "endEvent", "task": "userTask", "call": "callActivity",
    "exclusive": "exclusiveGateway", "parallel": "parallelGateway", "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent", "timer": "intermediateCatchEvent", "boundary": "boundaryEvent",
}
EVENTS: dict[NodeKind, str] = {
    "terminate": "terminateEventDefinition", "catch": "messageEventDefinition", "throw": "messageEventDefinition",
    "timer": "timerEventDefinition", "boundary": "timerEventDefinition",
}
OWN = ("step", "slot", "role", "act", "rule")
"""The fields of a node that stand as attributes of its <kheo:node>."""


def bpmn(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def kheo(name: str) -> str:
    return f"{{{KHEO}}}{name}"


def message_id(name: str) -> str:
    """The id of the <message> of that name; names are ids already, the prefix keeps them apart from nodes."""
    return f"tin.{name}"


def all_of(processes: Iterable[Process]) -> tuple[Process, ...]:
    """The processes and those they call, each once."""
    return tuple({p.id: p for process in processes for p in process.whole}.values())


def definitions_element(processes: Iterable[Process]) -> etree._Element:
    """<definitions> with the messages and the processes, without collaboration and diagram."""
    processes = all_of(processes)
    root = etree.Element(bpmn("definitions"), nsmap=NAMESPACES)
    root.set("targetNamespace", KHEO)
    for name in sorted({n.message for p in processes for n in p.nodes if n.message}):
        etree.SubElement(root, bpmn("message"), id=message_id(name), name=name)
    root.extend(process_element(process) for process in processes)
    return root


def process_element(process: Process) -> etree._Element:
    """<process>: guards, lanes, nodes and flows in the order of the value, so that it can be read back equal."""
    root = etree.Element(bpmn("process"), nsmap=NAMESPACES, id=process.id, name=process.name, isExecutable="true")
    extension = etree.SubElement(etree.SubElement(root, bpmn("extensionElements")), kheo("process"))
    extension.set("scope", process.scope)
    extension.set("plan", process.plan_hash)
    for name, text in process.guards:
        etree.SubElement(extension, kheo("guard"), name=name).text = text
    _add_lanes(root, process)
    for node in process.nodes:
        _add_node(root, process, node)
    for flow in process.flows:
        element = etree.SubElement(root, bpmn("sequenceFlow"), id=flow.id)
        if flow.name:
            element.set("name", flow.name)
        element.set("sourceRef", flow.source)
        element.set("targetRef", flow.target)
        if flow.guard:
            etree.SubElement(element, bpmn("conditionExpression")).text = flow.guard
    return root


def _add_lanes(root: etree._Element, process: Process) -> None:
    if not process.lanes:
        return
    lanes = etree.SubElement(root, bpmn("laneSet"), id=f"{process.id}.lan")
    for index, name in enumerate(process.lanes, 1):
        lane = etree.SubElement(lanes, bpmn("lane"), id=f"{process.id}.lan.{index}", name=name)
        for node in process.nodes:
            if node.lane == name:
                etree.SubElement(lane, bpmn("flowNodeRef")).text = node.id


def _add_node(root: etree._Element, process: Process, node: ProcessNode) -> None:
    element = etree.SubElement(root, bpmn(TAGS[node.kind]), id=node.id)
    if node.name:
        element.set("name", node.name)
    if node.kind == "boundary":
        element.set("attachedToRef", node.attached_to)
        element.set("cancelActivity", "true" if node.interrupting else "false")
    if node.calls:
        element.set("calledElement", node.calls)
    for flow in process.flows:
        if flow.default and flow.source == node.id:
            element.set("default", flow.id)
    _add_own(element, node)
    for flow in process.flows:
        if flow.target == node.id:
            etree.SubElement(element, bpmn("incoming")).text = flow.id
    for flow in process.flows:
        if flow.source == node.id:
            etree.SubElement(element, bpmn("outgoing")).text = flow.id
    if node.kind in EVENTS:
        event = etree.SubElement(element, bpmn(EVENTS[node.kind]), id=f"{node.id}.su-kien")
        if node.message:
            event.set("messageRef", message_id(node.message))
    if node.times:
        several = etree.SubElement(element, bpmn("multiInstanceLoopCharacteristics"))
        several.set("isSequential", "true" if node.sequential else "false")
        etree.SubElement(several, bpmn("loopCardinality")).text = node.times


def _add_own(element: etree._Element, node: ProcessNode) -> None:
    said = [(key, str(value)) for key in OWN if (value := getattr(node, key))]
    if not said and not node.outcomes:
        return
    own = etree.SubElement(etree.SubElement(element, bpmn("extensionElements")), kheo("node"))
    for key, value in said:
        own.set(key, value)
    for outcome in node.outcomes:
        item = etree.SubElement(own, kheo("outcome"), id=outcome.id, label=outcome.label)
        if outcome.blank:
            item.set("blank", "true")
        if outcome.needs_reason:
            item.set("needsReason", "true")
