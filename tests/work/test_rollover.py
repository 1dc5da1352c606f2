"""Next year's file: years move, comments and layout stay, what belongs to this year's document is left to people."""

import difflib

import pytest

from engine.plan.folder import PLAN_FILE, data_dir, load_plan, load_sources, read_text
from engine.plan.official import official_calendar
from engine.plan.read import read_plan
from engine.work.rollover import MARK, Changed, RolledOver, roll_over
from tests.plan.small import SMALL

PLANS = sorted(f.parent.name for f in data_dir("plan_configs").glob("*/plan.yaml") if load_plan(f.parent).plan.year)


def rolled(text: str, year: int = 2027) -> RolledOver:
    return roll_over(text, read_plan(text, PLAN_FILE), year, official_calendar(year - 1, year + 1))


@pytest.mark.parametrize("name", PLANS)
def test_a_shipped_plan_of_one_year_rolls_into_a_plan_that_reads(name):
    loaded = load_plan(data_dir("plan_configs") / name)
    assert loaded.plan.year
    text, year = read_text(data_dir("plan_configs") / name / PLAN_FILE), loaded.plan.year + 1

    found = roll_over(text, loaded.read, year, official_calendar(year - 1, year + 1))

    again = load_sources({**loaded.sources, PLAN_FILE: found.text}).plan
    assert (again.year, again.continues) == (year, loaded.plan.continues or loaded.plan.id)
    assert str(loaded.plan.year) not in again.id
    assert [step.id for step in again.steps] == [step.id for step in loaded.plan.steps]


@pytest.mark.parametrize("name", PLANS)
def test_only_what_is_told_differs_and_comments_stay(name):
    loaded = load_plan(data_dir("plan_configs") / name)
    assert loaded.plan.year
    text, year = read_text(data_dir("plan_configs") / name / PLAN_FILE), loaded.plan.year + 1

    found = roll_over(text, loaded.read, year, official_calendar(year - 1, year + 1))

    old, new = text.split("\n"), found.text.split("\n")
    told = {change.line for change in found.changes if change.before}
    inserted = {c.after for c in found.changes if not c.before}
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace":
            assert {line + 1 for line in range(a, b)} <= told | {line + 1 for line in range(a, b) if old[line] in new}
        if tag == "insert":
            assert all(line.strip().startswith(MARK) or line.strip() in inserted for line in new[c:d])
        assert tag != "delete"
    assert [line for line in old if line.strip().startswith("#")] == [
        line for line in new if line.strip().startswith("#") and MARK not in line]


def test_a_day_moves_and_says_where_it_falls():
    found = rolled(SMALL)

    assert "hạn: trước ngày 15/6/2027" in found.text
    assert Changed(21, "bước › hạn", "trước ngày 15/6/2026", "trước ngày 15/6/2027", "ngày cuối 14/06/2027") in (
        found.changes)


def test_a_last_day_on_a_rest_day_is_said():
    found = rolled(SMALL.replace("15/6/2026", "25/1/2026"))

    changed = next(c for c in found.changes if "hạn" in c.key)
    assert changed.why == "ngày cuối 24/01/2027 là ngày nghỉ, ngày làm việc cuối 22/01/2027"


@pytest.mark.parametrize(("before", "after"), [
    ("tên: Kế hoạch nhỏ", "tên: Kế hoạch năm 2026, tiếp nối năm 2025 # của 2026"),
    ("tên ngắn: Nhỏ", "tên ngắn: 'Nhỏ 2026'"),
])
def test_words_move_with_the_year_and_keep_quotes_and_comments(before, after):
    found = rolled(SMALL.replace(before, after))

    assert after.replace("2026", "2027").replace("2025", "2026").replace("của 2027", "của 2026") in found.text


@pytest.mark.parametrize(("written", "why"), [
    ("căn cứ: [{loại: Hướng dẫn, số: 12-HD/TU, ngày: 10/01/2026, cơ quan: Tỉnh uỷ}]", "căn cứ là văn bản của năm cũ"),
    ("chấp nhận ngoại lệ: [{quy tắc: R13, lý do: đã hỏi, người chấp nhận: Bí thư}]", "chấp nhận lại hoặc bỏ"),
    ("lịch: [{ngày: 05/5/2026, là: nghỉ, theo: TB 1}]", "quyết định riêng về ngày nghỉ"),
    ("chỉ tiêu: [{mã: a, tên: Đạt chuẩn, thời hạn: phấn đấu đến năm 2030}]", "mốc năm 2030 do văn bản năm 2026 đặt"),
])
def test_what_belongs_to_this_years_document_is_marked_and_stands(written, why):
    found = rolled(SMALL + written + "\n")

    assert [why in one.why for one in found.decide] == [True]
    assert written in found.text
    assert f"{MARK}{found.decide[0].why}\n{written}" in found.text


def test_a_day_that_next_year_does_not_have_is_left_to_people():
    text = SMALL.replace("năm 2026", "năm 2028").replace("15/6/2026", "29/02/2028")

    found = rolled(text, 2029)

    assert [one.why for one in found.decide] == ["tháng 2 năm 2029 không có ngày 29; chọn ngày khác"]


def test_a_step_of_certain_years_asks_whether_it_takes_place():
    text = SMALL.replace("  - mã: bao-cao\n", "  - mã: bao-cao\n    các năm: [2026, 2028]\n")

    assert "bước này chỉ có ở các năm đã ghi; năm 2027 có làm không?" in {one.why for one in rolled(text).decide}
    assert [one for one in rolled(text, 2028).decide if "các năm" in one.why] == []


def test_the_registration_begins_with_last_years_initiatives():
    folder = data_dir("plan_configs").parent / "tests/data/plans/nho"
    text = read_text(folder / PLAN_FILE)

    found = rolled(text)

    field = next(f for form in read_plan(found.text, PLAN_FILE).plan.forms for f in form.fields if f.rows_from)
    assert field.rows_from and field.rows_from.last_year and field.rows_from.columns["ten"] == "ten"
