"""The shipped plan of Thuỷ Nguyên: it loads, fits together, covers its document, asks what the forms ask."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from engine.bpmn.compile import compile_plan
from engine.plan.coverage import Coverage, cover
from engine.plan.deadline import parse_deadline
from engine.plan.folder import data_dir, load_plan
from engine.plan.form import FormField
from engine.plan.official import official_calendar
from engine.plan.organisation import Organisation, read_organisation
from engine.plan.refs import check_references
from engine.work.choices import choices_of
from engine.work.deadline import due
from engine.work.form import Context, clean
from engine.work.prefill import Sources, prefill
from tests.plan.shipped import quotations, words_of

FOLDER = data_dir("plan_configs") / "thuy-nguyen-2026"
REGISTER = Path(__file__).parents[1] / "data" / "requirements" / "thuy-nguyen-2026.yaml"
LOADED = load_plan(FOLDER)
PLAN = LOADED.plan
ROW = {
    "_id": "a", "linh_vuc": "kinh-te", "chu_the": "Hội Nông dân", "loai_chu_the": "tap-the", "ten": "Trồng ổi lê",
    "nguon_goc": "moi", "ket_qua_du_kien": "70% số hộ hưởng ứng",
}


def organisation() -> Organisation:
    file = FOLDER / "organisation.yaml"
    return read_organisation(file.read_text("utf-8"), str(file))


def mistakes(row: dict[str, object]) -> list[str]:
    """What is wrong with a registration of that one row."""
    answers = {"mau-1": {"noi_nhan": "ban-thuong-vu", "danh_sach": [row]}}
    cleaned = clean(PLAN.form("mau-1"), "dang-ky", answers, Context(choices=choices_of(PLAN)))
    return [error.message for error in cleaned.errors]


def columns(form: str, table: str) -> tuple[FormField, ...]:
    return next(field.columns for field in PLAN.form(form).fields if field.id == table)


def test_every_name_in_the_plan_exists() -> None:
    assert check_references(LOADED.read) == ()


def test_every_clause_of_the_register_is_covered_and_none_waived() -> None:
    register = yaml.safe_load(REGISTER.read_text("utf-8"))

    assert cover(PLAN, register) == Coverage(tuple(clause["id"] for clause in register["clauses"]), (), ())


@pytest.mark.shared
def test_every_quotation_stands_in_the_document(shared: Path) -> None:
    document, quoted = words_of(shared / "plans" / "thuy-nguyen-2026.txt"), quotations(PLAN)

    assert len(quoted) > 60
    assert [quote for quote in quoted if quote not in document] == []


def test_every_step_quotes_the_document() -> None:
    assert [step.id for step in PLAN.steps if not any(clause.quote for clause in step.clauses)] == []


def test_the_dated_steps_end_on_the_days_of_the_document() -> None:
    calendar = official_calendar(2025, 2027)
    dated = ("ban-hanh", "dang-ky", "ke-hoach-mo-hinh", "bao-cao-6-thang", "bao-cao-nam", "tong-hop-nam")
    days = {name: due(parse_deadline(PLAN.step(name).deadlines["chính"]), calendar, {}, 2026) for name in dated}

    assert {name: (day.last_day, day.last_working_day, day.overdue_after) for name, day in days.items()} == {
        "ban-hanh": (date(2026, 1, 24), date(2026, 1, 23), date(2026, 1, 25)),
        "dang-ky": (date(2026, 2, 4), date(2026, 2, 4), date(2026, 2, 5)),
        "ke-hoach-mo-hinh": (date(2026, 2, 4), date(2026, 2, 4), date(2026, 2, 5)),
        "bao-cao-6-thang": (date(2026, 6, 14), date(2026, 6, 12), date(2026, 6, 15)),
        "bao-cao-nam": (date(2026, 11, 19), date(2026, 11, 19), date(2026, 11, 20)),
        "tong-hop-nam": (date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 25)),
    }


def test_the_appraisal_report_is_due_three_days_before_the_conference() -> None:
    rule = parse_deadline(PLAN.step("bao-cao-tham-dinh").deadlines["chính"])
    calendar = official_calendar(2025, 2027)

    days = [due(rule, calendar, {"hoi nghi tham dinh": date(2026, 10, day)}, 2026).last_day for day in (15, 20)]

    assert days == [date(2026, 10, 12), date(2026, 10, 17)]


def test_the_registration_has_the_nine_columns_of_the_official_form() -> None:
    drawn = [option.label for one in columns("mau-1", "danh_sach") if one.id != "linh_vuc"
             for option in (one.options if one.as_marks else (one,))]

    assert drawn[:8] == [
        "Chủ thể thực hiện", "Mô hình tập thể", "Mô hình cá nhân", "Tên mô hình", "Mô hình đăng ký mới năm 2026",
        "Mô hình có từ trước", "Mô hình nhân rộng", "Dự kiến kết quả cần đạt",
    ]
    assert [field.heading for field in PLAN.fields] == [
        "Lĩnh vực phát triển kinh tế", "Lĩnh vực văn hóa - xã hội", "Lĩnh vực quốc phòng an ninh, tôn giáo dân tộc",
        "Lĩnh vực xây dựng hệ thống chính trị", "Các lĩnh vực khác",
    ]


def test_a_new_collective_initiative_needs_only_the_official_columns() -> None:
    assert mistakes(ROW) == []


def test_a_continued_initiative_needs_a_higher_goal() -> None:
    assert mistakes(ROW | {"nguon_goc": "co-tu-truoc"}) == [
        "Dòng 1, mục tiêu cao hơn năm 2025: mô hình có từ trước chỉ được tính vào năm 2026 khi đăng ký mục tiêu "
        "cao hơn năm 2025; ghi mục tiêu cao hơn hoặc bỏ dòng này.",
    ]
    assert mistakes(ROW | {"nguon_goc": "co-tu-truoc", "muc_tieu_cao_hon": "Từ 60% lên 70%"}) == []


@pytest.mark.parametrize(("kind", "asked"), [
    ("cu-dan", ["địa chỉ"]), ("thuoc-don-vi", ["chức vụ", "nơi công tác"]),
])
def test_an_individual_is_asked_for_address_or_for_position_and_workplace(kind: str, asked: list[str]) -> None:
    found = mistakes(ROW | {"loai_chu_the": "ca-nhan", "loai_ca_nhan": kind})

    assert [message.split(":")[0] for message in found] == [f"Dòng 1, {label}" for label in asked]


def test_the_half_year_report_counts_the_initiatives_and_leaves_out_the_year_end() -> None:
    kinds = (("moi", None), ("nhan-rong", None), ("co-tu-truoc", "hơn"), ("co-tu-truoc", None))
    entries = tuple(
        {"ma": str(n), "trang_thai": "accepted", "nguon_goc": origin, "muc_tieu_cao_hon": goal}
        for n, (origin, goal) in enumerate(kinds)
    )
    sources = Sources(entries=entries, context={"don_vi": {"ten": "Hội Nông dân"}})
    row = {"_id": "1", "ten_don_vi": "Hội Nông dân", "so_co_tu_truoc": 1, "so_moi": 2}

    half, year = (prefill(PLAN.form("mau-2"), step, sources).answers["mau-2"]["bang"]
                  for step in ("bao-cao-6-thang", "bao-cao-nam"))

    assert (half, year) == ([row], [row | {"so_cong_nhan": 0}])


def test_an_initiative_is_appraised_by_the_eight_criteria_and_its_results() -> None:
    general = next(one for one in PLAN.criteria if one.id == "mo-hinh")

    assert {criterion.id: criterion.how for criterion in general.criteria} == {
        "tc-1": "checked", "tc-2": "checked", "tc-3": "scored", "tc-4": "scored", "tc-5": "scored", "tc-6": "scored",
        "tc-7": "scored", "tc-8": "checked", "hieu-qua": "scored",
    }
    assert {one.id: one.includes for one in PLAN.criteria} == {
        "mo-hinh": (), "dien-hinh-tap-the": ("mo-hinh",), "dien-hinh-ca-nhan": ("mo-hinh",),
        "dien-hinh-lanh-dao": ("dien-hinh-ca-nhan",),
    }


def test_the_plan_becomes_three_processes() -> None:
    assert set(compile_plan(LOADED).processes) == {"run", "unit", "entry"}


def test_every_role_sits_in_the_sample_organisation() -> None:
    held = {(held.unit, held.role) for person in organisation().people for held in person.positions}
    bodies = [role for role in PLAN.roles.values() if role.kind == "body"]

    assert [role.name for role in bodies if not any(
        unit == role.unit and (not role.positions or code in role.positions) for unit, code in held)] == []


def test_every_unit_that_takes_part_has_one_head() -> None:
    given = organisation()
    kinds = {kind for group in PLAN.groups for kind in group.kinds}
    taking_part = {unit.code for unit in given.units if unit.kind in kinds}
    heads = [held.unit for person in given.people for held in person.positions if held.role == "thu-truong"]

    assert sorted(code for code in heads if code in taking_part) == sorted(taking_part)
    assert kinds == {unit.kind for unit in given.units if unit.code in taking_part}
