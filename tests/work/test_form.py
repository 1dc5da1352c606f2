"""Answers are checked as a whole: every mistake at once, in sentences an officer would write."""

from hypothesis import given as whatever
from hypothesis import strategies as some

from engine.plan.form import Form
from engine.work.choices import Choices
from engine.work.form import Answers, Cleaned, Context, FieldError, clean, percent_filled, visible_fields

REGISTRATION = Form.model_validate({
    "mã": "mau-01", "tên": "Tổng hợp đăng ký", "trường": [
        {"mã": "mo_hinh_dang_ky", "nhãn": "Mô hình đăng ký", "loại": "bảng", "nhóm theo": "linh_vuc", "ít nhất": 1,
         "cột": [
            {"mã": "linh_vuc", "nhãn": "Lĩnh vực", "loại": "chọn một", "lựa chọn từ": "lĩnh vực"},
            {"mã": "chu_the", "nhãn": "Chủ thể thực hiện"},
            {"mã": "nguon_goc", "nhãn": "Mô hình đăng ký", "loại": "chọn một", "mỗi lựa chọn một cột": "có",
             "lựa chọn": [{"mã": "moi", "nhãn": "Mới"}, {"mã": "co_tu_truoc", "nhãn": "Có từ trước"}]},
            {"mã": "muc_tieu", "nhãn": "Mục tiêu năm trước", "loại": "số", "chỉ khi": "nguon_goc == 'co_tu_truoc'"},
            {"mã": "ket_qua", "nhãn": "Kết quả cần đạt", "loại": "số", "tối đa": 100}],
         "ràng buộc": [{"điều kiện": "nguon_goc != 'co_tu_truoc' or ket_qua > muc_tieu",
                        "báo": "chưa nêu mục tiêu cao hơn năm 2025", "ở": "ket_qua"}]},
        {"mã": "ngay_hop", "nhãn": "Ngày họp", "loại": "ngày"},
        {"mã": "co_ban_an", "nhãn": "Có ban ấn", "loại": "đánh dấu"},
        {"mã": "ban_an", "nhãn": "Số ban ấn", "loại": "số", "chỉ khi": "co_ban_an"},
        {"mã": "tong_ket_qua", "nhãn": "Tổng", "loại": "tính", "công thức": "tong(mo_hinh_dang_ky.ket_qua)"}],
})
CONTEXT = Context(choices=Choices(plan_lists={"fields": (("kinh-te", "Kinh tế"), ("van-hoa", "Văn hóa"))}))


def row(row_id: str, **cells: object) -> dict[str, object]:
    first = {"linh_vuc": "kinh-te", "chu_the": "Hội Nông dân", "nguon_goc": "moi", "ket_qua": "70"}
    return {"_id": row_id, **first, **cells}


def answers(*rows: dict[str, object], **fields: object) -> Answers:
    return {"mau-01": {"mo_hinh_dang_ky": list(rows), "ngay_hop": "5/2/2026", **fields}}


def wrong(given: Answers) -> list[str]:
    return [error.message for error in clean(REGISTRATION, "dang-ky", given, CONTEXT).errors]


def test_good_answers_become_values_and_formulas_are_computed():
    cleaned = clean(REGISTRATION, "dang-ky", answers(row("a"), row("b", ket_qua="12,5")), CONTEXT)

    tidy = {"linh_vuc": "kinh-te", "chu_the": "Hội Nông dân", "nguon_goc": "moi"}
    assert cleaned == Cleaned({"mau-01": {
        "ngay_hop": "2026-02-05", "co_ban_an": False, "tong_ket_qua": 82.5,
        "mo_hinh_dang_ky": [{"_id": "a", **tidy, "ket_qua": 70}, {"_id": "b", **tidy, "ket_qua": 12.5}],
    }}, ())


