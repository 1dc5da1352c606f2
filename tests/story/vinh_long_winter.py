"""Autumn to December: carrying out, self-scoring and appraisal, classes, review, dossier, award, summing up."""

from datetime import date

import pytest

from engine.store.tables import task
from engine.work.people import FormRefused
from tests.story import vinh_long_answers as a
from tests.story.screen import at
from tests.story.year import Year

UNITS = ("so-tai-chinh", "so-tu-phap", "so-y-te")
GROUP = ("sonoivu.tt", "vanphong.cb", "sonongnghiep.cb")
BEST = "so-tai-chinh: mô hình 1"


def initiatives_are_carried_out(province: Year) -> None:
    province.go_to(date(2025, 6, 2))

    for name in ("so-tai-chinh: mô hình 1", "huyen-long-ho: mô hình 1"):
        province.do(province.owner(name), "thuc-hien", a.carried_out(), entry=name)

    assert province.data(BEST)["ket_qua"] == "Rút ngắn một nửa thời gian chờ"


def a_group_is_set_up_and_units_score_themselves(province: Year) -> None:
    province.go_to(date(2025, 10, 24))
    province.do("sonoivu.cb", "lap-to-tham-dinh", a.group_set_up(province.persons(*GROUP)))

    with pytest.raises(FormRefused) as refused:
        province.score("sotaichinh.cb", "tu-cham", a.scores(**{"tham-muu": "16"}), "so-tai-chinh")
    assert [error.message for error in refused.value.errors] == [
        "Tham mưu giúp cấp uỷ, lãnh đạo chỉ đạo kịp thời: nhiều nhất 15."]

    said = [province.score(province.officer(unit), "tu-cham", a.scores(), unit) for unit in UNITS]
    assert said[0] == "Đã gửi “Tự chấm điểm công tác dân vận chính quyền”. Tổng điểm 93,5, xếp loại Tốt."


def the_group_sees_what_the_unit_gave_itself(province: Year) -> None:
    sheet = at(province, "vanphong.cb").open(f"/viec/{province.task('tham-dinh-diem', 'so-tu-phap').id}")

    assert sheet.lines("//dl[@class='answers outcome']") == ["Tự chấm điểm93,5/100 điểm, xếp loại Tốt"]
    assert "Hướng dẫn liên tịch số 01/HDLT-UBND-BDVTU ngày 31/5/2023 chưa đính kèm" in sheet.says("//main")
    assert "Tự chấm điểm: 13,5" in sheet.says("//li[@id='f-phieu-tham-muu']")


def three_assessors_are_averaged_and_a_knock_out_sinks_a_sheet(province: Year) -> None:
    province.go_to(date(2025, 11, 18))
    given = {"so-tai-chinh": ("tot", "tot", "kha"), "so-tu-phap": ("ton-dong",) * 3, "so-y-te": ("kha",) * 3}

    said = {unit: [province.score(login, "tham-dinh-diem", a.scores(level), unit)
                   for login, level in zip(GROUP, levels, strict=True)][-1] for unit, levels in given.items()}

    assert {unit: words.split("tất cả thành viên đã chấm. ")[1] for unit, words in said.items()} == {
        "so-tai-chinh": "Tổng điểm 92, xếp loại Tốt.", "so-tu-phap": "Tổng điểm 73,5, xếp loại Yếu.",
        "so-y-te": "Tổng điểm 88,5, xếp loại Khá."}
    screen = at(province, "sonoivu.tt").open(f"/dot/{province.run_id}")
    assert screen.lines("//table[@class='scores']/tbody/tr/*") == [
        "Sở Tài chính", "93,5 Tốt", "92 Tốt", "Sở Tư pháp", "93,5 Tốt", "73,5 Yếu", "Sở Y tế", "93,5 Tốt", "88,5 Khá"]
    mine = at(province, "sotuphap.cb").open(f"/dot/{province.run_id}")
    assert mine.lines("//table[@class='scores']/tbody/tr/th") == ["Sở Tư pháp"]


def the_classes_are_given_and_a_weak_unit_remedies(province: Year) -> None:
    for unit, weak in (("so-tai-chinh", ""), ("so-tu-phap", "Để tồn đọng khiếu nại"), ("so-y-te", "")):
        province.do("sonoivu.cb", "phan-loai", a.classified(weak), unit=unit)
        province.do(f"{province.officer(unit).split('.')[0]}.tt", "khac-phuc", a.remedied(), unit=unit)

    forms = province.forms("phan-loai", "so-tu-phap")
    assert {key: forms["phan-loai"][key] for key in ("tu_cham", "tham_dinh", "xep_loai_don_vi")} == {
        "tu_cham": 93.5, "tham_dinh": 73.5, "xep_loai_don_vi": "Yếu"}
    assert province.forms("khac-phuc", "so-tu-phap")["khac-phuc"]["han_che_nhan"] == "Để tồn đọng khiếu nại"


def the_evidence_of_the_standing_duties_stands_ready_for_the_report(province: Year) -> None:
    for duty in ("chi-thi-33", "tham-muu", "hoc-tap", "cai-cach-dan-chu", "doi-thoai", "thong-tin"):
        province.do("sotaichinh.cb", duty, a.evidence(), unit="so-tai-chinh")

    province.go_to(date(2025, 12, 2))


