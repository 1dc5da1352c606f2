"""Each rule of the text finds its fault at its line, and says nothing about a sound document."""

import pytest

from engine.check.sentence import in_english
from engine.document.findings import findings_of
from tests.document.reading import of_file, read, sound, told

FORM = "Nơi nhận:\n- Lưu VT.\nMẫu {0}\n{1}\n-----\nSTT\nTên sản phẩm\nChủ thể\n1 2 3\n"
BASE = "I. TỔ CHỨC THỰC HIỆN\n1. Các đơn vị\n"


@pytest.mark.parametrize("name", [
    "ocop-phuong.txt", "sang-kien-so.txt", "the-le-cuoc-thi.txt", "kiem-tra-dang.txt"])
def test_a_sound_document_has_no_finding(name):
    assert told(of_file(name)) == []


def test_a_form_named_and_not_attached_is_found_where_it_is_named():
    body = BASE + "- Gửi danh sách (theo Phụ lục 02 gửi kèm).\n- Báo cáo (theo Mẫu 1).\n"
    document = sound(body + FORM.format(1, "BÁO CÁO"))

    assert told(document) == [("R03", "E", 8, ("I.1 gạch 1",))]
    found = findings_of(document)[0]
    assert found.message == "Phụ lục 02 được dẫn ở 1 chỗ nhưng văn bản kèm theo Mẫu 1."
    assert in_english(found.message) == "Phụ lục 02 is named 1 times, but attached are Mẫu 1."


def test_a_template_without_code_must_be_attached_too():
    for words in ("Đăng ký thi đua theo mẫu hướng dẫn", "Nộp phiếu chấm điểm theo Hướng dẫn số 05/HD-SNV"):
        assert told(sound(BASE + f"- {words}.\n")) == [("R03", "E", 8, ("I.1 gạch 1",))]


@pytest.mark.parametrize("words", [
    "theo Mẫu số 05 tại Phụ lục I Thông tư số 12/2020/TT-BTC", "theo mẫu quy định tại Thông tư số 12/2020/TT-BTC",
    "xây dựng 02 mẫu mô hình", "làm theo mẫu mực", "nhân rộng biểu 5% trong tháng"])
def test_a_form_of_another_document_is_not_missed(words):
    assert told(sound(BASE + f"- Gửi báo cáo {words}.\n")) == []


def test_one_code_is_one_form_however_it_is_spelt():
    assert told(sound(BASE + "- Gửi báo cáo (theo mẫu 01 gửi kèm).\n" + FORM.format("số 1", "BÁO CÁO"))) == []


def test_two_forms_of_one_code_are_found_and_so_is_one_nobody_names():
    two = FORM.format(3, "BẢN ĐĂNG KÝ") + "Mẫu 3\nBÁO CÁO\n1. Tên: ....\n"

    assert told(sound(BASE + "- Đăng ký theo mẫu 3.\n" + two)) == [("R04", "E", 18, ("Mẫu 3",))]
    assert told(sound(BASE + "- Đăng ký.\n" + FORM.format(1, "BẢN ĐĂNG KÝ"))) == [("R05", "W", 11, ("Mẫu 1",))]


def test_one_code_for_two_contents_is_found():
    document = sound(BASE + "- Gửi báo cáo kết quả (theo Phụ lục 02).\n2. Ban Dân vận\n"
                     "- Tổng hợp danh sách mô hình (theo Phụ lục 02).\n")

    assert told(document) == [
        ("R03", "E", 8, ("I.1 gạch 1", "I.2 gạch 1")), ("R06", "E", 10, ("I.1 gạch 1", "I.2 gạch 1"))]


def test_numbers_left_out_or_twice_are_found_with_their_figures():
    document = sound("I. NỘI DUNG\n1. Một\n2. Hai\n2. Hai nữa\n5. Năm\n")

    assert told(document) == [("R07", "W", 9, ("I",))]
    assert findings_of(document)[0].message == "Số thứ tự trong I là 1, 2, 2, 5: số 2 có 2 lần; thiếu số 3; thiếu số 4."


@pytest.mark.parametrize("body", [
    "I. NỘI DUNG\n1. Một là việc này.\n\n2\n\n2. Hai\n", "I. NỘI DUNG\na) Một\nb) Hai\nc) Ba\nd) Bốn\ne) Năm\n",
    "I. NỘI DUNG\n1. Một\n2. Hai\nII. VIỆC\n1. Một\n",
    "I. NỘI DUNG\nBước 1: Một\nBước 2: Hai\nBước 1: Lại\nBước 2: Hai\n"])
def test_page_numbers_letters_and_new_lists_are_no_gaps(body):
    assert told(sound(body)) == []


def test_a_reference_into_itself_and_one_that_goes_round_are_found():
    inside = "I. TIÊU CHÍ\n5. Chung\n5.1. Mô hình\n- Đúng tiêu chí tại mục 5.1 Kế hoạch này.\n"
    circle = "I. TIÊU CHÍ\n1. Theo tiêu chí tại mục 2 Kế hoạch này.\n2. Theo tiêu chí tại mục 1 Kế hoạch này.\n"

    assert told(sound(inside)) == [("R08", "E", 9, ("I.5.1 gạch 1",))]
    assert told(sound(circle)) == [("R08", "E", 7, ("I.1", "I.2"))]


def test_a_reference_to_nothing_and_another_type_of_document_are_found():
    assert told(sound(BASE + "- Đúng nội dung tại mục 7, phần V Kế hoạch này.\n")) == [
        ("R09", "E", 8, ("I.1 gạch 1",)), ("R09", "E", 8, ("I.1 gạch 1",))]
    assert told(sound(BASE + "- Thực hiện Hướng dẫn này.\n")) == [("R09", "E", 8, ("I.1 gạch 1",))]


