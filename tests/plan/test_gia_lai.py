"""The shipped plan of Gia Lai: it covers its document every year, and puts its duties to work."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from engine.bpmn.compile import compile_plan
from engine.plan.coverage import Coverage, cover
from engine.plan.folder import data_dir, load_plan
from engine.plan.refs import check_references
from engine.plan.step import MAIN
from engine.plan.yearly import refused_year
from tests.plan.shipped import REGISTERS, days, quotations, words_of

FOLDER = data_dir("plan_configs") / "gia-lai-2025"
LOADED = load_plan(FOLDER)
PLAN = LOADED.plan


def test_every_name_in_the_plan_exists():
    assert check_references(LOADED.read) == ()


def test_every_clause_of_the_register_is_covered_and_none_waived():
    register = yaml.safe_load((REGISTERS / "gia-lai-2025.yaml").read_text("utf-8"))

    assert cover(PLAN, register) == Coverage(tuple(clause["id"] for clause in register["clauses"]), (), ())


@pytest.mark.shared
def test_every_quotation_stands_in_the_document(shared: Path):
    document, quoted = words_of(shared / "plans" / "gia-lai-2025.txt"), quotations(PLAN)

    assert len(quoted) > 15
    assert [quote for quote in quoted if quote not in document] == []


def test_the_plan_bears_no_year_and_runs_from_2025_on():
    assert (PLAN.year, PLAN.since) == (None, 2025)
    assert [year for year in range(2023, 2028) if refused_year(PLAN, year) is None] == [2025, 2026, 2027]


@pytest.mark.parametrize(("year", "last", "last_working"), [
    (2025, date(2025, 11, 29), date(2025, 11, 28)), (2026, date(2026, 11, 29), date(2026, 11, 27)),
])
def test_the_one_day_of_the_document_is_that_of_each_year(year: int, last: date, last_working: date):
    given = [step.id for step in PLAN.steps if MAIN in step.deadlines and MAIN not in step.own_deadlines]

    assert {name: day for name, day in days(PLAN, year).items() if name in given} == {
        "bao-cao-nam": (last, last_working)}


def test_all_other_steps_are_owned():
    assert [step.id for step in PLAN.steps if not step.own and not step.own_deadlines
            and not (step.recurs and step.recurs.own)] == []


def test_what_is_at_work_in_a_year():
    steps = {step.id: step for step in compile_plan(LOADED, 2026).plan.steps}

    assert {name: step.scope for name, step in steps.items() if name.startswith("nv-")} == {
        "nv-tham-muu": "run", "nv-doi-thoai": "unit", "nv-van-dong": "unit", "nv-mo-hinh": "unit",
        "nv-diem-nong": "run", "nv-tuyen-truyen": "run"}
    assert [name for name in steps if name.startswith(("tuyen-truyen-chinh", "so-ket"))] == [
        "tuyen-truyen-chinh-quyen-q1", "tuyen-truyen-chinh-quyen-q2", "tuyen-truyen-chinh-quyen-q3",
        "tuyen-truyen-chinh-quyen-q4", "so-ket-xa-so", "so-ket-xa-tong", "so-ket-don-vi-so", "so-ket-don-vi-tong"]
    assert steps["bao-cao-nam"].title == "Gửi báo cáo kết quả năm 2026"
