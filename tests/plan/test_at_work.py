"""The plan at work in a year: a recurring step is several, a standing duty asks for evidence."""

from pathlib import Path

import pytest

from engine.bpmn.compile import compile_plan
from engine.plan.at_work import at_work
from engine.plan.folder import load_plan
from engine.plan.read import read_plan
from engine.plan.refs import check_references
from engine.plan.step import MAIN
from tests.plan.small import SMALL

RECURRING = SMALL.replace("    hạn: trước ngày 15/6/2026\n", """\
    định kỳ: {mỗi: 6 tháng, tự đặt: có}
  - {mã: tong-hop, tên: Tổng hợp, phạm vi: cả đợt, chủ trì: cán bộ, sau: [ban-hanh], cần: [bao-cao]}
""")
DUTIES = SMALL.replace("đôn đốc:", """\
nhiệm vụ thường xuyên:
  - {mã: nv-1, tên: Tham mưu chỉ đạo, chủ trì: cán bộ, trích mục: [{mục: II.1}]}
  - {mã: nv-2, tên: Đối thoại, chủ trì: thủ trưởng đơn vị, nhóm đơn vị: [chi-bo], hạn: trước ngày 20/11,
     cung cấp cho: [bao-cao]}
minh chứng hằng năm: {mở từ: ngày 15/10}
đôn đốc:""")


def read(text):
    found = read_plan(text, "nho.yaml")
    assert check_references(found) == ()
    return found


def test_a_recurring_step_becomes_one_step_for_each_time():
    made = at_work(read(RECURRING), 2026).plan

    assert [(s.id, s.name, s.opens_from, s.deadlines, s.own_deadlines) for s in made.steps if s.scope == "unit"] == [
        ("bao-cao-k1", "Báo cáo 6 tháng đầu năm", "ngày 01/01", {MAIN: "chậm nhất ngày 30/06"}, (MAIN,)),
        ("bao-cao-k2", "Báo cáo 6 tháng cuối năm", "ngày 01/07", {MAIN: "chậm nhất ngày 31/12"}, (MAIN,))]
    assert made.step("tong-hop").needs == ("bao-cao-k1", "bao-cao-k2")


@pytest.mark.parametrize(("every", "last_days"), [
    ("tháng", ["31/01", "29/02", "31/03", "30/04", "31/05", "30/06", "31/07", "31/08", "30/09", "31/10", "30/11",
               "31/12"]),
    ("quý", ["31/03", "30/06", "30/09", "31/12"]), ("năm", ["31/12"]),
])
def test_whole_periods_end_on_their_last_day(every, last_days):
    made = at_work(read(RECURRING.replace("mỗi: 6 tháng", f"mỗi: {every}")), 2026).plan

    assert [s.deadlines[MAIN] for s in made.steps if s.scope == "unit"] == [f"chậm nhất ngày {d}" for d in last_days]


def test_the_times_may_be_named_one_by_one():
    times = ("các kỳ: [{mã: so, tên: (sơ kết), hạn: trước ngày 15/7}, "
             "{mã: tong, tên: (tổng kết), hạn: trước ngày 20/12}]")
    made = at_work(read(RECURRING.replace("mỗi: 6 tháng, tự đặt: có", times)), 2026).plan

    assert [(s.id, s.name, s.own_deadlines, s.when) for s in made.steps if s.scope == "unit"] == [
        ("bao-cao-so", "Báo cáo (sơ kết)", (), 'not (dot.ban_hanh > "2026-07-14")'),
        ("bao-cao-tong", "Báo cáo (tổng kết)", (), 'not (dot.ban_hanh > "2026-12-19")')]


def test_a_duty_asks_its_body_once_and_each_unit_of_its_groups_for_evidence():
    made = at_work(read(DUTIES), 2026).plan

    assert [(s.id, s.scope, s.actor, s.groups, s.opens_from, s.deadlines[MAIN], s.after, s.feeds)
            for s in made.steps if s.id.startswith("nv-")] == [
        ("nv-1", "run", "cán bộ", (), "ngày 15/10", "chậm nhất ngày 30/11", ("ban-hanh",), ()),
        ("nv-2", "unit", "thủ trưởng đơn vị", ("chi-bo",), "ngày 15/10", "trước ngày 20/11", (), ("bao-cao",))]
    assert made.form("minh-chung-nhiem-vu").name == "Minh chứng thực hiện nhiệm vụ năm 2026"


def test_what_is_made_stands_where_it_was_written():
    written = read(DUTIES)
    made = at_work(written, 2026)

    assert made.at("steps", 2) == written.at("duties", 0)
    assert made.at("steps", 1, "deadlines") == written.at("steps", 1, "deadlines")


def test_a_plan_with_duties_and_times_can_run(tmp_path: Path):
    text = DUTIES.replace("    hạn: trước ngày 15/6/2026\n", "    định kỳ: {mỗi: quý}\n")
    (tmp_path / "plan.yaml").write_text(text, "utf-8")

    compiled = compile_plan(load_plan(tmp_path))

    assert {node.step for node in compiled.processes["unit"].nodes if node.kind == "task"} == {
        "bao-cao-q1", "bao-cao-q2", "bao-cao-q3", "bao-cao-q4", "nv-2"}


@pytest.mark.parametrize(("old", "new", "says"), [
    ("mỗi: 6 tháng, ", "", 'theo đúng một trong hai mục "mỗi", "các kỳ"'),
    ("    định kỳ:", "    hạn: trước ngày 15/6\n    định kỳ:", '"hạn" do từng kỳ định'),
    ("cần: [bao-cao]", "mở khi xong: bao-cao", "định kỳ, có nhiều kỳ"),
])
def test_a_recurrence_that_does_not_fit_is_refused(old, new, says):
    found = check_references(read_plan(RECURRING.replace(old, new), "nho.yaml"))

    assert [d.code for d in found] == ["KH048"]
    assert says in found[0].message


def test_rows_are_not_gathered_from_a_recurring_step():
    form = """biểu mẫu:
  - {mã: f, tên: F, trường: [{mã: t, nhãn: T, loại: bảng, dòng từ: {bước: bao-cao}, cột: [{mã: a, nhãn: A}]}]}
đôn đốc:"""

    found = check_references(read_plan(RECURRING.replace("đôn đốc:", form), "nho.yaml"))

    assert [d.message.split(";")[0] for d in found] == ['bước "bao-cao" định kỳ, mỗi đơn vị gửi nhiều kỳ']


@pytest.mark.parametrize(("old", "new", "code"), [
    ("mã: nv-1", "mã: bao-cao", "KH027"), ("nhóm đơn vị: [chi-bo], hạn", "nhóm đơn vị: [chi], hạn", "KH025"),
    ("chủ trì: cán bộ, trích", "chủ trì: cán bộ, nhóm đơn vị: [chi-bo], trích", "KH029"),
    ("cung cấp cho: [bao-cao]", "cung cấp cho: [x]", "KH020"), ("trước ngày 20/11", "trước ngày 31/11", "KH041"),
    ("{mở từ: ngày 15/10}", "{biểu mẫu: x}", "KH021"),
])
def test_a_duty_that_does_not_fit_is_refused(old, new, code):
    assert [d.code for d in check_references(read_plan(DUTIES.replace(old, new), "nho.yaml"))] == [code]
