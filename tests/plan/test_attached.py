"""A criteria set may stand in a file of its own beside the plan: part of its hash, mistakes at that file's place."""

from pathlib import Path

import pytest

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.plan.folder import load_plan, load_sources
from tests.plan.small import SMALL

SHEET = """\
tổng điểm: 100
tiêu chí:
  - {mã: thong-tin, nội dung: Thông tin đúng hạn, cách đánh giá: chấm điểm, điểm tối đa: 40}
  - mã: doi-thoai
    nội dung: Đối thoại với Nhân dân
    cách đánh giá: chấm điểm
    hệ số: 2
    điểm liệt: 0
    mức điểm:
      - {mã: tot, nội dung: Hai lần trở lên, điểm: 30}
      - {mã: khong, nội dung: Không có, điểm: 0}
xếp loại:
  - {mã: tot, tên: Tốt, từ: 80, đến: 100}
  - {mã: chua-tot, tên: Chưa tốt, dưới: 80}
"""


def plan_in(folder: Path, sheet: str | None = SHEET, name: str = "cham-diem.yaml") -> Path:
    sets = f"bộ tiêu chí:\n  - {{mã: cham-diem, tên: Chấm điểm, từ tệp: {name}}}\n"
    (folder / "plan.yaml").write_text(SMALL + sets, "utf-8")
    if sheet is not None:
        (folder / "cham-diem.yaml").write_text(sheet, "utf-8")
    return folder


def mistakes(folder: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(PlanError) as refusal:
        load_plan(folder)
    return refusal.value.diagnostics


def test_the_set_is_read_as_if_it_stood_in_the_plan(tmp_path: Path) -> None:
    loaded = load_plan(plan_in(tmp_path))

    criteria = loaded.plan.criteria[0]
    assert (criteria.name, criteria.total, [c.maximum * c.weight for c in criteria.criteria]) == (
        "Chấm điểm", 100, [40, 60])
    assert list(loaded.sources) == ["plan.yaml", "cham-diem.yaml", "workflows/thuc-hien.bpmn"]
    assert loaded.read.at("criteria", 0, "total") == Place(str(tmp_path / "cham-diem.yaml"), 1, 12)


def test_the_plan_is_read_back_from_its_texts(tmp_path: Path) -> None:
    loaded = load_plan(plan_in(tmp_path))

    again = load_sources(loaded.sources)

    assert (again.plan, again.hash) == (loaded.plan, loaded.hash)


def test_another_word_in_the_file_makes_another_version(tmp_path: Path) -> None:
    before = load_plan(plan_in(tmp_path)).hash

    after = load_plan(plan_in(tmp_path, SHEET.replace("Tốt", "Rất tốt"))).hash

    assert after != before


def test_a_mistake_stands_at_its_place_in_the_file(tmp_path: Path) -> None:
    found = mistakes(plan_in(tmp_path, SHEET.replace("cách đánh giá: chấm điểm, điểm", "cách đánh giá: chấm, điểm")))

    assert [(d.place, d.code) for d in found] == [(Place(str(tmp_path / "cham-diem.yaml"), 3, 66), "KH015")]


def test_a_key_of_the_plan_is_not_said_again_in_the_file(tmp_path: Path) -> None:
    found = mistakes(plan_in(tmp_path, "tên: Bảng chấm\n" + SHEET))

    assert found == (Diagnostic(
        Place(str(tmp_path / "cham-diem.yaml"), 1, 1), "KH005",
        'mục "tên" đã có trong kế hoạch ở dòng 26, cột 21; giữ lại một mục'),)


@pytest.mark.parametrize("name", ["cham-diem.yaml", "../cham-diem.yaml", "/etc/passwd", "plan.yaml", "cham-diem.txt"])
def test_a_file_that_is_not_beside_the_plan_is_refused(tmp_path: Path, name: str) -> None:
    found = mistakes(plan_in(tmp_path, None, name))

    assert found == (Diagnostic(
        Place(str(tmp_path / "plan.yaml"), 26, 45), "KH050",
        f'không có tệp "{name}" cạnh tệp kế hoạch; đặt một tệp .yaml vào cùng thư mục và chỉ ghi tên tệp'),)


def test_a_file_without_keys_is_refused(tmp_path: Path) -> None:
    assert [d.code for d in mistakes(plan_in(tmp_path, "- một\n- hai\n"))] == ["KH012"]
