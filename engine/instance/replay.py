"""The way an instance has come, gone again on another process: where it stands there, or why it cannot stand there.

What was done stays done and every choice falls as it fell; nothing is asked of people again and nothing is guessed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine.bpmn.graph import Process
from engine.bpmn.spec import FlowKey, flow_key, spec_of
from engine.bpmn.timer import tell
from engine.bpmn.workflow import GuardUnknown, PlanWorkflow, ScriptRefused
from engine.instance.codec import decode, encode
from engine.instance.fact import Awaiting, DueSet, InstanceError, Opened, Truths
from engine.instance.scan import Point, look, marks_of, opening
from engine.instance.step import MAX_STEPS
from engine.instance.way import Way

Open = Opened | Awaiting | DueSet


@dataclass(frozen=True, slots=True)
class Replayed:
    """The instance on the other process: its state, what is open there, what it has announced on the way."""

    state: bytes
    open: tuple[Open, ...]
    sent: tuple[str, ...]
    lost: tuple[str, ...]
    """Tasks that are open now and have no element there."""
    ended: bool


@dataclass(frozen=True, slots=True)
class Unmovable:
    """The instance cannot stand on the other process; one Vietnamese clause says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Asks:
    """The way leads through a choice that was never made: the guard's truth is to be found out."""

    guard: str


@dataclass(frozen=True, slots=True)
class _Blocked:
    """A task that was `done` or is open cannot be reached: `before` it stand elements that are not done."""

    element: str
    done: bool
    before: tuple[str, ...]


def replay(old: Process, new: Process, state: bytes, truths: Truths,
           said: frozenset[str]) -> Replayed | Unmovable | Asks:
    """Where the instance stands on `new`. `truths`: guards asked for so far; `said`: messages it would hear at once.

    Raises InstanceError when the state is damaged.
    """
    before, after = flow_key(old), flow_key(new)
    found = _unchanged(before, state) if before == after else _replayed(before, after, state, truths, said)
    if isinstance(found, _Blocked):
        return Unmovable(_told(found, {node.id: node.name for process in (old, new) for node in process.nodes}))
    if not isinstance(found, Replayed):
        return found
    ruled = (replace(f, rule=new.node(f.node.element).rule) if isinstance(f, DueSet) else f for f in found.open)
    return replace(found, open=tuple(ruled))


def _told(blocked: _Blocked, names: Mapping[str, str]) -> str:
    what = f"“{names[blocked.element]}” {'đã xong' if blocked.done else 'đang mở'}, nhưng kế hoạch mới"
    before = dict.fromkeys(names[element] for element in blocked.before if names[element])
    if before:
        return f"{what} đặt trước đó phần chưa làm: {', '.join(f'“{name}”' for name in before)}"
    return f"{what} không còn lối dẫn tới đó"


@lru_cache(maxsize=4096)
def _unchanged(key: FlowKey, state: bytes) -> Replayed:
    """The same flow with other names, phrases or people: every element keeps its meaning."""
    workflow = decode(state, spec_of(key))
    points = look(workflow, marks_of(key)).values()
    return Replayed(state, _open(points), _sent(points), (), workflow.over())


def _open(points: Iterable[Point]) -> tuple[Open, ...]:
    return tuple(opening(p) for p in points if p.phase == "open" and p.mark.kind != "throw")


def _sent(points: Iterable[Point]) -> tuple[str, ...]:
    return tuple(p.mark.message for p in points if p.mark.kind == "throw" and p.phase == "done")


def _is_composed(process: Process) -> bool:
    """Whether tasks in it are done by several, or other processes are called."""
    return bool(process.called) or any(node.times for node in process.nodes)


@lru_cache(maxsize=4096)
def _replayed(before: FlowKey, after: FlowKey, state: bytes, truths: Truths,
              said: frozenset[str]) -> Replayed | Unmovable | Asks | _Blocked:
    """Names have no part in it: plans with the same flow share it."""
    if any(_is_composed(key.process) for key in (before, after)):
        return Unmovable("quy trình vẽ có phần nhiều người cùng làm hoặc gọi quy trình khác, và đường đi đã đổi")
    way = Way(before.process, decode(state, spec_of(before)))
    walk = _Walk(way, after, dict(truths), said)
    try:
        walk.go()
        return walk.outcome()
    except GuardUnknown as error:
        gate = any(node.id == error.guard for node in after.process.nodes)
        if gate and error.guard not in dict(truths):
            return Asks(error.guard)
        return Unmovable("kế hoạch mới rẽ nhánh theo câu trả lời mà việc đã gửi không cho biết")
    except InstanceError as error:
        return Unmovable(str(error))
    except (SpiffWorkflowException, ScriptRefused, RecursionError) as error:
        return Unmovable(f"quy trình mới không đi tiếp được: {error}")


