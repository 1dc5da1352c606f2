from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.bpmn.spec import spec_of
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
    InstanceError,
    Node,
    Opened,
    Received,
    Sent,
    Start,
)
from engine.instance.step import compute, open_nodes, step
from tests.bpmn.drawn import PARALLEL, PARTS, RETURNS, draw

COUNT = (("so-nguoi", 2),)
RETURN, ACCEPT = (("tra-lai", True),), (("tra-lai", False),)


def walk(process, *commands):
    """The last outcome of the commands, one after the other."""
    state, moved = None, None
    for command in commands:
        moved = step(process, state, command)
        state = moved.state
    return moved


def test_a_start_opens_the_first_task():
    moved = walk(RETURNS, Start())

    assert moved.facts == (Opened(Node("gui")),)
    assert open_nodes(RETURNS, moved.state) == moved.facts


def test_a_return_opens_the_task_again_in_its_second_round():
    moved = walk(RETURNS, Start(), Complete("gui"), Complete("nhan", RETURN))

    assert moved.facts == (Closed(Node("nhan")), Opened(Node("gui", 2)))
    assert str(Node("gui", 2)) == "gui#2"


def test_an_accepted_round_goes_on_to_the_end():
    commands = (Start(), Complete("gui"), Complete("nhan", RETURN), Complete("gui#2"), Complete("nhan#2", ACCEPT))

    assert walk(RETURNS, *commands).facts == (Closed(Node("nhan", 2)), Opened(Node("lam")))
    assert walk(RETURNS, *commands, Complete("lam")).facts == (Closed(Node("lam")), Ended())


def test_branches_open_wait_announce_and_join():
    opened = walk(PARALLEL, Start())
    told = walk(PARALLEL, Start(), Complete("b"), Fire("moc-d"), Deliver("tin-c"))
    joined = walk(PARALLEL, Start(), Complete("b"), Fire("moc-d"), Deliver("tin-c"), Complete("d"), Complete("a"))

    assert opened.facts == (
        Opened(Node("b")), DueSet(Node("moc-d"), "ngày của moc-d"),
        Opened(Node("a")), DueSet(Node("han-a"), "hạn của han-a"),
    )
    assert walk(PARALLEL, Start(), Complete("b")).facts == (
        Closed(Node("b")), Sent("bao-b", Node("bao-b")), Awaiting(Node("tin-c"), "tin-c"),
    )
    assert walk(PARALLEL, Start(), Fire("moc-d")).facts == (Fired(Node("moc-d")), Opened(Node("d")))
    assert told.facts == (Received(Node("tin-c")),)
    assert joined.facts == (Closed(Node("a")), Cancelled(Node("han-a")), Opened(Node("cuoi")))


def test_a_timer_on_a_task_that_does_not_interrupt_leaves_the_task_open():
    moved = walk(PARALLEL, Start(), Fire("han-a"))

    assert moved.facts == (Fired(Node("han-a")), Opened(Node("nhac")))
    assert Opened(Node("a")) in open_nodes(PARALLEL, moved.state)


def test_a_timer_on_a_task_that_interrupts_takes_the_task_away():
    process = draw("bat-dau > a > kt\nhan-a > b > kt2")

    moved = walk(process, Start(), Fire("han-a"))

    assert moved.facts == (Fired(Node("han-a")), Cancelled(Node("a")), Opened(Node("b")))


def test_a_terminating_end_takes_everything_else_away():
    process = draw("bat-dau > re > a > huy\nre > b > kt\nre > tin > kt2")

    assert walk(process, Start(), Complete("a")).facts == (
        Closed(Node("a")), Cancelled(Node("b")), Cancelled(Node("tin")), Ended(),
    )


def test_a_cancelled_instance_takes_everything_away_and_ends():
    moved = walk(PARALLEL, Start(), Complete("b"), Cancel())

    assert moved.facts == (
        Cancelled(Node("a")), Cancelled(Node("han-a")), Cancelled(Node("tin-c")), Cancelled(Node("moc-d")), Ended(),
    )
    assert open_nodes(PARALLEL, moved.state) == ()


