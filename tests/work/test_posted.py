"""What a browser posts becomes answers, whatever else is in the post."""

from engine.plan.form import Form
from engine.work.posted import add_row, move_row, read_posted, remove_row, reset

FORM = Form.model_validate({"mã": "mau-01", "tên": "Đăng ký", "trường": [
    {"mã": "ngay", "nhãn": "Ngày", "loại": "ngày"},
    {"mã": "dong_y", "nhãn": "Đồng ý", "loại": "đánh dấu"},
    {"mã": "tep", "nhãn": "Tệp", "loại": "tệp"},
    {"mã": "so", "nhãn": "Số", "loại": "số", "sửa phải nêu lý do": "có"},
    {"mã": "cuoi_nam", "nhãn": "Cuối năm", "chỉ ở bước": ["bao-cao-nam"]},
    {"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "nhóm theo": "muc", "cột": [
        {"mã": "muc", "nhãn": "Mục", "loại": "chọn một", "lựa chọn": [{"mã": "i", "nhãn": "Một"}]},
        {"mã": "ten", "nhãn": "Tên"}, {"mã": "tinh", "nhãn": "Tính", "loại": "tính"}]},
    {"mã": "co_dinh", "nhãn": "Cố định", "loại": "bảng", "không thêm dòng": "có", "cột": [{"mã": "a", "nhãn": "A"}]}]})


def read(*items: tuple[str, str]) -> dict[str, object]:
    return dict(read_posted([FORM], "dang-ky", items)["mau-01"])


EMPTY = {"ngay": "", "dong_y": False, "tep": [], "so": "", "bang": [], "co_dinh": []}


def test_names_become_places_and_text_is_tidied():
    assert read(
        ("f.mau-01.ngay", "30/2/2026 "), ("f.mau-01.dong_y", "on"), ("f.mau-01.tep", "t1"), ("f.mau-01.tep", "t2"),
        ("f.mau-01.so", "4"), ("f.mau-01.so__ly_do", "rà lại"), ("r.mau-01.bang", "b"), ("r.mau-01.bang", "a"),
        ("f.mau-01.bang.a.ten", "Tuye\u0302\u0301n\x00"), ("f.mau-01.bang.a.muc", "i"),
        ("f.mau-01.bang.a.muc", "ii"), ("f.mau-01.bang.b.ten", "B"),
    ) == {
        **EMPTY, "ngay": "30/2/2026", "dong_y": True, "tep": ["t1", "t2"], "so": "4", "so__ly_do": "rà lại",
        "bang": [{"_id": "b", "muc": "", "ten": "B"}, {"_id": "a", "muc": ["i", "ii"], "ten": "Tuyến"}],
    }


def test_the_two_ends_of_a_range_of_months_become_one_answer():
    form = Form.model_validate({"mã": "m", "tên": "M", "trường": [
        {"mã": "luc", "nhãn": "Lúc", "loại": "khoảng tháng"}]})

    def read_ends(first, last):
        return read_posted([form], "b", [("f.m.luc", first), ("f.m.luc__den", last)])["m"]["luc"]

    assert [read_ends(*ends) for ends in (("3/2025", "11/2025"), ("3/2025", ""), ("", "11/2025"), ("", ""))] == [
        "3/2025 – 11/2025", "3/2025", " – 11/2025", ""]
    assert read_ends("từ 3/2025 đến 11/2025", "") == "từ 3/2025 đến 11/2025"


def test_junk_names_are_passed_over():
    assert read(
        ("", "x"), ("f", "x"), ("f.mau-01", "x"), ("f.mau-01.la", "x"), ("f.khac.ngay", "x"),
        ("f.mau-01.cuoi_nam", "x"),
        ("f.mau-01.bang", "x"), ("f.mau-01.bang..ten", "x"), ("f.mau-01.bang.<script>.ten", "x"),
        ("r.mau-01.bang", "../x"), ("f.mau-01.ngay.a.b.c", "x"), ("csrf_token", "x"), ("f.mau-01.ngay__ly_do", "x"),
    ) == EMPTY


def test_a_computed_cell_cannot_be_posted():
    assert read(("f.mau-01.bang.a.tinh", "9"))["bang"] == [{"_id": "a", "muc": "", "ten": ""}]


def test_at_most_two_hundred_rows_are_read():
    rows = read(*((f"f.mau-01.bang.d{n}.ten", "x") for n in range(1000)))["bang"]

    assert isinstance(rows, list)
    assert [rows[0]["_id"], rows[-1]["_id"], len(rows)] == ["d0", "d199", 200]


def test_a_row_is_added_to_its_section_and_removed_again():
    answers = {"mau-01": {"bang": [{"_id": "a", "ten": "A"}]}}

    added = add_row([FORM], answers, "mau-01.bang.i", "b")

    assert added == {"mau-01": {"bang": [{"_id": "a", "ten": "A"}, {"_id": "b", "muc": "i"}]}}
    assert remove_row([FORM], added, "mau-01.bang.b") == answers
    assert add_row([FORM], {}, "mau-01.bang.", "c") == {"mau-01": {"bang": [{"_id": "c"}]}}


def test_a_button_for_a_place_that_takes_no_rows_changes_nothing():
    answers = {"mau-01": {"bang": [{"_id": str(n)} for n in range(200)]}}

    for where in ("mau-01.bang.i", "mau-01.co_dinh.", "mau-01.ngay.", "khac.bang.", "mau-01", ""):
        assert add_row([FORM], answers, where, "b") == answers
    for where in ("mau-01.bang.x", "mau-01.co_dinh.a", "khac.bang.1", "mau-01", ""):
        assert remove_row([FORM], answers, where) == answers


def test_a_row_changes_places_with_its_neighbour_of_the_same_section():
    rows = [{"_id": "a", "muc": "i"}, {"_id": "x", "muc": ""}, {"_id": "b", "muc": "i"}, {"_id": "c", "muc": "i"}]

    def order(where: str, by: int) -> list[str]:
        moved = move_row([FORM], {"mau-01": {"bang": rows}}, where, by)["mau-01"]["bang"]
        return [row["_id"] for row in moved]

    assert order("mau-01.bang.b", -1) == ["b", "x", "a", "c"]
    assert order("mau-01.bang.b", 1) == ["a", "x", "c", "b"]
    assert order("mau-01.bang.a", -1) == order("mau-01.bang.c", 1) == order("mau-01.bang.lạ", 1) == ["a", "x", "b", "c"]
    assert move_row([FORM], {"mau-01": {"co_dinh": rows}}, "mau-01.co_dinh.b", 1) == {"mau-01": {"co_dinh": rows}}


def test_a_value_is_set_back_to_the_first_one_with_its_reason():
    first = {"mau-01": {"so": 4, "bang": [{"_id": "e1", "ten": "Từ sổ"}]}}
    typed = {"mau-01": {"so": "9", "so__ly_do": "rà lại", "ngay": "1/1/2026", "bang": [
        {"_id": "e1", "ten": "Sửa", "muc": "i"}, {"_id": "moi", "ten": "Của tôi"}]}}

    assert reset(typed, first, "mau-01.so")["mau-01"] == {**typed["mau-01"], "so": 4, "so__ly_do": ""}
    assert reset(typed, first, "mau-01.bang.e1.ten")["mau-01"]["bang"] == [
        {"_id": "e1", "ten": "Từ sổ", "muc": "i", "ten__ly_do": ""}, {"_id": "moi", "ten": "Của tôi"}]
    assert reset(typed, first, "mau-01.bang.moi.ten") == reset(typed, first, "mau-01.ngay") == reset(
        typed, first, "khac.x.y.z") == typed
