"""What kheo filled in follows its source until somebody changes it; old drafts do not say what was filled in."""

from datetime import UTC, datetime

from engine.plan.form import Form
from engine.work.draft import Draft, Mark
from engine.work.draft_prefill import followed, left_alone, today, untouched

FORM = Form.model_validate({"mã": "f", "tên": "Báo cáo", "trường": [
    {"mã": "so", "nhãn": "Số mô hình", "loại": "số", "sửa phải nêu lý do": "có"},
    {"mã": "ten", "nhãn": "Tên"},
    {"mã": "xem", "nhãn": "Chỉ để xem", "chỉ đọc": "có"},
    {"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "cột": [{"mã": "n", "nhãn": "Số", "loại": "số"}]}]})
FORMS = (FORM,)
OCTOBER = {"f": {"so": 2, "ten": "Đường hoa", "xem": "x", "bang": [{"_id": "e1", "n": 5}]}}
DECEMBER = {"f": {"so": 3, "ten": "Đường hoa", "xem": "y", "bang": [{"_id": "e1", "n": 6}, {"_id": "e2", "n": 1}]}}
MARK = Mark(1, 1, "lan", datetime(2026, 10, 1, tzinfo=UTC), "t1", 2)


def test_what_stands_as_it_was_filled_in_follows_and_what_was_changed_stays():
    typed = {"f": {**OCTOBER["f"], "ten": "Đường cờ"}}
    filled = untouched(FORMS, typed, OCTOBER)

    assert filled == {"f.so": 2, "f.bang.e1.n": 5}
    assert followed(FORMS, typed, filled, DECEMBER) == {
        "f": {"so": 3, "ten": "Đường cờ", "xem": "x", "bang": [{"_id": "e1", "n": 6}]}}
    assert followed(FORMS, {"f": {"so": "7"}}, filled, DECEMBER) == {"f": {"so": "7"}}


def test_of_an_old_draft_what_nobody_has_marked_follows():
    draft = Draft(OCTOBER, 1, {"f.bang.e1.n": MARK})

    assert today(FORMS, draft, DECEMBER, True).forms == {
        "f": {**DECEMBER["f"], "xem": "x", "bang": [{"_id": "e1", "n": 5}]}}


def test_of_what_was_sent_and_came_back_a_figure_without_a_reason_follows_and_one_with_a_reason_stays():
    plain, changed = Draft({"f": {"so": 2, "ten": "A"}}), Draft({"f": {"so": 9, "so__ly_do": "Đếm lại"}})

    assert left_alone(FORMS, plain, DECEMBER, False) == {"f.so": 2}
    assert today(FORMS, plain, DECEMBER, False).forms == {"f": {"so": 3, "ten": "A"}}
    assert today(FORMS, changed, DECEMBER, False).forms == changed.forms
