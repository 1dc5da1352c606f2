"""The shipped guidance of Hà Tĩnh: it covers its document every year, and keeps the faults in sight."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from engine.bpmn.compile import compile_plan
from engine.plan.coverage import Coverage, cover
from engine.plan.folder import data_dir, load_plan
from engine.plan.organisation import read_organisation
from engine.plan.refs import check_references
from tests.plan.shipped import REGISTERS, days, quotations, words_of

FOLDER = data_dir("plan_configs") / "ha-tinh-annual"
LOADED = load_plan(FOLDER)
PLAN = LOADED.plan


def test_every_name_in_the_plan_exists() -> None:
    assert check_references(LOADED.read) == ()


def test_every_clause_of_the_register_is_covered_and_none_waived() -> None:
    register = yaml.safe_load((REGISTERS / "ha-tinh-annual.yaml").read_text("utf-8"))

    assert cover(PLAN, register) == Coverage(tuple(clause["id"] for clause in register["clauses"]), (), ())


@pytest.mark.shared
def test_every_quotation_stands_in_the_document(shared: Path) -> None:
    document, quoted = words_of(shared / "plans" / "ha-tinh-annual.txt"), quotations(PLAN)

    assert len(quoted) > 45
    assert [quote for quote in quoted if quote not in document] == []


def test_every_step_quotes_the_document_or_is_said_to_be_added() -> None:
    silent = [step.id for step in PLAN.steps if not any(clause.quote for clause in step.clauses)]

    assert silent == [step.id for step in PLAN.steps if step.own and step.id != "cong-nhan"] == [
        "ban-hanh", "lap-hoi-dong"]


@pytest.mark.parametrize(("year", "recognised"), [(2026, date(2026, 11, 27)), (2027, date(2027, 11, 29))])
def test_the_days_of_the_document_come_every_year_and_all_others_are_owned(year: int, recognised: date) -> None:
    given = {step.id for step in PLAN.steps if "chính" not in step.own_deadlines}

    assert {name: day for name, day in days(PLAN, year).items() if name in given} == {
        "danh-sach-quy-1": (date(year, 3, 31), date(year, 3, 31)),
        "cong-nhan": (date(year, 11, 29), recognised),
        "bao-cao": (date(year, 12, 9), date(year, 12, 9)),
        "hoi-nghi-bieu-duong": (None, None),
    }


def test_recognition_rises_from_the_grass_roots_to_the_province() -> None:
    assert {one.id: (one.level, one.requires, one.step) for one in PLAN.outcomes} == {
        "cong-nhan-co-so": ("cơ sở", None, "cong-nhan"),
        "bieu-duong-co-so": ("cơ sở", "cong-nhan-co-so", "hoi-nghi-bieu-duong"),
        "cong-nhan-cap-tinh": ("tỉnh", "bieu-duong-co-so", "cong-nhan-cap-tinh"),
        "vinh-danh-cap-tinh": ("tỉnh", "cong-nhan-cap-tinh", "ton-vinh"),
    }
    assert [step.id for step in PLAN.steps if step.only_from] == [
        "cong-nhan-cap-tinh", "gioi-thieu-cap-tinh", "xet-cap-tinh"]


def test_the_council_of_the_province_passes_by_a_secret_vote_that_shows_its_standards() -> None:
    step = PLAN.step("xet-cap-tinh")

    assert step.vote and (step.vote.how, step.vote.secret, step.vote.chair, step.vote.secretary) == (
        "consent", True, "chủ tịch hội đồng", "đầu mối")
    assert (step.criteria, step.scored) == ("cap-tinh", False)
    assert any("xem xét, thông qua" in (clause.quote or "") for clause in step.clauses)


def test_the_plan_becomes_three_processes_each_year() -> None:
    assert set(compile_plan(LOADED, 2026).processes) == {"run", "unit", "entry"}


def test_every_group_has_a_unit_and_every_unit_somebody() -> None:
    file = FOLDER / "organisation.yaml"
    given = read_organisation(file.read_text("utf-8"), file.name)
    held = {one.unit for person in given.people for one in person.positions}

    assert {kind for group in PLAN.groups for kind in group.kinds} <= {unit.kind for unit in given.units}
    assert [unit.code for unit in given.units if unit.code not in held] == []
