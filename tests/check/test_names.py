"""R32: one body under several names, one paper for several receivers."""

import pytest

from tests.check.plans import found, plan

REGISTER = "{mã: dang-ky, tên: Đăng ký, chủ trì: đơn vị, trích mục: [{mục: II.4.2}, {mục: III.1}], "


def test_a_body_with_two_names_is_a_warning():
    roles = ("  ban: {tên: Ban Xây dựng Đảng, đơn vị: co-quan, văn bản gọi: [Ban Xây dựng Đảng, Ban Dân vận], "
             "trích mục: [{mục: III.2}]}\n")

    first, *others = found(plan(roles=roles), "R32")

    assert (first.severity, first.clauses, others) == ("W", ("III.2",), [])
    assert first.message == "Văn bản gọi “Ban Xây dựng Đảng” bằng 2 tên: “Ban Xây dựng Đảng”, “Ban Dân vận”."
    assert first.repair == "dùng một tên trong cả văn bản"


def test_a_paper_for_receivers_that_differ_is_a_warning():
    step = REGISTER + "văn bản nêu nơi nhận: [Ban Thường vụ, Uỷ ban nhân dân, cấp trên trực tiếp]}"

    first, *others = found(plan(step), "R32")

    assert (first.severity, first.clauses, others) == ("W", ("II.4.2", "III.1"), [])
    assert first.message == ("Văn bản nêu 3 nơi nhận khác nhau cho bước “Đăng ký”: “Ban Thường vụ”, "
                             "“Uỷ ban nhân dân”, “cấp trên trực tiếp”.")


def test_one_receiver_and_one_name_are_none():
    roles = "  ban: {tên: Ban, đơn vị: co-quan, văn bản gọi: [Ban Xây dựng Đảng]}\n"

    assert found(plan(REGISTER + "văn bản nêu nơi nhận: [Ban]}", roles=roles), "R32") == []


def above(reports_to: str, recipient: str) -> str:
    return (f"báo cáo lên: {reports_to}\nnơi nhận:\n  - {{tên: {recipient}, trích mục: [{{mục: Nơi nhận}}]}}\n")


def test_a_body_called_at_two_levels_is_a_warning():
    loaded = plan(rest=above("Ban Tuyên giáo và Dân vận Thành uỷ Hải Phòng", "Ban Tuyên giáo - Dân vận Tỉnh uỷ"))

    first, *others = found(loaded, "R32")

    assert (first.severity, first.clauses, others) == ("W", ("Nơi nhận",), [])
    assert first.message == ("Một cơ quan được gọi ở hai cấp: “Ban Tuyên giáo và Dân vận Thành uỷ Hải Phòng” và "
                             "“Ban Tuyên giáo - Dân vận Tỉnh uỷ”.")


@pytest.mark.parametrize("recipient", [
    "Ban Tuyên giáo và Dân vận Trung ương", "Ban Tuyên giáo và Dân vận Thành uỷ", "Ban Tổ chức Tỉnh uỷ",
    "Các Đảng uỷ xã", "Ban TG và DV TU", "Ban Tuyên giáo và Dân vận",
])
def test_bodies_of_different_ranks_are_different_bodies(recipient):
    loaded = plan(rest=above("Ban Tuyên giáo và Dân vận Thành uỷ Hải Phòng", recipient))

    assert found(loaded, "R32") == []


def test_recipients_of_two_kinds_of_one_rank_are_two_bodies():
    rest = ("nơi nhận:\n  - {tên: Ban Xây dựng Đảng Đảng uỷ xã Hoa Sen}\n"
            "  - {tên: Ban Xây dựng Đảng Đảng uỷ phường Hoa Sen}\n")

    assert found(plan(rest=rest), "R32") == []
