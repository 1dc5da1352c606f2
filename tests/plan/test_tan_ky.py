"""The shipped plan of Tân Kỳ: it covers its document, asks what its forms ask, and keeps the faults in sight."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from engine.bpmn.compile import compile_plan
from engine.plan.coverage import Coverage, cover
from engine.plan.folder import data_dir, load_plan
from engine.plan.organisation import read_organisation
from engine.plan.refs import check_references
from engine.work.choices import choices_of, options_of
from engine.work.header import columns_of, header_of
from tests.plan.shipped import REGISTERS, columns, days, quotations, words_of

FOLDER = data_dir("plan_configs") / "tan-ky-2025"
LOADED = load_plan(FOLDER)
PLAN = LOADED.plan


def test_every_name_in_the_plan_exists() -> None:
    assert check_references(LOADED.read) == ()


def test_every_clause_of_the_register_is_covered_and_none_waived() -> None:
    register = yaml.safe_load((REGISTERS / "tan-ky-2025.yaml").read_text("utf-8"))

    assert cover(PLAN, register) == Coverage(tuple(clause["id"] for clause in register["clauses"]), (), ())


def test_the_proposed_repair_covers_them_too_and_moves_one_day_in_writing() -> None:
    register = yaml.safe_load((REGISTERS / "tan-ky-2025.yaml").read_text("utf-8"))

    found = cover(load_plan(FOLDER.with_name("tan-ky-2025-sua")).plan, register)

    assert ([one.id for one in found.waived], found.missing) == (["TK-18"], ())


@pytest.mark.shared
def test_every_quotation_stands_in_the_document(shared: Path) -> None:
    document, quoted = words_of(shared / "plans" / "tan-ky-2025.txt"), quotations(PLAN)

    assert len(quoted) > 30
    assert [quote for quote in quoted if quote not in document] == []


def test_every_step_quotes_the_document() -> None:
    assert [step.id for step in PLAN.steps if not any(clause.quote for clause in step.clauses)] == []


def test_the_days_of_the_document_are_kept_and_all_others_are_owned() -> None:
    given = {step.id for step in PLAN.steps if "chính" not in step.own_deadlines}

    assert {name: day for name, day in days(PLAN, 2025).items() if name in given} == {
        "danh-sach-cap-tren": (date(2025, 9, 5), date(2025, 9, 5)),
        "gui-danh-sach": (date(2025, 11, 29), date(2025, 11, 28)),
        "bao-cao-cap-tren": (date(2025, 12, 4), date(2025, 12, 4)),
    }


def test_the_registration_has_the_seven_columns_of_the_official_form() -> None:
    drawn = [one.label for one in columns(PLAN, "mau-1", "danh_sach") if not one.off_form]

    assert drawn == ["Tên cơ quan đơn vị", "Tên mô hình", "Mô hình về", "Địa chỉ thực hiện", "Thời gian thực hiện",
                     "Kết quả dự kiến của mô hình"]


def test_the_review_table_has_the_nine_columns_and_the_headings_of_the_official_form() -> None:
    official = columns(PLAN, "mau-3-bieu", "danh_sach")
    drawn = columns_of(official, official, "linh_vuc", choices_of(PLAN))

    above, below = header_of(drawn)

    assert [column.number for column in drawn] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert [(cell.text, cell.columns) for cell in above] == [
        ("Đăng ký thực hiện", 3), ("Thời gian thực hiện", 1), ("Sau khi rà soát", 3), ("Ghi chú", 1)]
    assert [cell.text for cell in below] == [
        "Tên mô hình", "Chủ thể thực hiện", "Địa chỉ thực hiện mô hình", "Mô hình đưa ra khỏi danh sách",
        "Mô hình tiếp tục triển khai thực hiện", "Mô hình được đề xuất nhân rộng"]


def test_the_review_table_is_grouped_in_the_printed_order() -> None:
    group = next(one for one in columns(PLAN, "mau-3-bieu", "danh_sach") if one.id == "linh_vuc")

    assert [label for _, label in options_of(group, choices_of(PLAN))] == [
        "Xây dựng hệ thống chính trị", "Phát triển kinh tế", "Văn hóa - xã hội", "Quốc phòng - An ninh",
        "Chuyển đổi số"]


def test_the_list_upward_waits_for_registrations_and_not_for_the_lists_that_come_later() -> None:
    upward = PLAN.step("danh-sach-cap-tren")

    assert (upward.needs, upward.cut_off) == (("dang-ky",), "ngày 03/9/2025")
    assert upward.id in PLAN.step("gui-danh-sach").feeds


def test_the_plan_becomes_three_processes() -> None:
    assert set(compile_plan(LOADED).processes) == {"run", "unit", "entry"}


def test_every_unit_that_takes_part_has_a_head_and_an_officer() -> None:
    file = FOLDER / "organisation.yaml"
    given = read_organisation(file.read_text("utf-8"), file.name)
    kinds = {kind for group in PLAN.groups for kind in group.kinds}
    asked = {unit.code for unit in given.units if unit.kind in kinds}
    held = {(held.unit, held.role) for person in given.people for held in person.positions}

    assert {(code, role) for code in asked for role in ("thu-truong", "can-bo")} <= held
    assert kinds == {unit.kind for unit in given.units if unit.code in asked}
