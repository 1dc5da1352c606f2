"""September to December 2025: the plan comes late in its first year, so that what had gone by is passed over."""

from datetime import date, datetime

from engine.base.clock import VIETNAM
from engine.store.tables import task
from tests.story import gia_lai_answers as a
from tests.story.screen import at
from tests.story.year import Year

FIRST = datetime(2025, 9, 8, 9, tzinfo=VIETNAM)
OFFICE, COUNCIL = "banxaydungdang.cb", "hoidongthidua.cb"
LATE = "cong-an-xa"
UNITS = tuple(sorted(a.REGISTERED))
PARTY = ("chi-bo-lang-1", "hoi-phu-nu", "mat-tran")
"""Party organisations, the Front and mass organisations: they alone write a plan of their own."""
FRONT = ("hoi-phu-nu", "mat-tran")


def head(code: str) -> str:
    return f"{code.replace('-', '')}.tt"


def the_first_year_begins_in_september(year: Year) -> None:
    year.begin()
    year.go_to(date(2025, 9, 10))
    year.do(OFFICE, "ban-hanh", a.published("2025-09-10"))

    assert year.opened() == {"chuong-trinh-uy-ban": 1, "dang-ky": 6, "ke-hoach-don-vi": 3}
    assert year.open("ke-hoach-don-vi") == sorted(PARTY)
    assert year.days("dang-ky", "hoi-phu-nu") == (date(2025, 10, 8), date(2025, 10, 8), date(2025, 10, 8))


def the_quarters_that_have_gone_by_are_passed_over(year: Year) -> None:
    year.go_to(date(2025, 9, 11))

    assert {name: count for name, count in year.opened().items() if name.startswith(("tuyen-truyen", "so-ket"))} == {
        "tuyen-truyen-chinh-quyen-q3": 1}
    assert year.days("tuyen-truyen-chinh-quyen-q3")[0] == date(2025, 9, 30)
    year.do("phongvanhoaxahoi.cb", "tuyen-truyen-chinh-quyen-q3", a.spread(6))
    points = at(year, OFFICE).open(f"/dot/{year.run_id}").says("//section[@aria-labelledby='ds']")
    assert "Tuyên truyền của cơ quan chuyên môn quý III" in points
    assert "Tuyên truyền của cơ quan chuyên môn quý II " not in points


def units_name_their_initiatives_and_write_their_plans(year: Year) -> None:
    for code in UNITS:
        year.do(year.officer(code), "dang-ky", a.registered(a.REGISTERED[code]), unit=code)
        year.do(OFFICE, "dang-ky", outcome="nhan", unit=code)
    for code in PARTY:
        year.do(year.officer(code), "ke-hoach-don-vi", a.planned(), unit=code)
    year.do("uybannhandan.cb", "chuong-trinh-uy-ban", a.programme(year.unit_id("truong-tieu-hoc")))
    year.do(OFFICE, "chuong-trinh-uy-ban", outcome="nhan")

    assert year.register() == {"accepted": 6}
    assert year.opened() == {}


def october_opens_propaganda_review_and_duties(year: Year) -> None:
    year.go_to(date(2025, 10, 2))
    assert year.opened() == {"huong-dan-binh-xet": 1, "tuyen-truyen-chinh-quyen-q4": 1, "tuyen-truyen-don-vi": 3}
    year.do(COUNCIL, "huong-dan-binh-xet", a.guided())
    for code in PARTY:
        year.do(year.officer(code), "tuyen-truyen-don-vi", a.spread(3), unit=code)
    assert year.open("binh-xet") == list(UNITS)

    year.go_to(date(2025, 10, 16))

    assert {name: count for name, count in year.opened().items() if name.startswith(("nv-", "so-ket"))} == {
        "nv-diem-nong": 1, "nv-doi-thoai": 6, "nv-mo-hinh": 6, "nv-tham-muu": 1, "nv-tuyen-truyen": 1,
        "nv-van-dong": 2, "so-ket-don-vi-tong": 6}
    assert year.open("nv-van-dong") == sorted(FRONT)
    assert year.days("nv-doi-thoai", LATE) == (date(2025, 11, 15), date(2025, 11, 14), date(2025, 11, 15))


def evidence_is_given_by_whoever_has_the_duty(year: Year) -> None:
    for duty in ("nv-tham-muu", "nv-diem-nong", "nv-tuyen-truyen"):
        year.do(OFFICE, duty, a.evidence(f"Ban đã làm: {duty}"))
    for code in UNITS:
        if code != LATE:
            year.do(head(code), "nv-doi-thoai", a.evidence(f"Đối thoại hai buổi ở {code}", "180 lượt người"), unit=code)
        year.do(year.officer(code), "nv-mo-hinh", a.evidence("Giữ mô hình quanh năm"), unit=code)
        year.do(year.officer(code), "so-ket-don-vi-tong", a.reviewed(f"Đánh giá tốt ở {code}"), unit=code)
    for code in FRONT:
        year.do(year.officer(code), "nv-van-dong", a.evidence("Vận động 300 hộ"), unit=code)


def late_evidence_is_reminded_step_by_step(year: Year) -> None:
    year.go_to(date(2025, 11, 20))

    assert sorted({(level, day) for level, day, _, _, _ in year.told("nv-doi-thoai", LATE)}) == [
        (1, date(2025, 11, 7)), (2, date(2025, 11, 13)), (3, date(2025, 11, 14)), (4, date(2025, 11, 17)),
        (5, date(2025, 11, 19))]
    duties = at(year, OFFICE).open(f"/dot/{year.run_id}").lines("//ul[@class='duty-list']/li")
    assert duties[1].endswith("5/6 minh chứng, hạn 14/11")
    assert (len(duties), duties[0].endswith("đã có minh chứng")) == (6, True)
    year.do(head(LATE), "nv-doi-thoai", a.evidence("Đối thoại muộn"), unit=LATE)