class _Walk:
    """A fresh tree of the other process, led along the way."""

    def __init__(self, way: Way, key: FlowKey, truths: Mapping[str, int], said: frozenset[str]) -> None:
        self.way = way
        self.process = key.process
        self.kinds = {node.id: node.kind for node in key.process.nodes}
        self.marks = marks_of(key)
        self.truths = truths
        self.said = said
        self.workflow = PlanWorkflow(spec_of(key), ())
        self.chosen: dict[str, int] = {}

    def go(self) -> None:
        """As far as the past leads."""
        for _ in range(MAX_STEPS):
            self._advance()
            task = self._next()
            if task is None:
                return
            if self.kinds[task.task_spec.name] == "task":
                self.workflow.run_task(task)
            else:
                tell(task)
        raise InstanceError(f"quy trình mới tự chạy quá {MAX_STEPS} bước")

    def _advance(self) -> None:
        for _ in range(MAX_STEPS):
            task = self.workflow.ready()
            if task is None:
                return
            name = task.task_spec.name
            if self.kinds.get(name) == "exclusive":
                self.workflow.truths = self._truths_at(name)
            self.workflow.run_task(task)
        raise InstanceError(f"quy trình mới tự chạy quá {MAX_STEPS} bước")

    def _truths_at(self, choice: str) -> dict[str, int]:
        """The choice falls as it fell; one that was never made goes by the truths that were found out."""
        turn = self.chosen[choice] = self.chosen.get(choice, 0) + 1
        if (choice, turn) not in self.way.choices:
            return dict(self.truths)
        taken = self.way.choices[(choice, turn)]
        guards = {f.guard for f in self.process.flows if f.source == choice and f.guard and not f.default}
        if taken is not None and guards and taken not in guards:
            raise InstanceError("kế hoạch mới không còn lối rẽ mà việc đã đi qua")
        return {guard: guard == taken for guard in guards}

    def _next(self) -> Any | None:
        """The first point that is open here and was passed there, or hears its message at once."""
        for key, point in look(self.workflow, self.marks).items():
            if point.phase == "open" and point.mark.kind != "throw" and (self._passed(point) or self._hears(point)):
                return self.workflow.get_task_from_id(key)
        return None

    def _passed(self, point: Point) -> bool:
        found = self.way.points.get(str(point.node))
        return found is not None and found.phase == "done" and found.mark.kind == point.mark.kind

    def _hears(self, point: Point) -> bool:
        """A message that was sent; where the instance waits for it already, it has not been sent to it."""
        was = self.way.points.get(str(point.node))
        waits = was is not None and was.phase == "open" and was.mark.message == point.mark.message
        return point.mark.kind == "catch" and point.mark.message in self.said and not waits

    def outcome(self) -> Replayed | Unmovable | _Blocked:
        """Nothing that is open may be lost unseen, nothing that was done may come again."""
        points = {str(p.node): p for p in look(self.workflow, self.marks).values()}
        lost = []
        for node, was in self.way.points.items():
            if was.mark.kind != "task" or was.phase == "gone":
                continue
            now = points.get(node)
            if was.node.element not in self.kinds:
                lost += [node] if was.phase == "open" else []
            elif now is None or now.phase != was.phase or now.mark.kind != "task":
                return _Blocked(was.node.element, was.phase == "done", self._in_the_way(points.values()))
        ended = self.workflow.over()
        if not ended and not any(p.phase == "open" for p in points.values()):
            return Unmovable("ở kế hoạch mới không còn gì để làm mà quy trình chưa kết thúc")
        return Replayed(encode(self.workflow), _open(points.values()),
                        _sent(points.values()), tuple(lost), ended)

    def _in_the_way(self, points: Iterable[Point]) -> tuple[str, ...]:
        return tuple(p.node.element for p in points if p.phase == "open" and p.mark.kind != "throw"
                     and self.way.phase(str(p.node)) != "open")
