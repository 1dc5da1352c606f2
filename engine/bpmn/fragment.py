"""One step with its block: the nodes it brings into a process, where they are entered, and where they are left."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.base.text import fold
from engine.bpmn.blocks import Block, BlockNode, Party
from engine.bpmn.graph import Flow, ProcessNode
from engine.plan.condition import opens_when, takes_place
from engine.plan.model import Plan
from engine.plan.step import MAIN, Step

ACTING: dict[Party, str] = {"chủ trì": "actor", "tiếp nhận": "reviewer", "tham mưu": "adviser", "quyết định": "decider",
                            "lấy ý kiến": "opinions"}
"""Which field of a step names the role of a party."""
BY_HAND = ".tay"
"""Ends the name of the message by which somebody opens a step that no day opens."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a process with one entry. `exits` are flows whose target is still open ("")."""

    nodes: tuple[ProcessNode, ...]
    flows: tuple[Flow, ...]
    entry: str
    exits: tuple[Flow, ...]
    guards: tuple[tuple[str, str], ...] = ()

    def node(self, node_id: str) -> ProcessNode:
        return next(n for n in self.nodes if n.id == node_id)

    def before(self, node: ProcessNode) -> "Fragment":
        """The fragment entered through `node`, which stands in the lane of the entry so far."""
        first = replace(node, lane=self.node(self.entry).lane)
        way = Flow(f"{first.id}..{self.entry}", first.id, self.entry)
        return replace(self, nodes=(first, *self.nodes), flows=(way, *self.flows), entry=first.id)

    def after(self, node: ProcessNode) -> "Fragment":
        """The fragment left through `node`, which stands in the lane of the exits so far."""
        last = replace(node, lane=self.node(self.exits[0].source).lane)
        closed = tuple(replace(f, target=last.id) for f in self.exits)
        return replace(self, nodes=(*self.nodes, last), flows=(*self.flows, *closed),
                       exits=(Flow(f"{last.id}..ra", last.id, ""),))


def role_of(step: Step, party: Party) -> str | None:
    """The role that acts for that party in the step, as the step writes it, the first of several; None for nobody."""
    named: str | tuple[str, ...] | None = getattr(step, ACTING[party])
    return next(iter(named), None) if isinstance(named, tuple) else named


def fragment_of(step: Step, block: Block, plan: Plan, *, heard: bool) -> Fragment:
    """The step's fragment; `heard` when somebody listens to its end."""
    made = _body(step, block, plan)
    if condition := opens_when(step):
        made = _gated(step, made, ("chi-khi", "Thuộc diện thực hiện?", condition))
    if step.opens_from:
        made = made.before(ProcessNode(f"{step.id}.mo", "timer", f"Từ {step.opens_from}", step=step.id,
                                       rule=step.opens_from))
    if step.needs:
        made = made.before(ProcessNode(f"{step.id}.du", "catch", "Chờ đủ: " + _names(plan, step.needs), step=step.id,
                                       message=f"{step.id}.du"))
    if step.by_hand:
        made = made.before(ProcessNode(f"{step.id}.tay", "catch", f"Chờ mở: {step.name}", step=step.id,
                                       message=f"{step.id}{BY_HAND}"))
    if step.opens_on:
        made = made.before(ProcessNode(f"{step.id}.mo-khi-xong", "catch", "Chờ: " + _names(plan, (step.opens_on,)),
                                       step=step.id, message=step.opens_on))
    if condition := takes_place(plan, step):
        years = f" Năm {', '.join(map(str, step.years))}?" if step.years else ""
        made = _gated(step, made, ("dien", ("Đúng nhóm đơn vị?" if step.groups else "") + years, condition))
    if heard:
        made = made.after(ProcessNode(f"{step.id}.bao-xong", "throw", f"Báo xong: {step.name}", step=step.id,
                                      message=step.id))
    return made


def _names(plan: Plan, steps: tuple[str, ...]) -> str:
    return ", ".join(plan.step(s).name for s in steps)


