"""Do the plan's own tests name parts and outcomes that the blocks of their steps have?"""

from collections.abc import Iterator, Mapping

from engine.base.diagnostic import Diagnostic
from engine.base.text import fold
from engine.bpmn.blocks import Block
from engine.plan.read import ReadPlan


def trial_misfits(read: ReadPlan, blocks: Mapping[str, Block]) -> Iterator[Diagnostic]:
    """KH036 for a part, KH039 for an outcome that the block does not have."""
    for i, trial in enumerate(read.plan.trials):
        for j, one in enumerate(trial.expected):
            if one.slot is not None:
                yield from _slot(read, ("trials", i, "expected", j), one.step, one.slot, blocks)
        for j, act in enumerate(trial.acts):
            yield from _slot(read, ("trials", i, "acts", j), act.step, act.slot, blocks)
            block = blocks[read.plan.step(act.step).block]
            outcomes = [o for node in block.nodes if fold(node.slot) == fold(act.slot) for o in node.outcomes]
            named = {fold(word) for outcome in outcomes for word in (outcome.id, outcome.label)}
            if act.outcome and named and fold(act.outcome) not in named:
                known = ", ".join(f'"{outcome.id}"' for outcome in outcomes)
                yield Diagnostic(read.at("trials", i, "acts", j, "outcome"), "KH039",
                                 f'phần "{act.slot}" của bước "{act.step}" không có kết quả "{act.outcome}"; '
                                 f"được phép: {known}")


def _slot(read: ReadPlan, path: tuple[str | int, ...], step: str, slot: str,
          blocks: Mapping[str, Block]) -> Iterator[Diagnostic]:
    block = blocks[read.plan.step(step).block]
    if fold(slot) not in {fold(one) for one in block.slots()}:
        known = ", ".join(f'"{one}"' for one in block.slots())
        yield Diagnostic(read.at(*path, "slot"), "KH036",
                         f'bước "{step}" không có phần việc "{slot}"; quy trình có: {known}')