@pytest.mark.parametrize("words", [
    "theo mục 3 Nghị quyết số 25-NQ/TW", "tại Điều 9 của Luật Thi đua, khen thưởng",
    "góp phần 3 tiêu chí", "thực hiện Kế hoạch này", "theo Hướng dẫn số 12/HD-BTG; triển khai Hướng dẫn này"])
def test_references_that_hold_are_not_found(words):
    assert told(sound(BASE + f"- Các đơn vị thực hiện {words}.\n")) == []


FIELDS = "I. NỘI DUNG\n1. Lĩnh vực kinh tế\n2. Lĩnh vực văn hóa - xã hội\n3. Lĩnh vực quốc phòng - an ninh\n"


def form_with(*sections: str) -> str:
    rows = "".join(f"{n}. {name}\n1.\n" for n, name in zip(("I", "II", "III", "IV"), sections, strict=False))
    return FIELDS + "II. TỔ CHỨC THỰC HIỆN\n1. Các đơn vị đăng ký theo Mẫu 1.\n" + FORM.format(1, "BẢN ĐĂNG KÝ") + rows


def test_a_list_that_differs_between_text_and_form_is_found():
    document = sound(form_with("Phát triển kinh tế", "Văn hoá - xã hội", "Quốc phòng an ninh", "Chuyển đổi số"))

    assert told(document) == [("R15", "E", 14, ("I", "Mẫu 1"))]
    assert findings_of(document)[0].message == (
        "Lời văn (I) có 3 lĩnh vực, Mẫu 1 “BẢN ĐĂNG KÝ” có 4: chỉ Mẫu 1 có “Chuyển đổi số”.")


def test_other_words_for_the_same_fields_are_not_found():
    assert told(sound(form_with("Phát triển kinh tế", "Văn hoá - xã hội", "Lĩnh vực quốc phòng, an ninh"))) == []


def test_what_identifies_the_document_is_missed():
    assert told(read("KẾ HOẠCH\nThi đua\nĐảng ủy xã xây dựng Kế hoạch như sau:\nI. NỘI DUNG\n1. Một\n")) == [
        ("R29", "W", 1, ("đầu văn bản",))]
    assert told(read("KẾ HOẠCH\n(Kèm theo Quyết định số 5/QĐ-UBND ngày 02/4/2026 của Chủ tịch Ủy ban nhân dân tỉnh)\n"
                     "I. NỘI DUNG\n1. Một\n")) == []


@pytest.mark.parametrize("day", ["31/6/2026", "15/13/2026", "15/6/202", "ngày 30 tháng 02 năm 2026", "ngày 31/4"])
def test_a_day_that_does_not_exist_is_found(day):
    document = sound(BASE + f"- Gửi báo cáo trước {day}.\n")

    assert [found[:3] for found in told(document)] == [("R30", "E", 8)]


@pytest.mark.parametrize("words", ["ngày 29/02/2028", "số 145/2020/NĐ-CP", "tỷ lệ 30/32 hộ", "24/24 giờ",
                                   "giai đoạn 2021-2026"])
def test_figures_that_are_no_days_are_left_alone(words):
    assert told(sound(BASE + f"- Thực hiện {words}.\n")) == []


@pytest.mark.parametrize("words", [
    "Điều 5 và Điều 7 Luật Thi đua, khen thưởng", "mục 2 Công văn 123/UBND-NV",
    "điểm a khoản 1 Điều 12 Nghị định 98/2023/NĐ-CP",
    "Điều 9 Điều lệ Đảng", "mục IV, Kế hoạch số 12-KH/TU",
    "khoản 2 Điều 3 của Quy chế ban hành kèm theo Quyết định số 23"])
def test_places_of_other_documents_are_not_looked_for(words):
    assert told(sound(BASE + f"- Các đơn vị thực hiện theo {words}.\n")) == []


def test_an_annex_headed_without_a_number_is_attached_all_the_same():
    annex = "Nơi nhận:\n- Lưu VT.\nMẪU BÁO CÁO KẾT QUẢ\n1. Tên đơn vị: ......\n2. Kết quả: ......\n"
    document = sound(BASE + "- Gửi báo cáo (theo mẫu kèm theo).\n" + annex)

    assert told(document) == []
    assert [(f.code.name, f.title, f.questions) for f in document.attached] == [
        ("Mẫu", "MẪU BÁO CÁO KẾT QUẢ", ("Tên đơn vị", "Kết quả"))]


def test_a_report_made_on_a_sheet_of_another_name_is_one_form():
    assert told(sound(BASE + "- Gửi báo cáo kết quả (theo Mẫu 1).\n" + FORM.format(1, "BIỂU TỔNG HỢP KẾT QUẢ"))) == []
    assert told(sound(BASE + "- Gửi danh sách đăng ký (theo Mẫu 1).\n" + FORM.format(1, "PHIẾU ĐĂNG KÝ"))) == []


def test_a_faulty_document_in_other_words_shows_each_fault_once():
    document = of_file("nong-thon-moi-loi.txt")

    assert told(document) == [
        ("R29", "W", 1, ("đầu văn bản",)), ("R30", "E", 9, ("đầu văn bản",)), ("R07", "W", 17, ("Phần 1 I",)),
        ("R03", "E", 21, ("Phần 2 I điểm a",)), ("R07", "W", 22, ("Phần 2 I",)),
        ("R30", "E", 22, ("Phần 2 I điểm c",)), ("R07", "W", 23, ("Phần 2",)), ("R09", "E", 26, ("Phần 3.1",))]
    assert [str(f.repair) for f in findings_of(document) if f.rule == "R07"] == [
        "đánh lại số: 1, 2, 3", "đánh lại số: a, b", "đánh lại số: I, II"]
