from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.lint import lint
from engine.bpmn.reach import guards_ahead
from engine.bpmn.spec import flow_key, spec_of
from engine.bpmn.timer import tell
from engine.bpmn.workflow import PlanWorkflow
from engine.instance.codec import decode, encode
from engine.instance.fact import (
    Awaiting,
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
from engine.instance.scan import look, marks_of
from engine.instance.step import open_nodes, step
from tests.instance.walks import SHAPES, TokenGame, process_of

COMMANDS = {Opened: Complete, Awaiting: Deliver, DueSet: Fire}


class InMemory:
    """The library alone, with its own loop, never saved."""

    def __init__(self, process) -> None:
        self.marks = marks_of(flow_key(process))
        self.workflow = PlanWorkflow(spec_of(flow_key(process)))
        self.workflow.do_engine_steps()

    def act(self, node, truths) -> None:
        self.workflow.truths = truths
        points = look(self.workflow, self.marks)
        task = next(self.workflow.tasks[key] for key, p in points.items() if str(p.node) == node and p.phase == "open")
        if task.state == TaskState.READY:
            task.run()
        else:
            tell(task)
        self.workflow.do_engine_steps()

    def standing(self):
        points = look(self.workflow, self.marks).values()
        return sorted(p.node.element for p in points if p.phase == "open")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHAPES, st.data())
def test_saved_steps_go_where_the_library_in_memory_and_the_rules_of_bpmn_go(shape, data):
    process = process_of(shape)
    assert lint(process) == ()
    game, memory = TokenGame(process), InMemory(process)
    moved = step(process, None, Start())
    standing = {str(f.node) for f in moved.facts if isinstance(f, Opened | Awaiting | DueSet)}

    for _ in range(16):
        facts = open_nodes(process, moved.state)
        assert sorted(f.node.element for f in facts) == game.standing() == memory.standing()
        assert {str(f.node) for f in facts} == standing
        assert (Ended() in moved.facts) == (not facts)
        assert encode(decode(moved.state, spec_of(flow_key(process)))) == moved.state
        if not facts:
            break
        chosen = data.draw(st.sampled_from(facts))
        ahead = guards_ahead(process, chosen.node.element, None)
        truths = {name: data.draw(st.booleans()) for name in ahead}
        moved = step(process, moved.state, COMMANDS[type(chosen)](str(chosen.node), tuple(sorted(truths.items()))))
        game.act(chosen.node.element, truths)
        memory.act(str(chosen.node), truths)
        for fact in moved.facts:
            if isinstance(fact, Opened | Awaiting | DueSet):
                assert str(fact.node) not in standing
                standing.add(str(fact.node))
            elif isinstance(fact, Closed | Received | Fired | Cancelled):
                standing.remove(str(fact.node))
