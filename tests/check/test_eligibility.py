"""R17: ways through the process that a rule of eligibility forbids."""

from tests.check.plans import found, line, plan

REST = """\
lĩnh vực:
  - {{mã: kinh-te, tên: Kinh tế}}
sổ đăng ký:
  tên: Sổ
  tên gọi theo: ten
  lĩnh vực theo: linh_vuc
  thuộc tính: [{{mã: ten, nhãn: Tên}}, {{mã: linh_vuc, nhãn: Lĩnh vực}}]
  đề xuất ngoài đăng ký:
    {{người đề xuất: đầu mối, biểu mẫu: de-xuat, trích mục: [{{mục: II.5.2.1}}], {waives}}}
biểu mẫu:
  - {{mã: de-xuat, tên: Đề xuất, trường: [{{mã: ten, nhãn: Tên}}]}}
bộ tiêu chí:
  - mã: mo-hinh
    tên: Tiêu chí mô hình
    điểm đạt: 50
    tiêu chí:
      - mã: a
        nội dung: Có đăng ký
        cách đánh giá: hệ thống kiểm tra
        điều kiện: {holds}
        trích mục: [{{mục: II.5.1 (1)}}]
      - {{mã: b, nội dung: Hiệu quả, cách đánh giá: chấm điểm}}
"""
PRAISE = """\
kết quả:
  - mã: bd
    tên: Biểu dương cơ sở
    loại: biểu dương
    bước: bieu-duong
    định kỳ: {rarely}
    trích mục: [{{mục: II.7}}]
  - mã: cn
    tên: Công nhận tỉnh
    loại: công nhận
    bước: cong-nhan
    chỉ từ: bd
    định kỳ: hằng năm
    trích mục: [{{mục: II.5 (6)}}]
"""
STEPS = ("{mã: bieu-duong, tên: Xét biểu dương, phạm vi: cả đợt, chủ trì: đầu mối, hạn: trước ngày %s}",
         "{mã: cong-nhan, tên: Xét công nhận, phạm vi: cả đợt, chủ trì: đầu mối, hạn: trước ngày %s}")


def nominated(waives: str, holds: str = "mo_hinh.da_dang_ky"):
    return plan(rest=REST.format(waives=waives, holds=holds))


def test_a_nomination_without_registration_contradicts_a_criterion_that_asks_for_it():
    loaded = nominated("miễn đăng ký: có")

    first, *others = found(loaded, "R17")

    assert (first.severity, first.clauses, others) == ("E", ("II.5.1 (1)", "II.5.2.1"), [])
    assert first.message == ("Mô hình không đăng ký vẫn được đề xuất, trong khi tiêu chí “Có đăng ký” đòi có đăng ký.")
    assert "có thể hiểu là ngoại lệ" in str(first.repair)
    assert line(loaded, first).startswith("{người đề xuất")


def test_a_nomination_without_appraisal_contradicts_a_pass_mark():
    loaded = nominated("miễn đăng ký: không, miễn thẩm định: có")

    assert [str(f.message) for f in found(loaded, "R17")] == [
        "Mô hình được đề xuất miễn thẩm định, trong khi bộ tiêu chí “Tiêu chí mô hình” đòi đạt 50%."]


def test_a_nomination_that_registers_and_a_criterion_of_something_else_are_fine():
    assert found(nominated("miễn đăng ký: không"), "R17") == []
    assert found(nominated("miễn đăng ký: có", holds="not rong(mo_hinh.ten)"), "R17") == []


def test_an_outcome_cannot_come_oftener_than_what_it_is_chosen_from():
    dated = (STEPS[0] % "10/3/2026", STEPS[1] % "10/5/2026")
    loaded = plan(*dated, rest=PRAISE.format(rarely="05 năm/02 lần"))

    first, *others = found(loaded, "R17")

    assert (first.severity, first.clauses, others) == ("E", ("II.5 (6)", "II.7"), [])
    assert first.message == ("“Công nhận tỉnh” (hằng năm) chỉ xét từ “Biểu dương cơ sở”, mà “Biểu dương cơ sở” chỉ có "
                             "05 năm/02 lần: năm không có “Biểu dương cơ sở” thì không ai đủ điều kiện.")
    assert found(plan(*dated, rest=PRAISE.format(rarely="hằng năm")), "R17") == []


def test_what_an_outcome_is_chosen_from_must_be_there_first():
    late = plan(STEPS[0] % "10/6/2026", STEPS[1] % "10/5/2026", rest=PRAISE.format(rarely="hằng năm"))

    assert [str(f.message) for f in found(late, "R17")] == [
        "“Công nhận tỉnh” chỉ xét từ “Biểu dương cơ sở”, mà bước “Xét biểu dương” cho “Biểu dương cơ sở” làm sau bước "
        "“Xét công nhận”."]