def _gated(step: Step, made: Fragment, gate: tuple[str, str, str]) -> Fragment:
    """The fragment that is passed over unless the condition of the gate (ending of its id, name, expression) holds."""
    ending, name, condition = gate
    guard = f"{step.id}.{ending}"
    gated = made.before(ProcessNode(guard, "exclusive", name.strip(), step=step.id))
    way, *others = gated.flows
    past = Flow(f"{guard}..qua", guard, "", "Không", default=True)
    return replace(gated, flows=(replace(way, name="Có", guard=guard), *others), exits=(*gated.exits, past),
                   guards=((guard, condition), *gated.guards))


def _body(step: Step, block: Block, plan: Plan) -> Fragment:
    kept = _without_absent(step, block)
    lanes = _lanes(step, kept, plan)
    kinds = {n.id: n.kind for n in kept.nodes}
    start = next(n.id for n in kept.nodes if n.kind == "start")
    nodes = tuple(_node(step, n, plan, lanes[n.id]) for n in kept.nodes if n.kind in ("task", "exclusive"))
    flows: list[Flow] = []
    exits: list[Flow] = []
    for flow in kept.flows:
        if flow.source == start:
            continue
        guard = f"{step.id}.{flow.id}" if flow.condition else ""
        leaves = kinds[flow.target] == "end"
        made = Flow(f"{step.id}.{flow.id}", f"{step.id}.{flow.source}", "" if leaves else f"{step.id}.{flow.target}",
                    flow.name, guard, flow.default)
        (exits if leaves else flows).append(made)
    entry = next(f.target for f in kept.flows if f.source == start)
    guards = tuple((f"{step.id}.{f.id}", f.condition) for f in kept.flows if f.condition)
    return Fragment(nodes, tuple(flows), f"{step.id}.{entry}", tuple(exits), guards)


def _node(step: Step, node: BlockNode, plan: Plan, lane: str) -> ProcessNode:
    if node.party is None or node.act is None:
        return ProcessNode(f"{step.id}.{node.id}", "exclusive", node.name, lane, step.id)
    name = (step.title or step.name) if node.slot == MAIN else f"{node.name}: {step.name}"
    role = _key(plan, role_of(step, node.party) or "")
    return ProcessNode(f"{step.id}.{node.id}", "task", name, lane, step.id, node.act, node.slot, role, node.outcomes)


def _key(plan: Plan, role: str) -> str:
    """The role's name as the plan's `vai trò` spells it."""
    return next(name for name in plan.roles if fold(name) == fold(role))


def _lanes(step: Step, block: Block, plan: Plan) -> Mapping[str, str]:
    """The lane of each node: of a task its role's, of a gateway that of the task before it."""
    lanes = {n.id: _lane(step, n.party, plan) for n in block.nodes if n.party}
    while missing := [f for f in block.flows if f.source in lanes and f.target not in lanes]:
        lanes[missing[0].target] = lanes[missing[0].source]
    return lanes


def _lane(step: Step, party: Party, plan: Plan) -> str:
    names = step.opinions if party == "lấy ý kiến" else (role_of(step, party) or "",)
    return " · ".join(plan.role(name).name for name in names)


def _without_absent(step: Step, block: Block) -> Block:
    """The block without optional tasks nobody acts in; a choice on such a task's outcome goes its default way."""
    for node in block.nodes:
        if node.optional and node.party and not role_of(step, node.party):
            block = _without(block, node)
    return block


def _without(block: Block, node: BlockNode) -> Block:
    gone = {node.id}
    way = next(f for f in block.flows if f.source == node.id)
    choice = next(n for n in block.nodes if n.id == way.target)
    if choice.kind == "exclusive" and [f.id for f in block.flows if f.target == choice.id] == [way.id]:
        gone.add(choice.id)
        way = next(f for f in block.flows if f.source == choice.id and (f.default or not f.condition))
    flows = tuple(replace(f, target=way.target) if f.target == node.id else f
                  for f in block.flows if f.source not in gone)
    return _reachable(replace(block, nodes=tuple(n for n in block.nodes if n.id not in gone), flows=flows))


def _reachable(block: Block) -> Block:
    seen = [n.id for n in block.nodes if n.kind == "start"]
    for here in seen:
        seen += [f.target for f in block.flows if f.source == here and f.target not in seen]
    return replace(block, nodes=tuple(n for n in block.nodes if n.id in seen),
                   flows=tuple(f for f in block.flows if f.source in seen))


