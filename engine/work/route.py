"""Which way the flow goes: truths of guards, the end of a step, who hears of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from engine.bpmn.graph import Outcome, Process, ProcessNode
from engine.bpmn.reach import RESULT
from engine.instance.fact import Truths
from engine.plan.expression import parse_expression
from engine.plan.model import Plan
from engine.plan.step import Scope, Selection
from engine.work.rows import Row, rows_of

COUNTED = ".du"
"""Ends the name of the message that tells a step of the run that everybody it needs has finished."""


@lru_cache(maxsize=8192)
def element_of(node: str) -> str:
    """The element id in a node's text: 'dang-ky.gui#2' -> 'dang-ky.gui'."""
    return node.rsplit("/", 1)[-1].split("#")[0].split("[")[0]


@lru_cache(maxsize=8192)
def round_of(node: str) -> str:
    """The node that several tasks share, in its round: 'ho-so.gop-y[2]#2' -> 'ho-so.gop-y#2'."""
    head, mark, turn = node.partition("#")
    return head.split("[")[0] + mark + turn


def start_of(process: Process) -> str:
    """The element id at which the process starts."""
    return next(node.id for node in process.nodes if node.kind == "start")


def truths(process: Process, guards: Iterable[str], context: Mapping[str, object]) -> Truths:
    """What the named guards say in this context, sorted by name: whether they hold, of a count how many."""
    texts = process.guard_texts
    return tuple((name, _number(parse_expression(texts[name]).value(context)) if name in process.counts
                  else parse_expression(texts[name]).holds(context)) for name in sorted(guards))


def _number(value: object) -> int:
    """How many do a task; what is no whole number is -1, which the flow refuses by the count's name."""
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def outcome_of(node: ProcessNode, outcome_id: str) -> Outcome | None:
    """The outcome of that id; None when the task cannot end so."""
    return next((outcome for outcome in node.outcomes if outcome.id == outcome_id), None)


def ends_step(process: Process, element: str, context: Mapping[str, object]) -> bool:
    """Whether the flow leaves the step when the task at `element` ends in this context.

    Where the ways hang on nothing but the outcome, it is worked out once.
    """
    key = element, str(context[RESULT])
    if key not in process.found_ends:
        alone = _Alone(context[RESULT])
        ends = not tasks_after(process, element, alone)
        process.found_ends[key] = None if alone.wanted_more else ends
    known = process.found_ends[key]
    return not tasks_after(process, element, context) if known is None else known


class _Alone(dict[str, object]):
    """The outcome as the only name there is; notes whether another one was asked for."""

    def __init__(self, outcome: object) -> None:
        super().__init__({RESULT: outcome})
        self.wanted_more = False

    def get(self, name: str, default: object = None) -> object:
        self.wanted_more = self.wanted_more or name != RESULT
        return super().get(name, default)


def tasks_after(process: Process, element: str, context: Mapping[str, object]) -> frozenset[str]:
    """The tasks, waits and timers of the same step that come next when the task at `element` ends."""
    found: set[str] = set()
    seen = {element}
    ahead = [element]
    while ahead:
        for target in _taken(process, ahead.pop(), context):
            node = process.node(target)
            if node.step != process.node(element).step:
                continue
            if node.kind in ("task", "catch", "timer"):
                found.add(target)
            elif target not in seen:
                seen.add(target)
                ahead.append(target)
    return frozenset(found)


def _taken(process: Process, source: str, context: Mapping[str, object]) -> list[str]:
    flows = process.ways_out.get(source, ())
    if process.node(source).kind != "exclusive":
        return [flow.target for flow in flows]
    texts = process.guard_texts
    holding = [f for f in flows if f.guard and not f.default and parse_expression(texts[f.guard]).holds(context)]
    return [flow.target for flow in (holding or [f for f in flows if f.default or not f.guard])[:1]]


@dataclass(frozen=True, slots=True)
class Heard:
    """To whom the end of a step is announced: everybody (None), or the chosen entries and units."""

    entries: frozenset[str] | None = None
    units: frozenset[str] | None = None

    def by(self, entry_id: str | None, unit_id: str | None) -> bool:
        if entry_id is not None:
            return self.entries is None or entry_id in self.entries
        return self.units is None or unit_id is None or unit_id in self.units


def heard(selection: Selection | None, answers: Mapping[str, object], context: Mapping[str, object]) -> Heard:
    """Whom the rows of the step's answers choose; a table without `mo_hinh` (`don_vi`) leaves nobody out."""
    if selection is None:
        return Heard()
    condition = parse_expression(selection.when or "True")
    rows = rows_of(answers.get(selection.table))
    chosen = [row for row in rows if condition.holds({**context, "phieu": answers, "dong": row})]
    return Heard(_column(rows, chosen, "mo_hinh"), _column(rows, chosen, "don_vi"))


def _column(rows: Sequence[Row], chosen: Sequence[Row], name: str) -> frozenset[str] | None:
    if rows and not any(name in row for row in rows):
        return None
    if not rows and name == "don_vi":
        return None
    return frozenset(str(row[name]) for row in chosen if row.get(name))


def upstream(plan: Plan, step_id: str) -> frozenset[str]:
    """The step and all that comes before it in its scope."""
    found: set[str] = set()
    ahead = [step_id]
    while ahead:
        if (here := ahead.pop()) not in found:
            found.add(here)
            ahead.extend(plan.step(here).after)
    return frozenset(found)


def passed_over(plan: Plan, step_id: str) -> tuple[str, ...]:
    """Messages to chosen entries that the step hangs on: who waits for one already sent was not chosen."""
    def found() -> tuple[str, ...]:
        opens = {plan.step(name).opens_on for name in upstream(plan, step_id)}
        return tuple(sorted(name for name in opens if name and plan.step(name).announces_to))

    return plan.once(("passed over", step_id), found)


def counted_with(plan: Plan, step_id: str) -> frozenset[str]:
    """The steps whose end can complete what a step of the run waits for."""
    def found() -> frozenset[str]:
        needs = plan.step(step_id).needs
        entries = creators(plan) if any(plan.step(name).scope == "entry" for name in needs) else ()
        return frozenset(end for name in (*needs, *entries) for end in (name, *passed_over(plan, name)))

    return plan.once(("counted with", step_id), found)


def creators(plan: Plan) -> tuple[str, ...]:
    """The steps that write new entries."""
    return plan.once("creators", lambda: tuple(
        step.id for step in plan.steps if any(write.create for write in step.writes)))


def listened_to(plan: Plan) -> frozenset[str]:
    """The steps of units and entries whose end other scopes wait for, with everything that leads to them."""
    heard_of = {step.opens_on for step in plan.steps if step.opens_on} | {n for s in plan.steps for n in s.needs}
    wanted = heard_of | set(creators(plan)) | {plan.opening}
    return frozenset(name for step in wanted for name in upstream(plan, step))


def reaching_out(plan: Plan) -> frozenset[str]:
    """The steps whose end may change what does not belong to their own instance.

    Those of the run, those others listen to, those of units that write into entries, and those that date an event or
    choose members.
    """
    def found() -> frozenset[str]:
        choosing = {role.chosen.step for role in plan.roles.values() if role.chosen}
        beyond = {s.id for s in plan.steps
                  if s.scope == "run" or s.fixes or s.id in choosing or (s.scope == "unit" and s.writes)}
        return listened_to(plan) | beyond

    return plan.once("reaching out", found)


def sends_to(sender: Scope, same_unit: bool, receiver: Scope) -> bool:
    """Whether an instance hears another: the run speaks to all, units and entries to the run and within the unit."""
    return sender == "run" or receiver == "run" or same_unit
