"""A compiled file as a drawing of steps: all that kheo wove around a step becomes one task again."""

from dataclasses import replace

from lxml import etree

from engine.bpmn.drawn_said import extensions
from engine.bpmn.drawn_shape import DrawnFlow, DrawnNode, Pool


def whole_steps(pool: Pool) -> Pool:
    """The pool with one task for each step; forks and joins between steps, and what was drawn since, stay as they are.

    The task is the one that carries the step's properties. Standing duties are left out: the plan names them.
    """
    step_of = {n.id: step for n in pool.nodes.values() if n.kind != "parallel" and (step := _step(n.element))}
    if not step_of:
        return pool
    telling = {step: node for node, step in step_of.items() if _tells(pool.nodes[node])}
    duties = {step_of[n] for n in step_of if _own(pool.nodes[n].element).get("duty")}
    tasks = {n: s for n, s in step_of.items() if pool.nodes[n].kind == "task"}
    main = {step: telling.get(step, node) for node, step in reversed(tasks.items()) if step not in duties}
    gone = {n for n, step in step_of.items() if main.get(step) != n}
    moved = {n: main.get(step, "") for n, step in step_of.items()}
    flows: dict[tuple[str, str], DrawnFlow] = {}
    for flow in pool.flows:
        source, target = moved.get(flow.source, flow.source), moved.get(flow.target, flow.target)
        if source != target and source and target:
            woven = flow.source in step_of
            kept = replace(flow, condition="", default=False) if woven else flow
            flows.setdefault((source, target), replace(kept, source=source, target=target))
    nodes = {n: node for n, node in pool.nodes.items() if n not in gone}
    return replace(pool, nodes=nodes, flows=tuple(flows.values()))


def _own(element: etree._Element) -> etree._Element:
    return next(extensions(element, "node"), etree.Element("node"))


def _step(element: etree._Element) -> str:
    own = _own(element)
    return str(own.get("of") or own.get("step") or "")


def _tells(node: DrawnNode) -> bool:
    return next(extensions(node.element, "properties"), None) is not None
