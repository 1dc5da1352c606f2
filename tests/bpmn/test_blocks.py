"""Drawn blocks are read as they are meant, and refused with the element that is wrong."""

import pytest

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.bpmn.blocks import Block, BlockFlow, BlockNode, read_block
from engine.bpmn.graph import Outcome
from engine.plan.folder import data_dir
from tests.bpmn.plans import shipped_block

FILES = sorted(data_dir("workflows").glob("*.bpmn"))
SEND = (data_dir("workflows") / "gui-va-tiep-nhan.bpmn").read_text("utf-8")


def refused(text: str) -> list[str]:
    with pytest.raises(PlanError) as caught:
        read_block(text, "a.bpmn")
    return [f"{d.code} {d.message}" for d in caught.value.diagnostics]


def test_a_block_is_read_with_its_parts_and_ways():
    assert shipped_block("theo-doi-khac-phuc") == Block(
        "theo-doi-khac-phuc", "Theo dõi, khắc phục",
        (BlockNode("bat-dau", "start"),
         BlockNode("kiem-tra", "task", "Kiểm tra", "chủ trì", "chính", "do",
                   (Outcome("dat", "Đạt"), Outcome("can-khac-phuc", "Cần khắc phục", True))),
         BlockNode("xet", "exclusive", "Đạt?"),
         BlockNode("ket-thuc", "end"),
         BlockNode("khac-phuc", "task", "Khắc phục và báo lại", "tiếp nhận", "khắc phục", "do",
                   (Outcome("xong", "Báo đã khắc phục"),))),
        (BlockFlow("vao", "bat-dau", "kiem-tra"), BlockFlow("xem", "kiem-tra", "xet"),
         BlockFlow("dat", "xet", "ket-thuc", "Đạt", default=True),
         BlockFlow("can-khac-phuc", "xet", "khac-phuc", "Cần khắc phục", 'ket_qua == "can-khac-phuc"'),
         BlockFlow("kiem-tra-lai", "khac-phuc", "kiem-tra", "Kiểm tra lại")))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_shipped_block_is_sound_and_named_like_its_file(file):
    assert read_block(file.read_text("utf-8"), file.name).id == file.stem


@pytest.mark.parametrize(("old", "new", "said"), [
    ("<?xml", '<!DOCTYPE a [<!ENTITY b "c">]><?xml', "KH030 tệp không phải XML hợp lệ, sai ở dòng 1"),
    ('?>\n<bpmn', '?>\n<!DOCTYPE a>\n<bpmn', "KH030 tệp có khai báo DOCTYPE hoặc thực thể; hãy lưu lại không có chúng"),
    ("bpmn:userTask", "bpmn:scriptTask",
     'KH031 scriptTask "gui" (Lập và gửi) không dùng được trong quy trình mẫu; chỉ dùng sự kiện bắt đầu và kết thúc '
     "trơn, user task, cổng exclusive và mũi tên"),
    ('<bpmn:startEvent id="bat-dau">', '<bpmn:startEvent id="bat-dau"><bpmn:timerEventDefinition/>',
     'KH031 startEvent "bat-dau" chứa timerEventDefinition, không dùng ở quy trình mẫu'),
    ('id="tra-lai" source', 'id="qua" source',
     'KH031 sequenceFlow "qua" (Trả lại) mang mã dành riêng của kheo; đặt mã khác'),
    ('act="review"', 'act="rewiew"',
     'KH032 userTask "tiep-nhan" (Tiếp nhận hoặc trả lại): act của kheo:task phải là một trong do, review, decide, '
     'ballot, acknowledge, opine, không phải "rewiew"; ý bạn là "review"?'),
    ('vai="tiếp nhận"', 'vai="tiếp"',
     'KH032 userTask "tiep-nhan" (Tiếp nhận hoặc trả lại): vai của kheo:task phải là một trong chủ trì, tiếp nhận, '
     'tham mưu, quyết định, lấy ý kiến, không phải "tiếp"; ý bạn là "tiếp nhận"?'),
    (' slot="chính"', "", 'KH032 userTask "gui" (Lập và gửi) thiếu thuộc tính "slot" của kheo:task'),
    (' label="Gửi"', "", 'KH032 userTask "gui" (Lập và gửi) thiếu kheo:outcome có id và label'),
    (' default="nhan"', "",
     'KH033 cổng "Đạt yêu cầu?" phải có đúng một đường mặc định, các đường khác có điều kiện'),
    ('targetRef="xet"', 'targetRef="xem-xet"', 'KH033 mũi tên "xem" không nối hai phần tử của quy trình'),
    ("ket_qua ==", "ket_qa ==",
     'KH034 sequenceFlow "tra-lai" (Trả lại): điều kiện dùng "ket_qa"; chỉ biết ket_qua và phieu'),
])
def test_a_block_that_is_wrong_is_refused_with_the_element_that_is(old, new, said):
    assert old in SEND

    assert said in refused(SEND.replace(old, new))


def test_a_condition_that_is_no_expression_is_refused_on_its_line():
    with pytest.raises(PlanError) as caught:
        read_block(SEND.replace('ket_qua == "tra-lai"', "__import__('os')"), "a.bpmn")

    line = next(i for i, text in enumerate(SEND.splitlines(), 1) if 'id="tra-lai" source' in text)
    assert [(d.place, d.code) for d in caught.value.diagnostics] == [(Place("a.bpmn", line), "KH034")]


def test_every_mistake_of_a_drawing_is_told_at_once():
    broken = SEND.replace('act="do"', "").replace('vai="tiếp nhận"', "").replace("ket_qua ==", "x ==")

    assert [text[:5] for text in refused(broken)] == ["KH032", "KH032", "KH034"]


def test_a_node_that_leads_nowhere_is_refused():
    lost = SEND.replace('targetRef="ket-thuc"', 'targetRef="gui"')

    assert set(refused(lost)) == {
        'KH033 "ket-thuc" không nằm trên đường nào từ bắt đầu', *(
            f'KH033 từ "{name}" không tới được sự kiện kết thúc'
            for name in ("bat-dau", "Lập và gửi", "Tiếp nhận hoặc trả lại", "Đạt yêu cầu?"))}


def test_a_file_that_is_no_drawing_is_refused():
    with pytest.raises(PlanError) as caught:
        read_block("<a/>", "a.bpmn")

    assert caught.value.diagnostics == (Diagnostic(
        Place("a.bpmn"), "KH030", "tệp không phải BPMN 2.0: phần tử ngoài cùng phải là definitions"),)