def test_every_mistake_is_told_at_once_in_the_order_of_the_form():
    given = answers(
        row("a", chu_the=" ", nguon_goc=["moi", "co_tu_truoc"]),
        row("b", nguon_goc="co_tu_truoc", muc_tieu="85", ket_qua="85"),
        row("c", linh_vuc="van-hoa", nguon_goc="", ket_qua="120"),
        ngay_hop="30/2/2026", co_ban_an=True,
    )

    assert wrong(given) == [
        "Dòng 1, chủ thể thực hiện: chưa điền.",
        "Dòng 1, mô hình đăng ký: đánh dấu 2 ô, chỉ được chọn 1.",
        "Dòng 2, kết quả cần đạt: chưa nêu mục tiêu cao hơn năm 2025.",
        "Dòng 3, mô hình đăng ký: chưa đánh dấu ô nào, phải chọn 1.",
        "Dòng 3, kết quả cần đạt: nhiều nhất 100.",
        "Ngày họp: tháng 2 năm 2026 không có ngày 30.",
        "Số ban ấn: chưa ghi số.",
    ]


def test_an_error_names_its_place_and_what_was_typed_is_kept():
    cleaned = clean(REGISTRATION, "dang-ky", answers(row("a", ket_qua="nhiều")), CONTEXT)

    assert cleaned.errors == (FieldError(
        "mau-01", "mo_hinh_dang_ky", "a", "ket_qua",
        'Dòng 1, kết quả cần đạt: "nhiều" không phải số; viết như 1.234,5.'),)
    assert cleaned.answers["mau-01"]["mo_hinh_dang_ky"] == [
        {"_id": "a", "linh_vuc": "kinh-te", "chu_the": "Hội Nông dân", "nguon_goc": "moi", "ket_qua": "nhiều"}]


def test_a_hidden_answer_is_dropped_with_its_mistakes():
    given = answers(row("a", muc_tieu="abc"), ban_an="xyz")

    cleaned = clean(REGISTRATION, "dang-ky", given, CONTEXT)

    assert cleaned.errors == ()
    assert "ban_an" not in cleaned.answers["mau-01"]
    assert [f.id for f in visible_fields(REGISTRATION, "dang-ky", given, CONTEXT)] == [
        "mo_hinh_dang_ky", "ngay_hop", "co_ban_an", "tong_ket_qua"]


def test_a_field_hidden_behind_a_hidden_field_is_hidden_too():
    form = Form.model_validate({"mã": "f", "tên": "F", "trường": [
        {"mã": "a", "nhãn": "A", "loại": "đánh dấu"},
        {"mã": "c", "nhãn": "C", "chỉ khi": "b == 'x'"},
        {"mã": "b", "nhãn": "B", "chỉ khi": "a"}]})

    assert [f.id for f in visible_fields(form, "s", {"f": {"a": False, "b": "x", "c": "y"}}, Context())] == ["a"]


def test_rows_left_empty_are_dropped_and_too_few_rows_are_told():
    assert wrong(answers({"_id": "a", "linh_vuc": "van-hoa", "ket_qua": " "})) == [
        "Mô hình đăng ký: mới có 0 dòng, cần ít nhất 1."]


def test_rows_stand_in_the_order_of_the_sections():
    cleaned = clean(REGISTRATION, "dang-ky", answers(row("a", linh_vuc="van-hoa"), row("b")), CONTEXT)

    assert [r["_id"] for r in cleaned.answers["mau-01"]["mo_hinh_dang_ky"]] == ["b", "a"]


YEAR_END = Form.model_validate({"mã": "mau-02", "tên": "Kết quả", "trường": [
    {"mã": "moi", "nhãn": "Mô hình mới", "loại": "số", "sửa phải nêu lý do": "có"},
    {"mã": "ten", "nhãn": "Tên", "chỉ đọc": "có"},
    {"mã": "dien_hinh", "nhãn": "Điển hình", "chỉ ở bước": ["bao-cao-nam"]},
    {"mã": "kien_nghi", "nhãn": "Kiến nghị", "bắt buộc": "không"}],
    "ràng buộc": [{"điều kiện": "moi <= 5 or not rong(kien_nghi)", "báo": "nhiều mô hình mới phải có kiến nghị"}]})
