"""A plan file drafted from a document reads, checks for references and compiles, and holds what the document says."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn.compile import compile_plan
from engine.document.draft import drafted
from engine.document.yaml_text import ASK, Part, part, written
from engine.plan.folder import load_plan
from engine.plan.read import read_plan
from engine.plan.refs import check_references
from engine.plan.source import compose, plain
from tests.document.draft_quality import Quality, quality
from tests.document.reading import DATA, of_file, read, sound
from tests.document.test_any_text import PIECES

REACHED = {
    "tan-ky-2025": (23, 3), "gia-lai-2025": (18, 1), "thuy-nguyen-2026": (53, 6), "vinh-long-2025": (19, 2),
    "ha-tinh-annual": (24, 4)}
"""Clauses at whose place the draft has a part of a fitting kind, and deadlines that agree: lower bounds."""


def plan_of(document, folder: Path):
    """The draft as a loaded plan; PlanError when it is none."""
    file = folder / "plan.yaml"
    file.write_text(drafted(document), "utf-8")
    return load_plan(file)


@pytest.mark.shared
@pytest.mark.parametrize("name", REACHED)
def test_the_draft_of_a_source_document_holds_its_clauses_and_deadlines(shared: Path, tmp_path: Path, name: str):
    found: Quality = quality(shared, name)
    document = read((shared / "plans" / f"{name}.txt").read_text("utf-8"))

    compile_plan(plan_of(document, tmp_path), 2026)

    clauses, dated = REACHED[name]
    assert (found.clauses - len(found.missing) >= clauses, found.missing) == (True, ())
    assert (found.dated - len(found.wrong) >= dated, found.wrong) == (True, ())


def test_the_plan_of_a_ward_is_drafted(tmp_path):
    plan = plan_of(of_file("ocop-phuong.txt"), tmp_path).plan

    assert (plan.name, plan.period, plan.issuer.unit, plan.issuer.style) == (
        "Đánh giá, phân hạng sản phẩm OCOP trên địa bàn phường năm 2026", "năm 2026",
        "uy-ban-nhan-dan-phuong-hoa-an", "state")
    assert plan.basis[0].dated == "24/02/2023"
    assert plan.role("đầu mối").name == "Phòng Kinh tế"
    assert [(s.actor, s.deadlines.get("chính"), s.clauses[0].at) for s in plan.steps[1:]] == [
        ("đơn vị", "chậm nhất ngày 28/02/2026", "C.1 điểm a"),
        ("đầu mối", "trong thời hạn 10 ngày làm việc kể từ ngày hết hạn đăng ký", "C.1 điểm b"),
        ("đơn vị", "trước ngày 15 tháng 8 năm 2026", "C.2 điểm a"),
        ("hội đồng đánh giá cấp phường", "trước 30/9/2026", "C.2 điểm b"),
        ("hội đồng đánh giá cấp phường", "trong vòng 05 ngày làm việc kể từ ngày họp", "C.2 điểm c"),
        ("đầu mối", "trước ngày 10/12/2026", "D.1 gạch 2"), ("đơn vị", "trong tháng 02/2026", "D.2 gạch 1")]
    assert [(t.bound, t.amount, t.per) for t in plan.targets] == [("minimum", 1, "unit"), ("aim", 5, "run")]
    assert [[c.label for c in f.columns] for f in plan.form("mau-1").fields] == [
        ["Tên sản phẩm", "Chủ thể", "Nhóm sản phẩm", "Sản lượng dự kiến"]]
    assert sorted(plan.events) == ["hết hạn đăng ký", "họp"]


def test_a_guidance_of_every_year_is_drafted(tmp_path):
    plan = plan_of(of_file("sang-kien-so.txt"), tmp_path).plan

    assert (plan.period, plan.year) == ("hằng năm", None)
    assert [(s.actor, s.deadlines.get("chính")) for s in plan.steps[1:]] == [
        ("đơn vị", "trước ngày 30 tháng 9 hằng năm"), ("hội đồng sáng kiến đơn vị", None),
        ("thủ trưởng đơn vị", "trong thời hạn 15 ngày kể từ ngày họp"), ("đơn vị", "trước ngày 31/10 hằng năm"),
        ("đơn vị", "ngay từ đầu năm"), ("đầu mối", "trước ngày 20/11 hằng năm")]
    assert [c.name for c in plan.criteria[0].criteria] == [
        "Có tính mới trong phạm vi cơ sở", "Đã được áp dụng và mang lại lợi ích thiết thực",
        "Không vi phạm trật tự công cộng hoặc đạo đức xã hội"]
    assert [f.label for f in plan.form("phu-luc-1").fields] == ["Tên sáng kiến", "Tác giả", "Lợi ích thu được"]


@pytest.mark.parametrize("name", ["the-le-cuoc-thi.txt", "kiem-tra-dang.txt", "nong-thon-moi-loi.txt"])
def test_documents_of_other_kinds_are_drafted_too(tmp_path, name):
    compile_plan(plan_of(of_file(name), tmp_path), 2027 if "dang" in name else 2026)


def test_points_of_the_document_become_maxima(tmp_path):
    plan = plan_of(of_file("the-le-cuoc-thi.txt"), tmp_path).plan

    assert [(c.name, c.how, c.maximum) for c in plan.criteria[0].criteria] == [
        ("Tính mới: 30 điểm", "scored", 30), ("Tính khả thi: 40 điểm", "scored", 40),
        ("Hiệu quả xã hội: 30 điểm", "scored", 30)]
    assert [(i.name, i.copies) for i in plan.dossiers[0].items] == [
        ("Phiếu đăng ký dự thi (theo Mẫu 01)", 1), ("Bản thuyết minh ý tưởng (theo Mẫu 02), 03 bộ", 3),
        ("Video giới thiệu, nếu có", 1)]


def test_what_the_document_leaves_open_stands_as_a_question_where_it_belongs():
    text = drafted(sound("I. QUY TRÌNH\n1. Khảo sát hiện trạng.\nII. TỔ CHỨC THỰC HIỆN\n1. Ban Dân vận\n"
                         "- Tổng hợp danh sách (theo Mẫu 02), gửi Đảng ủy trước ngày 10/12/2026.\n"))

    lines = text.splitlines()
    step = next(n for n, line in enumerate(lines) if "mã: khao-sat-hien-trang" in line)
    assert lines[step - 2: step] == [
        f"  # {ASK}: văn bản không nói ai làm việc này; tạm giao đơn vị", f"  # {ASK}: văn bản không nêu hạn"]
    assert any(line.startswith(f"# {ASK}: điều sai của văn bản") and "R03" in line for line in lines)


def test_a_report_that_is_gathered_feeds_the_one_who_gathers(tmp_path):
    plan = plan_of(sound("""I. TỔ CHỨC THỰC HIỆN
