"""From a process to the graph SpiffWorkflow runs: only listed elements, events without clock, one graph per content."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser import event_parsers as spiff
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.bpmn.graph import Process
from engine.bpmn.join import TokenJoin
from engine.bpmn.timer import Announcement, AwaitedMessage, PlannedTimer
from engine.bpmn.write import bpmn, definitions_element

NODE_TAGS = (
    "startEvent", "endEvent", "userTask", "exclusiveGateway", "parallelGateway", "intermediateCatchEvent",
    "intermediateThrowEvent", "boundaryEvent",
)
EVENT_TAGS = ("terminateEventDefinition", "messageEventDefinition", "timerEventDefinition")
_OTHERS = ("extensionElements", "documentation", "laneSet", "sequenceFlow", "textAnnotation", "association")
_NODES = {bpmn(name) for name in NODE_TAGS}
_EVENTS = {bpmn(name) for name in EVENT_TAGS}
_ALLOWED = _NODES | {bpmn(name) for name in _OTHERS}
_IN_NODES = _EVENTS | {bpmn(name) for name in ("extensionElements", "documentation", "incoming", "outgoing")}


class BpmnError(Exception):
    """A drawing that cannot be run; one Vietnamese sentence."""


class _Waits:
    """Parses a wait: whatever day or correlation the drawing says is ignored, the rule stands in the plan."""

    node: Any

    def parse_timer_event(self, _event: Any) -> PlannedTimer:
        return PlannedTimer(name=self.node.get("id"))

    def parse_message_event(self, _event: Any) -> AwaitedMessage:
        return AwaitedMessage(name=self.node.get("id"))


class _Catch(_Waits, spiff.IntermediateCatchEventParser):  # type: ignore[misc]  # SpiffWorkflow is untyped
    pass


class _Boundary(_Waits, spiff.BoundaryEventParser):  # type: ignore[misc]  # SpiffWorkflow is untyped
    pass


class _Throw(spiff.IntermediateThrowEventParser):  # type: ignore[misc]  # SpiffWorkflow is untyped
    def parse_message_event(self, _event: Any) -> Announcement:
        return Announcement(name=self.node.get("id"))


def _whitelist() -> dict[str, tuple[Any, Any]]:
    known = {bpmn(tag): BpmnParser.PARSER_CLASSES[bpmn(tag)] for tag in NODE_TAGS}
    own = {"intermediateCatchEvent": _Catch, "boundaryEvent": _Boundary, "intermediateThrowEvent": _Throw}
    made = known | {bpmn(tag): (parser, known[bpmn(tag)][1]) for tag, parser in own.items()}
    made[bpmn("parallelGateway")] = (known[bpmn("parallelGateway")][0], TokenJoin)
    return made


class PlanParser(BpmnParser):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """SpiffWorkflow's parser with everything taken out that kheo does not draw."""

    PARSER_CLASSES = _whitelist()


@dataclass(frozen=True, slots=True)
class FlowKey:
    """The content of a process that decides how it moves; names, phrases and days have no part in it."""

    digest: str
    process: Process = field(compare=False, repr=False)


_KEYS: dict[int, FlowKey] = {}
_MOST_KEYS = 512


def flow_key(process: Process) -> FlowKey:
    """The key, remembered for as long as the very same object keeps coming."""
    key = _KEYS.get(id(process))
    if key is None or key.process is not process:
        if len(_KEYS) >= _MOST_KEYS:
            _KEYS.clear()
        nodes = [(n.id, n.kind, n.message, n.attached_to, n.interrupting) for n in process.nodes]
        flows = [(f.source, f.target, f.guard, f.default) for f in process.flows]
        content = json.dumps([process.id, nodes, flows], ensure_ascii=False, separators=(",", ":"))
        key = _KEYS[id(process)] = FlowKey(hashlib.sha256(content.encode()).hexdigest(), process)
    return key


@lru_cache(maxsize=1000)
def spec_of(key: FlowKey) -> Any:
    """SpiffWorkflow's graph of the process, shared by all its instances; BpmnError when it cannot be one."""
    return parse_spec(definitions_element((key.process,)), key.process.id)


def parse_spec(definitions: etree._Element, process_id: str) -> Any:
    """The graph of one process of a BPMN file; BpmnError names the first element kheo does not run."""
    _refuse_others(definitions)
    parser = PlanParser()
    try:
        parser.add_bpmn_xml(definitions)
        return parser.get_spec(process_id)
    except (ValidationException, RecursionError) as error:
        raise BpmnError(f'không dựng được quy trình "{process_id}": {error}') from error


def _refuse_others(definitions: etree._Element) -> None:
    """What is not listed is refused even where no flow leads to it: an event sub-process starts unasked."""
    for process in definitions.iter(bpmn("process")):
        for element in process.iterchildren(etree.Element):
            inner = list(element.iterchildren(etree.Element)) if element.tag in _NODES else []
            strange = [e for e in inner if e.tag not in _IN_NODES]
            if element.tag not in _ALLOWED:
                strange.append(element)
            for found in strange[:1]:
                name = etree.QName(found).localname
                raise BpmnError(f'phần tử "{name}" ở "{element.get("id", "")}" không dùng được trong quy trình')
            if sum(e.tag in _EVENTS for e in inner) > 1:
                raise BpmnError(f'"{element.get("id", "")}" có nhiều hơn một sự kiện')
