"""A plan and its blocks become three processes: what is ordered waits, what is not runs in parallel."""

import random

import pytest
import yaml

from engine.base.diagnostic import PlanError
from engine.bpmn.compile import compile_plan
from engine.bpmn.graph import Flow, Outcome, Process, ProcessNode
from engine.bpmn.lint import lint
from engine.plan.folder import data_dir, load_sources
from tests.bpmn.plans import ENTRY, HEAD, RUN, UNIT, WHOLE, woven

DO, REVIEW = (Outcome("xong", "Gửi"),), (Outcome("nhan", "Tiếp nhận"), Outcome("tra-lai", "Trả lại để bổ sung", True))
OPENING = "  - {mã: ban-hanh, tên: Ban hành, phạm vi: cả đợt, chủ trì: đầu mối}\n"
BODY, UNITS = "Ban Xây dựng Đảng", "Thủ trưởng đơn vị"


def ways(process: Process) -> dict[str, set[str]]:
    return {n.id: {f.target for f in process.flows if f.source == n.id} for n in process.nodes}


def test_one_step_with_its_block_becomes_tasks_in_the_lanes_of_their_roles():
    sends = """\
  - {mã: dang-ky, tên: Đăng ký mô hình, việc: Gửi phiếu đăng ký, chủ trì: đơn vị, tiếp nhận: đầu mối,
     quy trình: gui-va-tiep-nhan}
"""
    unit = woven(HEAD + OPENING + sends)[1]

    assert unit == Process(
        "don-vi", "Mỗi đơn vị", "unit",
        (ProcessNode("bat-dau.don-vi", "start", "Bắt đầu", UNITS),
         ProcessNode("dang-ky.gui", "task", "Gửi phiếu đăng ký", UNITS, "dang-ky", "do", "chính", "đơn vị", DO),
         ProcessNode("dang-ky.tiep-nhan", "task", "Tiếp nhận hoặc trả lại: Đăng ký mô hình", BODY, "dang-ky", "review",
                     "tiếp nhận", "đầu mối", REVIEW),
         ProcessNode("dang-ky.xet", "exclusive", "Đạt yêu cầu?", BODY, "dang-ky"),
         ProcessNode("dang-ky.ket-thuc", "end", "", BODY, "dang-ky")),
        (Flow("bat-dau.don-vi..dang-ky.gui", "bat-dau.don-vi", "dang-ky.gui"),
         Flow("dang-ky.gui-di", "dang-ky.gui", "dang-ky.tiep-nhan"),
         Flow("dang-ky.xem", "dang-ky.tiep-nhan", "dang-ky.xet"),
         Flow("dang-ky.tra-lai", "dang-ky.xet", "dang-ky.gui", "Trả lại", "dang-ky.tra-lai"),
         Flow("dang-ky.nhan", "dang-ky.xet", "dang-ky.ket-thuc", "Tiếp nhận", default=True)),
        (("dang-ky.tra-lai", 'ket_qua == "tra-lai"'),), (UNITS, BODY))


def test_a_scope_without_steps_is_a_process_that_ends_at_once():
    entry = woven(HEAD + OPENING)[2]

    assert entry == Process(
        "mo-hinh", "Mỗi mô hình", "entry",
        (ProcessNode("bat-dau.mo-hinh", "start", "Bắt đầu"), ProcessNode("ket-thuc.mo-hinh", "end", "Kết thúc")),
        (Flow("bat-dau.mo-hinh..ket-thuc.mo-hinh", "bat-dau.mo-hinh", "ket-thuc.mo-hinh"),))


def test_forks_and_joins_stand_only_where_steps_are_parallel():
    run, unit, entry = woven()

    assert [n.id for p in (run, unit, entry) for n in p.nodes if n.kind == "parallel"] == [
        "ban-hanh.re", "tong-ket.gop", "tong-ket.re",
        "bat-dau.don-vi.re",
        "bat-dau.mo-hinh.re", "khao-sat.re", "cham.gop"]
    assert ways(run)["ban-hanh.re"] == {"tong-hop.du", "kiem-tra-dot.mo"}, "tong-ket stands after ban-hanh anyway"


