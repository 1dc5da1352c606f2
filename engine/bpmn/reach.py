"""Which guards a command can come upon before the flow waits again: their truth is part of the command."""

from engine.bpmn.graph import Flow, Process
from engine.bpmn.lint import WAITS, flows_from
from engine.plan.expression import parse_expression

RESULT = "ket_qua"
"""The name under which a guard knows the outcome of the task just closed."""


def guards_ahead(process: Process, element: str, outcome: str | None) -> tuple[str, ...]:
    """The names of the guards between the element and the next tasks, messages and days, sorted.

    `element` is what the command is about: the task, the wait, or the start. Where a guard hangs on nothing but the
    outcome, only the way it chooses is followed; every guard on the way there is named all the same.
    """
    texts = dict(process.guards)
    kinds = {n.id: n.kind for n in process.nodes}
    found: set[str] = set()
    seen = {element}
    waiting = [element]
    while waiting:
        for flow in _possible(flows_from(process, waiting.pop()), texts, outcome, found):
            if flow.target not in seen and kinds[flow.target] not in WAITS:
                seen.add(flow.target)
                waiting.append(flow.target)
    return tuple(sorted(found))


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