def test_a_delivery_reaches_one_wait_of_several_for_the_same_message():
    process = draw("bat-dau > re > tin-a > kt\nre > tin-b > kt2", tin_a={"message": "m"}, tin_b={"message": "m"})

    moved = walk(process, Start(), Deliver("tin-b"))

    assert moved.facts == (Received(Node("tin-b")),)
    assert open_nodes(process, moved.state) == (Awaiting(Node("tin-a"), "m"),)


def test_a_delivery_reaches_one_round_of_a_wait_that_two_tokens_stand_at():
    process = draw("bat-dau > re > a > tin > kt\nre > b > tin")

    moved = walk(process, Start(), Complete("a"), Complete("b"), Deliver("tin#2"))

    assert moved.facts == (Received(Node("tin", 2)),)
    assert open_nodes(process, moved.state) == (Awaiting(Node("tin"), "tin"),)


@pytest.mark.parametrize(("done", "command", "sentence"), [
    ((Start(), Complete("gui")), Complete("gui"), 'việc "Gui" đã xong, không thể hoàn thành nữa'),
    ((Start(),), Complete("lam"), 'việc "Lam" chưa mở, không thể hoàn thành'),
    ((Start(),), Complete("la-gi"), 'việc "la-gi" chưa mở, không thể hoàn thành'),
    ((Start(),), Complete("chon"), 'việc "chon" chưa mở, không thể hoàn thành'),
    ((Start(),), Deliver("gui"), 'chỗ chờ tin "Gui" chưa mở, không thể nhận tin'),
    ((Start(),), Fire("gui"), 'mốc thời gian "Gui" chưa mở, không thể tính là đã đến'),
    ((Start(),), Start(), 'quy trình "Thử" đã bắt đầu rồi'),
    ((), Complete("gui"), 'quy trình "Thử" chưa bắt đầu'),
    ((Start(), Cancel()), Complete("gui"), 'quy trình "Thử" đã kết thúc'),
    ((Start(), Cancel()), Cancel(), 'quy trình "Thử" đã kết thúc'),
    ((Start(), Complete("gui")), Complete("nhan"), 'lệnh không cho biết điều kiện "tra-lai" đúng hay sai'),
])
def test_a_command_the_state_does_not_allow_is_refused_in_one_sentence(done, command, sentence):
    state = walk(RETURNS, *done).state if done else None

    with pytest.raises(InstanceError) as refusal:
        step(RETURNS, state, command)

    assert str(refusal.value) == sentence


def test_a_second_firing_and_a_cancelled_task_are_refused():
    process = draw("bat-dau > a > kt\nhan-a > b > kt2")
    state = walk(process, Start(), Fire("han-a")).state

    for command, sentence in ((Fire("han-a"), 'mốc thời gian "han-a" đã xong, không thể tính là đã đến nữa'),
                              (Complete("a"), 'việc "A" đã huỷ, không thể hoàn thành nữa')):
        with pytest.raises(InstanceError, match=sentence):
            step(process, state, command)


def test_a_flow_that_gets_stuck_is_refused_and_the_task_stays_open():
    process = draw("bat-dau > a > chon\nchon > re ?nua\nchon > b !\nb > re > kt")
    state = walk(process, Start()).state

    with pytest.raises(InstanceError, match="bị tắc"):
        step(process, state, Complete("a", (("nua", True),)))

    assert step(process, state, Complete("a", (("nua", False),))).facts == (Closed(Node("a")), Opened(Node("b")))


def test_equal_arguments_give_equal_bytes_and_facts_also_when_computed_anew():
    state = walk(PARALLEL, Start(), Complete("b"), Fire("han-a"), Fire("moc-d"), Deliver("tin-c")).state

    assert step(PARALLEL, state, Complete("a")) == compute(PARALLEL, state, Complete("a"))


def test_branches_give_the_same_state_in_whichever_order_people_worked():
    one = walk(PARALLEL, Start(), Complete("b"), Fire("moc-d"), Complete("d"), Deliver("tin-c"))
    other = walk(PARALLEL, Start(), Fire("moc-d"), Complete("b"), Deliver("tin-c"), Complete("d"))

    assert one.state == other.state


