"""R35: the processes are walked; what cannot be reached, and loops that nobody can leave."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from engine.base.text import fold
from engine.bpmn.compile import compile_plan
from engine.bpmn.graph import Flow, Process, ProcessNode
from engine.bpmn.reach import RESULT
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import Sentence, sentence
from engine.plan.expression import parse_expression
from engine.plan.step import Scope, Step

_ENDS = ("end", "terminate")


@lru_cache(maxsize=8)
def processes(seen: Seen) -> Mapping[Scope, Process]:
    """The processes that the plan runs as."""
    return compile_plan(seen.loaded).processes


def r35(seen: Seen) -> Iterator[Finding]:
    """Steps that never open, then tasks and loops within the steps."""
    for step, why in _closed(seen):
        yield seen.found("R35", ("steps", seen.numbers[step.id]), sentence(
            "Bước “{step}” không bao giờ tới được: {why}.", step=step.name, why=why), sentence(
            "sửa “sau”, “mở khi xong”, “cần”, “mở từ” hoặc “chỉ khi” của bước này"), named(step))
    for process in processes(seen).values():
        yield from _within(seen, process)


def _closed(seen: Seen) -> list[tuple[Step, Sentence]]:
    """The steps that wait for what cannot come, each with the reason; found by opening what can open until no more."""
    opened: set[str] = set()
    waiting = list(seen.plan.steps)
    while True:
        opening = {step.id for step in waiting if _obstacle(seen, step, opened) is None}
        if not opening:
            return [(step, why) for step in waiting if (why := _obstacle(seen, step, opened))]
        opened |= opening
        waiting = [step for step in waiting if step.id not in opened]


def _obstacle(seen: Seen, step: Step, opened: set[str]) -> Sentence | None:
    """Why the step cannot open once those steps have."""
    if step.when and not parse_expression(step.when).names and not parse_expression(step.when).holds({}):
        return sentence("điều kiện “{when}” không bao giờ đúng", when=step.when)
    if step.scope != "run" and seen.plan.opening not in opened:
        return _waits(seen, seen.plan.opening)
    if step.scope == "entry" and not _entries(seen, opened):
        return sentence("không bước nào lập mô hình trước đó")
    needed = [*step.after, *([step.opens_on] if step.opens_on else []), *(() if step.cut_off else step.needs)]
    for before in needed:
        if before not in opened:
            return _waits(seen, before)
    for event in _events(seen, step):
        fixer = seen.plan.events[event].fixed_in
        if seen.plan.events[event].date is None and fixer is not None and fixer not in opened:
            return sentence("chờ ngày “{event}” do bước “{fixer}” ấn định, bước ấy cũng không mở được trước",
                            event=event, fixer=seen.steps[fixer].name)
    return None


def _waits(seen: Seen, before: str) -> Sentence:
    return sentence("chờ bước “{before}”, bước ấy không thể xong trước", before=seen.steps[before].name)


def _entries(seen: Seen, opened: set[str]) -> bool:
    """Whether there can be entries."""
    register = seen.plan.register_
    created = any(write.create for step in seen.plan.steps if step.id in opened for write in step.writes)
    return created or bool(register and register.nomination)


def _events(seen: Seen, step: Step) -> list[str]:
    """The plan's events that must have a day before the step opens."""
    phrases = [phrase for phrase in (step.opens_from, step.cut_off) if phrase]
    hanging = {fold(event) for phrase in phrases for event in seen.rule(phrase).events}
    return [name for name in seen.plan.events if fold(name) in hanging]


def _within(seen: Seen, process: Process) -> Iterator[Finding]:
    """Tasks of a step that no outcome leads to, and tasks from which no outcome leads to an end."""
    ways = _ways(process)
    start = [node.id for node in process.nodes if node.kind == "start"]
    reached = _reached(start, ways)
    back: dict[str, list[str]] = {}
    for source, targets in ways.items():
        for target in targets:
            back.setdefault(target, []).append(source)
    leaving = _reached([node.id for node in process.nodes if node.kind in _ENDS], back)
    told: set[str] = set()
    for node in process.nodes:
        if node.kind == "task" and node.step not in told and (node.id not in reached or node.id not in leaving):
            told.add(node.step)
            yield _stuck(seen, node, node.id in reached)


def _stuck(seen: Seen, node: ProcessNode, loops: bool) -> Finding:
    step = seen.steps[node.step]
    if loops:
        says = sentence("Bước “{step}”: từ việc “{task}” không kết quả nào dẫn tới kết thúc, việc quay vòng mãi.",
                        step=step.name, task=node.name)
    else:
        says = sentence("Bước “{step}”: không kết quả nào dẫn tới việc “{task}”.", step=step.name, task=node.name)
    return seen.found("R35", ("steps", seen.numbers[step.id], "block"), says, sentence(
        "sửa điều kiện trên các mũi tên của quy trình mẫu “{block}” cho khớp với các kết quả của việc",
        block=step.block), named(step))


def _ways(process: Process) -> dict[str, list[str]]:
    """Where each node can lead; after a task, only where one of its outcomes can."""
    ahead: dict[str, list[Flow]] = {}
    for flow in process.flows:
        ahead.setdefault(flow.source, []).append(flow)
    nodes = {node.id: node for node in process.nodes}
    guards = dict(process.guards)
    ways: dict[str, list[str]] = {node.attached_to: [node.id] for node in process.nodes if node.kind == "boundary"}
    for node in process.nodes:
        out = ahead.get(node.id, [])
        if node.kind == "task" and len(out) == 1 and nodes[out[0].target].kind == "exclusive":
            choice = ahead.get(out[0].target, [])
            found = {flow.target for one in node.outcomes for flow in _taken(choice, guards, one.id)}
            ways.setdefault(node.id, []).extend(sorted(found))
        else:
            ways.setdefault(node.id, []).extend(flow.target for flow in out)
    return ways


def _taken(choice: list[Flow], guards: Mapping[str, str], outcome: str) -> list[Flow]:
    """The ways out of a choice that an outcome can take: guards over nothing but the outcome decide."""
    taken: list[Flow] = []
    for flow in (flow for flow in choice if flow.guard):
        expression = parse_expression(guards[flow.guard])
        certain = expression.names <= {RESULT}
        if not certain or expression.holds({RESULT: outcome}):
            taken.append(flow)
            if certain:
                return taken
    return taken + [flow for flow in choice if not flow.guard]


def _reached(origins: Iterable[str], ways: Mapping[str, list[str]]) -> set[str]:
    seen = set(origins)
    waiting = list(seen)
    while waiting:
        for far in ways.get(waiting.pop(), ()):
            if far not in seen:
                seen.add(far)
                waiting.append(far)
    return seen
