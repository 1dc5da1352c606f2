"""The yardstick: W1 with SpiffWorkflow alone, its own full serializer, tables of its own, the driver without layers.

The only module beside `bpmn` and `instance` that knows the library.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

_FILE = Path(__file__).parent / "w1" / "plain.bpmn"
_TABLES = (
    "CREATE TABLE plain_instance (id TEXT PRIMARY KEY, state TEXT NOT NULL)",
    "CREATE TABLE plain_task (id TEXT PRIMARY KEY, instance_id TEXT NOT NULL, holder TEXT NOT NULL, name TEXT NOT NULL,"
    " status TEXT NOT NULL, opened_at TEXT NOT NULL, closed_at TEXT)",
    "CREATE INDEX plain_inbox ON plain_task (holder, status, opened_at)",
    "CREATE TABLE plain_due (task_id TEXT PRIMARY KEY, instance_id TEXT NOT NULL, due_at TEXT NOT NULL)",
    "CREATE INDEX plain_due_at ON plain_due (due_at)",
)


class PlainStore:
    """W1 over a connection of sqlite3 or psycopg that does not begin transactions by itself."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._mark, self._begin = ("?", "BEGIN IMMEDIATE") if type(connection).__module__ == "sqlite3" else (
            "%s", "BEGIN")
        self._serializer = BpmnWorkflowSerializer(registry=BpmnWorkflowSerializer.configure())
        parser = BpmnParser()
        parser.add_bpmn_str(_FILE.read_bytes())
        self._spec, self._below = parser.get_spec("w1"), parser.get_subprocess_specs("w1")
        for table in _TABLES:
            connection.execute(table)

    def start(self, instance_id: str, number: int, now: datetime) -> None:
        """One transaction: a new instance at its first task."""
        self._run(self._begin)
        flow = BpmnWorkflow(self._spec, self._below)
        flow.do_engine_steps()
        self._run("INSERT INTO plain_instance VALUES (?, ?)", instance_id, self._serializer.serialize_json(flow))
        self._open(flow, instance_id, number, now, set())
        self._run("COMMIT")

    def complete(self, task_id: str, number: int, data: Mapping[str, object], now: datetime) -> None:
        """One transaction: the task done, the instance moved on, its tasks and days written."""
        self._run(self._begin)
        (instance_id,) = self._run("SELECT instance_id FROM plain_task WHERE id = ? AND status = 'open'", task_id)[0]
        (state,) = self._run("SELECT state FROM plain_instance WHERE id = ?", instance_id)[0]
        flow = self._serializer.deserialize_json(state)
        before = {str(one.id) for one in _waiting(flow)}
        task = next(one for one in flow.get_tasks(state=TaskState.READY, manual=True) if str(one.id) == task_id)
        task.data.update(data)
        task.run()
        flow.do_engine_steps()
        saved = self._serializer.serialize_json(flow)
        self._run("UPDATE plain_instance SET state = ? WHERE id = ?", saved, instance_id)
        self._run("UPDATE plain_task SET status = 'done', closed_at = ? WHERE id = ?", now.isoformat(), task_id)
        self._open(flow, instance_id, number, now, before)
        self._run("COMMIT")

    def open_tasks(self) -> dict[str, str]:
        """Instance -> its open task."""
        return {row[0]: row[1] for row in self._run("SELECT instance_id, id FROM plain_task WHERE status = 'open'")}

    def state_bytes(self) -> list[int]:
        """How long each saved state is."""
        return sorted(len(row[0].encode()) for row in self._run("SELECT state FROM plain_instance"))

    def _open(self, flow: Any, instance_id: str, number: int, now: datetime, before: set[str]) -> None:
        """Rows for what waits now and did not before; no rows for what waits no more."""
        waits = {str(one.id): one for one in _waiting(flow)}
        for key in before - waits.keys():
            self._run("DELETE FROM plain_due WHERE task_id = ?", key)
        for key, one in ((key, one) for key, one in waits.items() if key not in before):
            if one.state == TaskState.READY:
                reviews = one.task_spec.bpmn_id == "review"
                holder = f"committee_{number % 20}" if reviews else f"unit_{number % 100}"
                self._run("INSERT INTO plain_task VALUES (?, ?, ?, ?, 'open', ?, NULL)", key, instance_id, holder,
                          one.task_spec.bpmn_name, now.isoformat())
            else:
                self._run("INSERT INTO plain_due VALUES (?, ?, ?)", key, instance_id, str(one.data["remind_at"]))

    def _run(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        cursor = self._connection.execute(sql.replace("?", self._mark), values)
        return list(cursor.fetchall()) if cursor.description else []


def _waiting(flow: Any) -> Iterator[Any]:
    """User tasks that are open, and the timer beside the review."""
    yield from flow.get_tasks(state=TaskState.READY, manual=True)
    yield from (one for one in flow.get_tasks(state=TaskState.WAITING) if one.task_spec.bpmn_id == "remind")


def form_data(answers: Mapping[str, Mapping[str, object]], accepted: bool, remind_at: str) -> dict[str, object]:
    """The answers as data of a task, copied as they come from a request."""
    said = json.loads(json.dumps(answers))
    return {"forms": said, "accepted": accepted, "remind_at": remind_at}
