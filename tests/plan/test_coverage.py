"""A clause counts as covered when a fitting part names it and its date is kept."""

from pathlib import Path

import pytest

from engine.plan.coverage import Coverage, Waived, agrees, cover, read_register
from engine.plan.folder import data_dir, load_plan
from engine.plan.read import read_plan
from tests.plan.small import SMALL

REGISTERS = Path(__file__).parents[1] / "data" / "requirements"
PLAN = read_plan(SMALL.replace(
    "    hạn: trước ngày 15/6/2026\n",
    "    hạn: trước ngày 15/6/2026\n    trích mục: [{mục: III.1, mã: N-1}, {mục: III.2, mã: N-2}]\n"
    "chấp nhận ngoại lệ: [{mã: N-4, lý do: không còn hiệu lực, người chấp nhận: Trưởng ban}]\n"), "p.yaml").plan


def test_clauses_are_covered_waived_or_missing() -> None:
    register = {"clauses": [
        {"id": "N-1", "kind": "deadline", "due": "before 2026-06-15"}, {"id": "N-2", "kind": "form"},
        {"id": "N-3", "kind": "step"}, {"id": "N-4", "kind": "step"},
    ]}

    assert cover(PLAN, register) == Coverage(("N-1",), (Waived("N-4", "không còn hiệu lực"),), ("N-2", "N-3"), {
        "N-2": 'mã này chỉ được nêu ở phần không hợp với loại "form"',
        "N-3": "không phần nào của kế hoạch nêu mã này",
    })


def test_a_clause_with_another_date_is_missing() -> None:
    found = cover(PLAN, {"clauses": [{"id": "N-1", "kind": "deadline", "due": "before 2026-06-16"}]})

    assert found.why == {"N-1": 'hạn của kế hoạch (“trước ngày 15/6/2026”) khác hạn trong sổ ("before 2026-06-16")'}


@pytest.mark.parametrize(("phrase", "due", "same"), [
    ("trước ngày 05/02/2026", "before 2026-02-05", True),
    ("chậm nhất ngày 05/02/2026", "before 2026-02-05", False),
    ("chậm nhất là ngày 15/4/2025", "by 2025-04-15", True),
    ("trước ngày 30/11 hằng năm", "before --11-30 yearly", True),
    ("trong quý I hằng năm", "within Q1 yearly", True),
    ("trong quý II hằng năm", "within Q1 yearly", False),
    ("trước 03 ngày tổ chức Hội nghị thẩm định", "at least 3 days before <hội nghị thẩm định>", True),
    ("trước 03 ngày làm việc tổ chức hội nghị thẩm định", "at least 3 days before <hội nghị thẩm định>", False),
    ("định kỳ 06 tháng, 01 năm", "recurring: 6 months, 1 year; 2 times in 5 years", True),
    ("abc", "before 2026-02-05", False),
])
def test_a_phrase_agrees_with_a_date_of_the_register(phrase: str, due: str, same: bool) -> None:
    assert agrees(phrase, due, PLAN) is same


@pytest.mark.parametrize("register", sorted(REGISTERS.glob("*-2*.yaml")), ids=lambda file: file.stem)
def test_a_shipped_plan_misses_no_clause_of_its_register(register: Path) -> None:
    plan = load_plan(data_dir("plan_configs") / register.stem).plan

    assert cover(plan, read_register(register)).missing == ()


@pytest.mark.parametrize("text", ["", "- a", "clauses: []", "clauses: [a]", "plan: [x"])
def test_a_file_that_is_no_register_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")

    with pytest.raises(ValueError, match="clauses|KH00"):
        read_register(tmp_path / "a.yaml")