1. Các đơn vị
- Gửi báo cáo về Ban Dân vận trước ngày 20/11/2026.
2. Ban Dân vận
- Theo dõi, đôn đốc; tổng hợp báo cáo Đảng ủy trước ngày 01/12/2026.
"""), tmp_path).plan

    assert [(s.scope, s.actor, s.reviewer, bool(s.feeds)) for s in plan.steps[1:]] == [
        ("unit", "đơn vị", "đầu mối", True), ("run", "đầu mối", None, False)]
    assert plan.steps[1].feeds == (plan.steps[2].id,)


@pytest.mark.parametrize("value", [
    "a: b", "- x", "# không phải ghi chú", "'nháy' và \"nháy\"", "có", "true", "12", "05/02/2026", "[a, b]", "{a}", "*",
    "&a", "x:", "%", "@", "kết thúc ", "Tổng hợp, báo cáo; gửi (mẫu 01)", "a\nb", "null", "~", "1_000", "é"])
def test_every_text_comes_back_from_the_file_as_it_was(value):
    text = written(part(("khoá", value), ("danh sách", (value, value)), ("mục", Part((("con", value),)))))

    back = plain(compose(text, "a.yaml"))
    one = " ".join(value.split())
    assert {key: str(got) if not isinstance(got, list | dict) else got for key, got in back.items()} == {
        "khoá": one, "danh sách": [one, one], "mục": {"con": one}}


@given(st.lists(PIECES | st.text(max_size=15), max_size=50))
@settings(deadline=None, max_examples=120)
def test_the_draft_of_any_text_reads_and_checks(pieces):
    text = drafted(read("\n".join(pieces)))

    assert check_references(read_plan(text, "plan.yaml")) == ()


def test_a_very_long_document_is_drafted_as_far_as_a_plan_goes():
    one = (DATA / "ocop-phuong.txt").read_text("utf-8")
    body = one[one.index("A. MỤC"): one.index("Trên đây")]

    text = drafted(read(one[: one.index("A. MỤC")] + body * 80))

    assert text.count("  - mã: nop-phieu-dang-ky") <= 400
    assert len(read_plan(text, "plan.yaml").plan.steps) == 401
