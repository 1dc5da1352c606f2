"""A form becomes values that a page only has to write down."""

from engine.plan.form import Form
from engine.work.choices import Choices
from engine.work.control import ReasonView
from engine.work.form import Context, clean
from engine.work.header import HeadCell
from engine.work.question import questions, reading

FORM = Form.model_validate({"mã": "mau-01", "tên": "Tổng hợp đăng ký", "trường": [
    {"mã": "bang", "nhãn": "Mô hình", "loại": "bảng", "nhóm theo": "linh_vuc", "dòng tổng": "có", "cột": [
        {"mã": "linh_vuc", "nhãn": "Lĩnh vực", "loại": "chọn một", "lựa chọn từ": "lĩnh vực"},
        {"mã": "chu_the", "nhãn": "Chủ thể thực hiện", "trợ giúp": "ghi địa chỉ nếu là cá nhân",
         "dữ liệu cá nhân": "có"},
        {"mã": "loai", "nhãn": "Loại", "loại": "chọn một", "mỗi lựa chọn một cột": "có", "lựa chọn": [
            {"mã": "tap-the", "nhãn": "Tập thể"}, {"mã": "ca-nhan", "nhãn": "Cá nhân"}]},
        {"mã": "cu", "nhãn": "Có từ trước", "loại": "số", "tiêu đề chung": "Tổng số mô hình", "chú thích": "Đến nay."},
        {"mã": "moi", "nhãn": "Mới", "loại": "số", "tiêu đề chung": "Tổng số mô hình",
         "chỉ khi": "loai == 'tap-the'"}]},
    {"mã": "ngay", "nhãn": "Ngày họp", "loại": "ngày"},
    {"mã": "so", "nhãn": "Số hộ", "loại": "số", "sửa phải nêu lý do": "có"},
    {"mã": "an", "nhãn": "Ẩn", "chỉ khi": "so > 100"}]})
CONTEXT = Context(
    choices=Choices(plan_lists={"fields": (("kinh-te", "Kinh tế"), ("van-hoa", "Văn hóa"))},
                    headings={"kinh-te": "Lĩnh vực phát triển kinh tế"}),
    computed={"mau-01": {"so": 70}}, origins={("mau-01", "so"): "từ báo cáo 6 tháng"})
ANSWERS = {"mau-01": {
    "bang": [
        {"_id": "a", "linh_vuc": "van-hoa", "chu_the": "Hội Phụ nữ", "loai": "ca-nhan", "cu": 2},
        {"_id": "b", "linh_vuc": "kinh-te", "chu_the": "Hội Nông dân", "loai": "tap-the", "cu": 1, "moi": 1200}],
    "ngay": "2026-02-05", "so": "80"}}


def shown(answers=ANSWERS):
    return questions(FORM, "dang-ky", answers, clean(FORM, "dang-ky", answers, CONTEXT).errors, CONTEXT)


def test_the_header_merges_as_on_the_official_form():
    table = shown().items[0]

    assert table.header == (
        (HeadCell("Chủ thể thực hiện", "ghi địa chỉ nếu là cá nhân", 1, 2), HeadCell("", "chọn 1", 2, 1),
         HeadCell("Tổng số mô hình", None, 2, 1, "1")),
        (HeadCell("Tập thể", None, 1, 1), HeadCell("Cá nhân", None, 1, 1), HeadCell("Có từ trước", None, 1, 1),
         HeadCell("Mới", None, 1, 1)))
    assert [column.number for column in table.columns] == [2, 3, 4, 5, 6]
    assert table.footnotes == ("Đến nay.",)


def test_rows_stand_in_sections_with_cells_under_the_columns():
    table = shown().items[0]

    assert [(s.numeral, s.heading, [r.id for r in s.rows], s.add) for s in table.sections] == [
        ("I", "Lĩnh vực phát triển kinh tế", ["b"], "mau-01.bang.kinh-te"),
        ("II", "Văn hóa", ["a"], "mau-01.bang.van-hoa")]
    row = table.sections[1].rows[0]
    assert (row.number, row.remove, row.gist) == (2, "mau-01.bang.a", "Hội Phụ nữ · cá nhân")
    assert [(c.name, c.text, c.visible) for c in row.cells] == [
        ("f.mau-01.bang.a.chu_the", "Hội Phụ nữ", True), ("f.mau-01.bang.a.loai", "", True),
        ("f.mau-01.bang.a.loai", "×", True), ("f.mau-01.bang.a.cu", "2", True), ("f.mau-01.bang.a.moi", "", False)]
    assert (row.group.name, row.group.value) == ("f.mau-01.bang.a.linh_vuc", "van-hoa")


