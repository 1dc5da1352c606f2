"""R19, R21, R22: outcomes nothing produces, dossiers and their papers, confirmations one cannot get."""

import pytest

from tests.check.plans import CELLS, found, line, plan


def outcome(more: str) -> str:
    return ("kết quả:\n  - {mã: ket-qua, tên: Công nhận mô hình, loại: công nhận, " + more
            + "trích mục: [{mục: II.5.2.3}]}\n")


def test_an_outcome_that_no_step_produces_is_a_warning():
    loaded = plan(rest=outcome("cấp: phường, "))

    first, *others = found(loaded, "R19")

    assert (first.severity, first.clauses, others) == ("W", ("II.5.2.3",), [])
    assert first.message == ("Văn bản nói tới “Công nhận mô hình” cấp phường nhưng không bước nào làm ra kết quả này.")
    assert first.repair == ("thêm bước quyết định “Công nhận mô hình” rồi ghi mã bước ấy vào mục “bước” của kết quả")
    assert line(loaded, first).startswith("{mã: ket-qua")


def test_an_outcome_of_a_step_the_document_does_not_have_is_a_warning():
    own = "{mã: cong-nhan, tên: Xét công nhận, chủ trì: đầu mối, tự đặt: có}"

    first, *others = found(plan(own, rest=outcome("bước: cong-nhan, ")), "R19")

    assert (first.severity, first.clauses, others) == ("W", ("II.5.2.3",), [])
    assert first.message.endswith("bước “Xét công nhận” do cơ quan ban hành tự đặt.")
    assert first.repair == "nêu việc “Xét công nhận” trong văn bản rồi bỏ “tự đặt”"


def test_an_outcome_that_the_document_lets_nobody_decide_is_a_warning():
    nobody = "{mã: cong-nhan, tên: Xét công nhận, chủ trì: đầu mối, chủ trì tự đặt: có}"

    first, *others = found(plan(nobody, rest=outcome("bước: cong-nhan, ")), "R19")

    assert (first.severity, first.clauses, others) == ("W", ("II.5.2.3",), [])
    assert first.message == ("Văn bản nói tới “Công nhận mô hình” nhưng không nêu ai quyết định; bước “Xét công nhận” "
                             "do cơ quan ban hành giao cho “Ban đầu mối”.")
    assert first.repair == "nêu nơi quyết định “Công nhận mô hình” trong văn bản rồi bỏ “chủ trì tự đặt”"


def test_an_outcome_with_its_step_is_none():
    decided = "{mã: cong-nhan, tên: Xét công nhận, chủ trì: đầu mối}"

    assert found(plan(decided, rest=outcome("bước: cong-nhan, ")), "R19") == []


TEMPLATE = "biểu mẫu:\n  - {mã: mau-1, ký hiệu: Mẫu 1, tên: Báo cáo, trường: [{mã: bao_cao, nhãn: Báo cáo}]}\n"


def dossier(dossier_id: str, items: str, more: str = "") -> str:
    return (f"  - {{mã: {dossier_id}, tên: Hồ sơ {dossier_id}, {more}trích mục: [{{mục: IV.2 {dossier_id}}}], "
            f"thành phần: [{items}]}}\n")


def test_two_dossiers_for_one_outcome_that_differ_are_a_warning_with_the_differences():
    same = "{mã: bao_cao, tên: Báo cáo, biểu mẫu: mau-1}"
    loaded = plan(rest=TEMPLATE + outcome("bước: ban-hanh, ") + "hồ sơ:\n"
                  + dossier("mot", same + ", {mã: ds, tên: Danh sách, biểu mẫu: mau-1}", "cho: ket-qua, ")
                  + dossier("hai", same + ", {mã: bb, tên: Biên bản, biểu mẫu: mau-1}", "cho: ket-qua, "))

    first, *others = found(loaded, "R21")

    assert (first.severity, first.clauses, others) == ("W", ("IV.2 mot", "IV.2 hai"), [])
    assert first.message == ("Hồ sơ cho “Công nhận mô hình” được quy định hai cách: chỉ “Hồ sơ mot” có “Danh sách”; "
                             "chỉ “Hồ sơ hai” có “Biên bản”.")
    assert first.repair == "gộp thành một danh mục hồ sơ cho “Công nhận mô hình”"


def test_papers_without_template_are_one_warning_with_counts():
    papers = ("{mã: bao_cao, tên: Báo cáo, biểu mẫu: mau-1, trích mục: [{mục: IV.2}]}, {mã: anh, tên: Ảnh}, "
              "{mã: bb, tên: Biên bản, số bản: 2, xác nhận: [cấp uỷ], trích mục: [{mục: IV.2}]}")
    loaded = plan(rest=TEMPLATE + "hồ sơ:\n" + dossier("mot", papers))

    first, *others = found(loaded, "R21")

    assert (first.severity, first.clauses, others) == ("W", ("IV.2 mot", "IV.2"), [])
    assert first.message == ("Hồ sơ “Hồ sơ mot”: 1/2 giấy tờ không có mẫu (“Biên bản”); 1 không nêu số bản, "
                             "1 không nêu nơi xác nhận.")


def test_dossiers_that_agree_and_have_templates_are_none():
    paper = "{mã: bao_cao, tên: Báo cáo, biểu mẫu: mau-1}"
    loaded = plan(rest=TEMPLATE + outcome("bước: ban-hanh, ") + "hồ sơ:\n" + dossier("mot", paper, "cho: ket-qua, ")
                  + dossier("hai", paper, "cho: ket-qua, "))

    assert found(loaded, "R21") == []


HANDED_IN = ("{mã: bao-cao, tên: Báo cáo năm, chủ trì: đơn vị, tiếp nhận: đầu mối, biểu mẫu: [mau], "
             "trích mục: [{mục: III.3}]}")
