"""One step of an instance: saved state and command in, new state and facts out; nothing else has a say."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine.bpmn.graph import NodeKind, Process
from engine.bpmn.spec import flow_key, spec_of
from engine.bpmn.timer import tell
from engine.bpmn.workflow import GuardUnknown, PlanWorkflow, ScriptRefused
from engine.instance.cache import alarm, find, keep
from engine.instance.codec import decode, encode
from engine.instance.fact import (
    Awaiting,
    Cancel,
    Command,
    Complete,
    Deliver,
    DueSet,
    Ended,
    Fact,
    Fire,
    InstanceError,
    Moved,
    Opened,
    Start,
)
from engine.instance.scan import Point, happened, look, marks_of, opening

MAX_STEPS = 1000
MAX_ROUNDS = 50

_ASKED: dict[type[Command], tuple[tuple[NodeKind, ...], str, str]] = {
    Complete: (("task",), "việc", "hoàn thành"),
    Deliver: (("catch",), "chỗ chờ tin", "nhận tin"),
    Fire: (("timer", "boundary"), "mốc thời gian", "tính là đã đến"),
}
_PHASES = {"done": "đã xong", "gone": "đã huỷ"}


def step(process: Process, state: bytes | None, command: Command) -> Moved:
    """The outcome of the command; `state` is None for Start and for nothing else.

    Raises InstanceError when the state does not allow the command, when the command lacks the truth of a guard the flow
    meets, or when the instance cannot go on (50 rounds, 1000 steps, nothing left open); the old state then still holds.
    """
    found = find(process, state, command)
    if found is not None:
        return found
    try:
        moved = compute(process, state, command)
    except InstanceError:
        alarm(process, state, command)
        raise
    return keep(process, state, command, moved)


def open_nodes(process: Process, state: bytes) -> tuple[Opened | Awaiting | DueSet, ...]:
    """What is open in a saved state, in the order of its tree: for comparison with the rows."""
    key = flow_key(process)
    points = look(decode(state, spec_of(key)), marks_of(key)).values()
    facts = [opening(p) for p in points if p.phase == "open" and p.mark.kind != "throw"]
    return tuple(replace(f, rule=process.node(f.node.element).rule) if isinstance(f, DueSet) else f for f in facts)


def compute(process: Process, state: bytes | None, command: Command) -> Moved:
    """As `step`, by SpiffWorkflow whatever is kept; the rules of timers are left empty."""
    run = _Run(process)
    try:
        if state is None:
            run.start(command)
        else:
            run.go_on(state, command)
        return run.outcome()
    except GuardUnknown as error:
        raise InstanceError(f'lệnh không cho biết điều kiện "{error.guard}" đúng hay sai') from error
    except (SpiffWorkflowException, ScriptRefused, RecursionError) as error:
        raise InstanceError(f'quy trình "{process.name}" không đi tiếp được: {error}') from error


class _Run:
    """One step under way: the tree, what it looked like last, and the facts so far. Thrown away whatever happens."""

    def __init__(self, process: Process) -> None:
        key = flow_key(process)
        self.process = process
        self.spec = spec_of(key)
        self.marks = marks_of(key)
        self.facts: list[Fact] = []
        self.points: Mapping[object, Point] = {}
        self.workflow: PlanWorkflow

    def start(self, command: Command) -> None:
        if not isinstance(command, Start):
            raise InstanceError(f'quy trình "{self.process.name}" chưa bắt đầu')
        self.workflow = PlanWorkflow(self.spec, command.truths)
        self._advance()

    def go_on(self, state: bytes, command: Command) -> None:
        if isinstance(command, Start):
            raise InstanceError(f'quy trình "{self.process.name}" đã bắt đầu rồi')
        self.workflow = decode(state, self.spec)
        if self.workflow.over():
            raise InstanceError(f'quy trình "{self.process.name}" đã kết thúc')
        self.points = look(self.workflow, self.marks)
        if isinstance(command, Cancel):
            self.workflow.cancel()
            self._note()
            return
        task = self._open_task(command)
        self.workflow.truths = dict(command.truths)
        if isinstance(command, Complete):
            self.workflow.run_task(task)
        else:
            tell(task)
        self._advance()

    def outcome(self) -> Moved:
        """The state and the facts; refuses an instance that neither ended nor waits for anything."""
        if self.workflow.over():
            self.facts.append(Ended())
        elif not any(p.phase == "open" for p in self.points.values()):
            raise InstanceError(f'quy trình "{self.process.name}" bị tắc: chưa kết thúc mà không còn gì đang mở')
        return Moved(encode(self.workflow), tuple(self.facts))

    def _open_task(self, command: Complete | Deliver | Fire) -> Any:
        """SpiffWorkflow's task of the command's node; it would run a finished one again without a word."""
        kinds, noun, verb = _ASKED[type(command)]
        for key, point in self.points.items():
            if str(point.node) == command.node and point.mark.kind in kinds:
                if point.phase == "open":
                    return self.workflow.get_task_from_id(key)
                raise InstanceError(f"{noun} {self._name(command.node)} {_PHASES[point.phase]}, không thể {verb} nữa")
        raise InstanceError(f"{noun} {self._name(command.node)} chưa mở, không thể {verb}")

    def _name(self, node: str) -> str:
        element = node.rsplit("/", 1)[-1].partition("#")[0].partition("[")[0]
        names = {n.id: n.name for process in self.process.whole for n in process.nodes}
        return f'"{names.get(element) or node}"'

    def _advance(self) -> None:
        self._note()
        for _ in range(MAX_STEPS):
            task = self.workflow.ready()
            if task is None:
                return
            self.workflow.run_task(task)
            self._note()
        raise InstanceError(f'quy trình "{self.process.name}" tự chạy quá {MAX_STEPS} bước mà không dừng lại chờ ai')

    def _note(self) -> None:
        points = look(self.workflow, self.marks, self.points)
        for point in points.values():
            if point.node.round > MAX_ROUNDS:
                name = self._name(point.node.element)
                raise InstanceError(f"{name} đã lặp quá {MAX_ROUNDS} vòng; cần người quản trị xem lại quy trình")
        self.facts.extend(happened(self.points, points))
        self.points = points