def test_totals_and_counters_follow_the_rows():
    table = shown().items[0]

    assert table.totals == ("", "1", "1", "3", "1.200")
    assert table.counters == ("2\u00a0dòng", "1\u00a0tập thể, 1\u00a0cá nhân")
    assert table.marks_note == "Cả 2\u00a0dòng đủ dấu ở cột 3–4"


def test_a_total_of_figures_nobody_typed_stays_empty():
    bare = {"mau-01": {"bang": [{"_id": "a", "linh_vuc": "van-hoa", "chu_the": "Hội Phụ nữ", "cu": None, "moi": None}]}}

    assert shown(bare).items[0].totals == ("", "0", "0", "", "")


def test_a_first_answer_says_where_it_came_from_and_asks_why_it_was_changed():
    figure = shown().items[2]

    assert (figure.value, figure.origin, figure.changed) == ("80", "từ báo cáo 6 tháng", True)
    assert figure.reason == ReasonView("f.mau-01.so__ly_do", "", "70", True,
                                       "Số hộ: đã sửa giá trị điền sẵn (70) thì phải nêu lý do.")


def test_errors_stand_at_their_place_and_in_the_summary():
    wrong = {"mau-01": {"bang": [{"_id": "a", "linh_vuc": "kinh-te", "chu_the": "A", "loai": "", "cu": "x"}],
                        "ngay": "30/2/2026", "so": "70"}}

    view = shown(wrong)

    assert view.errors == (
        ("f-mau-01-bang-a-loai", "Dòng 1, loại: chưa đánh dấu ô nào, phải chọn 1."),
        ("f-mau-01-bang-a-cu", 'Dòng 1, có từ trước: "x" không phải số; viết như 1.234,5.'),
        ("f-mau-01-ngay", "Ngày họp: tháng 2 năm 2026 không có ngày 30."))
    cells = view.items[0].sections[0].rows[0].cells
    assert [(c.anchor, c.error) for c in cells if c.error] == list(view.errors[:2])
    assert (view.items[1].value, view.items[1].error) == ("30/2/2026", view.errors[2][1])
    assert view.items[0].marks_note == "Còn 1\u00a0dòng thiếu dấu ở cột 3–4"


def test_a_field_whose_condition_does_not_hold_is_there_but_not_visible():
    view = shown()

    assert [(item.spec.id, item.visible) for item in view.items] == [
        ("bang", True), ("ngay", True), ("so", True), ("an", False)]
    assert (view.percent, view.personal) == (100, True)


def test_a_reader_sees_text_and_nothing_to_type():
    sent = clean(FORM, "dang-ky", ANSWERS, CONTEXT).answers

    view = reading(FORM, "dang-ky", sent, Context(choices=CONTEXT.choices))

    assert [(item.spec.id) for item in view.items] == ["bang", "ngay", "so"]
    table, day, figure = view.items
    assert [[c.text for c in row.cells] for s in table.sections for row in s.rows] == [
        ["Hội Nông dân", "×", "", "1", "1.200"], ["Hội Phụ nữ", "", "×", "2", ""]]
    assert {c.read_only for s in table.sections for row in s.rows for c in row.cells} == {True}
    assert [(s.add, [r.remove for r in s.rows]) for s in table.sections] == [(None, [None]), (None, [None])]
    assert (day.text, day.read_only, figure.text) == ("05/02/2026", True, "80")


