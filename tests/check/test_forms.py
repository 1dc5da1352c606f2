"""R03-R06: forms named, attached, used, and their codes."""

import pytest

from engine.plan.folder import LoadedPlan
from tests.check.plans import found, line, plan

FIELDS = "trường: [{mã: ten, nhãn: Tên}]"
OTHER_FIELDS = "trường: [{mã: so, nhãn: Số}]"


def form(form_id: str, says: str, fields: str = FIELDS) -> str:
    return f"  - {{mã: {form_id}, {says}, {fields}}}\n"


def step(step_id: str, forms: str, quote: str = "Gửi") -> str:
    return (f"{{mã: {step_id}, tên: Bước {step_id}, chủ trì: đơn vị, biểu mẫu: [{forms}], "
            f"trích mục: [{{mục: III.{step_id[-1]}, nguyên văn: '{quote}'}}]}}")


def with_forms(*forms: str, steps: tuple[str, ...]) -> LoadedPlan:
    return plan(*steps, rest="biểu mẫu:\n" + "".join(forms))


ATTACHED = form("mau-1", "ký hiệu: Mẫu 1, tên: Bản đăng ký, trích mục: [{mục: Mẫu 1}]")
THIRD = form("mau-3", "ký hiệu: Mẫu 3, tên: Biểu rà soát, trích mục: [{mục: Mẫu 3}]")


def test_a_form_that_is_named_and_not_attached_is_an_error_that_counts_the_attached():
    lacking = form("danh-sach", "ký hiệu: Phụ lục 01, tên: Danh sách, do kheo lập: có")
    loaded = with_forms(ATTACHED, THIRD, lacking, steps=(step("buoc-1", "mau-1, mau-3"), step("buoc-2", "danh-sach")))

    first, *others = found(loaded, "R03")

    assert (first.rule, first.severity, first.clauses, others) == ("R03", "E", ("III.2",), [])
    assert first.message == ("Văn bản dẫn “Phụ lục 01” nhưng không kèm (đã kèm 2: Mẫu 1, Mẫu 3); kheo lập thay "
                             "“Danh sách”.")
    assert first.repair == "kèm “Phụ lục 01” vào văn bản rồi bỏ “do kheo lập”, hoặc bỏ câu dẫn tới nó"
    assert line(loaded, first).startswith("Phụ lục 01")


def test_a_sentence_that_names_a_form_the_plan_does_not_have_is_an_error_at_the_sentence():
    loaded = with_forms(ATTACHED, steps=(step("buoc-1", "mau-1", "trước ngày 15/6 (theo mẫu 02 gửi kèm)"),))

    first, *others = found(loaded, "R03")

    assert (first.severity, first.clauses, others) == ("E", ("III.1",), [])
    assert first.message == ("Mục III.1 dẫn “mẫu 02” nhưng kế hoạch không có biểu mẫu nào mang ký hiệu ấy "
                             "(đã kèm 1: Mẫu 1).")


@pytest.mark.parametrize("quote", [
    "theo mẫu 01 gửi kèm", "theo Biểu mẫu số 01", "phấn đấu có ít nhất 03 mô hình tiêu biểu 05 năm", "kiểu mẫu 2 cấp",
    "theo Phụ lục II ban hành kèm theo Nghị định 98", "theo mẫu 02 của Thông tư 01", "theo mẫu hướng dẫn",
    "lý lịch theo mẫu 2C-BNV", "theo Mẫu số 02/TĐKT",
])
def test_other_spellings_and_forms_of_other_documents_are_no_missing_forms(quote):
    loaded = with_forms(ATTACHED, steps=(step("buoc-1", "mau-1", quote),))

    assert found(loaded, "R03") == []


def test_a_set_of_criteria_whose_source_is_not_attached_is_a_form_not_attached():
    rest = ("bộ tiêu chí:\n  - {mã: phieu, tên: Phiếu chấm, nguồn: Hướng dẫn liên tịch 01, do kheo lập: có, "
            "điểm đạt: 50, trích mục: [{mục: IV.2}], tiêu chí: [{mã: a, nội dung: A, cách đánh giá: chấm điểm}]}\n")
    loaded = plan("{mã: cham, tên: Chấm, chủ trì: đơn vị, bộ tiêu chí: phieu}", rest=rest)

    first, *others = found(loaded, "R03")

    assert (first.severity, first.clauses, others) == ("E", ("IV.2",), [])
    assert first.message == ("Văn bản dẫn “Hướng dẫn liên tịch 01” làm căn cứ chấm mà không kèm; kheo lập thay bộ "
                             "“Phiếu chấm”.")