def units_review_and_nominate(year: Year) -> None:
    (kitchen,) = year.ids_of("Bếp ăn không củi rừng")
    for code in UNITS:
        given = a.nominated(kitchen) if code == "hoi-phu-nu" else a.nobody_nominated()
        year.do(year.officer(code), "binh-xet", given, unit=code)
        year.do(COUNCIL, "binh-xet", outcome="nhan", unit=code)

    screen = at(year, COUNCIL).open(f"/viec/{year.task('khen-thuong').id}")

    assert "Chi hội phụ nữ làng 1" in screen.says("//table") and "Bếp ăn không củi rừng" in screen.says("//table")
    shown = [key.split(".")[3] for key in screen.values() if key.endswith(".trinh")]
    year.do(COUNCIL, "khen-thuong", a.proposed(shown))
    year.do("chutich", "khen-thuong", a.commended(), outcome="dong-y")


def a_report_begins_with_register_evidence_and_review(year: Year) -> None:
    assert year.days("bao-cao-nam", "hoi-phu-nu") == (date(2025, 11, 29), date(2025, 11, 28), date(2025, 11, 30))
    screen, form = at(year, "hoiphunu.cb").open("/viec").follow("Gửi báo cáo kết quả năm 2025"), "f.bao-cao-nam."
    said, shown = screen.says(), screen.values()
    assert "thứ Bảy" in said and "28/11/2025" in said
    assert {key: shown[form + key] for key in ("tong_mo_hinh", "tong_moi", "doi_thoai", "van_dong", "danh_gia")} == {
        "tong_mo_hinh": ["1"], "tong_moi": ["1"], "doi_thoai": ["Đối thoại hai buổi ở hoi-phu-nu"],
        "van_dong": ["Vận động 300 hộ"], "danh_gia": ["Đánh giá tốt ở hoi-phu-nu"]}

    year.go_to(date(2025, 11, 24))
    for code in UNITS:
        name = str(a.REGISTERED[code]["ten"])
        if code != LATE:
            year.do(year.officer(code), "bao-cao-nam", a.reported(1, 1, 0, year.ids_of(name)), unit=code)
            year.do(OFFICE, "bao-cao-nam", outcome="nhan", unit=code)
    assert year.data("Bếp ăn không củi rừng")["ket_qua"] == "Đạt mục tiêu"


def the_consolidation_waits_no_longer_than_its_cut_off(year: Year) -> None:
    year.go_to(date(2025, 12, 2))
    assert year.open("tong-hop-nam") == []
    assert 4 in {level for level, *_ in year.told("bao-cao-nam", LATE)}

    year.go_to(date(2025, 12, 6))

    assert year.days("tong-hop-nam")[0] == date(2025, 12, 10)
    screen = at(year, OFFICE).open("/viec").follow("Tổng hợp, báo cáo Thường trực")
    table, shown = screen.says("//table"), screen.values()
    assert "Hội Liên hiệp Phụ nữ xã" in table and "Công an xã" not in table
    assert shown["f.tong-hop.tham_muu"] == ["Ban đã làm: nv-tham-muu"]


def a_late_report_still_comes_into_the_consolidation(year: Year) -> None:
    year.do(year.officer(LATE), "bao-cao-nam", a.reported(1, 1, 0, year.ids_of("Camera an ninh làng")), unit=LATE)
    year.do(OFFICE, "bao-cao-nam", outcome="nhan", unit=LATE)
    assert "Công an xã" in at(year, OFFICE).open("/viec").follow("Tổng hợp, báo cáo Thường trực").says("//table")

    year.do(OFFICE, "tong-hop-nam", a.consolidated())
    year.do("phobithu", "tong-hop-nam", outcome="dong-y")
    year.do(OFFICE, "bao-cao-tinh", a.sent_up())

    assert len(year.sent("tong-hop-nam")["tong-hop"]["bang"]) == 6
    assert sum(line["so_mo_hinh"] for line in year.sent("tong-hop-nam")["tong-hop"]["bang"]) == 6


def the_year_ends_with_its_assessment(year: Year) -> None:
    assert year.days("so-ket-xa-tong")[0] == date(2025, 12, 25)
    year.do(OFFICE, "so-ket-xa-tong", a.assessed())
    year.do("phobithu", "so-ket-xa-tong", outcome="dong-y")
    year.do("phongvanhoaxahoi.cb", "tuyen-truyen-chinh-quyen-q4", a.spread(8))

    assert year.opened() == {}
    assert {row.step for row in year.rows_of(task.c.step)}.isdisjoint({
        "tuyen-truyen-chinh-quyen-q1", "tuyen-truyen-chinh-quyen-q2", "so-ket-don-vi-so", "so-ket-xa-so"})


CHAPTERS = (
    the_first_year_begins_in_september, the_quarters_that_have_gone_by_are_passed_over,
    units_name_their_initiatives_and_write_their_plans, october_opens_propaganda_review_and_duties,
    evidence_is_given_by_whoever_has_the_duty, late_evidence_is_reminded_step_by_step, units_review_and_nominate,
    a_report_begins_with_register_evidence_and_review, the_consolidation_waits_no_longer_than_its_cut_off,
    a_late_report_still_comes_into_the_consolidation, the_year_ends_with_its_assessment,
)
