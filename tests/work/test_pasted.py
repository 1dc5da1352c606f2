"""A block from a spreadsheet lands in a table-form as people mean it."""

import pytest

from engine.base.ids import CountedIds
from engine.plan.form import FormField
from engine.work.choices import Choices
from engine.work.clipboard import cells_of
from engine.work.pasted import Start, paste
from engine.work.rows import Surroundings, ordered, rows_of
from engine.work.taken import Into, Remark, Taken
from engine.work.understood import understand

CHOICES = Choices(
    entries=(("m1", "Tuyến đường sáng - xanh"), ("m2", "Ngày thứ Bảy tình nguyện")),
    plan_lists={"fields": (("kinh-te", "Kinh tế"), ("van-hoa", "Văn hóa - xã hội"))},
    headings={"kinh-te": "Lĩnh vực phát triển kinh tế"})
MARKS = {"mã": "loai", "nhãn": "Loại", "loại": "chọn một", "mỗi lựa chọn một cột": "có", "tiêu đề chung": "Chủ thể",
         "lựa chọn": [{"mã": "tap-the", "nhãn": "Tập thể"}, {"mã": "ca-nhan", "nhãn": "Cá nhân"}]}
PLAIN = [
    {"mã": "ten", "nhãn": "Tên mô hình", "trợ giúp": "ghi đầy đủ"}, MARKS,
    {"mã": "kinh_phi", "nhãn": "Kinh phí", "loại": "tiền", "bắt buộc": "không"},
    {"mã": "ngay", "nhãn": "Ngày ra mắt", "loại": "ngày", "bắt buộc": "không"},
    {"mã": "thoi_gian", "nhãn": "Thời gian", "loại": "khoảng tháng", "bắt buộc": "không"},
    {"mã": "linh_vuc", "nhãn": "Lĩnh vực", "loại": "chọn một", "lựa chọn từ": "lĩnh vực", "bắt buộc": "không"},
    {"mã": "moi", "nhãn": "Xây dựng mới", "loại": "đánh dấu", "bắt buộc": "không"},
    {"mã": "ghi_chu", "nhãn": "Ghi chú", "chỉ khi": "moi", "bắt buộc": "không"}]


def table(**more: object) -> FormField:
    return FormField.model_validate({"mã": "bang", "nhãn": "Bảng", "loại": "bảng", "cột": PLAIN, **more})


def into(spec: FormField, *rows: dict[str, object], first: object = None) -> Into:
    around = Surroundings("dang-ky", {}, CHOICES, first)
    return Into(spec, around, ordered(spec, rows_of(list(rows)), CHOICES), CountedIds())


def pasted(text: str, target: Into, start: Start | None = None) -> Taken:
    return paste(target, cells_of(text), start or Start())


def answered(taken: Taken) -> list[dict[str, object]]:
    """The rows without what is empty."""
    return [{key: value for key, value in row.items() if value not in (None, False, "", [])} for row in taken.rows]


def test_a_block_is_read_as_people_write():
    taken = pasted("Đường hoa\tx\t\t1.234.567\t05/02/2026\ttháng 3 - 11/2026\tkinh te\tcó\tvườn mẫu\n"
                   "Vườn mẫu\t\tX\t2,500,000\t5/2/26\t03/2026 - 11/2026\tVĂN HOÁ\tkhông\t", into(table()))

    assert answered(taken) == [
        {"_id": "000001", "ten": "Đường hoa", "loai": "tap-the", "kinh_phi": 1234567, "ngay": "2026-02-05",
         "thoi_gian": "2026-03/2026-11", "linh_vuc": "kinh-te", "moi": True, "ghi_chu": "vườn mẫu"},
        {"_id": "000002", "ten": "Vườn mẫu", "loai": "ca-nhan", "kinh_phi": 2500000, "ngay": "2026-02-05",
         "thoi_gian": "2026-03/2026-11", "linh_vuc": "van-hoa"}]
    assert (taken.remarks, taken.cells, taken.added) == ((), 15, frozenset({"000001", "000002"}))


