"""What is written as BPMN 2.0 is valid by the schema and comes back as it was."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.bpmn.compile import compile_plan
from engine.bpmn.exchange import from_xml, to_xml, validate
from engine.bpmn.graph import Flow, Outcome, Process, ProcessNode
from engine.bpmn.parse import DrawingError
from engine.bpmn.write import bpmn
from engine.plan.folder import data_dir, load_plan
from tests.bpmn.drawn import PARTS
from tests.bpmn.plans import woven

PLANS = sorted(p for p in data_dir("plan_configs").iterdir() if p.is_dir())
EVERY_KIND = Process(
    "moi-loai", 'Mọi loại <&">', "entry",
    (ProcessNode("s", "start", "Bắt đầu", "Đầu mối & cơ quan"), ProcessNode("p", "parallel", lane="Đầu mối & cơ quan"),
     ProcessNode("t", "task", "Gửi", "Đơn vị", "dang-ky", "ballot", "chính", "đơn vị",
                 (Outcome("a", "Đạt"), Outcome("b", "Không", True))),
     ProcessNode("b", "boundary", "Nhắc", "Đơn vị", rule="trước 03 ngày", attached_to="t", interrupting=False),
     ProcessNode("c", "catch", "Chờ", "Đơn vị", message="tin"),
     ProcessNode("m", "timer", "Từ", "Đơn vị", rule="ngày 1/5/2026"),
     ProcessNode("g", "throw", "Báo", "Đơn vị", message="xong"), ProcessNode("x", "exclusive", "Đạt?", "Đơn vị"),
     ProcessNode("e", "end", lane="Đơn vị"), ProcessNode("k", "terminate", "Dừng", "Đơn vị")),
    (Flow("sp", "s", "p"), Flow("pt", "p", "t"), Flow("bk", "b", "k"), Flow("tc", "t", "c"), Flow("cm", "c", "m"),
     Flow("mg", "m", "g"), Flow("gx", "g", "x"), Flow("xe", "x", "e", "Đạt", default=True),
     Flow("xt", "x", "t", "Trả lại", "x.tra-lai")),
    (("x.tra-lai", 'ket_qua == "b" and phieu.so < 3'),), ("Đầu mối & cơ quan", "Đơn vị"), "abc")


@pytest.mark.parametrize("folder", PLANS, ids=lambda f: f.name)
def test_a_shipped_plan_is_valid_bpmn_and_comes_back_equal(folder):
    processes = tuple(compile_plan(load_plan(folder)).processes.values())

    data = to_xml(processes)

    assert validate(data) is None
    assert from_xml(data) == processes
    assert [p.plan_hash for p in from_xml(data)] == [p.plan_hash for p in processes]


def test_every_kind_of_node_is_valid_and_comes_back_equal():
    data = to_xml((EVERY_KIND,))

    assert validate(data) is None
    assert from_xml(data) == (EVERY_KIND,)


def test_called_processes_come_back_within_the_one_that_calls_them():
    data = to_xml((PARTS,))

    assert validate(data) is None
    assert from_xml(data) == (PARTS,)
    with pytest.raises(DrawingError, match='gọi quy trình "la" không có'):
        from_xml(data.replace(b'calledElement="kiem-tra"', b'calledElement="la"'))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), min_size=1, max_size=25, unique=True),
       st.lists(st.sampled_from(["task", "exclusive", "parallel", "timer"]), min_size=12, max_size=12),
       st.lists(st.sampled_from(["A", "B", "C"]), min_size=12, max_size=12),
       st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12).map(str.strip))
def test_any_graph_comes_back_equal_and_can_be_drawn(ways, kinds, lanes, name):
    nodes = tuple(ProcessNode(f"n{i}", kind, name, lane, rule="ngày 1/5" if kind == "timer" else "")
                  for i, (kind, lane) in enumerate(zip(kinds, lanes, strict=True)))
    flows = tuple(Flow(f"f{a}-{b}", f"n{a}", f"n{b}", name) for a, b in ways)
    process = Process("p", name, "unit", nodes, flows, lanes=("A", "B", "C"))

    data = to_xml((process,))

    assert validate(data) is None
    assert from_xml(data) == (process,)


def test_the_same_processes_are_the_same_bytes():
    assert to_xml(woven()) == to_xml(woven())


def test_each_process_has_a_pool_and_each_element_a_place_in_the_diagram():
    root = etree.fromstring(to_xml(woven()))

    pools = root.findall(f"{bpmn('collaboration')}/{bpmn('participant')}")
    drawn = {e.get("bpmnElement") for e in root.iter() if e.get("bpmnElement")}
    wanted = {e.get("id") for tag in ("participant", "lane", "sequenceFlow") for e in root.iter(bpmn(tag))}
    wanted |= {n.id for p in woven() for n in p.nodes}

    assert [p.get("name") for p in pools] == ["Cả đợt", "Mỗi đơn vị", "Mỗi mô hình"]
    assert drawn == wanted | {"khung"}


@pytest.mark.parametrize(("old", "new", "said"), [
    (b"bpmn:userTask", b"bpmn:scriptTask", 'phần tử scriptTask "t" không dùng được trong quy trình'),
    (b'scope="entry"', b'scope="x"', 'process "moi-loai" thiếu kheo:process có scope là một trong run, unit, entry'),
    (b'act="ballot"', b'act="exec"', '"t" có act "exec"; chỉ nhận do, review, decide, ballot, acknowledge, opine'),
    (b"terminateEventDefinition", b"cancelEventDefinition",
     'endEvent "k" mang sự kiện không dùng được: cancelEventDefinition'),
])
def test_what_kheo_does_not_draw_is_refused_by_name(old, new, said):
    data = to_xml((EVERY_KIND,))
    assert old in data

    with pytest.raises(DrawingError) as caught:
        from_xml(data.replace(old, new))

    assert str(caught.value) == said


def test_a_file_against_the_schema_is_told_with_its_line():
    data = to_xml((EVERY_KIND,)).replace(b'sourceRef="s"', b"")

    assert (validate(data) or "").startswith("tệp không đúng lược đồ BPMN 2.0, dòng ")


def test_two_nodes_of_one_id_are_against_the_schema():
    twice = replace(EVERY_KIND, nodes=(*EVERY_KIND.nodes, ProcessNode("e", "end", lane="Đơn vị")))

    assert validate(to_xml((twice,))) is not None
