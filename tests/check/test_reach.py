"""R35: steps that can never be reached, loops that nobody can leave."""

from dataclasses import replace

import pytest

from tests.check.plans import found, plan

FORM = "biểu mẫu:\n  - {mã: lich, tên: Lịch, trường: [{mã: ngay_hop, nhãn: Ngày họp, loại: ngày}]}\n"
EVENT = "sự kiện:\n  họp: {ấn định ở bước: lap}\n"
GATHER = "{mã: gop, tên: Gộp, phạm vi: cả đợt, chủ trì: đầu mối%s}"
SEND = "{mã: gui, tên: Gửi, chủ trì: đơn vị%s}"


def test_a_condition_that_never_holds_closes_a_step():
    loaded = plan(SEND % ', chỉ khi: "1 > 2"')

    assert [str(f.message) for f in found(loaded, "R35")] == [
        "Bước “Gửi” không bao giờ tới được: điều kiện “1 > 2” không bao giờ đúng."]


def test_a_step_cannot_wait_for_a_day_that_is_fixed_after_it():
    late = plan(GATHER % ", mở từ: ngày họp", "{mã: lap, tên: Lập lịch, phạm vi: cả đợt, chủ trì: đầu mối, "
                "biểu mẫu: [lich], ấn định: {họp: ngay_hop}, sau: [gop]}", rest=FORM + EVENT)

    assert [str(f.message) for f in found(late, "R35")][0] == (
        "Bước “Gộp” không bao giờ tới được: chờ ngày “họp” do bước “Lập lịch” ấn định, bước ấy cũng không mở được "
        "trước.")


def test_without_anything_that_makes_entries_their_steps_are_never_reached():
    loaded = plan("{mã: xet, tên: Xét, phạm vi: mỗi mô hình, chủ trì: đầu mối}")

    assert [str(f.message) for f in found(loaded, "R35")] == [
        "Bước “Xét” không bao giờ tới được: không bước nào lập mô hình trước đó."]


@pytest.mark.parametrize("steps", [
    (GATHER % ", cần: [gui]", SEND % ""), (GATHER % "", SEND % ", mở khi xong: gop"),
    (GATHER % ', cần: [gui], chốt: ngày 10/6/2026', SEND % ', chỉ khi: "2 > 1"'),
])
def test_steps_that_open_one_after_the_other_are_fine(steps):
    assert found(plan(*steps), "R35") == []


def redrawn(condition: str):
    """A plan whose block for sending and accepting returns what was sent on that condition."""
    loaded = plan("{mã: gui, tên: Gửi, chủ trì: đơn vị, tiếp nhận: đầu mối, quy trình: gui-va-tiep-nhan, "
                  "trích mục: [{mục: III.1}]}")
    block = "workflows/gui-va-tiep-nhan.bpmn"
    text = loaded.sources[block].replace('ket_qua == "tra-lai"', condition)
    return replace(loaded, sources={**loaded.sources, block: text})


def test_a_loop_that_no_outcome_leaves_is_an_error():
    first, *others = found(redrawn('ket_qua != "khac"'), "R35")

    assert (first.severity, first.clauses, others) == ("E", ("III.1",), [])
    assert first.message == ("Bước “Gửi”: từ việc “Gửi” không kết quả nào dẫn tới kết thúc, việc quay vòng mãi.")
    assert "gui-va-tiep-nhan" in str(first.repair)


def test_a_loop_that_an_outcome_or_an_answer_leaves_is_fine():
    assert found(redrawn('ket_qua == "tra-lai"'), "R35") + found(redrawn("phieu.lai"), "R35") == []
