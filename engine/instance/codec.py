"""The saved state of an instance: a short list of tasks, equal for equal trees, refused when anything is off.

One header line (codec version, library version, CRC of the body), then JSON: element names, and for each task three
numbers: name, state, distance to its parent in the list. No ids, moments, days, names of people or answers.
"""

import json
import re
import zlib
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.workflow import PlanWorkflow
from engine.instance.fact import InstanceError, OtherVersion

CODEC = "1"
LIBRARY = "3.2.0"
MAX_DEPTH = 500
"""Longest way from the start; below 1000 the library no longer sees tasks, and its recursions must end well before."""
_LAST_STATE = TaskState.CANCELLED.bit_length() - 1
_HEADER = re.compile(rb"kheo (\S{1,8}) (\S{1,16}) ([0-9a-f]{8})\Z")


def encode(workflow: PlanWorkflow) -> bytes:
    """The state; InstanceError when the tree has grown too deep or carries data."""
    names: dict[str, int] = {}
    index: dict[object, int] = {}
    depth: list[int] = []
    numbers: list[int] = []
    for task in workflow.tasks.values():
        place = index[task.id] = len(index)
        parent = place if task._parent is None else index[task._parent]
        depth.append(0 if parent == place else depth[parent] + 1)
        if task.data or depth[-1] > MAX_DEPTH:
            raise InstanceError(_refusal(bool(task.data)))
        name = names.setdefault(task.task_spec.name, len(names))
        numbers += (name, task.state.bit_length() - 1, place - parent)
    body = json.dumps({"e": list(names), "t": numbers}, ensure_ascii=False, separators=(",", ":")).encode()
    return f"kheo {CODEC} {LIBRARY} {zlib.crc32(body):08x}\n".encode() + body


def _refusal(data: bool) -> str:
    if data:
        return "trạng thái không được mang dữ liệu của biểu mẫu"
    return f"quy trình đã đi quá {MAX_DEPTH} bước nối tiếp; hãy kết thúc lần chạy này và mở lần chạy mới"


def decode(state: bytes, spec: Any) -> PlanWorkflow:
    """The tree; InstanceError when the bytes are damaged, of another version, or of another process."""
    body = _body(state)
    workflow = PlanWorkflow(spec, deserializing=True)
    tasks: list[Any] = []
    try:
        for place, (name, bit, back) in enumerate(_rows(json.loads(body))):
            parent = tasks[place - back] if place else None
            tasks.append(Task(workflow, spec.task_specs[name], parent, state=1 << bit, id=place + 1))
    except (KeyError, ValueError):
        raise InstanceError("trạng thái đã lưu không khớp với quy trình của nó") from None
    for task in tasks:
        if task.state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
            workflow.event_manager.add_task(task)
    workflow.task_tree = tasks[0]
    workflow.completed = workflow.over()
    return workflow


def _body(state: bytes) -> bytes:
    head, _, body = state.partition(b"\n")
    found = _HEADER.match(head)
    if not found:
        raise InstanceError("trạng thái đã lưu không đọc được")
    codec, library, check = (part.decode() for part in found.groups())
    if (codec, library) != (CODEC, LIBRARY):
        raise OtherVersion(f"trạng thái lưu bằng bản {codec}/{library}, chương trình này đọc bản {CODEC}/{LIBRARY}")
    if f"{zlib.crc32(body):08x}" != check:
        raise InstanceError("trạng thái đã lưu bị hỏng: mã kiểm tra không khớp")
    return body


def _rows(content: object) -> list[tuple[str, int, int]]:
    """Name, state and distance to the parent of each task; ValueError when the content has another shape."""
    match content:
        case {"e": list(names), "t": list(numbers)} if numbers and len(numbers) % 3 == 0:
            if not all(type(n) is int and n >= 0 for n in numbers):
                raise ValueError("not all numbers")
        case _:
            raise ValueError("no list of tasks")
    rows = list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))
    for place, (name, bit, back) in enumerate(rows):
        if name >= len(names) or bit > _LAST_STATE or back > place or (back == 0) != (place == 0):
            raise ValueError(f"row {place}")
    return [(str(names[name]), bit, back) for name, bit, back in rows]