def test_two_attached_forms_under_one_code_are_an_error_that_proposes_the_free_code():
    report = form("mau-3b", "ký hiệu: mẫu 03, tên: Báo cáo, trích mục: [{mục: Mẫu 3 báo cáo}]")
    loaded = with_forms(ATTACHED, THIRD, report, steps=(step("buoc-1", "mau-1, mau-3, mau-3b"),))

    first, *others = found(loaded, "R04", "R06")

    assert (first.rule, first.severity, first.clauses, others) == ("R04", "E", ("Mẫu 3", "Mẫu 3 báo cáo"), [])
    assert first.message == ("Hai biểu mẫu kèm theo cùng mang ký hiệu “mẫu 03”: “Biểu rà soát” và “Báo cáo”.")
    assert first.repair == "đổi ký hiệu của “Biểu rà soát” hoặc “Báo cáo” thành “mẫu 02”"
    assert line(loaded, first).startswith("mẫu 03")


def test_forms_of_different_codes_are_no_double():
    loaded = with_forms(ATTACHED, THIRD, form("phu-luc", "ký hiệu: Phụ lục 3, tên: Danh sách"),
                        steps=(step("buoc-1", "mau-1, mau-3, phu-luc"),))

    assert found(loaded, "R03", "R04", "R05", "R06") == []


def test_an_attached_form_that_no_clause_names_is_a_warning():
    unnamed = form("mau-1", "ký hiệu: Mẫu 1, tên: Bản đăng ký, không được dẫn: có, trích mục: [{mục: Mẫu 1}]")
    loaded = with_forms(unnamed, steps=(step("buoc-1", "mau-1"),))

    first, *others = found(loaded, "R05")

    assert (first.severity, first.clauses, others) == ("W", ("Mẫu 1",), [])
    assert first.message == "Biểu “Bản đăng ký” (Mẫu 1) kèm theo văn bản nhưng không mục nào dẫn tới."
    assert first.repair == "dẫn tới “Mẫu 1” ở mục giao việc dùng nó, hoặc không kèm biểu này"


def test_a_form_that_no_step_uses_is_a_warning():
    loaded = with_forms(ATTACHED, THIRD, steps=(step("buoc-1", "mau-1"),))

    first, *others = found(loaded, "R05")

    assert (first.severity, first.clauses, others) == ("W", ("Mẫu 3",), [])
    assert first.message == "Không bước nào của kế hoạch dùng biểu mẫu “Biểu rà soát” (Mẫu 3)."


def test_the_template_of_a_paper_in_a_dossier_is_used():
    rest = ("biểu mẫu:\n" + THIRD + "hồ sơ:\n  - {mã: luu, tên: Hồ sơ, thành phần: "
            "[{mã: bao_cao, tên: Báo cáo, biểu mẫu: mau-3}]}\n")

    assert found(plan(rest=rest), "R05") == []


def test_one_code_for_two_printings_of_the_same_content_is_none():
    half = form("nua-nam", "ký hiệu: Phụ lục 02, tên: Báo cáo 6 tháng, do kheo lập: có")
    year = form("ca-nam", "ký hiệu: Phụ lục 02, tên: Báo cáo năm, do kheo lập: có")

    assert found(with_forms(half, year, steps=(step("buoc-1", "nua-nam, ca-nam"),)), "R06") == []


def test_one_code_for_two_contents_is_an_error_that_names_both():
    report = form("bao-cao", "ký hiệu: Phụ lục 02, tên: Báo cáo kết quả, do kheo lập: có")
    listing = form("danh-sach", "ký hiệu: Phụ lục 02, tên: Danh sách sau rà soát, do kheo lập: có", OTHER_FIELDS)
    loaded = with_forms(report, listing, steps=(step("buoc-1", "bao-cao"), step("buoc-2", "danh-sach")))

    first, *others = found(loaded, "R04", "R06")

    assert (first.rule, first.severity, first.clauses, others) == ("R06", "E", ("III.1", "III.2"), [])
    assert first.message == ("Ký hiệu “Phụ lục 02” chỉ 2 nội dung khác nhau: “Báo cáo kết quả”; "
                             "“Danh sách sau rà soát”.")
    assert first.repair == ("giữ “Phụ lục 02” cho “Báo cáo kết quả”, lấy “Phụ lục 01” cho “Danh sách sau rà soát”")
