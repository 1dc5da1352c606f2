"""A plan and its drawn blocks, woven into three processes: the run, each unit, each entry."""

from collections.abc import Mapping
from dataclasses import replace

from engine.base.diagnostic import Diagnostic, PlanError
from engine.base.text import fold
from engine.bpmn.blocks import Block
from engine.bpmn.fragment import Fragment, fragment_of, role_of
from engine.bpmn.graph import Flow, Process, ProcessNode
from engine.bpmn.trials import trial_misfits
from engine.plan.model import Plan
from engine.plan.read import ReadPlan
from engine.plan.step import Scope, Step

IDS: dict[Scope, tuple[str, str]] = {
    "run": ("dot", "Cả đợt"), "unit": ("don-vi", "Mỗi đơn vị"), "entry": ("mo-hinh", "Mỗi mô hình"),
}
"""Id and name of the process of each scope."""


def weave(read: ReadPlan, blocks: Mapping[str, Block], plan_hash: str) -> tuple[Process, Process, Process]:
    """The processes of run, unit and entry; `blocks` by id. PlanError with KH035-KH038 when steps do not fit blocks.

    Ids of elements come from the plan's and the blocks' ids alone, so the order of steps in the file does not matter.
    """
    found = [d for i, step in enumerate(read.plan.steps) for d in misfits(read, i, blocks[step.block])]
    found += trial_misfits(read, blocks)
    if found:
        raise PlanError(tuple(sorted(found)))
    run, unit, entry = (_process(read.plan, scope, blocks, plan_hash) for scope in IDS)
    return run, unit, entry


def misfits(read: ReadPlan, index: int, block: Block) -> tuple[Diagnostic, ...]:
    """What keeps a step from being woven with its block: nobody for a task, an unknown slot, an impossible order."""
    plan, step = read.plan, read.plan.steps[index]
    called = f'bước "{step.id}" dùng quy trình mẫu "{block.id}"'
    found = []
    for node in block.nodes:
        if node.party and not node.optional and not role_of(step, node.party):
            found.append(Diagnostic(read.at("steps", index), "KH035", f'{called} nhưng chưa nói ai làm việc '
                                    f'"{node.name}"; thêm "{node.party}: <tên vai trò>" vào bước này'))
    slots = {fold(n.slot) for n in block.nodes if n.party and role_of(step, n.party)}
    for key, given in (("forms", step.forms), ("deadlines", step.deadlines)):
        for slot in given:
            if fold(slot) not in slots:
                known = ", ".join(f'"{s}"' for s in block.slots())
                found.append(Diagnostic(read.key_at("steps", index, key, slot), "KH036",
                                        f'{called}; ở bước này không có phần việc "{slot}"; quy trình có: {known}'))
    if step.vote and not any(node.act == "ballot" for node in block.nodes):
        found.append(Diagnostic(read.key_at("steps", index, "vote"), "KH036",
                                f'{called} không có phần việc bỏ phiếu; dùng quy trình tham-dinh'))
    same = {s.id for s in plan.steps_of(step.scope)}
    for position, before in enumerate(step.after):
        if before not in same:
            found.append(Diagnostic(read.at("steps", index, "after", position), "KH037",
                                    f'bước "{step.id}" đứng sau "{before}" là bước của phạm vi khác; '
                                    f'dùng "mở khi xong: {before}"'))
    if step.id in _before(step, plan):
        found.append(Diagnostic(read.at("steps", index, "after"), "KH038",
                                f'bước "{step.id}" đứng sau chính nó qua các mục "sau"; bỏ một mục trong vòng này'))
    return tuple(found)


def listened(plan: Plan) -> frozenset[str]:
    """The steps to whose end somebody listens; only these announce it.

    What writes new entries does so too: who counts entries must know that a unit will add no more, also when skipped.
    """
    waits = {s.opens_on for s in plan.steps if s.opens_on} | {need for s in plan.steps for need in s.needs}
    creators = {s.id for s in plan.steps if any(write.create for write in s.writes)}
    return frozenset(waits | creators | {plan.opening})


