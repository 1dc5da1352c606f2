"""A loaded plan becomes the processes it runs as."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.base.diagnostic import Diagnostic, PlanError
from engine.bpmn.blocks import Block, read_block
from engine.bpmn.graph import Process
from engine.bpmn.weave import weave
from engine.plan.at_work import at_work
from engine.plan.folder import LoadedPlan
from engine.plan.model import Plan
from engine.plan.step import Scope


@dataclass(frozen=True)
class Compiled:
    """A plan version ready to run in one year."""

    plan: Plan
    hash: str
    processes: dict[Scope, Process]


def compile_plan(loaded: LoadedPlan, year: int | None = None) -> Compiled:
    """The plan at work in that year; without one in the plan's own.

    Raises PlanError with KH030-KH034 for drawn blocks, else KH035-KH038 for steps that do not fit theirs.
    """
    ready = at_work(loaded.read, year)
    woven = weave(ready, read_blocks(loaded.sources), loaded.hash)
    return Compiled(ready.plan, loaded.hash, {p.scope: p for p in woven})


def read_blocks(sources: Mapping[str, str]) -> dict[str, Block]:
    """The blocks among the texts of a plan ("workflows/<id>.bpmn"), by id; PlanError with the mistakes of all."""
    blocks: dict[str, Block] = {}
    found: list[Diagnostic] = []
    for file, text in sources.items():
        if file.startswith("workflows/"):
            try:
                blocks[file.removeprefix("workflows/").removesuffix(".bpmn")] = read_block(text, file)
            except PlanError as error:
                found += error.diagnostics
    if found:
        raise PlanError(tuple(sorted(found)))
    return blocks
