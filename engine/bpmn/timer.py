"""Events of SpiffWorkflow without clock, payload or chance: each fires only when told, and only at the one told."""

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent


class Told(EventDefinition):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """A wait for a message or for a day; it ends for the task whose id the event carries, for no other."""

    def catches(self, my_task: Any, event: Any) -> bool:
        return event.event_definition is self and event.payload == my_task.id


class AwaitedMessage(Told):
    """A wait for a message; who sent it, and what it said, stays in rows."""


class PlannedTimer(Told):
    """A wait for a day; the day stays in rows and is never compared with a clock here."""


class Announcement(EventDefinition):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """A message sent; that its node was passed is the announcement."""

    def throw(self, my_task: Any) -> None:
        """Nothing travels inside the process."""


def tell(task: Any) -> None:
    """End the wait of that task; WorkflowException when it does not wait."""
    event = BpmnEvent(task.task_spec.event_definition, payload=task.id)
    task.workflow.top_workflow.send_event(event)