def test_what_is_not_understood_is_said_cell_by_cell_and_kept_where_it_can_be_mended():
    taken = pasted("Đường hoa\tx\tx\tba triệu\t31/02/2026\t\tkinh tế xanh\tchắc có", into(table()))

    assert {(r.row, r.line) for r in taken.remarks} == {("000001", 1)}
    assert [r.label for r in taken.remarks] == ["Kinh phí", "Ngày ra mắt", "Lĩnh vực", "Xây dựng mới", "Loại"]
    assert taken.remarks[1].says == "tháng 2 năm 2026 không có ngày 31"
    assert taken.remarks[2].says == 'không có lựa chọn "kinh tế xanh" trong danh sách; ý bạn là "Kinh tế"?'
    assert answered(taken) == [{"_id": "000001", "ten": "Đường hoa", "kinh_phi": "ba triệu", "ngay": "31/02/2026"}]


def test_the_block_begins_at_the_chosen_cell_and_goes_below_the_last_row():
    two = ({"_id": "a", "ten": "Một", "moi": True}, {"_id": "b", "ten": "Hai"})

    taken = pasted("1.000\t1/1/2026\n2.000\t2/1/2026", into(table(), *two), Start("b", "kinh_phi"))

    assert answered(taken) == [
        {"_id": "a", "ten": "Một", "moi": True}, {"_id": "b", "ten": "Hai", "kinh_phi": 1000, "ngay": "2026-01-01"},
        {"_id": "000001", "kinh_phi": 2000, "ngay": "2026-01-02"}]
    assert (taken.changed, taken.added) == (frozenset({"b"}), frozenset({"000001"}))


def test_a_mark_box_may_be_the_starting_cell():
    taken = pasted("\tx", into(table(), {"_id": "a", "ten": "Một"}), Start("a", "loai:tap-the"))

    assert answered(taken) == [{"_id": "a", "ten": "Một", "loai": "ca-nhan"}]


def test_the_official_header_numbering_and_order_column_are_not_taken_for_data():
    head = "Số TT\tTÊN MÔ HÌNH (ghi đầy đủ)\tLĩnh vực\tCá nhân\n(1)\t(2)\t(3)\t(4)\n"

    taken = pasted(head + "1\tĐường hoa\tKinh tế\tx", into(table()))

    assert answered(taken) == [{"_id": "000001", "ten": "Đường hoa", "linh_vuc": "kinh-te", "loai": "ca-nhan"}]


def test_running_numbers_in_front_are_passed_over():
    assert [row["ten"] for row in pasted("1\tMột\n2\tHai", into(table())).rows] == ["Một", "Hai"]


def test_a_row_where_nothing_stands_yet_is_filled_first():
    taken = pasted("Một\nHai", into(table(), {"_id": "r", "ten": ""}))

    assert [row["_id"] for row in taken.rows] == ["r", "000001"]


def test_sections_of_the_block_become_sections_of_the_table():
    grouped = table(**{"nhóm theo": "linh_vuc"})

    taken = pasted("I\tLĩnh vực phát triển kinh tế: 1 mô hình\n1\tĐường hoa\nII\tVan hoa - xa hoi\n2\tVườn mẫu",
                   into(grouped, {"_id": "a", "ten": "Có trước", "linh_vuc": "kinh-te"}))

    assert [(row["linh_vuc"], row["ten"]) for row in taken.rows] == [
        ("kinh-te", "Có trước"), ("kinh-te", "Đường hoa"), ("van-hoa", "Vườn mẫu")]


