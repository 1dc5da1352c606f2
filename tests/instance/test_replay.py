from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn.graph import Flow, Process, ProcessNode
from engine.bpmn.reach import guards_ahead
from engine.instance.fact import Awaiting, Complete, Deliver, DueSet, Fire, InstanceError, Opened, Start
from engine.instance.replay import Asks, Replayed, Unmovable, replay
from engine.instance.step import open_nodes, step
from tests.instance.walks import SIMPLE_SHAPES, process_of

COMMANDS = {Opened: Complete, Awaiting: Deliver, DueSet: Fire}


def line(*elements, process="p") -> Process:
    """Tasks one after the other; "name?" is a gate that a guard of the same name opens, else it is passed by."""
    nodes, flows = [ProcessNode("start", "start")], []
    last = ["start"]
    waiting: list[str] = []
    for element in elements:
        name = element.rstrip("?")
        kind = "exclusive" if element.endswith("?") else "catch" if name.startswith("m") else "task"
        nodes.append(ProcessNode(name, kind, name.upper(), message=name if kind == "catch" else ""))
        flows += [Flow(f"{source}..{name}", source, name, guard=source if source in waiting else "") for source in last]
        flows += [Flow(f"{gate}..qua.{name}", gate, name, default=True) for gate in waiting if gate not in last]
        waiting = [gate for gate in waiting if gate in last]
        last = [name]
        if kind == "exclusive":
            waiting.append(name)
    nodes.append(ProcessNode("end", "end"))
    flows += [Flow(f"{source}..end", source, "end", guard=source if source in waiting else "") for source in last]
    flows += [Flow(f"{gate}..qua.end", gate, "end", default=True) for gate in waiting if gate not in last]
    return Process(process, "P", "unit", tuple(nodes), tuple(flows), tuple((gate, "True") for gate in waiting))


def walked(process, *nodes):
    state = step(process, None, Start()).state
    for node in nodes:
        kind = process.node(node.partition("#")[0]).kind
        state = step(process, state, Deliver(node) if kind == "catch" else Complete(node)).state
    return state


def moved(old, new, state, truths=(), said=frozenset()):
    found = replay(old, new, state, truths, said)
    return [str(fact.node) for fact in found.open] if isinstance(found, Replayed) else found


def test_a_step_that_is_still_ahead_may_come_in_between():
    old, new = line("a", "b"), line("a", "x", "b")

    assert moved(old, new, walked(old)) == ["a"]


def test_a_step_may_be_added_at_the_end_of_what_has_ended():
    old, new = line("a"), line("a", "b")

    found = replay(old, new, walked(old, "a"), (), frozenset())

    assert (isinstance(found, Replayed), found.ended, [str(f.node) for f in found.open]) == (True, False, ["b"])


def test_a_step_put_before_the_open_one_keeps_the_instance_where_it_is():
    old, new = line("a", "b"), line("a", "x", "b")

    assert moved(old, new, walked(old, "a")) == Unmovable(
        "“B” đang mở, nhưng kế hoạch mới đặt trước đó phần chưa làm: “X”")


def test_what_was_done_is_not_to_be_done_again():
    old, new = line("a", "b", "c"), line("a", "x", "b", "c")

    assert moved(old, new, walked(old, "a", "b")) == Unmovable(
        "“B” đã xong, nhưng kế hoạch mới đặt trước đó phần chưa làm: “X”")


def test_a_step_that_was_done_may_go_and_an_open_one_is_named():
    old, new = line("a", "b", "c"), line("a", "c")

    gone, open_one = (replay(old, new, walked(old, *done), (), frozenset()) for done in (("a", "b"), ("a",)))

    assert ([str(f.node) for f in gone.open], gone.lost) == (["c"], ())
    assert ([str(f.node) for f in open_one.open], open_one.lost) == (["c"], ("b",))


def test_a_choice_that_was_never_made_is_asked_for():
    old, new = line("a"), line("a", "g?", "b")
    state = walked(old, "a")

    assert replay(old, new, state, (), frozenset()) == Asks("g")
    assert moved(old, new, state, (("g", True),)) == ["b"]
    assert moved(old, new, state, (("g", False),)) == []


def test_a_new_wait_hears_what_was_said_before_and_an_old_one_does_not():
    old, new = line("a"), line("a", "m", "b")
    waits = line("a", "m", "b")

    assert moved(old, new, walked(old, "a")) == ["m"]
    assert moved(old, new, walked(old, "a"), said=frozenset({"m"})) == ["b"]
    assert moved(waits, replace(new, id="q"), walked(waits, "a"), said=frozenset({"m"})) == ["m"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SIMPLE_SHAPES, st.data())
def test_the_way_gone_again_on_the_same_flow_ends_where_it_ended_and_goes_on_alike(shape, data):
    process = process_of(shape)
    again = replace(process, id="q")
    state = step(process, None, Start()).state

    for _ in range(12):
        facts = open_nodes(process, state)
        found = replay(process, again, state, (), frozenset())
        assert isinstance(found, Replayed), found
        assert {str(f.node) for f in found.open} == {str(f.node) for f in facts}
        assert (found.lost, found.ended) == ((), not facts)
        if not facts:
            return
        fact = data.draw(st.sampled_from(facts))
        guards = guards_ahead(process, fact.node.element, None)
        command = COMMANDS[type(fact)](str(fact.node), tuple((g, data.draw(st.booleans())) for g in sorted(guards)))
        try:
            ahead = step(process, state, command)
        except InstanceError:
            return
        there = step(again, found.state, command)
        assert {str(f.node) for f in open_nodes(again, there.state)} == {
            str(f.node) for f in open_nodes(process, ahead.state)}
        state = ahead.state
