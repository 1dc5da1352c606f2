"""The year 2026: a run beside the first, initiatives that go on, each quarter in its time, to the last report."""

from datetime import date

from engine.action.close_run import close_run
from engine.store.tables import run
from tests.story import gia_lai_answers as a
from tests.story.gia_lai_first import COUNCIL, FRONT, OFFICE, PARTY, UNITS, head
from tests.story.screen import at
from tests.story.year import Year

KITCHEN = "Bếp ăn không củi rừng"


def the_second_year_stands_beside_the_first(year: Year) -> None:
    year.go_to(date(2026, 1, 7))
    year.do(OFFICE, "ban-hanh", a.published("2026-01-07"))

    assert [(row.year, row.short, row.status) for row in year.rows_of(run.c.year, run.c.short, run.c.status)] == [
        (2025, "Dân vận khéo 2025", "running"), (2026, "Dân vận khéo 2026", "running")]
    assert year.opened() == {"chuong-trinh-uy-ban": 1, "dang-ky": 6, "ke-hoach-don-vi": 3}
    year.go_to(date(2026, 1, 8))
    assert year.days("tuyen-truyen-chinh-quyen-q1")[0] == date(2026, 3, 31)


def an_initiative_of_last_year_goes_on(year: Year, last: str) -> None:
    screen, cell = at(year, "hoiphunu.cb").open("/viec").follow("Đăng ký mô hình “Dân vận khéo” năm 2026"), ""
    cell = f"f.dang-ky.danh_sach.{last}."
    shown = screen.values()
    assert {key: shown[cell + key] for key in ("ten", "linh_vuc", "noi_dung", "nam_truoc", "nguon_goc")} == {
        "ten": [KITCHEN], "linh_vuc": ["kinh-te"], "noi_dung": ["Vận động từng hộ"], "nam_truoc": [last],
        "nguon_goc": ["da-co"]}

    screen.press("ket_qua", "xong", {cell + "noi_dung": "Mở rộng ra ba làng"})
    year.do(OFFICE, "dang-ky", outcome="nhan", unit="hoi-phu-nu")

    assert {name: one.continues for name, one in year.entries().items()} == {KITCHEN: last}
    assert year.data(KITCHEN)["noi_dung"] == "Mở rộng ra ba làng"
    page = at(year, "hoiphunu.cb").open(f"/mo-hinh/{year.ids_of(KITCHEN)[0]}")
    assert "tiếp tục từ năm 2025" in page.says()
    assert "tiếp tục ở năm 2026" in at(year, "hoiphunu.cb").open(f"/mo-hinh/{last}").says()


def the_others_begin_anew_and_go_on_with_nothing(year: Year) -> None:
    for code in UNITS:
        if code != "hoi-phu-nu":
            new = a.row(f"Việc mới của {code}", "van-hoa-xa-hoi")
            year.do(year.officer(code), "dang-ky", a.registered(new), unit=code)
            year.do(OFFICE, "dang-ky", outcome="nhan", unit=code)

    assert year.register() == {"accepted": 6}
    assert [one.name for one in year.entries().values() if one.continues] == [KITCHEN]


def every_quarter_and_half_year_comes_in_its_time(year: Year) -> None:
    due = {}
    for quarter, day in enumerate((date(2026, 3, 2), date(2026, 6, 16), date(2026, 9, 1), date(2026, 10, 16)), 1):
        year.sleep_until(day)
        step = f"tuyen-truyen-chinh-quyen-q{quarter}"
        due[step] = year.days(step)[0]
        year.do("phongvanhoaxahoi.cb", step, a.spread(quarter))
        if quarter == 2:
            due["so-ket-xa-so"], due["so-ket-don-vi-so"] = (
                year.days("so-ket-xa-so")[0], year.days("so-ket-don-vi-so", "mat-tran")[0])

    assert due == {
        "tuyen-truyen-chinh-quyen-q1": date(2026, 3, 31), "tuyen-truyen-chinh-quyen-q2": date(2026, 6, 30),
        "tuyen-truyen-chinh-quyen-q3": date(2026, 9, 30), "tuyen-truyen-chinh-quyen-q4": date(2026, 12, 31),
        "so-ket-xa-so": date(2026, 7, 15), "so-ket-don-vi-so": date(2026, 6, 30)}


