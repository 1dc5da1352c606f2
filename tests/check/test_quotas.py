"""R14: quotas that leave open what they demand, or do not go together."""

import pytest

from tests.check.plans import CELLS, found, line, plan
from tests.check.test_owners import ORGANISATION, organisation

TWO = ("  - {mã: chi-bo, tên: Chi bộ, loại: [chi-bo], đơn vị: [dang-uy]}\n"
       "  - {mã: co-quan, tên: Cơ quan, loại: [chi-bo], đơn vị: [thuong-truc]}\n")
NESTED = CELLS + "  - {mã: co-quan, tên: Mọi đơn vị, loại: [chi-bo, co-quan]}\n"


def targets(*each: str) -> str:
    return "chỉ tiêu:\n" + "".join(f"  - {{{one}}}\n" for one in each)


def test_a_quota_that_is_a_range_is_a_warning():
    loaded = plan(rest=targets("mã: mot, tên: Mô hình, mức: ít nhất, số lượng: 1, đến: 2, trích mục: [{mục: III.3}]"))

    first, *others = found(loaded, "R14")

    assert (first.severity, first.clauses, others) == ("W", ("III.3",), [])
    assert first.message == "Chỉ tiêu “Mô hình” là một khoảng từ 1 đến 2; kế hoạch hiểu là “ít nhất 1”."
    assert first.repair == "nêu một số và nói rõ đúng, ít nhất hay nhiều nhất"


def test_a_quota_that_does_not_say_how_it_binds_is_a_warning_with_its_portions():
    rest = ("sổ đăng ký:\n  tên: Sổ\n  tên gọi theo: ten\n  lĩnh vực theo: ten\n  thuộc tính:\n"
            "    - {mã: ten, nhãn: Tên}\n"
            "    - {mã: loai, nhãn: Loại, lựa chọn: [{mã: tt, nhãn: Tập thể}, {mã: cn, nhãn: Cá nhân}]}\n")
    rest += targets("mã: mot, tên: Đăng ký, mức: không nói, hiểu là: đúng, chia theo: loai, trong đó: {tt: 2, cn: 4}, "
                    "trích mục: [{mục: IV.1 gạch 1}]")
    loaded = plan(rest=rest)

    first, *others = found(loaded, "R14")

    assert (first.severity, first.clauses, others) == ("W", ("IV.1 gạch 1",), [])
    assert first.message == ("Chỉ tiêu “Đăng ký” (2 tập thể, 4 cá nhân) không nói là đúng, ít nhất hay nhiều nhất; "
                             "kế hoạch hiểu là “đúng”.")
    assert first.repair == "viết rõ “đúng 2 tập thể, 4 cá nhân” trong văn bản, hoặc nêu mức khác"
    assert line(loaded, first).startswith("không nói")


def test_two_quotas_that_cannot_both_be_met_are_a_warning():
    loaded = plan(rest=targets("mã: it, tên: Ít nhất ba, số lượng: 3", "mã: nhieu, tên: Nhiều nhất hai, "
                               "mức: nhiều nhất, số lượng: 2"))

    first, *others = found(loaded, "R14")

    assert (first.severity, others) == ("W", [])
    assert first.message == ("Hai chỉ tiêu không thể cùng đạt: “Ít nhất ba” đòi từ 3, “Nhiều nhất hai” cho tới 2.")


def test_two_quotas_that_count_one_unit_are_a_warning_that_counts_it():
    rest = targets("mã: mot, tên: Chi bộ, nhóm đơn vị: [chi-bo], trích mục: [{mục: II.1 gạch 1}]",
                   "mã: hai, tên: Cơ quan, nhóm đơn vị: [co-quan], trích mục: [{mục: II.1 gạch 2}]")

    first, *others = found(plan(rest=rest, groups=TWO), "R14", organisation=organisation())

    assert "mã: chi-bo-1" in ORGANISATION
    assert (first.severity, first.clauses, others) == ("W", ("II.1 gạch 1", "II.1 gạch 2"), [])
    assert first.message == ("1 đơn vị nằm trong cả hai chỉ tiêu “Chi bộ” và “Cơ quan” nên bị đếm hai lần: “Chi bộ 1”.")
    assert first.repair == "nói rõ đơn vị ấy tính vào chỉ tiêu nào"
    assert [f.message for f in found(plan(rest=rest, groups=TWO), "R14")] == [
        "1 loại đơn vị nằm trong cả hai chỉ tiêu “Chi bộ” và “Cơ quan” nên bị đếm hai lần: chi-bo."]


@pytest.mark.parametrize("each", [
    ("mã: mot, tên: Một, mức: đúng, số lượng: 2",),
    ("mã: it, tên: Ít nhất một, số lượng: 1", "mã: nhieu, tên: Nhiều nhất ba, mức: nhiều nhất, số lượng: 3"),
    ("mã: mot, tên: Chi bộ, nhóm đơn vị: [chi-bo]", "mã: hai, tên: Cả xã, tính theo: cả đợt, số lượng: 3"),
    ("mã: mot, tên: Chi bộ, nhóm đơn vị: [chi-bo]", "mã: hai, tên: Chi bộ mới, nhóm đơn vị: [chi-bo], "
     "mô hình khi: trang_thai == \"accepted\""),
    ("mã: mot, tên: Chi bộ, nhóm đơn vị: [chi-bo], số lượng: 2", "mã: hai, tên: Mọi đơn vị, nhóm đơn vị: [co-quan]"),
])
def test_quotas_that_are_clear_and_go_together_are_none(each):
    assert found(plan(rest=targets(*each), groups=NESTED), "R14", organisation=organisation()) == []
