"""Processes as a BPMN 2.0 file that other tools open, and such a file back to the very same processes."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import cast, get_args

import SpiffWorkflow
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.bpmn.diagram import BPMNDI, DC, DI, collaboration_element, diagram_element
from engine.bpmn.graph import Act, Flow, NodeKind, Outcome, Process, ProcessNode
from engine.bpmn.parse import DrawingError, local, parse_bpmn
from engine.bpmn.write import EVENTS, TAGS, all_of, bpmn, definitions_element, kheo
from engine.plan.step import Scope

_NODE_TAGS = frozenset(TAGS.values())
_SEVERAL = bpmn("multiInstanceLoopCharacteristics")
_OTHERS = frozenset({"", "extensionElements", "documentation", "laneSet", "sequenceFlow"})


def to_xml(processes: Iterable[Process]) -> bytes:
    """UTF-8 text of the file, the same bytes for the same processes; `from_xml` reads it back."""
    processes = all_of(processes)
    root = definitions_element(processes)
    root.insert(len(root.findall(bpmn("message"))), collaboration_element(processes))
    root.append(diagram_element(processes))
    etree.cleanup_namespaces(root, top_nsmap={"bpmndi": BPMNDI, "dc": DC, "di": DI})
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def from_xml(data: bytes) -> tuple[Process, ...]:
    """The processes of the file in their order, those that others call within these; DrawingError when it holds what
    kheo does not draw."""
    root = parse_bpmn(data)
    messages = {m.get("id", ""): m.get("name", "") for m in root.findall(bpmn("message"))}
    return _with_called([_process(element, messages) for element in root.findall(bpmn("process"))])


def _with_called(processes: list[Process]) -> tuple[Process, ...]:
    by_id = {p.id: p for p in processes}
    calls = {p.id: [n.calls for n in p.nodes if n.kind == "call"] for p in processes}
    for one in (one for ids in calls.values() for one in ids if one not in by_id):
        raise DrawingError(f'callActivity gọi quy trình "{one}" không có trong tệp', 1)
    inner = {one for ids in calls.values() for one in ids}
    found = []
    for process in (p for p in processes if p.id not in inner):
        reached = [process.id]
        for here in reached:
            reached += [one for one in dict.fromkeys(calls[here]) if one not in reached]
        found.append(replace(process, called=tuple(by_id[one] for one in reached[1:])))
    return tuple(found)


def validate(data: bytes) -> str | None:
    """What the BPMN 2.0 schema does not accept first, in one sentence; None when it accepts the file."""
    try:
        _validator().validate(parse_bpmn(data))
    except DrawingError as error:
        return str(error)
    except ValidationException as error:
        return f"tệp không đúng lược đồ BPMN 2.0, dòng {error.line_number}: {error}"
    return None


@lru_cache(maxsize=1)
def _validator() -> BpmnValidator:
    schema = Path(SpiffWorkflow.__file__).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
    return BpmnValidator(str(schema))


def _process(element: etree._Element, messages: dict[str, str]) -> Process:
    own = element.find(f"{bpmn('extensionElements')}/{kheo('process')}")
    if own is None or own.get("scope") not in get_args(Scope):
        raise DrawingError(f'process "{element.get("id")}" thiếu kheo:process có scope là một trong '
                           f'{", ".join(get_args(Scope))}', _line(element))
    lanes = element.findall(f"{bpmn('laneSet')}/{bpmn('lane')}")
    lane_of = {ref.text or "": lane.get("name", "") for lane in lanes for ref in lane.findall(bpmn("flowNodeRef"))}
    for inner in element:
        if local(inner) not in _NODE_TAGS | _OTHERS:
            message = f'phần tử {local(inner)} "{inner.get("id")}" không dùng được trong quy trình'
            raise DrawingError(message, _line(inner))
    defaults = {e.get("default") for e in element} - {None}
    return Process(
        element.get("id", ""), element.get("name", ""), cast(Scope, own.get("scope")),
        tuple(_node(e, messages, lane_of) for e in element if local(e) in _NODE_TAGS),
        tuple(_flow(e, defaults) for e in element.findall(bpmn("sequenceFlow"))),
        tuple((g.get("name", ""), g.text or "") for g in own.findall(kheo("guard"))),
        tuple(lane.get("name", "") for lane in lanes), own.get("plan", ""))


def _node(element: etree._Element, messages: dict[str, str], lane_of: dict[str, str]) -> ProcessNode:
    node_id = element.get("id", "")
    own = element.find(f"{bpmn('extensionElements')}/{kheo('node')}")
    said = own if own is not None else etree.Element(kheo("node"))
    events = [e for e in element if local(e).endswith("EventDefinition")]
    act = said.get("act")
    if act is not None and act not in get_args(Act):
        raise DrawingError(f'"{node_id}" có act "{act}"; chỉ nhận {", ".join(get_args(Act))}', _line(element))
    return ProcessNode(
        node_id, _kind(element, events), element.get("name", ""), lane_of.get(node_id, ""), said.get("step", ""),
        cast(Act | None, act), said.get("slot", ""), said.get("role", ""),
        tuple(Outcome(o.get("id", ""), o.get("label", ""), o.get("needsReason") == "true",
                      o.get("blank") == "true")
              for o in said.findall(kheo("outcome"))),
        messages.get(events[0].get("messageRef", ""), "") if events else "", said.get("rule", ""),
        element.get("attachedToRef", ""), element.get("cancelActivity", "true") == "true",
        element.findtext(f"{_SEVERAL}/{bpmn('loopCardinality')}", ""),
        any(e.get("isSequential") == "true" for e in element.findall(_SEVERAL)), element.get("calledElement", ""))


def _kind(element: etree._Element, events: list[etree._Element]) -> NodeKind:
    found = [local(e) for e in events]
    for kind, tag in TAGS.items():
        if tag == local(element) and found == ([EVENTS[kind]] if kind in EVENTS else []):
            return kind
    carried = ", ".join(found) or "không có sự kiện nào"
    message = f'{local(element)} "{element.get("id")}" mang sự kiện không dùng được: {carried}'
    raise DrawingError(message, _line(element))


def _flow(element: etree._Element, defaults: set[str | None]) -> Flow:
    return Flow(element.get("id", ""), element.get("sourceRef", ""), element.get("targetRef", ""),
                element.get("name", ""), (element.findtext(bpmn("conditionExpression")) or "").strip(),
                element.get("id") in defaults)


def _line(element: etree._Element) -> int:
    return cast(int, element.sourceline or 1)
