import threading

import pytest

from engine.instance.cache import Transitions
from engine.instance.fact import Cancel, Complete, DueSet, InstanceError, Moved, Node, Opened, Start
from engine.instance.step import compute, step
from tests.bpmn.drawn import PARALLEL, RETURNS, draw

STATE = step(RETURNS, None, Start()).state


def kept(transitions, process, state, command):
    """The outcome through the cache, as `step` goes."""
    return transitions.find(process, state, command) or transitions.keep(
        process, state, command, compute(process, state, command))


def test_a_transition_is_computed_once_for_all_processes_of_one_flow():
    transitions = Transitions(shadow=0)
    renamed = draw("bat-dau > a > kt", a={"name": "Tên khác"})

    first = kept(transitions, draw("bat-dau > a > kt"), None, Start())

    assert transitions.find(renamed, None, Start()) is first
    assert transitions.find(draw("bat-dau > b > kt"), None, Start()) is None
    figures = transitions.figures()
    assert (figures.hits, figures.misses, figures.entries, figures.alarms) == (1, 2, 1, 0)


def test_rules_of_timers_are_those_of_the_process_that_asks():
    transitions = Transitions(shadow=0)
    processes = [draw("bat-dau > moc > kt", moc={"rule": f"ngày {day}/6"}) for day in (1, 2, 1)]

    for process in (*processes, *processes):
        assert kept(transitions, process, None, Start()).facts == (
            DueSet(Node("moc"), process.node("moc").rule),)
    assert transitions.figures().entries == 1


def test_state_command_node_and_truths_tell_transitions_apart():
    transitions = Transitions(shadow=0)
    again = step(RETURNS, STATE, Complete("gui")).state
    asked = [(None, Start()), (STATE, Complete("gui")), (STATE, Cancel()), (again, Cancel()),
             (again, Complete("nhan", (("tra-lai", True),))), (again, Complete("nhan", (("tra-lai", False),)))]

    outcomes = [kept(transitions, RETURNS, state, command) for state, command in asked]

    assert outcomes == [compute(RETURNS, state, command) for state, command in asked]
    assert transitions.figures().entries == len(asked)


def test_the_least_recently_used_make_room_when_the_bytes_are_used_up():
    one = Transitions(shadow=0)
    kept(one, RETURNS, None, Start())
    room = Transitions(round(one.figures().bytes * 2.8), 0)

    kept(room, RETURNS, None, Start())
    kept(room, RETURNS, STATE, Complete("gui"))
    kept(room, RETURNS, None, Start())
    kept(room, RETURNS, STATE, Cancel())

    figures = room.figures()
    assert figures.evictions == 1
    assert 0 < figures.bytes <= figures.limit
    assert room.find(RETURNS, None, Start()) is not None
    assert room.find(RETURNS, STATE, Complete("gui")) is None


def test_switched_off_it_keeps_nothing_and_gives_the_same():
    transitions = Transitions(0)

    assert kept(transitions, PARALLEL, None, Start()) == step(PARALLEL, None, Start())
    assert transitions.figures().entries == 0
    assert transitions.find(PARALLEL, None, Start()) is None


def test_every_tenth_hit_is_computed_again_and_a_difference_is_an_alarm(caplog):
    transitions = Transitions(shadow=0.1)
    right = kept(transitions, RETURNS, None, Start())
    assert [transitions.find(RETURNS, None, Start()) for _ in range(10)].count(None) == 1
    assert kept(transitions, RETURNS, None, Start()) == right
    assert transitions.figures().alarms == 0

    transitions.configure(10_000, 0.1)
    transitions.keep(RETURNS, None, Start(), Moved(b"wrong", (Opened(Node("lam")),)))
    found = [kept(transitions, RETURNS, None, Start()) for _ in range(11)]

    assert found[:9] == [Moved(b"wrong", (Opened(Node("lam")),))] * 9
    assert found[9:] == [right, right]
    assert transitions.figures().alarms == 1
    assert "differs" in caplog.text


def test_a_refusal_where_an_outcome_is_kept_is_an_alarm_and_not_kept(caplog):
    transitions = Transitions(shadow=0)
    transitions.keep(RETURNS, STATE, Complete("lam"), Moved(b"wrong", ()))

    transitions.alarm(RETURNS, STATE, Complete("lam"))
    transitions.alarm(RETURNS, STATE, Complete("lam"))

    figures = transitions.figures()
    assert (figures.alarms, figures.entries, figures.bytes) == (1, 0, 0)
    assert caplog.text.count("differs") == 1
    with pytest.raises(InstanceError):
        step(RETURNS, STATE, Complete("lam"))


def test_threads_that_share_a_small_cache_all_get_the_right_outcomes():
    transitions = Transitions(4_000, 0.1)
    commands = [(None, Start()), (STATE, Complete("gui")), (STATE, Cancel())]
    right = [compute(RETURNS, *one) for one in commands]
    wrong = []

    def ask(turn):
        for i in range(600):
            one = (i * turn) % 3
            if kept(transitions, RETURNS, *commands[one]) != right[one]:
                wrong.append(one)

    threads = [threading.Thread(target=ask, args=(turn,)) for turn in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    figures = transitions.figures()
    assert wrong == []
    assert figures.alarms == 0
    assert figures.hits > 0
    assert figures.bytes <= figures.limit