def _before(step: Step, plan: Plan) -> set[str]:
    """All steps that end before this one opens, by way of `sau`."""
    steps = {s.id: s for s in plan.steps}
    seen: set[str] = set()
    waiting = list(step.after)
    while waiting:
        here = waiting.pop()
        if here not in seen and here in steps:
            seen.add(here)
            waiting += steps[here].after
    return seen


def _direct(step: Step, plan: Plan) -> tuple[str, ...]:
    """`sau` without the steps that another one of them stands after anyway."""
    farther = {far for near in step.after for far in _before(plan.step(near), plan)}
    return tuple(dict.fromkeys(s for s in step.after if s not in farther))


def _process(plan: Plan, scope: Scope, blocks: Mapping[str, Block], plan_hash: str) -> Process:
    process_id, name = IDS[scope]
    start = ProcessNode(f"bat-dau.{process_id}", "start", "Bắt đầu")
    steps = plan.steps_of(scope)
    if not steps:
        end = ProcessNode(f"ket-thuc.{process_id}", "end", "Kết thúc")
        flow = Flow(f"{start.id}..{end.id}", start.id, end.id)
        return Process(process_id, name, scope, (start, end), (flow,), plan_hash=plan_hash)
    thread = _Threads(plan, steps, blocks)
    nodes, flows = thread.woven(start)
    guards = tuple(g for made in thread.fragments.values() for g in made.guards)
    lanes = tuple(dict.fromkeys(n.lane for n in nodes))
    return Process(process_id, name, scope, nodes, flows, guards, lanes, plan_hash)


class _Threads:
    """The steps of one scope as fragments, tied together after `sau`: what is not ordered runs in parallel."""

    def __init__(self, plan: Plan, steps: tuple[Step, ...], blocks: Mapping[str, Block]) -> None:
        heard = listened(plan)
        self.steps = steps
        self.direct = {s.id: _direct(s, plan) for s in steps}
        self.fragments = {s.id: self._ready(fragment_of(s, blocks[s.block], plan, heard=s.id in heard), s.id)
                          for s in steps}

    def woven(self, start: ProcessNode) -> tuple[tuple[ProcessNode, ...], tuple[Flow, ...]]:
        """All nodes and flows of the process that begins with `start`."""
        roots = [s.id for s in self.steps if not self.direct[s.id]]
        first = self.fragments[roots[0]]
        start = replace(start, lane=first.node(first.entry).lane)
        nodes, flows = [start], self._onward(start.id, roots)
        if len(roots) > 1:
            fork = ProcessNode(f"{start.id}.re", "parallel", lane=start.lane)
            nodes, flows = [start, fork], [Flow(f"{start.id}..{fork.id}", start.id, fork.id),
                                           *self._onward(fork.id, roots)]
        for step, made in self.fragments.items():
            nodes += made.nodes
            flows += [*made.flows, *self._leaving(step)]
        return tuple(nodes), tuple(flows)

    def _leaving(self, step: str) -> list[Flow]:
        exits, following = self.fragments[step].exits, self._following(step)
        if len(following) > 1:
            return self._onward(exits[0].source, following)
        return [replace(e, target=self._door(following[0])) for e in exits]

    def _following(self, step: str) -> list[str]:
        return [s.id for s in self.steps if step in self.direct[s.id]]

    def _onward(self, source: str, steps: list[str]) -> list[Flow]:
        return [Flow(f"{source}..{target}", source, target) for target in map(self._door, steps)]

    def _door(self, step: str) -> str:
        return self.fragments[step].entry

    def _ready(self, made: Fragment, step: str) -> Fragment:
        """The fragment with what the order of steps demands: a join before it, a merge, a fork or an end after it."""
        following = self._following(step)
        if len(self.direct[step]) > 1:
            made = made.before(ProcessNode(f"{step}.gop", "parallel", step=step))
        if following and len(made.exits) > 1:
            made = made.after(ProcessNode(f"{step}.qua", "exclusive", step=step))
        if len(following) > 1:
            made = made.after(ProcessNode(f"{step}.re", "parallel", step=step))
        if not following:
            closed = made.after(ProcessNode(f"{step}.ket-thuc", "end", step=step))
            return replace(closed, exits=())
        return made
