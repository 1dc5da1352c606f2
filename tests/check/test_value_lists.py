"""R15: lists of values in words and on forms."""

import pytest

from tests.check.plans import found, line, plan

USED = "{mã: dang-ky, tên: Đăng ký, chủ trì: đơn vị, biểu mẫu: [mau-1]}"
BODY = """\
lĩnh vực:
  - {mã: kinh-te, tên: Kinh tế, trích mục: [{mục: II.3.1}]}
  - {mã: xa-hoi, tên: Văn hoá - xã hội, tên trên biểu: Lĩnh vực văn hóa xã hội, trích mục: [{mục: II.3.2}]}
"""
REGISTER = """\
sổ đăng ký:
  tên: Sổ
  tên gọi theo: ten
  lĩnh vực theo: linh_vuc
  thuộc tính:
    - {mã: ten, nhãn: Tên}
    - {mã: linh_vuc, nhãn: Lĩnh vực}
    - mã: nguon_goc
      nhãn: Nguồn gốc
      lựa chọn: [{mã: moi, nhãn: Mới}, {mã: cu, nhãn: Có từ trước}, {mã: nhan, nhãn: Nhân rộng}]
"""


def form(fields: str, more: str = "") -> str:
    return ("biểu mẫu:\n  - mã: mau-1\n    ký hiệu: Mẫu 1\n    tên: Bản đăng ký\n" + more
            + f"    trích mục: [{{mục: Mẫu 1}}]\n    trường:\n{fields}")


FROM_PLAN = form("      - {mã: linh_vuc, nhãn: Lĩnh vực, loại: chọn một, lựa chọn từ: lĩnh vực}\n")


def test_a_field_that_only_a_form_has_is_an_error_with_both_counts():
    added = "  - {mã: khac, tên: Các lĩnh vực khác, lĩnh vực khác: có, trích mục: [{mục: Mẫu 1 mục III}]}\n"
    loaded = plan(USED, rest=BODY + added + REGISTER + FROM_PLAN)

    first, *others = found(loaded, "R15")

    assert (first.severity, first.clauses, others) == ("E", ("II.3.1", "II.3.2", "Mẫu 1 mục III"), [])
    assert first.message == "Lời văn nêu 2 lĩnh vực, “Mẫu 1” có 3: thêm “Các lĩnh vực khác”."
    assert first.repair == "nêu “Các lĩnh vực khác” ở lời văn, hoặc bỏ khỏi “Mẫu 1”"
    assert line(loaded, first).startswith("{mã: khac")


def test_a_residual_field_that_the_body_names_is_none():
    added = ("  - {mã: khac, tên: Các lĩnh vực khác, lĩnh vực khác: có, "
             "trích mục: [{mục: II.3.3}, {mục: Mẫu 1 mục III}]}\n")

    assert found(plan(USED, rest=BODY + added + REGISTER + FROM_PLAN), "R15") == []


def test_a_field_with_two_names_is_an_error():
    added = ("  - {mã: chinh-tri, tên: Hệ thống chính trị, văn bản gọi: [Xây dựng hệ thống chính trị, Xây dựng Đảng và "
             "hệ thống chính trị], trích mục: [{mục: II.3.4}, {mục: II.2.1}]}\n")

    first, *others = found(plan(USED, rest=BODY + added + REGISTER + FROM_PLAN), "R15")

    assert (first.severity, first.clauses, others) == ("E", ("II.3.4", "II.2.1"), [])
    assert first.message == ("Văn bản gọi một lĩnh vực bằng 2 tên: “Xây dựng hệ thống chính trị”, “Xây dựng Đảng và "
                             "hệ thống chính trị”.")


def test_a_form_that_prints_fields_of_its_own_is_an_error_with_what_is_added():
    printed = form("      - {mã: linh_vuc, nhãn: Mô hình về, loại: chọn một, lựa chọn: [{mã: kt, nhãn: kinh tế}, "
                   "{mã: vhxh, nhãn: Văn hóa - xã hội}, {mã: cds, nhãn: Chuyển đổi số}]}\n")
    loaded = plan(USED, rest=BODY + REGISTER + printed)

    first, *others = found(loaded, "R15")

    assert (first.severity, first.clauses, others) == ("E", ("II.3.1", "II.3.2", "Mẫu 1"), [])
    assert first.message == "Lời văn nêu 2 lĩnh vực, “Mẫu 1” in 3: thêm “Chuyển đổi số”."
    assert first.repair == "lấy cùng một danh mục ở lời văn và ở “Mẫu 1”"


def test_a_form_that_prints_the_same_fields_in_other_words_is_none():
    printed = form("      - {mã: linh_vuc, nhãn: Mô hình về, loại: chọn một, lựa chọn: [{mã: kinh-te, nhãn: Phát triển "
                   "kinh tế}, {mã: vh, nhãn: Lĩnh vực văn hoá xã hội}]}\n")

    assert found(plan(USED, rest=BODY + REGISTER + printed), "R15") == []


def origin(*options: str) -> str:
    listed = ", ".join(f"{{mã: {option}, nhãn: Loại {option}}}" for option in options)
    return f"      - {{mã: nguon_goc, nhãn: Nguồn gốc, loại: chọn một, lựa chọn: [{listed}]}}\n"


def test_a_form_with_other_choices_than_the_register_is_an_error():
    loaded = plan(USED, rest=REGISTER + form(origin("moi", "cu")))

    assert [f.message for f in found(loaded, "R15")] == [
        "Sổ đăng ký chia “Nguồn gốc” thành 3 loại, “Mẫu 1” có 2: thiếu “Nhân rộng”."]


@pytest.mark.parametrize("rest", [form(origin("cu", "moi", "nhan")), form(origin("moi"), "    do kheo lập: có\n")])
def test_the_same_choices_in_another_order_and_forms_of_ours_are_none(rest):
    assert found(plan(USED, rest=REGISTER + rest), "R15") == []


def counted(*conditions: str, heading: str = "Tổng số mô hình") -> str:
    columns = "".join(
        f"          - {{mã: so_{n}, nhãn: Số {n}, loại: số, tiêu đề chung: {heading}, lấy từ: {{đếm mô hình khi: "
        f"'{condition}'}}, trích mục: [{{mục: Mẫu 1 cột {n}}}]}}\n" for n, condition in enumerate(conditions, 3))
    table = "      - mã: bang\n        nhãn: Bảng\n        loại: bảng\n        cột:\n"
    return form(origin("moi", "cu", "nhan") + table + columns)


def test_columns_that_count_fewer_kinds_than_the_register_has_are_an_error():
    loaded = plan(USED, rest=REGISTER + counted('nguon_goc == "cu"', 'nguon_goc == "moi" or nguon_goc == "nhan"'))

    first, *others = found(loaded, "R15")

    assert (first.severity, first.clauses, others) == ("E", ("Mẫu 1 cột 3", "Mẫu 1 cột 4"), [])
    assert first.message == ("“Nguồn gốc” có 3 loại ở bản đăng ký, “Mẫu 1” chỉ đếm theo 2 cột dưới “Tổng số mô hình”: "
                             "“Số 4” gộp nhiều loại, 0 loại không đếm.")


@pytest.mark.parametrize("conditions", [
    ('nguon_goc == "cu"', 'nguon_goc == "moi"', 'nguon_goc == "nhan"'), ('nguon_goc == "moi"',),
    ('trang_thai == "accepted"', 'nguon_goc == "moi"'),
])
def test_a_column_for_each_kind_or_for_one_kind_alone_is_none(conditions):
    assert found(plan(USED, rest=REGISTER + counted(*conditions)), "R15") == []
