"""R16: what a form asks for or a step examines before it exists."""

from tests.check.plans import found, line, plan

REST = """\
lĩnh vực:
  - {{mã: kinh-te, tên: Kinh tế}}
sổ đăng ký:
  tên: Sổ
  tên gọi theo: ten
  lĩnh vực theo: linh_vuc
  thuộc tính: [{{mã: ten, nhãn: Tên}}, {{mã: linh_vuc, nhãn: Lĩnh vực}}, {{mã: cong_nhan, nhãn: Được công nhận}}]
biểu mẫu:
  - mã: dang-ky
    tên: Đăng ký
    trường:
      - mã: danh_sach
        nhãn: Danh sách
        loại: bảng
        cột: [{{mã: ten, nhãn: Tên}}, {{mã: linh_vuc, nhãn: Lĩnh vực, loại: chọn một, lựa chọn từ: lĩnh vực}}]
  - mã: mau-2
    ký hiệu: Mẫu 2
    tên: Báo cáo{ours}
    trích mục: [{{mục: Mẫu 2}}]
    trường:
      - {{mã: so, nhãn: Số được công nhận, loại: số, lấy từ: {{đếm mô hình khi: {counted}}}}}
kết quả:
  - {{mã: cn, tên: Công nhận, loại: công nhận, bước: cong-nhan{often}}}
"""
REGISTER = ("{mã: dang-ky, tên: Đăng ký, chủ trì: đơn vị, biểu mẫu: [dang-ky], hạn: trước ngày 05/02/2026, "
            "ghi sổ: [{lập từ: danh_sach}]}")
REPORT = ("{mã: bao-cao, tên: Báo cáo, chủ trì: đơn vị, biểu mẫu: [mau-2], hạn: trước ngày 20/11/2026, "
          "trích mục: [{mục: III.1}]}")
OFTEN = ", định kỳ: hằng năm vào dịp tổng kết cuối năm"


def with_recognition(more: str, often: str = "", ours: str = "", counted: str = "cong_nhan"):
    recognition = f"{{mã: cong-nhan, tên: Công nhận, phạm vi: mỗi mô hình, chủ trì: đầu mối{more}, "
    recognition += 'ghi sổ: [{đặt: {cong_nhan: "True"}}]}'
    return plan(REGISTER, REPORT, recognition, rest=REST.format(often=often, ours=ours, counted=counted))


def test_a_report_cannot_count_what_is_decided_after_it():
    loaded = with_recognition(", hạn: trước ngày 15/12/2026")

    first, *others = found(loaded, "R16")

    assert (first.severity, first.clauses, others) == ("E", ("Mẫu 2", "III.1"), [])
    assert first.message == ("Bước “Báo cáo” hỏi “Số được công nhận” ở Mẫu 2, mà “Được công nhận” chỉ có từ bước "
                             "“Công nhận”, hạn 14/12/2026, sau hạn 19/11/2026.")
    assert first.repair == ("hỏi câu này ở bước sau “Công nhận”, hoặc đưa “Công nhận” lên trước hạn của “Báo cáo”")
    assert line(loaded, first).startswith("{mã: so")


def test_the_time_that_the_document_gives_an_outcome_counts_for_its_own_forms():
    own = ", hạn: trước ngày 01/11/2026, hạn tự đặt: [chính]"

    assert [str(f.message).split("“Công nhận”, ")[1] for f in found(with_recognition(own, OFTEN), "R16")] == [
        "theo văn bản là “hằng năm vào dịp tổng kết cuối năm”, sau hạn 19/11/2026."]
    assert found(with_recognition(own, OFTEN, ours="\n    do kheo lập: có"), "R16") == []


def test_a_report_may_count_what_is_decided_before_it_or_is_not_known():
    before = with_recognition(", hạn: trước ngày 01/11/2026")
    registered = with_recognition(", hạn: trước ngày 15/12/2026", counted="not rong(ten)")

    assert found(before, "R16") + found(registered, "R16") + found(with_recognition(""), "R16") == []


def examining(*order: str):
    steps = {"xet": "{mã: xet, tên: Xét kế hoạch, phạm vi: cả đợt, chủ trì: đầu mối, xem xét: [lap]%s, "
                    "trích mục: [{mục: II.5 Bước 1 gạch 3}]}",
             "lap": "{mã: lap, tên: Lập kế hoạch, phạm vi: cả đợt, chủ trì: đầu mối%s, "
                    "trích mục: [{mục: II.5 Bước 2 gạch 1}]}"}
    return [steps[name] % more for name, more in zip(("xet", "lap"), order, strict=True)]


def test_papers_cannot_be_examined_before_they_are_written():
    by_order = plan(*examining("", ", sau: [xet]"))
    by_date = plan(*examining(", hạn: trước ngày 05/3/2026", ", hạn: trước ngày 05/5/2026"))

    assert [(f.severity, f.clauses, str(f.message)) for f in found(by_order, "R16")] == [
        ("E", ("II.5 Bước 1 gạch 3", "II.5 Bước 2 gạch 1"),
         "Bước “Xét kế hoạch” xem xét giấy tờ của bước “Lập kế hoạch”, là bước làm sau.")]
    assert [str(f.message).split("”, ")[1] for f in found(by_date, "R16")] == [
        "hạn 04/05/2026, sau hạn 04/03/2026."]


def test_papers_may_be_examined_after_they_are_written():
    steps = [step.replace("Bước 1", "mục a") for step in examining(", sau: [lap]", "")]

    assert found(plan(*steps), "R16") == []