def test_names_and_phrases_do_not_matter_to_the_state_and_rules_come_from_the_process_at_hand():
    other = draw("bat-dau > moc > a > kt", moc={"rule": "trước 15/6/2027"}, a={"name": "Khác"})
    process = draw("bat-dau > moc > a > kt")

    moved, moved_other = walk(process, Start()), walk(other, Start())

    assert moved.state == moved_other.state
    assert moved_other.facts == (DueSet(Node("moc"), "trước 15/6/2027"),)
    assert moved.facts == (DueSet(Node("moc"), "ngày của moc"),)


def test_an_empty_process_ends_at_once():
    assert walk(draw("bat-dau > kt"), Start()).facts == (Ended(),)


def test_a_called_process_is_a_part_with_a_path_of_its_own_for_every_call():
    opened = walk(PARTS, Start(), Complete("lap", COUNT))
    again = walk(PARTS, Start(), Complete("lap", COUNT), Complete("goi-kiem-tra/xem[0]"),
                 Complete("goi-kiem-tra/xem[1]"), Deliver("goi-kiem-tra/tin-k", (("lai", True),)),
                 Complete("lap#2", COUNT))

    assert opened.facts == (
        Closed(Node("lap")), DueSet(Node("han-goi-kiem-tra"), "hạn của han-goi-kiem-tra"),
        Opened(Node("xem", path="goi-kiem-tra", index=0)), Opened(Node("xem", path="goi-kiem-tra", index=1)))
    assert str(again.facts[-1].node) == "goi-kiem-tra#2/xem[1]"


def test_several_do_a_task_at_once_in_any_order_or_one_after_the_other():
    reached = walk(PARTS, Start(), Complete("lap", (("so-nguoi", 0),)),
                   Deliver("goi-kiem-tra/tin-k", (("lai", False),)))
    at_once = step(PARTS, reached.state, Complete("y-kien[2]"))
    in_turn = step(PARTS, at_once.state, Complete("ky[0]"))
    rest = [Complete("ky[1]"), Complete("y-kien[0]"), Complete("y-kien[1]")]

    assert reached.facts[2:] == (
        Opened(Node("y-kien", index=0)), Opened(Node("y-kien", index=1)), Opened(Node("y-kien", index=2)),
        Opened(Node("ky", index=0)))
    assert at_once.facts == (Closed(Node("y-kien", index=2)),)
    assert in_turn.facts == (Closed(Node("ky", index=0)), Opened(Node("ky", index=1)))
    with pytest.raises(InstanceError, match=r'việc "Ky" chưa mở'):
        step(PARTS, at_once.state, Complete("ky[1]"))
    state = in_turn.state
    for command in rest:
        moved = step(PARTS, state, command)
        state = moved.state
    assert moved.facts == (Closed(Node("y-kien", index=1)), Ended())


def test_the_day_of_a_call_takes_the_whole_part_away():
    moved = walk(PARTS, Start(), Complete("lap", COUNT), Complete("goi-kiem-tra/xem[1]"), Fire("han-goi-kiem-tra"))

    assert moved.facts == (
        Fired(Node("han-goi-kiem-tra")), Cancelled(Node("xem", path="goi-kiem-tra", index=0)), Ended())


def test_an_end_that_terminates_a_part_ends_the_part_and_not_who_called_it():
    part = draw("bat-dau-k > re > a > huy-k\nre > b > kt-k", name="phan")
    process = draw("bat-dau > goi-phan > sau > kt", called=(part,))

    assert walk(process, Start(), Complete("goi-phan/a")).facts == (
        Closed(Node("a", path="goi-phan")), Cancelled(Node("b", path="goi-phan")), Opened(Node("sau")))