def test_two_mistakes_at_one_place_both_stand_there():
    form = Form.model_validate({"mã": "f", "tên": "F", "trường": [
        {"mã": "so", "nhãn": "Số", "loại": "số", "ràng buộc": [
            {"điều kiện": "so > 5", "báo": "phải hơn 5"}, {"điều kiện": "so > 9", "báo": "phải hơn 9"}]}]})
    answers = {"f": {"so": "1"}}

    view = questions(form, "s", answers, clean(form, "s", answers, Context()).errors, Context())

    assert view.errors == (("f-f-so", "Số: phải hơn 5."), ("f-f-so", "Số: phải hơn 9."))
    assert view.items[0].error == "Số: phải hơn 5. Số: phải hơn 9."


def test_a_column_asked_in_another_step_keeps_its_number_on_the_official_form():
    form = Form.model_validate({"mã": "mau-02", "tên": "Báo cáo", "trường": [
        {"mã": "bang", "nhãn": "Kết quả", "loại": "bảng", "cột": [
            {"mã": "a", "nhãn": "Đơn vị"}, {"mã": "b", "nhãn": "Công nhận", "chỉ ở bước": ["bao-cao-nam"]},
            {"mã": "c", "nhãn": "Khó khăn"}]}]})

    def numbers(step):
        return [c.number for c in questions(form, step, {}, (), CONTEXT).items[0].columns]

    assert (numbers("bao-cao-6-thang"), numbers("bao-cao-nam")) == ([2, 4], [2, 3, 4])


def test_a_row_is_named_by_what_is_short_and_a_name_keeps_its_capital():
    form = Form.model_validate({"mã": "m", "tên": "M", "trường": [
        {"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "cột": [
            {"mã": "viec", "nhãn": "Việc giao", "loại": "đoạn văn"},
            {"mã": "ten", "nhãn": "Tên"}, {"mã": "cap", "nhãn": "Cấp", "loại": "chọn một", "lựa chọn": [
                {"mã": "xa", "nhãn": "Cấp xã"}, {"mã": "tinh", "nhãn": "Cấp tỉnh"}]},
            {"mã": "noi", "nhãn": "Nơi làm"}, {"mã": "so", "nhãn": "Số", "loại": "số"}]}]})
    rows = [{"_id": "1", "viec": "Vận động từng hộ", "ten": "Đường hoa", "cap": "xa", "noi": "Thôn Đông", "so": 3},
            {"_id": "2", "viec": "Vận động từng hộ ký cam kết. " * 6, "so": 3}]

    table = questions(form, "b", {"m": {"bang": rows}}, (), Context()).items[0]

    named, unnamed = (row.gist for row in table.sections[0].rows)
    assert named == "Đường hoa · cấp xã · Thôn Đông"
    assert unnamed == "Vận động từng hộ ký cam kết. Vận động từng hộ ký cam kết. Vận động từng hộ ký cam kết.… · 3"


def test_a_table_may_count_its_sections_and_sum_its_money():
    form = Form.model_validate({"mã": "m", "tên": "M", "trường": [
        {"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "nhóm theo": "muc", "đếm theo nhóm": "khoản", "dòng tổng": "có",
         "cột": [{"mã": "muc", "nhãn": "Mục", "loại": "chọn một", "lựa chọn": [
                    {"mã": "thu", "nhãn": "Thu"}, {"mã": "chi", "nhãn": "Chi"}]},
                 {"mã": "tien", "nhãn": "Số tiền", "loại": "tiền"},
                 {"mã": "luc", "nhãn": "Thời gian", "loại": "khoảng tháng"}]}]})
    rows = [{"_id": "a", "muc": "thu", "tien": "1500000", "luc": "3/2026 – 5/2026"},
            {"_id": "b", "muc": "thu", "tien": "250.000", "luc": "3/2026 – "}]

    table = questions(form, "b", {"m": {"bang": rows}}, (), Context()).items[0]

    assert [section.heading for section in table.sections] == ["Thu: 2 khoản", "Chi: 0 khoản"]
    assert table.totals == ("1.750.000", "")
    cells = [row.cells for row in table.sections[0].rows]
    assert [(money.value, months.text, months.ends) for money, months in cells] == [
        ("1.500.000", "từ 03/2026 đến 05/2026", ("03/2026", "05/2026")), ("250.000", "3/2026 –", ("3/2026", ""))]
