"""Which guards a command can come upon before the flow waits again: their truth is part of the command."""

from engine.bpmn.graph import Flow, Process
from engine.bpmn.lint import WAITS, flows_from
from engine.plan.expression import parse_expression

RESULT = "ket_qua"
"""The name under which a guard knows the outcome of the task just closed."""


def guards_ahead(process: Process, element: str, outcome: str | None) -> tuple[str, ...]:
    """The names of the guards and counts between the element and the next tasks, messages and days, sorted.

    `element` is what the command is about: the task, the wait, or the start. Where a guard hangs on nothing but the
    outcome, only the way it chooses is followed; every guard on the way there is named all the same.
    """
    key = element, outcome
    if key not in process.found_ahead:
        process.found_ahead[key] = _guards_ahead(process, element, outcome)
    return process.found_ahead[key]


def _guards_ahead(process: Process, element: str, outcome: str | None) -> tuple[str, ...]:
    texts = process.guard_texts
    found: set[str] = set()
    seen = {element}
    waiting = [element]
    while waiting:
        here = waiting.pop()
        flows = () if process.node(here).kind == "call" else (f for p in process.whole for f in flows_from(p, here))
        ahead = [flow.target for flow in _possible(tuple(flows), texts, outcome, found)]
        for target in (*ahead, *_across(process, here)):
            node = process.node(target)
            counted = bool(node.times) and not node.times.isdecimal()
            if counted:  # should they be none, the flow goes on at once
                found.add(node.times)
            if target not in seen and (counted or node.kind not in WAITS):
                seen.add(target)
                waiting.append(target)
    return tuple(sorted(found))


def _across(process: Process, here: str) -> list[str]:
    """Where the flow goes over into a called process, and back from its ends to what follows the calls of it."""
    node = process.node(here)
    starts = [n.id for p in process.called if p.id == node.calls for n in p.nodes if n.kind == "start"]
    ended = {p.id for p in process.called for n in p.nodes if n.id == here and n.kind in ("end", "terminate")}
    callers = [n.id for p in process.whole for n in p.nodes if n.calls in ended] if ended else []
    return starts + [f.target for p in process.whole for f in p.flows if f.source in callers]


def _possible(flows: tuple[Flow, ...], texts: dict[str, str], outcome: str | None, found: set[str]) -> list[Flow]:
    """The flows that may be taken; notes the guards that are asked in order until one must hold."""
    taken = []
    for flow in flows:
        if not flow.guard:
            continue
        found.add(flow.guard)
        truth = _known(texts[flow.guard], outcome)
        if truth is not False:
            taken.append(flow)
        if truth:
            return taken
    return taken + [flow for flow in flows if not flow.guard]


def _known(text: str, outcome: str | None) -> bool | None:
    """Whether the guard holds, as far as the outcome alone can say."""
    expression = parse_expression(text)
    if outcome is None or not expression.names <= {RESULT}:
        return None
    return expression.holds({RESULT: outcome})
