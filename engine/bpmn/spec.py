"""From a process to the graph SpiffWorkflow runs: only listed elements, events without clock, one graph per content."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser import event_parsers as spiff
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent, ThrowingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask

from engine.bpmn.graph import TIMES, Process
from engine.bpmn.join import TokenJoin
from engine.bpmn.timer import Announcement, AwaitedMessage, PlannedTimer
from engine.bpmn.write import bpmn, definitions_element

NODE_TAGS = (
    "startEvent", "endEvent", "userTask", "exclusiveGateway", "parallelGateway", "intermediateCatchEvent",
    "intermediateThrowEvent", "boundaryEvent", "callActivity",
)
EVENT_TAGS = ("terminateEventDefinition", "messageEventDefinition", "timerEventDefinition")
_OTHERS = ("extensionElements", "documentation", "laneSet", "sequenceFlow", "textAnnotation", "association")
_NODES = {bpmn(name) for name in NODE_TAGS}
_EVENTS = {bpmn(name) for name in EVENT_TAGS}
_ALLOWED = _NODES | {bpmn(name) for name in _OTHERS}
_IN_NODES = _EVENTS | {bpmn(name) for name in ("extensionElements", "documentation", "incoming", "outgoing")}
_SEVERAL, _TIMES = bpmn("multiInstanceLoopCharacteristics"), bpmn("loopCardinality")


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


class PlanSpec(BpmnProcessSpec):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """A graph that knows the graphs it calls, which of its elements come by in rounds, and what lies behind each."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.called: dict[str, PlanSpec] = {}
        self.in_rounds: frozenset[str] = frozenset()
        self.instances: dict[str, str] = {}
        """Names of the single tasks of a multi-instance -> its own name."""
        self.behind: dict[str, frozenset[str]] = {}

    def finish(self) -> None:
        """Called when all is parsed; afterwards nothing changes the graph, which all instances and threads share."""
        several = {name: one for name, one in self.task_specs.items() if isinstance(one, MultiInstanceTask)}
        self.instances = {one.task_spec: name for name, one in several.items()}
        for one in several.values():  # the library connects them when a first instance starts: never after a load
            self.task_specs[one.task_spec].completed_event.connect(one.merge_child)
        kinds = (CatchingEvent, ThrowingEvent, MultiInstanceTask, SubWorkflowTask)
        self.in_rounds = frozenset(name for name, one in self.task_specs.items()
                                   if (one.manual or isinstance(one, kinds)) and name not in self.instances)
        self.behind = {name: self._behind(name) for name in self.task_specs}

    def _behind(self, name: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            one = self.task_specs[waiting.pop()]
            ahead = {*one._outputs, *([one.task_spec] if isinstance(one, MultiInstanceTask) else [])} - seen
            seen |= ahead
            waiting += ahead
        return frozenset(seen)


class _ProcessParser(ProcessParser):  # type: ignore[misc]  # SpiffWorkflow is untyped
    def create_spec(self) -> PlanSpec:
        return PlanSpec(name=self.bpmn_id, description=self.get_name(), filename=self.filename)


class PlanParser(BpmnParser):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """SpiffWorkflow's parser with everything taken out that kheo does not draw."""

    PARSER_CLASSES = _whitelist()
    PROCESS_PARSER_CLASS = _ProcessParser


@dataclass(frozen=True, slots=True)
class FlowKey:
    """The content of a process that decides how it moves; names, phrases and days have no part in it."""

    digest: str
    process: Process = field(compare=False, repr=False)


def flow_key(process: Process) -> FlowKey:
    """The key of the process."""
    return FlowKey(process.digest, process)


@lru_cache(maxsize=256)
def spec_of(key: FlowKey) -> Any:
    """SpiffWorkflow's graph of the process, shared by all its instances; BpmnError when it cannot be one."""
    return parse_spec(definitions_element((key.process,)), key.process.id)


def parse_spec(definitions: etree._Element, process_id: str) -> Any:
    """The graph of one process of a BPMN file; BpmnError names the first element kheo does not run."""
    _refuse_others(definitions)
    parser = PlanParser()
    try:
        parser.add_bpmn_xml(definitions)
        spec = parser.get_spec(process_id)
        spec.called = parser.get_subprocess_specs(process_id)
    except (ValidationException, RecursionError) as error:
        raise BpmnError(f'không dựng được quy trình "{process_id}": {error}') from error
    for one in (spec, *spec.called.values()):
        one.finish()
    return spec


def _refuse_others(definitions: etree._Element) -> None:
    """What is not listed is refused even where no flow leads to it: an event sub-process starts unasked."""
    for process in definitions.iter(bpmn("process")):
        for element in process.iterchildren(etree.Element):
            inner = list(element.iterchildren(etree.Element)) if element.tag in _NODES else []
            strange = [e for e in inner if e.tag not in _IN_NODES and not _repeats(element, e)]
            if element.tag not in _ALLOWED:
                strange.append(element)
            for found in strange[:1]:
                name = etree.QName(found).localname
                raise BpmnError(f'phần tử "{name}" ở "{element.get("id", "")}" không dùng được trong quy trình')
            if sum(e.tag in _EVENTS for e in inner) > 1:
                raise BpmnError(f'"{element.get("id", "")}" có nhiều hơn một sự kiện')


def _repeats(element: etree._Element, inner: etree._Element) -> bool:
    """Whether it says that a user task is done by several, so many that are named by one word."""
    said = list(inner.iterchildren(etree.Element))
    return (element.tag == bpmn("userTask") and inner.tag == _SEVERAL and [e.tag for e in said] == [_TIMES]
            and bool(TIMES.fullmatch(said[0].text or "")))