def the_second_report_counts_what_went_on(year: Year) -> None:
    year.do(head("hoi-phu-nu"), "nv-doi-thoai", a.evidence("Ba buổi đối thoại"), unit="hoi-phu-nu")
    year.do("hoiphunu.cb", "so-ket-don-vi-so", a.reviewed("Giữa năm"), unit="hoi-phu-nu")
    year.do("hoiphunu.cb", "so-ket-don-vi-tong", a.reviewed("Cuối năm"), unit="hoi-phu-nu")
    year.sleep_until(date(2026, 11, 3))

    assert year.days("bao-cao-nam", "hoi-phu-nu") == (date(2026, 11, 29), date(2026, 11, 27), date(2026, 11, 30))
    screen, form = at(year, "hoiphunu.cb").open("/viec").follow("Gửi báo cáo kết quả năm 2026"), "f.bao-cao-nam."
    assert "Chủ nhật 29/11/2026" in screen.says()
    assert {key: screen.values()[form + key] for key in ("tong_moi", "tong_da_co", "doi_thoai", "danh_gia")} == {
        "tong_moi": ["0"], "tong_da_co": ["1"], "doi_thoai": ["Ba buổi đối thoại"], "danh_gia": ["Cuối năm"]}
    year.do("hoiphunu.cb", "bao-cao-nam", a.reported(1, 0, 1, year.ids_of(KITCHEN)), unit="hoi-phu-nu")


def the_first_year_is_closed_while_the_second_runs(year: Year, first: Year) -> None:
    close_run(first.database, first.ids, first.viewer(OFFICE), first.run_id, first.clock.now())

    assert {row.year: row.status for row in year.rows_of(run.c.year, run.c.status)} == {2025: "closed", 2026: "running"}


def whatever_the_second_year_still_asks_is_given(year: Year) -> None:
    for code in PARTY:
        year.do(year.officer(code), "ke-hoach-don-vi", a.planned(), unit=code)
        year.do(year.officer(code), "tuyen-truyen-don-vi", a.spread(2), unit=code)
    year.do("uybannhandan.cb", "chuong-trinh-uy-ban", a.programme(year.unit_id("truong-tieu-hoc")))
    year.do(OFFICE, "chuong-trinh-uy-ban", outcome="nhan")
    year.do(OFFICE, "so-ket-xa-so", a.assessed())
    year.do("phobithu", "so-ket-xa-so", outcome="dong-y")
    for duty in ("nv-tham-muu", "nv-diem-nong", "nv-tuyen-truyen"):
        year.do(OFFICE, duty, a.evidence(f"Ban đã làm: {duty}"))
    for code in FRONT:
        year.do(year.officer(code), "nv-van-dong", a.evidence("Vận động 310 hộ"), unit=code)
    for code in UNITS:
        year.do(year.officer(code), "nv-mo-hinh", a.evidence("Giữ mô hình quanh năm"), unit=code)
        if code != "hoi-phu-nu":
            year.do(head(code), "nv-doi-thoai", a.evidence("Hai buổi"), unit=code)
            for step in ("so-ket-don-vi-so", "so-ket-don-vi-tong"):
                year.do(year.officer(code), step, a.reviewed("Tốt"), unit=code)

    duties = at(year, OFFICE).open(f"/dot/{year.run_id}").lines("//ul[@class='duty-list']/li")
    assert len(duties) == 6 and all("minh chứng" in line for line in duties)


def nobody_is_nominated_in_the_second_year(year: Year) -> None:
    year.do(COUNCIL, "huong-dan-binh-xet", a.guided())
    for code in UNITS:
        year.do(year.officer(code), "binh-xet", a.nobody_nominated(), unit=code)
        year.do(COUNCIL, "binh-xet", outcome="nhan", unit=code)

    year.do(COUNCIL, "khen-thuong", a.proposed(()))
    year.do("chutich", "khen-thuong", a.commended(), outcome="dong-y")

    assert year.open("khen-thuong") == []


def the_second_year_is_consolidated_and_assessed(year: Year) -> None:
    year.do(OFFICE, "bao-cao-nam", outcome="nhan", unit="hoi-phu-nu")
    for code in UNITS:
        if code != "hoi-phu-nu":
            report = a.reported(1, 1, 0, year.ids_of(f"Việc mới của {code}"))
            year.do(year.officer(code), "bao-cao-nam", report, unit=code)
            year.do(OFFICE, "bao-cao-nam", outcome="nhan", unit=code)
    year.sleep_until(date(2026, 12, 7))

    assert year.days("tong-hop-nam")[0] == date(2026, 12, 10)
    year.do(OFFICE, "tong-hop-nam", a.consolidated())
    year.do("phobithu", "tong-hop-nam", outcome="dong-y")
    year.do(OFFICE, "bao-cao-tinh", a.sent_up())
    year.do(OFFICE, "so-ket-xa-tong", a.assessed())
    year.do("phobithu", "so-ket-xa-tong", outcome="dong-y")

    table = year.sent("tong-hop-nam")["tong-hop"]["bang"]
    assert (len(table), sum(line["so_mo_hinh"] for line in table)) == (6, 6)
    assert year.opened() == {}