def test_a_section_the_table_does_not_have_is_named_and_its_rows_wait_for_one():
    grouped = table(**{"nhóm theo": "linh_vuc"})

    taken = pasted("IX\tLĩnh vực lạ\n1\tĐường hoa", into(grouped))

    assert taken.remarks == (Remark("bảng không có mục “Lĩnh vực lạ”; các dòng dưới đó chưa xếp mục", line=1),)
    assert answered(taken) == [{"_id": "000001", "ten": "Đường hoa"}]


def test_without_sections_the_rows_go_where_the_person_says():
    grouped = table(**{"nhóm theo": "linh_vuc"})

    taken = pasted("Đường hoa", into(grouped), Start(section="van-hoa"))

    assert [(row["linh_vuc"], row["ten"]) for row in taken.rows] == [("van-hoa", "Đường hoa")]


def test_a_column_not_asked_in_a_row_is_left_out_with_a_word():
    taken = pasted("Một\t\t\t\t\t\t\tkhông\tghi chú thừa", into(table()))

    assert taken.remarks == (Remark("không hỏi ở dòng này nên không nhận", "000001", "ghi_chu", "Ghi chú", 1),)
    assert answered(taken) == [{"_id": "000001", "ten": "Một"}]


def test_a_table_without_new_rows_takes_as_many_as_it_has_and_keeps_what_kheo_fills_in():
    fixed = FormField.model_validate({
        "mã": "bang", "nhãn": "Bảng", "loại": "bảng", "không thêm dòng": "có", "dòng từ": {}, "cột": [
            {"mã": "mo_hinh", "nhãn": "Mô hình", "loại": "mô hình", "chỉ đọc": "có"},
            {"mã": "chon", "nhãn": "Chọn", "loại": "đánh dấu", "bắt buộc": "không"}]})
    first = [{"_id": "m1", "mo_hinh": "m1"}]

    taken = pasted("Ngày thứ Bảy\tx\nTuyến đường\tx", into(fixed, {"_id": "m1"}, first=first))

    assert answered(taken) == [{"_id": "m1", "chon": True}]
    assert [r.says for r in taken.remarks] == [
        'kheo điền sẵn "Tuyến đường sáng - xanh", giữ nguyên',
        "bảng này không thêm dòng; từ đây trở đi không nhận"]


def test_a_block_wider_than_the_table_and_longer_than_200_rows_is_cut_with_a_word():
    taken = pasted("\n".join(f"Mô hình {n}\t" + "\t" * 8 + "thừa" for n in range(205)), into(table()))

    assert len(taken.rows) == 200
    assert [r.says for r in taken.remarks] == ["khối có 1 cột mà bảng không có chỗ; không nhận các cột đó",
                                               "bảng có nhiều nhất 200 dòng; từ đây trở đi không nhận"]


@pytest.mark.parametrize(("kind", "text", "value"), [
    ({"loại": "số"}, "1.234,5", 1234.5), ({"loại": "số"}, "3.5", 3.5), ({"loại": "phần trăm"}, "95,3%", 95.3),
    ({"loại": "tiền"}, "1.500.000 đ", 1500000), ({"loại": "ngày"}, "2026-02-05 00:00:00", "2026-02-05"),
    ({"loại": "mô hình"}, "tuyen duong sang - xanh", "m1"), ({"loại": "mô hình"}, "Ngày thứ Bảy", "m2"),
    ({"loại": "nhiều mô hình"}, "Ngày thứ Bảy; Tuyến đường", ["m2", "m1"]), ({}, "x", "x")])
def test_each_type_takes_a_cell(kind: dict[str, object], text: str, value: object):
    asked = FormField.model_validate({"mã": "o", "nhãn": "Ô", **kind})

    assert understand(asked, text, CHOICES).value == value


def test_a_cell_with_a_line_break_is_one_cell_and_quotes_of_the_text_stay():
    assert cells_of('"Dòng một\nnói ""khéo"""\t"Dân vận khéo"\r\nb') == (
        ('Dòng một\nnói "khéo"', '"Dân vận khéo"'), ("b",))
