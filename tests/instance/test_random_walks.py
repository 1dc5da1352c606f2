"""Saved steps go where plain SpiffWorkflow and the rules of BPMN go: random walks over random sound processes.

`KHEO_WALKS=5000 pytest tests/instance/test_random_walks.py` walks more of them.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn.lint import lint
from engine.bpmn.reach import guards_ahead
from engine.bpmn.spec import flow_key, spec_of
from engine.instance.codec import decode, encode
from engine.instance.fact import (
    Awaiting,
    Cancel,
    Cancelled,
    Closed,
    Complete,
    Deliver,
    DueSet,
    Ended,
    Fire,
    Fired,
    Opened,
    Received,
    Start,
)
from engine.instance.step import compute, open_nodes, step
from tests.instance.plain import Plain, without_rounds
from tests.instance.walks import SHAPES, TokenGame, joins_in_a_loop, process_of

COMMANDS = {Opened: Complete, Awaiting: Deliver, DueSet: Fire}
WALKS = int(os.environ.get("KHEO_WALKS", "2000"))
PARTS = 4
"""Walks are drawn anew each time; in parts they find whichever processor is free."""


def truths_for(data, process, element):
    """Whether each guard ahead holds, and how many each count is."""
    return {name: data.draw(st.integers(0, 3) if name in process.counts else st.booleans())
            for name in guards_ahead(process, element, None)}


class Walk:
    """One process moved three ways at once."""

    def __init__(self, data, shape) -> None:
        self.data = data
        self.process = process_of(shape)
        assert lint(self.process) == ()
        self.spec = spec_of(flow_key(self.process))
        start = next(n.id for n in self.process.nodes if n.kind == "start")
        truths = truths_for(data, self.process, start)
        self.moved = step(self.process, None, Start(tuple(sorted(truths.items()))))
        self.game = TokenGame(self.process, truths)
        ours = joins_in_a_loop(shape)  # a join the library's serializer does not know
        self.plain = Plain(self.process, truths, ours, saved=not ours and data.draw(st.integers(0, 9)) == 0)
        self.standing: set[str] = set()
        self.heard()

    def heard(self) -> None:
        """The facts of the last step, and the three ways against each other."""
        for fact in self.moved.facts:
            if isinstance(fact, Opened | Awaiting | DueSet):
                assert str(fact.node) not in self.standing
                self.standing.add(str(fact.node))
            elif isinstance(fact, Closed | Received | Fired | Cancelled):
                self.standing.remove(str(fact.node))
        self.open = open_nodes(self.process, self.moved.state)
        assert {str(fact.node) for fact in self.open} == self.standing == self.game.standing()
        assert {without_rounds(node) for node in self.standing} == self.plain.open().keys()
        assert (Ended() in self.moved.facts) == (not self.open) == self.plain.workflow.is_completed()
        assert encode(decode(self.moved.state, self.spec)) == self.moved.state
        assert len(self.moved.state) <= 2000

    def go(self) -> None:
        chosen = self.data.draw(st.sampled_from(self.open))
        truths = truths_for(self.data, self.process, chosen.node.element)
        command = COMMANDS[type(chosen)](str(chosen.node), tuple(sorted(truths.items())))
        before = self.moved.state
        self.moved = step(self.process, before, command)
        again = compute(self.process, before, command)
        assert again.state == self.moved.state
        self.game.act(str(chosen.node), truths)
        self.plain.act(str(chosen.node), truths)
        self.heard()

    def cancel(self) -> None:
        self.moved = step(self.process, self.moved.state, Cancel())
        self.game.open.clear()
        self.plain.cancel()
        self.heard()


@pytest.mark.parametrize("part", range(PARTS))
@settings(max_examples=WALKS // PARTS, deadline=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(SHAPES, st.data())
def test_saved_steps_go_where_plain_spiffworkflow_and_the_rules_of_bpmn_go(part, shape, data):
    walk = Walk(data, shape)
    for _ in range(data.draw(st.integers(8, 24))):
        if walk.open:
            walk.go()
    if walk.open:
        walk.cancel()