def only_a_model_with_the_three_qualities_is_chosen(province: Year) -> None:
    (best,) = province.ids_of(BEST)

    with pytest.raises(FormRefused) as refused:
        province.do("sotaichinh.cb", "binh-xet", a.minutes([a.judged(best, "lam_tot")]), unit="so-tai-chinh")
    assert [error.message.split(": ", 1)[1] for error in refused.value.errors] == [
        "bằng khen dành cho mô hình có “Cách làm hay, làm tốt, sáng tạo”; đánh dấu đủ ba tiêu chí hoặc bỏ chọn dòng "
        "này."]

    province.do("sotaichinh.cb", "binh-xet", a.minutes([a.judged(best, "cach_lam_hay", "lam_tot", "sang_tao")]),
                unit="so-tai-chinh")
    province.do("soyte.cb", "binh-xet", a.minutes([]), unit="so-y-te")

    assert [name for name, one in province.entries().items() if one.data.get("tieu_bieu")] == [BEST]


def the_list_and_the_achievements_go_before_the_fifteenth(province: Year) -> None:
    assert province.days("de-nghi", "so-tai-chinh") == (date(2025, 12, 14), date(2025, 12, 12), date(2025, 12, 15))

    province.do("sotaichinh.cb", "de-nghi", a.proposed(), unit="so-tai-chinh")
    province.do("sonoivu.cb", "de-nghi", outcome="nhan", unit="so-tai-chinh")

    rows = province.forms("de-nghi", "so-tai-chinh")["danh-sach-de-nghi"]["danh_sach_de_nghi"]
    assert [row["chu_the_de_nghi"] for row in rows] == ["so-tai-chinh 1"]


def the_report_is_filled_from_register_class_and_evidence(province: Year) -> None:
    task = province.task("ho-so-khen-thuong", "so-tai-chinh").id
    given = at(province, "sotaichinh.cb").open(f"/viec/{task}").values()

    assert {given[f"f.bao-cao-ket-qua.{key}"][0] for key in a.CONTENTS} == {
        "Mười hai buổi đối thoại, 100% đơn đúng hạn"}
    counted = ("so_mo_hinh", "so_tap_the", "so_ca_nhan", "so_tieu_bieu")
    assert [given[f"f.bao-cao-ket-qua.{key}"] for key in counted] == [["6"], ["2"], ["4"], ["1"]]


def an_incomplete_dossier_goes_back_and_comes_again(province: Year) -> None:
    province.do("sotaichinh.cb", "ho-so-khen-thuong", a.dossier(1, ban_cham_diem=[]), unit="so-tai-chinh")
    number = province.task("ho-so-khen-thuong", "so-tai-chinh").id
    page = at(province, "sonoivu.cb").open(f"/viec/{number}")
    assert page.lines("//*[@aria-labelledby='ho-so']//span[@class='chip soon']") == ["còn thiếu 4"]
    assert "Thiếu bản chấm điểm tiêu chí" in page.says("//*[@aria-labelledby='ho-so']")

    province.do("sonoivu.cb", "ho-so-khen-thuong", outcome="tra-lai", unit="so-tai-chinh",
                reason="Thiếu bản chấm điểm; cần 02 bộ")
    province.do("sotaichinh.cb", "ho-so-khen-thuong", a.dossier(), unit="so-tai-chinh")
    again = at(province, "sonoivu.cb").open(f"/viec/{province.task('ho-so-khen-thuong', 'so-tai-chinh').id}")

    assert again.lines("//*[@aria-labelledby='ho-so']//span[@class='chip plain']") == ["đủ"]
    province.do("sonoivu.cb", "ho-so-khen-thuong", outcome="nhan", unit="so-tai-chinh")
    report = province.forms("ho-so-khen-thuong", "so-tai-chinh")["bao-cao-ket-qua"]
    assert (report["so_mo_hinh"], report["so_tieu_bieu"], report["diem_xep_loai"]) == (6, 1, "Tốt")


def the_committee_considers_what_was_received(province: Year) -> None:
    province.go_to(date(2025, 12, 18))
    (best,) = province.ids_of(BEST)

    province.do("sonoivu.cb", "khen-thuong", a.submitted([best]))
    province.do("chutich", "khen-thuong", a.decided(), outcome="dong-y")

    assert (province.data(BEST)["bang_khen"], province.data(BEST)["so_quyet_dinh"]) == (True, "2890/QĐ-UBND")
    assert province.informed("khen-thuong") == ["sotaichinh.cb", "sotaichinh.tt"]


def the_year_is_summed_up(province: Year) -> None:
    province.go_to(date(2025, 12, 30))

    province.do("sonoivu.cb", "tong-ket", a.summed_up())

    assert province.forms("tong-ket")["tong-ket"]["so_bang_khen"] == 1
    assert {row.status for row in province.rows_of(task.c.status, task.c.step) if row.step == "tong-ket"} == {"done"}


CHAPTERS = (
    initiatives_are_carried_out, a_group_is_set_up_and_units_score_themselves,
    the_group_sees_what_the_unit_gave_itself, three_assessors_are_averaged_and_a_knock_out_sinks_a_sheet,
    the_classes_are_given_and_a_weak_unit_remedies, the_evidence_of_the_standing_duties_stands_ready_for_the_report,
    only_a_model_with_the_three_qualities_is_chosen,
    the_list_and_the_achievements_go_before_the_fifteenth, the_report_is_filled_from_register_class_and_evidence,
    an_incomplete_dossier_goes_back_and_comes_again,
    the_committee_considers_what_was_received, the_year_is_summed_up,
)
