"""Which way the flow goes: the end of a step, who hears of it, what leads to it."""

from decimal import Decimal
from pathlib import Path

import pytest

from engine.bpmn.compile import compile_plan
from engine.bpmn.graph import Flow, Process, ProcessNode
from engine.plan.folder import load_plan
from engine.plan.step import Selection
from engine.work.route import (
    Heard,
    creators,
    element_of,
    ends_step,
    heard,
    listened_to,
    passed_over,
    reaching_out,
    sends_to,
    start_of,
    tasks_after,
    truths,
    upstream,
)
from tests.bpmn.drawn import PARTS

SMALL = compile_plan(load_plan(Path(__file__).parents[1] / "data/plans/nho"))


@pytest.mark.parametrize(("node", "element"), [
    ("dang-ky.gui", "dang-ky.gui"), ("dang-ky.gui#2", "dang-ky.gui"), ("nhom/dang-ky.gui[3]#2", "dang-ky.gui"),
])
def test_a_node_belongs_to_an_element(node, element):
    assert element_of(node) == element


def test_a_step_ends_with_the_last_task_of_its_block_and_an_outcome_that_leads_out():
    unit = SMALL.processes["unit"]

    assert tasks_after(unit, "dang-ky.gui", {"ket_qua": "xong"}) == {"dang-ky.tiep-nhan"}
    assert not ends_step(unit, "dang-ky.gui", {"ket_qua": "xong"})
    assert tasks_after(unit, "dang-ky.tiep-nhan", {"ket_qua": "tra-lai"}) == {"dang-ky.gui"}
    assert ends_step(unit, "dang-ky.tiep-nhan", {"ket_qua": "nhan"})


def test_whether_a_step_ends_is_asked_anew_where_it_hangs_on_more_than_the_outcome():
    nodes = (ProcessNode("a", "task", step="s"), ProcessNode("x", "exclusive", step="s"),
             ProcessNode("b", "task", step="s"), ProcessNode("end", "end"))
    flows = (Flow("1", "a", "x"), Flow("2", "x", "b", guard="more"), Flow("3", "x", "end", default=True))
    process = Process("p", "P", "unit", nodes, flows, (("more", "phieu.so > 3"),))

    ends = [ends_step(process, "a", {"ket_qua": "xong", "phieu": {"so": number}}) for number in (1, 5, 1)]

    assert ends == [True, False, True]
    assert ends_step(process, "b", {"ket_qua": "xong"})


def test_the_next_step_is_not_part_of_this_one():
    assert ends_step(SMALL.processes["entry"], "bao-cao-cham.lam", {"ket_qua": "xong"})


def test_truths_come_sorted_by_name():
    entry = SMALL.processes["entry"]

    assert truths(entry, ["ra-mat.chi-khi"], {"mo_hinh": {"moi": True}}) == (("ra-mat.chi-khi", True),)
    assert truths(entry, ["ra-mat.chi-khi"], {"mo_hinh": None}) == (("ra-mat.chi-khi", False),)
    assert start_of(entry) == "bat-dau.mo-hinh"


def test_everybody_hears_a_step_that_chooses_nobody():
    assert heard(None, {}, {}) == Heard()
    assert Heard().by("m1", "u1") and Heard().by(None, None)


def test_chosen_rows_say_which_entries_hear():
    chosen = heard(Selection.model_validate({"bảng": "ds", "khi": "dong.chon"}),
                   {"ds": [{"_id": "1", "mo_hinh": "m1", "chon": True},
                           {"_id": "2", "mo_hinh": "m2", "chon": False}]}, {})

    assert chosen == Heard(entries=frozenset({"m1"}))
    assert (chosen.by("m1", "u1"), chosen.by("m2", "u1"), chosen.by(None, "u1")) == (True, False, True)


def test_an_empty_table_chooses_no_entry():
    assert not heard(Selection.model_validate({"bảng": "ds"}), {"ds": []}, {}).by("m1", "u1")


def test_what_leads_to_a_step_is_known():
    plan = SMALL.plan

    assert upstream(plan, "cham") == {"cham", "bao-cao-cham"}
    assert passed_over(plan, "cham") == ("lap-doan",)
    assert passed_over(plan, "ra-mat") == ()
    assert creators(plan) == ("dang-ky",)


def test_the_run_is_held_alone_where_the_end_of_a_step_reaches_beyond_it():
    assert reaching_out(SMALL.plan) == listened_to(SMALL.plan) | {"chuan-bi", "cong-nhan"}


def test_what_others_listen_to_is_known_with_all_that_leads_to_it():
    assert listened_to(SMALL.plan) == {
        "ban-hanh", "tong-hop", "lap-doan", "dang-ky", "bao-cao", "cham", "bao-cao-cham"}


@pytest.mark.parametrize(("sender", "same", "receiver", "heard_of"), [
    ("run", False, "unit", True), ("run", False, "entry", True), ("unit", False, "run", True),
    ("unit", True, "entry", True), ("unit", False, "entry", False), ("entry", False, "unit", False),
])
def test_units_and_entries_speak_to_the_run_and_within_the_unit(sender, same, receiver, heard_of):
    assert sends_to(sender, same, receiver) is heard_of


@pytest.mark.parametrize(("said", "number"), [(3, 3), (Decimal("4"), 4), (Decimal("2.5"), -1), ("ba", -1), (None, -1)])
def test_a_count_says_how_many_do_a_task(said, number):
    assert truths(PARTS, ("so-nguoi", "lai"), {"mo_hinh": {"so_nguoi": said}}) == (("lai", False), ("so-nguoi", number))