OURS = "biểu mẫu:\n  - {mã: mau, tên: Báo cáo kết quả, do kheo lập: có, trường: [{mã: ten, nhãn: Tên}]}\n"


def test_a_report_that_units_hand_in_without_a_template_is_a_warning():
    first, *others = found(plan(HANDED_IN, rest=OURS), "R21")

    assert (first.severity, first.clauses, others) == ("W", ("III.3",), [])
    assert first.message == "Bước “Báo cáo năm” đòi “Báo cáo kết quả” nhưng văn bản không kèm mẫu."


@pytest.mark.parametrize(("step", "forms"), [
    (HANDED_IN, OURS.replace("do kheo lập: có", "ký hiệu: Mẫu 1")),
    (HANDED_IN, OURS.replace("do kheo lập: có", "ký hiệu: Mẫu 1, do kheo lập: có")),
    (HANDED_IN.replace("tiếp nhận: đầu mối, ", ""), OURS),
    (HANDED_IN.replace("mục: III.3", "mục: III.3, nguyên văn: 'Tổ chức hội nghị ra mắt mô hình'"), OURS),
    (HANDED_IN.replace("chủ trì: đơn vị", "chủ trì: thường trực"), OURS),
])
def test_attached_forms_and_papers_that_stay_in_the_house_need_no_template(step, forms):
    assert found(plan(step, rest=forms), "R21") == []


RESIDENTS = ("chủ thể:\n  - {mã: tap-the, tên: Tập thể}\n  - {mã: cu-dan, tên: Cư dân, "
             "không có: [cơ quan trực tiếp quản lý], trích mục: [{mục: II.2.3.2}]}\n")


def of_entries(item: str, subjects: str = RESIDENTS) -> str:
    return (subjects + "biểu mẫu:\n  - {mã: mau, tên: Hồ sơ, do kheo lập: có, trường: [{mã: bao_cao, nhãn: Báo cáo, "
            f"loại: tệp}}]}}\nhồ sơ:\n  - {{mã: ho-so, tên: Hồ sơ, thành phần: [{item}]}}\n")


GATHER = "{mã: nop, tên: Nộp, phạm vi: mỗi mô hình, chủ trì: đơn vị, hồ sơ: ho-so, biểu mẫu: [mau]}"
CONFIRMED = ("{mã: bao_cao, tên: Báo cáo thành tích, xác nhận: [cơ quan trực tiếp quản lý], "
             "trích mục: [{mục: II.5.2.4 gạch 2}]}")


def test_a_confirmation_that_some_subjects_cannot_get_is_a_warning():
    loaded = plan(GATHER, rest=of_entries(CONFIRMED))

    first, *others = found(loaded, "R22")

    assert (first.severity, first.clauses, others) == ("W", ("II.5.2.4 gạch 2", "II.2.3.2"), [])
    assert first.message == ("“Báo cáo thành tích” cần xác nhận của “cơ quan trực tiếp quản lý”, nơi mà “Cư dân” "
                             "không có.")
    assert first.repair == "nêu nơi xác nhận thay cho “Cư dân”, hoặc miễn xác nhận này cho họ"
    assert line(loaded, first).startswith("[cơ quan trực tiếp quản lý]")


@pytest.mark.parametrize(("step", "item", "subjects"), [
    (GATHER, CONFIRMED.replace("xác nhận:", 'chỉ khi: mo_hinh.ten == "a", xác nhận:'), RESIDENTS),
    (GATHER, CONFIRMED.replace("[cơ quan", "[cấp uỷ nơi cư trú hoặc cơ quan"), RESIDENTS),
    (GATHER.replace("mỗi mô hình", "cả đợt"), CONFIRMED, RESIDENTS),
    (GATHER, CONFIRMED, RESIDENTS.replace("không có: [cơ quan trực tiếp quản lý], ", "")),
])
def test_a_confirmation_that_everybody_can_get_is_none(step, item, subjects):
    assert found(plan(step, rest=of_entries(item, subjects)), "R22") == []


SCHOOLS = CELLS + ("  - {mã: truong, tên: Trường học, loại: [truong-hoc], không có: [cấp uỷ], "
                   "trích mục: [{mục: III.2}]}\n")
LIST = "{mã: gui, tên: Gửi danh sách, chủ trì: đơn vị, biểu mẫu: [mau-1]}"


def signed(by: str) -> str:
    return ("biểu mẫu:\n  - {mã: mau-1, ký hiệu: Mẫu 1, tên: Bản đăng ký, xác nhận: {của: " + by
            + "}, trích mục: [{mục: Mẫu 1}], trường: [{mã: ten, nhãn: Tên}]}\n")


def test_a_signature_that_some_units_cannot_give_is_a_warning():
    first, *others = found(plan(LIST, rest=signed("T/M Cấp ủy"), groups=SCHOOLS), "R22")

    assert (first.severity, first.clauses, others) == ("W", ("Mẫu 1", "III.2"), [])
    assert first.message == "“Bản đăng ký” cần xác nhận của “T/M Cấp ủy”, nơi mà “Trường học” không có."


@pytest.mark.parametrize(("by", "step"), [
    ("Lãnh đạo cơ quan (cấp uỷ)", LIST), ("cấp uỷ hoặc thủ trưởng đơn vị", LIST),
    ("T/M Cấp ủy", LIST.replace("biểu mẫu", "nhóm đơn vị: [chi-bo], biểu mẫu")),
])
def test_a_signature_with_a_choice_or_asked_of_those_who_have_it_is_none(by, step):
    assert found(plan(step, rest=signed(by), groups=SCHOOLS), "R22") == []