def test_a_step_announces_its_end_only_where_somebody_listens():
    assert [n.message for p in woven() for n in p.nodes if n.kind == "throw"] == [
        "ban-hanh", "kiem-tra-dot", "lap-doan", "dang-ky", "bao-cao-nam"]


def test_a_skipped_registration_says_that_it_is_over_so_that_entries_can_be_counted():
    step = """\
  - {mã: dang-ky, tên: Đăng ký, chủ trì: đơn vị, chỉ khi: 'don_vi.loai == "x"', ghi sổ: [{lập từ: danh-sach}]}
"""
    unit = woven(HEAD + OPENING + step)[1]

    assert ways(unit) == {
        "bat-dau.don-vi": {"dang-ky.chi-khi"}, "dang-ky.chi-khi": {"dang-ky.lam", "dang-ky.bao-xong"},
        "dang-ky.lam": {"dang-ky.bao-xong"}, "dang-ky.bao-xong": {"dang-ky.ket-thuc"}, "dang-ky.ket-thuc": set()}


def test_what_opens_a_step_stands_before_it_in_the_order_message_day_condition():
    step = """\
  - {mã: thu, tên: Thử, chủ trì: đơn vị, mở khi xong: ban-hanh, mở từ: ngày 01/03/2026, chỉ khi: 'don_vi.loai == "x"'}
"""
    unit = woven(HEAD + OPENING + step)[1]

    assert ways(unit) == {
        "bat-dau.don-vi": {"thu.mo-khi-xong"}, "thu.mo-khi-xong": {"thu.mo"}, "thu.mo": {"thu.chi-khi"},
        "thu.chi-khi": {"thu.lam", "thu.ket-thuc"}, "thu.lam": {"thu.ket-thuc"}, "thu.ket-thuc": set()}
    assert (unit.node("thu.mo-khi-xong").message, unit.node("thu.mo").rule) == ("ban-hanh", "ngày 01/03/2026")
    assert unit.guards == (("thu.chi-khi", 'don_vi.loai == "x"'),)
    assert [(f.guard, f.default) for f in unit.flows if f.source == "thu.chi-khi"] == [
        ("thu.chi-khi", False), ("", True)]


def test_a_consolidation_waits_for_the_message_that_all_have_sent():
    assert woven()[0].node("tong-hop.du") == ProcessNode(
        "tong-hop.du", "catch", "Chờ đủ: Đăng ký mô hình", BODY, "tong-hop", message="tong-hop.du")


def test_a_skipped_step_lets_what_follows_go_on():
    entry = woven()[2]

    assert ways(entry)["ra-mat.chi-khi"] == {"ra-mat.to-chuc", "ra-mat.qua"}
    assert ways(entry)["ra-mat.qua"] == {"cham.gop"}


def test_an_optional_task_nobody_acts_in_goes_with_the_choice_on_its_outcome():
    run = woven()[0]

    assert ways(run)["tong-ket.lap"] == {"tong-ket.re"}
    assert "tong-ket.tra-lai" not in dict(run.guards)
    assert ways(run)["tong-hop.lap"] == {"tong-hop.duyet"}


def test_every_woven_process_is_sound():
    assert [lint(p) for p in woven()] == [(), (), ()]


def test_ids_do_not_depend_on_the_order_of_steps():
    steps = yaml.safe_load("bước:\n" + RUN + UNIT + ENTRY)["bước"]
    random.Random(3).shuffle(steps)
    mixed = HEAD.removesuffix("bước:\n") + yaml.safe_dump({"bước": steps}, allow_unicode=True)

    for one, other in zip(woven(), woven(mixed), strict=True):
        assert {n.id for n in one.nodes} == {n.id for n in other.nodes}
        assert set(one.flows) == set(other.flows)
        assert dict(one.guards) == dict(other.guards)


