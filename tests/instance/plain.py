"""SpiffWorkflow as it comes: its own parser, specs, script engine, events and loop, nothing of kheo but the drawing."""

from itertools import count
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.graph import Process
from engine.bpmn.join import TokenJoin
from engine.bpmn.write import bpmn, definitions_element

_LATER = '"P900D"'


class _Joining(BpmnParser):
    """The stock parser, but for the parallel gateway: the library's own joins too early inside a loop (trap T12)."""

    OVERRIDE_PARSER_CLASSES = {
        bpmn("parallelGateway"): (BpmnParser.PARSER_CLASSES[bpmn("parallelGateway")][0], TokenJoin)}


class Plain:
    """One instance. `saved`: written by the library's serializer and read again after every act."""

    def __init__(self, process: Process, truths: dict[str, int], joins_in_a_loop: bool, saved: bool) -> None:
        self.process = process
        self.saved = saved
        parser = (_Joining if joins_in_a_loop else BpmnParser)()
        root = definitions_element((process,))
        for timer in root.iter(bpmn("timerEventDefinition")):
            etree.SubElement(timer, bpmn("timeDuration")).text = _LATER
        parser.add_bpmn_xml(root)
        self.names: dict[str, object] = {"kheo": 0, **truths}
        self.engine = PythonScriptEngine(environment=TaskDataEnvironment(self.names))
        self.workflow = BpmnWorkflow(
            parser.get_spec(process.id), parser.get_subprocess_specs(process.id), script_engine=self.engine)
        self.go_on()

    def go_on(self) -> None:
        self.workflow.do_engine_steps()
        self.workflow.get_events()
        if self.saved:
            serializer = BpmnWorkflowSerializer()
            self.workflow = serializer.deserialize_json(serializer.serialize_json(self.workflow))
            self.workflow.script_engine = self.engine

    def act(self, node: str, truths: dict[str, int]) -> None:
        """End the wait at the node of that text; its rounds are told by the place among the tasks of the element."""
        self.names.update(truths)
        task = self.open()[without_rounds(node)]
        definition = getattr(task.task_spec, "event_definition", None)
        if definition is None:
            task.run()
        elif task.task_spec.bpmn_id in {n.id for p in self.process.whole for n in p.nodes if n.kind == "catch"}:
            task.task_spec.catch(task, BpmnEvent(definition, payload={}))
            task.task_spec._update(task)
        else:
            task.internal_data["event_value"] = "2020-01-01T00:00:00+00:00"
            self.workflow.refresh_timers()
        self.go_on()

    def cancel(self) -> None:
        self.workflow.cancel()

    def open(self) -> dict[str, Any]:
        """What waits for somebody, by the text of its node without rounds."""
        waits = {n.id for p in self.process.whole for n in p.nodes if n.kind in ("catch", "timer", "boundary")}
        found: dict[str, Any] = {}
        parts = [(self.workflow, "")]
        for workflow, path in parts:
            for task in workflow.tasks.values():
                name = task.task_spec.bpmn_id if hasattr(task.task_spec, "bpmn_id") else None
                manual = task.task_spec.manual and task.state == TaskState.READY
                if manual or name in waits and task.state == TaskState.WAITING:
                    assert path + self.text(task) not in found
                    found[path + self.text(task)] = task
                if task.id in self.workflow.subprocesses and not task.has_state(TaskState.FINISHED_MASK):
                    parts.append((self.workflow.subprocesses[task.id], f"{path}{name}/"))
        return found

    def text(self, task) -> str:
        if task.parent.task_spec.name != task.task_spec.bpmn_id:
            return str(task.task_spec.bpmn_id)
        places = count()
        index = {child.id: next(places) for child in task.parent.children if child.task_spec is task.task_spec}
        return f"{task.task_spec.bpmn_id}[{index[task.id]}]"


def without_rounds(node: str) -> str:
    return "/".join(part.partition("#")[0] for part in node.split("/"))
