import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn.spec import flow_key, spec_of
from engine.bpmn.workflow import PlanWorkflow
from engine.instance.codec import decode, encode
from engine.instance.fact import Complete, Deliver, Ended, Fire, InstanceError, Node, OtherVersion, Start
from engine.instance.step import MAX_ROUNDS, open_nodes, step
from engine.instance.tree import MAX_DEPTH
from tests.bpmn.drawn import PARALLEL, RETURNS, draw
from tests.instance.states import FRONT, checked, of_codec


def states(process, *commands):
    found = []
    for command in commands:
        found.append(step(process, found[-1] if found else None, command).state)
    return found


def test_every_state_reads_back_to_the_same_bytes():
    spec = spec_of(flow_key(PARALLEL))
    commands = (Start(), Complete("b"), Fire("han-a"), Fire("moc-d"), Deliver("tin-c"), Complete("a"), Complete("d"))

    for state in states(PARALLEL, *commands):
        assert encode(decode(state, spec)) == state


def test_a_state_holds_hashes_of_the_names_of_what_was_reached_and_nothing_else():
    first = states(RETURNS, Start())[0]
    start, begin, send = (hashlib.sha256(name.encode()).digest()[:3] for name in ("Start", "bat-dau", "gui"))

    assert first[:6] == FRONT
    symbols = b"\x03" + start + b"\x06" + begin + b"\x06" + send + b"\x04"
    assert first[10:] == b"\x03" + symbols + b"\x03\x04\x08\x0c" + b"\0\0"


def test_fifty_rounds_of_a_loop_are_hardly_larger_than_two():
    commands = [Start()]
    for turn in range(1, MAX_ROUNDS + 1):
        mark = f"#{turn}" if turn > 1 else ""
        commands += [Complete(f"gui{mark}"), Complete(f"nhan{mark}", (("tra-lai", turn < MAX_ROUNDS),))]
    found = states(RETURNS, *commands)

    assert open_nodes(RETURNS, found[-2])[0].node == Node("nhan", MAX_ROUNDS)
    assert max(map(len, found)) < 60


def off(state):
    older = b'{"e":["Start","khac"],"t":[0,6,0,1,4,1]}'
    return {
        "trạng thái đã lưu bị hỏng: mã kiểm tra không khớp": state[:-3] + b"\x08\0\0",
        "trạng thái đã lưu không đọc được": state[5:],
        "trạng thái lưu bằng bản 3/3.2.0, chương trình này đọc bản 2/3.2.0 trở về trước": of_codec(state, 3),
        "trạng thái lưu bằng bản 2/3.1.2, chương trình này đọc bản 2/3.2.0 trở về trước":
            checked(state[10:], b"kh\x02\x03\x01\x02"),
        "trạng thái đã lưu không khớp với quy trình của nó": b"kheo 1 3.2.0 %08x\n" % zlib.crc32(older) + older,
    }


def test_a_state_that_is_off_in_any_way_is_refused_in_one_sentence():
    for sentence, state in off(states(RETURNS, Start())[0]).items():
        with pytest.raises(InstanceError) as refusal:
            step(RETURNS, state, Complete("gui"))
        assert str(refusal.value) == sentence
        assert isinstance(refusal.value, OtherVersion) == ("lưu bằng bản" in sentence)


@pytest.mark.parametrize("body", [b"[]", b"{}", b"nothing", b'{"e":[],"t":[]}', b'{"e":["Start"],"t":[0,6]}',
                                  b'{"e":["Start"],"t":[0,6,-5]}', b'{"e":["Start"],"t":[0,-1,0]}', b'{"e":1,"t":"a"}',
                                  b'{"e":["Start"],"t":[1,6,0]}', b"[" * 100_000, b"\xff"])
def test_a_body_of_another_shape_is_refused(body):
    old, new = b"kheo 1 3.2.0 %08x\n" % zlib.crc32(body) + body, checked(body)

    for state in (old, new):
        with pytest.raises(InstanceError, match="không khớp"):
            step(RETURNS, state, Complete("gui"))


@given(st.integers(), st.integers(0, 255), st.integers(0, 3))
def test_a_body_changed_anywhere_whose_checksum_fits_is_refused_or_is_a_tree_of_the_process(place, byte, longer):
    body = states(RETURNS, Start(), Complete("gui"), Complete("nhan", (("tra-lai", True),)))[-1][10:]
    place %= len(body)
    changed = checked(body[:place] + bytes([byte]) * (1 + longer) + body[place + 1:])

    try:
        open_nodes(RETURNS, changed)
    except InstanceError as refusal:
        assert "không khớp" in str(refusal)


def test_a_state_of_one_process_is_refused_by_another():
    with pytest.raises(InstanceError, match="không khớp"):
        open_nodes(PARALLEL, states(RETURNS, Start())[0])


def test_answers_never_enter_a_state():
    workflow = PlanWorkflow(spec_of(flow_key(RETURNS)))
    workflow.task_tree.data["typename"] = "x"

    with pytest.raises(InstanceError, match="không được mang dữ liệu"):
        encode(workflow)


def test_a_way_that_grows_too_long_is_refused():
    long = " > ".join(f"bao-{i}" for i in range(60))
    process = draw(f"bat-dau > {long} > a > chon\nchon > bao-0 ?lai\nchon > kt !")
    state = step(process, None, Start()).state

    with pytest.raises(InstanceError, match=f"quá {MAX_DEPTH} bước nối tiếp"):
        for turn in range(1, 12):
            state = step(process, state, Complete(f"a#{turn}" if turn > 1 else "a", (("lai", True),))).state


def test_names_whose_hashes_meet_are_told_apart_by_longer_ones_and_others_stay_readable():
    names = {hashlib.sha256(f"v{i}".encode()).digest()[:3]: f"v{i}" for i in range(12_000)}
    one, other = next((f"v{i}", names[found]) for i in range(12_000)
                      if names[found := hashlib.sha256(f"v{i}".encode()).digest()[:3]] != f"v{i}")
    before = draw(f"bat-dau > {one} > x > kt")
    after = draw(f"bat-dau > {one} > x > {other} > kt")

    first = step(before, None, Start()).state
    on_x = step(before, step(draw("bat-dau > x > kt"), None, Start()).state, Complete("x"))

    assert (first[10], step(after, None, Start()).state[10]) == (3, 4)
    with pytest.raises(InstanceError, match="không khớp"):
        open_nodes(after, first)
    assert on_x.facts[-1] == Ended()
    assert open_nodes(after, step(draw("bat-dau > x > kt"), None, Start()).state)[0].node == Node("x")
