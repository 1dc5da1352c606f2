"""The shipped plan of Vĩnh Long: it covers its document, says its quotas and scores, and keeps the faults in sight."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from engine.bpmn.compile import compile_plan
from engine.plan.coverage import Coverage, cover
from engine.plan.folder import data_dir, load_plan
from engine.plan.organisation import Organisation, read_organisation
from engine.plan.refs import check_references
from tests.plan.shipped import REGISTERS, columns, days, quotations, words_of

FOLDER = data_dir("plan_configs") / "vinh-long-2025"
LOADED = load_plan(FOLDER)
PLAN = LOADED.plan


def organisation() -> Organisation:
    file = FOLDER / "organisation.yaml"
    return read_organisation(file.read_text("utf-8"), str(file))


def test_every_name_in_the_plan_exists() -> None:
    assert check_references(LOADED.read) == ()


def test_every_clause_of_the_register_is_covered_and_none_waived() -> None:
    register = yaml.safe_load((REGISTERS / "vinh-long-2025.yaml").read_text("utf-8"))

    assert cover(PLAN, register) == Coverage(tuple(clause["id"] for clause in register["clauses"]), (), ())


@pytest.mark.shared
def test_every_quotation_stands_in_the_document(shared: Path) -> None:
    document, quoted = words_of(shared / "plans" / "vinh-long-2025.txt"), quotations(PLAN)

    assert len(quoted) > 30
    assert [quote for quote in quoted if quote not in document] == []


def test_every_step_quotes_the_document_or_is_owned() -> None:
    assert [step.id for step in PLAN.steps if not any(clause.quote for clause in step.clauses) and not step.own] == []


def test_the_days_of_the_document_are_kept_and_all_others_are_owned() -> None:
    given = {step.id for step in PLAN.steps if "chính" not in step.own_deadlines}

    assert {name: day for name, day in days(PLAN, 2025).items() if name in given} == {
        "dang-ky": (date(2025, 4, 15), date(2025, 4, 15)),
        "de-nghi": (date(2025, 12, 14), date(2025, 12, 12)),
    }


def test_each_quota_counts_collectives_and_individuals_and_a_districts_spans_what_is_below_it() -> None:
    assert {t.id: (dict(t.portions), t.with_below, t.bound, t.understood, t.on_sending) for t in PLAN.targets} == {
        "co-quan-cap-tinh": ({"tap-the": 2, "ca-nhan": 4}, False, "unsaid", "exact", "refuse"),
        "nganh-va-huyen": ({"tap-the": 5, "ca-nhan": 10}, True, "unsaid", "exact", "warn"),
    }


def test_the_score_sheet_stands_in_its_own_file_and_says_that_its_source_is_not_attached() -> None:
    sheet = PLAN.criteria[0]

    assert sorted(LOADED.read.attached) == ["tieu-chi-01-hdlt.yaml"]
    assert (sheet.ours, sheet.source) == (True, "Hướng dẫn liên tịch số 01/HDLT-UBND-BDVTU ngày 31/5/2023")
    assert sum(c.maximum * c.weight for c in sheet.criteria) == sheet.total == 100
    assert [band.name for band in sheet.bands] == ["Tốt", "Khá", "Trung bình", "Yếu"]


def test_the_dossier_of_two_copies_has_the_four_papers_of_the_document() -> None:
    papers = next(one for one in PLAN.dossiers if one.id == "ho-so-khen-thuong").items

    assert [(item.id, item.copies) for item in papers] == [
        ("to_trinh", 2), ("bien_ban", 2), ("bao_cao", 2), ("ban_cham_diem", 2)]


def test_a_model_is_chosen_by_the_three_qualities_of_the_document() -> None:
    marks = [one.label for one in columns(PLAN, "bien-ban-binh-xet", "danh_sach") if one.type == "mark"]

    assert marks == ["Cách làm hay", "Làm tốt", "Sáng tạo", "Lựa chọn, đề nghị tặng Bằng khen"]


def test_the_six_standing_contents_are_duties_of_every_unit_for_the_years_the_document_names() -> None:
    assert [(duty.actor, duty.period) for duty in PLAN.duties] == [("đơn vị", "2021-2026")] * 6


def test_districts_and_all_below_them_end_with_june_and_name_their_successors() -> None:
    ending = {unit.code: unit for unit in organisation().units if unit.valid_to}

    assert {unit.kind for unit in ending.values()} == {"uy-ban-huyen", "phong-huyen", "uy-ban-xa"}
    assert {unit.valid_to for unit in ending.values()} == {date(2025, 6, 30)}
    assert all(unit.successor for unit in ending.values())


def test_the_plan_becomes_three_processes() -> None:
    assert set(compile_plan(LOADED).processes) == {"run", "unit", "entry"}


def test_every_unit_that_takes_part_has_one_head() -> None:
    given = organisation()
    kinds = {kind for group in PLAN.groups for kind in group.kinds}
    taking_part = {unit.code for unit in given.units if unit.kind in kinds}
    heads = [held.unit for person in given.people for held in person.positions if held.role == "thu-truong"]

    assert sorted(code for code in heads if code in taking_part) == sorted(taking_part)
