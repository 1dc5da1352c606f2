import zlib

import pytest

from engine.bpmn.spec import flow_key, spec_of
from engine.bpmn.workflow import PlanWorkflow
from engine.instance.codec import MAX_DEPTH, decode, encode
from engine.instance.fact import Complete, Deliver, Fire, InstanceError, Start
from engine.instance.step import open_nodes, step
from tests.bpmn.drawn import PARALLEL, RETURNS, draw


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


def test_a_state_is_small_and_holds_names_of_elements_only():
    first = states(RETURNS, Start())[0]

    assert first.partition(b"\n")[2] == (
        b'{"e":["Start","bat-dau","gui","nhan","chon","lam","kt"],'
        b'"t":[0,6,0,1,6,1,2,4,1,3,2,1,4,2,1,5,1,1,2,0,2,6,1,2,3,0,2]}'
    )


def test_ten_rounds_of_a_loop_stay_below_two_kilobytes():
    commands = [Start()]
    for turn in range(1, 11):
        mark = f"#{turn}" if turn > 1 else ""
        commands += [Complete(f"gui{mark}"), Complete(f"nhan{mark}", (("tra-lai", True),))]

    assert len(states(RETURNS, *commands)[-1]) < 2000


def damaged(state):
    head, _, body = state.partition(b"\n")
    changed = body.replace(b'"gui"', b'"lam"')
    return {
        "trạng thái đã lưu bị hỏng: mã kiểm tra không khớp": head + b"\n" + changed,
        "trạng thái đã lưu không đọc được": state[5:],
        "trạng thái lưu bằng bản 2/3.2.0, chương trình này đọc bản 1/3.2.0": state.replace(b"kheo 1 ", b"kheo 2 "),
        "trạng thái lưu bằng bản 1/3.1.2, chương trình này đọc bản 1/3.2.0": state.replace(b" 3.2.0 ", b" 3.1.2 "),
        "trạng thái đã lưu không khớp với quy trình của nó": b"kheo 1 3.2.0 %08x\n" % zlib.crc32(OTHER) + OTHER,
    }


OTHER = b'{"e":["Start","khac"],"t":[0,6,0,1,4,1]}'


def test_a_state_that_is_off_in_any_way_is_refused_in_one_sentence():
    for sentence, state in damaged(states(RETURNS, Start())[0]).items():
        with pytest.raises(InstanceError) as refusal:
            step(RETURNS, state, Complete("gui"))
        assert str(refusal.value) == sentence


@pytest.mark.parametrize("body", [b"[]", b"{}", b"nothing", b'{"e":[],"t":[]}', b'{"e":["Start"],"t":[0,6]}',
                                  b'{"e":["Start"],"t":[0,6,-5]}', b'{"e":["Start"],"t":[0,-1,0]}', b'{"e":1,"t":"a"}'])
def test_a_body_of_another_shape_is_refused(body):
    state = b"kheo 1 3.2.0 %08x\n" % zlib.crc32(body) + body

    with pytest.raises(InstanceError, match="không khớp"):
        step(RETURNS, state, Complete("gui"))


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