COMPUTED = Context(computed={"mau-02": {"moi": 3, "ten": "Hội Nông dân"}})


def test_a_changed_figure_needs_a_reason_at_its_own_place():
    errors = clean(YEAR_END, "bao-cao-6-thang", {"mau-02": {"moi": "4"}}, COMPUTED).errors

    assert errors == (FieldError("mau-02", "moi__ly_do", None, None,
                                 "Mô hình mới: đã sửa giá trị điền sẵn (3) thì phải nêu lý do."),)


def test_a_reason_is_kept_with_a_changed_figure_and_dropped_with_an_unchanged_one():
    changed = clean(YEAR_END, "bao-cao-6-thang", {"mau-02": {"moi": "4", "moi__ly_do": "thêm 1"}}, COMPUTED)
    same = clean(YEAR_END, "bao-cao-6-thang", {"mau-02": {"moi": "3", "moi__ly_do": "thêm 1"}}, COMPUTED)

    assert changed == Cleaned({"mau-02": {"moi": 4, "moi__ly_do": "thêm 1", "ten": "Hội Nông dân", "kien_nghi": None}})
    assert same == Cleaned({"mau-02": {"moi": 3, "ten": "Hội Nông dân", "kien_nghi": None}})


def test_what_is_read_only_cannot_be_posted():
    cleaned = clean(YEAR_END, "bao-cao-6-thang", {"mau-02": {"moi": "3", "ten": "giả"}}, COMPUTED)

    assert cleaned.answers["mau-02"]["ten"] == "Hội Nông dân"


def test_a_rule_of_the_whole_form_has_no_place():
    errors = clean(YEAR_END, "x", {"mau-02": {"moi": "9", "moi__ly_do": "rà lại"}}, COMPUTED).errors

    assert errors == (FieldError("mau-02", None, None, None, "Nhiều mô hình mới phải có kiến nghị."),)


def test_a_field_of_one_step_is_asked_only_there():
    assert [e.message for e in clean(YEAR_END, "bao-cao-nam", {"mau-02": {"moi": "3"}}, COMPUTED).errors] == [
        "Điển hình: chưa điền."]


def test_the_share_filled_counts_required_answers_that_are_asked():
    half = answers(row("a", chu_the="", ket_qua=""))

    assert percent_filled([REGISTRATION], "dang-ky", {}, CONTEXT) == 0
    assert percent_filled([REGISTRATION], "dang-ky", half, CONTEXT) == 60
    assert percent_filled([REGISTRATION], "dang-ky", answers(row("a")), CONTEXT) == 100


TYPED = some.sampled_from(["", " ", "x", "70", "12,5", "30/2/2026", "5/2/2026", "moi", "co_tu_truoc", "kinh-te", "on"])
ROW = some.fixed_dictionaries({"_id": some.sampled_from("abc")}, optional=dict.fromkeys(
    ("linh_vuc", "chu_the", "nguon_goc", "muc_tieu", "ket_qua"), TYPED | some.lists(TYPED, max_size=2)))
ANYTHING = some.fixed_dictionaries({}, optional={
    "mo_hinh_dang_ky": some.lists(ROW, max_size=3), "ngay_hop": TYPED, "co_ban_an": some.booleans() | TYPED,
    "ban_an": TYPED, "tong_ket_qua": TYPED, "la": TYPED})


@whatever(ANYTHING)
def test_checking_what_was_checked_changes_nothing(typed):
    once = clean(REGISTRATION, "dang-ky", {"mau-01": typed}, CONTEXT)

    assert clean(REGISTRATION, "dang-ky", once.answers, CONTEXT) == once
