"""Lines as a PDF breaks them become paragraphs and clauses with the numbers a reader would cite."""

import pytest

from engine.document.marker import Marker, read_marker, roman
from tests.document.reading import of_file, paths, read, sound


@pytest.mark.parametrize(("text", "marker", "rest"), [
    ("I. MỤC ĐÍCH", Marker("roman", "I", (1,)), "MỤC ĐÍCH"),
    ("IV - TỔ CHỨC", Marker("roman", "IV", (4,)), "TỔ CHỨC"),
    ("1.Chỉ tiêu", Marker("decimal", "1", (1,)), "Chỉ tiêu"),
    ("2.3.2 Cá nhân:", Marker("decimal", "2.3.2", (2, 3, 2)), "Cá nhân:"),
    ("II.1. Chỉ tiêu", Marker("decimal", "1", (1,)), "Chỉ tiêu"),
    ("Bước 3: Xây dựng", Marker("step", "Bước 3", (3,)), "Xây dựng"),
    ("- Bước 1. Lập đoàn", Marker("step", "Bước 1", (1,)), "Lập đoàn"),
    ("(8) Có hồ sơ", Marker("paren", "(8)", (8,)), "Có hồ sơ"),
    ("đ) Nộp hồ sơ", Marker("alpha", "điểm đ", (5,)), "Nộp hồ sơ"),
    ("Điều 5. Hồ sơ", Marker("article", "Điều 5", (5,)), "Hồ sơ"),
    ("Phần thứ nhất: Chung", Marker("part", "Phần 1", (1,)), "Chung"),
    ("+ Tên mô hình", Marker("plus", "cộng"), "Tên mô hình"),
    ("– Tên mô hình", Marker("dash", "gạch"), "Tên mô hình"),
])
def test_a_marker_is_told_from_the_text_behind_it(text, marker, rest):
    assert read_marker(text) == (marker, rest)


@pytest.mark.parametrize("text", [
    "2026. Trong năm", "30 tháng 11", "15/6/2026 là hạn", "phần 5 Kế hoạch này", "bước 1 là", "3.5 triệu đồng", "-----",
    "V.I. Lênin", "01 mô hình", "1 2 3 4"])
def test_what_only_looks_like_a_marker_is_none(text):
    assert read_marker(text) is None


def test_roman_numerals_are_read_and_false_ones_are_not():
    assert [roman(text) for text in ("I", "IV", "IX", "XIV", "IIII", "VX", "")] == [1, 4, 9, 14, None, None, None]


def test_broken_lines_blank_lines_and_page_numbers_make_whole_clauses():
    document = sound("""I. NỘI DUNG

1. Các đơn vị rà soát mô hình đang triển khai, giữ lại mô hình còn

hiệu quả và đề xuất nhân rộng.

7

- Lĩnh vực an ninh, dân tộc

- tôn giáo; xây dựng hệ thống chính trị.
2. Việc khác
""")

    assert [(c.path, c.title, c.text, c.line) for c in document.outline.clauses] == [
        ("I", "NỘI DUNG", "", 6),
        ("I.1", None,
         "Các đơn vị rà soát mô hình đang triển khai, giữ lại mô hình còn hiệu quả và đề xuất nhân rộng.", 8),
        ("I.1 gạch 1", None, "Lĩnh vực an ninh, dân tộc - tôn giáo; xây dựng hệ thống chính trị.", 14),
        ("I.2", "Việc khác", "", 17)]


def test_a_heading_in_capitals_may_go_on_in_the_next_line():
    document = sound("I. THỜI GIAN PHÁT ĐỘNG ĐĂNG KÝ\nVÀ THỰC HIỆN\nTừ tháng 02 đến tháng 11 năm 2026.\n")

    assert [(c.path, c.title, c.text) for c in document.outline.clauses] == [
        ("I", "THỜI GIAN PHÁT ĐỘNG ĐĂNG KÝ VÀ THỰC HIỆN", "Từ tháng 02 đến tháng 11 năm 2026.")]


def test_nested_markers_give_the_path_a_reader_would_cite():
    document = sound("""I. QUY TRÌNH
4. Xây dựng
4.2. Triển khai
Bước 3: Xây dựng kế hoạch.
- Tổ chức ra mắt.
+ Mời đại biểu.
5. Tiêu chí
5.1. Tập thể
(1) Có đăng ký.
a) Đúng hạn.
Việc công nhận thực hiện hằng năm.
""")

    assert paths(document) == [
        "I", "I.4", "I.4.2", "I.4.2 Bước 3", "I.4.2 Bước 3 gạch 1", "I.4.2 Bước 3 gạch 1 cộng 1", "I.5", "I.5.1",
        "I.5.1 (1)", "I.5.1 (1) điểm a", "I.5.1 (1) điểm a đoạn 2"]


def test_the_same_number_twice_is_told_apart():
    document = sound("I. NỘI DUNG\n1. Một\n2. Hai\n2. Hai nữa\n- Ý\n")

    assert paths(document) == ["I", "I.1", "I.2", "I.2 lần 2", "I.2 lần 2 gạch 1"]


def test_a_text_without_headings_is_paragraphs_alone():
    assert paths(read("Thông báo nghỉ lễ.\n\nCác đơn vị bố trí trực.\n")) == ["đoạn 1", "đoạn 2"]


def test_a_plan_with_letters_for_its_parts_is_outlined():
    document = of_file("ocop-phuong.txt")

    assert [(c.path, topic) for c, topic in zip(document.outline.clauses, document.topics, strict=True)] == [
        ("A", "purpose"), ("A.1", "purpose"), ("A.2", "purpose"), ("B", "target"), ("B gạch 1", "target"),
        ("B gạch 2", "target"), ("C", "process"), ("C.1", "process"), ("C.1 điểm a", "process"),
        ("C.1 điểm b", "process"), ("C.2", "process"), ("C.2 điểm a", "process"), ("C.2 điểm b", "process"),
        ("C.2 điểm c", "process"), ("D", "organise"), ("D.1", "organise"), ("D.1 gạch 1", "organise"),
        ("D.1 gạch 2", "organise"), ("D.2", "organise"), ("D.2 gạch 1", "organise"), ("kết", "closing")]


def test_a_numeral_at_the_start_of_a_broken_line_is_no_section():
    document = sound("I. NỘI DUNG\n1. Quán triệt sâu rộng đến từng cán bộ Nghị quyết Đại hội Đảng toàn quốc lần thứ\n"
                     "XIV. Tiếp tục học tập và làm theo Bác.\n2. Việc khác\n")

    assert paths(document) == ["I", "I.1", "I.2"]