@pytest.mark.parametrize(("step", "said"), [
    ("{mã: a, tên: A, chủ trì: đơn vị, quy trình: bao-cao}",
     'plan.yaml:18:5: KH035 bước "a" dùng quy trình mẫu "bao-cao" nhưng chưa nói ai làm việc "Xem báo cáo"; '
     'thêm "tiếp nhận: <tên vai trò>" vào bước này'),
    ("{mã: a, tên: A, chủ trì: đơn vị, hạn: {duyệt: trước ngày 1/2/2026}}",
     'plan.yaml:18:44: KH036 bước "a" dùng quy trình mẫu "thuc-hien"; ở bước này không có phần việc "duyệt"; '
     'quy trình có: "chính"'),
    ("{mã: a, tên: A, chủ trì: hội đồng, bỏ phiếu: {cách: tán thành}}",
     'plan.yaml:18:40: KH036 bước "a" dùng quy trình mẫu "thuc-hien" không có phần việc bỏ phiếu; dùng quy trình '
     'tham-dinh'),
    ("{mã: a, tên: A, chủ trì: đơn vị, sau: [ban-hanh]}",
     'plan.yaml:18:44: KH037 bước "a" đứng sau "ban-hanh" là bước của phạm vi khác; dùng "mở khi xong: ban-hanh"'),
    ("{mã: a, tên: A, chủ trì: đơn vị, sau: [a]}",
     'plan.yaml:18:43: KH038 bước "a" đứng sau chính nó qua các mục "sau"; bỏ một mục trong vòng này'),
])
def test_a_step_that_does_not_fit_its_block_is_refused_with_the_remedy(step, said):
    with pytest.raises(PlanError) as caught:
        woven(HEAD + OPENING + f"  - {step}\n")

    assert str(caught.value) == said


def test_a_loaded_plan_compiles_to_the_three_processes_under_its_hash():
    blocks = {f"workflows/{f.name}": f.read_text("utf-8") for f in data_dir("workflows").glob("*.bpmn")}
    loaded = load_sources({"plan.yaml": WHOLE, **blocks})

    compiled = compile_plan(loaded)

    assert (compiled.plan, compiled.hash) == (loaded.plan, loaded.hash)
    assert tuple(compiled.processes.values()) == woven()
    assert {p.plan_hash for p in compiled.processes.values()} == {loaded.hash}


GROUPED = HEAD.replace("nhóm đơn vị: [", "nhóm đơn vị: [{mã: dang-uy, tên: Đảng uỷ, loại: [dang-uy], đơn vị: [x]}, ")
"""Two groups of units: committees, and cells below them."""


def test_a_step_of_some_units_and_years_is_passed_by_before_it_waits_for_anything():
    step = """\
  - {mã: hoi-nghi, tên: Hội nghị, chủ trì: đơn vị, nhóm đơn vị: [dang-uy], các năm: [2027, 2030],
     mở từ: ngày 01/12 hằng năm}
"""
    unit = woven(GROUPED + OPENING + step)[1]

    assert ways(unit) == {
        "bat-dau.don-vi": {"hoi-nghi.dien"}, "hoi-nghi.dien": {"hoi-nghi.mo", "hoi-nghi.ket-thuc"},
        "hoi-nghi.mo": {"hoi-nghi.lam"}, "hoi-nghi.lam": {"hoi-nghi.ket-thuc"}, "hoi-nghi.ket-thuc": set()}
    assert unit.guards == (
        ("hoi-nghi.dien", '(don_vi.loai in ["dang-uy"] or don_vi.ma in ["x"]) and dot.nam in [2027, 2030]'),)


def test_a_step_opened_by_hand_waits_for_its_own_message():
    step = "  - {mã: ton-vinh, tên: Tôn vinh, phạm vi: cả đợt, chủ trì: đầu mối, sau: [ban-hanh], mở bằng tay: có}\n"
    run = woven(HEAD + OPENING + step)[0]

    assert [(n.id, n.message) for n in run.nodes if n.kind == "catch"] == [("ton-vinh.tay", "ton-vinh.tay")]


def test_a_step_that_asks_for_opinions_has_one_task_for_all_who_give_one():
    step = """\
  - {mã: xet, tên: Xét hồ sơ, phạm vi: cả đợt, chủ trì: đầu mối, lấy ý kiến: [quyết định, đầu mối], sau: [ban-hanh],
     quy trình: lay-y-kien}
"""
    run = woven(HEAD + OPENING + step)[0]

    assert [(n.id, n.act, n.slot, n.lane) for n in run.nodes if n.step == "xet" and n.kind == "task"] == [
        ("xet.gop-y", "opine", "ý kiến", "Thường trực Đảng ủy · Ban Xây dựng Đảng"),
        ("xet.ket-luan", "do", "chính", BODY)]