def test_a_cancelled_instance_takes_its_parts_along():
    moved = walk(PARTS, Start(), Complete("lap", COUNT), Cancel())

    assert moved.facts == (
        Cancelled(Node("han-goi-kiem-tra")), Cancelled(Node("xem", path="goi-kiem-tra", index=0)),
        Cancelled(Node("xem", path="goi-kiem-tra", index=1)), Ended())


@pytest.mark.parametrize(("truths", "sentence"), [
    ((("so-nguoi", 51),), 'quy trình "Thử" không đi tiếp được: "so-nguoi" là 51, một việc giao cho nhiều nhất 50 nơi'),
    ((("so-nguoi", -1),), 'quy trình "Thử" không đi tiếp được: "so-nguoi" là -1, một việc giao cho nhiều nhất 50 nơi'),
    ((), 'lệnh không cho biết điều kiện "so-nguoi" đúng hay sai'),
])
def test_a_count_that_is_not_said_or_too_large_is_refused(truths, sentence):
    state = walk(PARTS, Start()).state

    with pytest.raises(InstanceError) as refusal:
        step(PARTS, state, Complete("lap", truths))

    assert str(refusal.value) == sentence


def test_fifty_do_a_task_and_the_state_stays_small():
    moved = walk(PARTS, Start(), Complete("lap", (("so-nguoi", 50),)))
    sizes = [len(moved.state)]
    for index in range(50):
        moved = step(PARTS, moved.state, Complete(f"goi-kiem-tra/xem[{index * 7 % 50}]"))
        sizes.append(len(moved.state))

    assert moved.facts[-1] == Awaiting(Node("tin-k", path="goi-kiem-tra"), "tin-k")
    assert max(sizes) < 150


def test_a_process_that_has_just_started_goes_on_with_what_another_saved():
    half = walk(PARTS, Start(), Complete("lap", COUNT), Complete("goi-kiem-tra/xem[0]")).state
    spec_of.cache_clear()

    assert compute(PARTS, half, Complete("goi-kiem-tra/xem[1]")).facts[1] == Awaiting(
        Node("tin-k", path="goi-kiem-tra"), "tin-k")


def test_a_flow_that_never_stops_for_anybody_is_stopped_and_the_old_state_holds():
    process = draw("bat-dau > a > chon0 > chon\nchon > chon0 ?lai\nchon > b !\nb > kt")
    state = walk(process, Start()).state

    with pytest.raises(InstanceError) as refusal:
        step(process, state, Complete("a", (("lai", True),)))

    assert str(refusal.value) == 'quy trình "Thử" tự chạy quá 1000 bước mà không dừng lại chờ ai'
    assert step(process, state, Complete("a", (("lai", False),))).facts == (Closed(Node("a")), Opened(Node("b")))


def test_threads_that_compute_steps_of_one_graph_do_not_meet():
    commands = [Start(), Complete("lap", COUNT), Complete("goi-kiem-tra/xem[1]"), Complete("goi-kiem-tra/xem[0]"),
                Deliver("goi-kiem-tra/tin-k", (("lai", False),)), Complete("y-kien[1]"), Complete("ky[0]")]
    found = []

    def compute_all(_: int) -> None:
        state = None
        for command in commands:
            state = compute(PARTS, state, command).state
        found.append(state)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(compute_all, range(64)))

    assert set(found) == {walk(PARTS, *commands).state}
    assert len(found) == 64


def test_rounds_stay_as_they_came_also_where_the_later_branch_came_first():
    process = draw("bat-dau > re > a > tin > sau > kt\nre > b > tin")
    second_first = walk(process, Start(), Complete("b"), Complete("a"))
    delivered = step(process, second_first.state, Deliver("tin#2"))
    on = step(process, delivered.state, Complete("sau"))

    assert second_first.facts[1:] == (Awaiting(Node("tin", 2), "tin"),)
    assert second_first.state != walk(process, Start(), Complete("a"), Complete("b")).state
    assert delivered.facts == (Received(Node("tin", 2)), Opened(Node("sau")))
    assert open_nodes(process, on.state) == (Awaiting(Node("tin"), "tin"),)
    assert step(process, on.state, Deliver("tin")).facts[1:] == (Opened(Node("sau", 2)),)
