"""What goes through the pages: a registration, a receipt, a return, a signed paper, a report, a ballot."""

from sqlalchemy import select

from engine.store.tables import audit, file, person
from tests.story import answers as a
from tests.story.screen import Screen, at
from tests.story.year import Year

TITLE = "Đăng ký mô hình “Dân vận khéo”"
GOAL = ("Dòng 1, mục tiêu cao hơn năm 2025: mô hình có từ trước chỉ được tính vào năm 2026 khi đăng ký mục tiêu cao "
        "hơn năm 2025; ghi mục tiêu cao hơn hoặc bỏ dòng này.")


def a_continued_initiative_is_refused_until_it_states_a_higher_goal(year: Year) -> None:
    screen = at(year, "hoiphunu.cb")
    assert screen.path == "/viec"
    screen.follow(TITLE).press("them", "mau-1.danh_sach.van-hoa-xa-hoi")
    row = screen.values()["r.mau-1.danh_sach"]
    cell = f"f.mau-1.danh_sach.{row[0]}."
    typed = {"f.mau-1.noi_nhan": "ban-thuong-vu", **{
        cell + key: str(a.CLEANING[key]) for key in ("chu_the", "loai_chu_the", "ten", "nguon_goc", "ket_qua_du_kien")}}
    before = {**screen.type(typed), "csrf_token": [], "goc": []}

    screen.press("ket_qua", "xong", typed)

    assert (len(row), screen.status) == (1, 422)
    assert screen.lines("//*[@id='loi']//li") == [GOAL]
    assert {**screen.values(), "csrf_token": [], "goc": []} == before
    assert year.entries() == {}
    screen.press("ket_qua", "xong", {cell + "muc_tieu_cao_hon": str(a.CLEANING["muc_tieu_cao_hon"])})
    assert (screen.status, screen.lines("//h1")) == (303, ["Lập kế hoạch thực hiện mô hình"])
    assert [(one.name, one.status) for one in year.entries().values()] == [("Ra quân dọn vệ sinh hằng tuần", "sent")]


def only_the_office_may_receive_and_only_once(year: Year) -> None:
    task = year.task("dang-ky", "hoi-phu-nu").id
    for login, status in (("hoinongdan.cb", 403), ("phobithu", 403)):
        mine = at(year, login).open("/mat-khau")
        token = mine.page.xpath("//input[@name='csrf_token']/@value")[0]
        answer = mine.client.post(f"/viec/{task}/xong", data={"csrf_token": token, "ket_qua": "nhan"})
        assert answer.status_code == status
    assert _refused(year) == [("hoinongdan.cb", "POST inbox.send", f"/viec/{task}/xong"),
                              ("phobithu", "POST inbox.send", f"/viec/{task}/xong")]

    first, second = at(year, "banxaydungdang.cb"), at(year, "banxaydungdang.pho")
    for screen in (first, second):
        screen.open(f"/viec/{task}")
        assert "Ra quân dọn vệ sinh hằng tuần" in screen.says()
    first.press("ket_qua", "nhan")
    second.press("ket_qua", "nhan")

    assert (first.status, second.status) == (303, 409)
    assert "Lê Thu Trang (Chuyên viên, Ban Xây dựng Đảng Đảng uỷ phường) đã gửi việc" in second.says()
    assert year.entries()["Ra quân dọn vệ sinh hằng tuần"].status == "accepted"


def _refused(year: Year) -> list[tuple[str, str, str]]:
    """Who tried what where, in order."""
    query = (select(person.c.login, audit.c.command, audit.c.subject).join(person, person.c.id == audit.c.person_id)
             .where(audit.c.outcome == "refused").order_by(audit.c.seq))
    with year.database.read() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def a_registration_goes_back_with_a_reason(year: Year, unit: str, login: str) -> Screen:
    """The office returns it; the unit's page with the reason."""
    office, task = at(year, "banxaydungdang.cb"), year.task("dang-ky", unit).id
    office.open(f"/viec/{task}").press("ket_qua", "tra-lai")
    assert (office.status, office.lines("//*[@id='loi']//li")) == (
        422, ["Hãy nêu lý do để nơi nhận biết cần bổ sung gì."])
    office.press("ket_qua", "tra-lai", {"ly_do": "Nêu rõ tỷ lệ hộ tham gia"})
    assert office.status == 303

    mine = at(year, login).open("/viec?xem=can-bo-sung").follow(TITLE)
    assert mine.lines("//p[@class='reason-text']") == ["Nêu rõ tỷ lệ hộ tham gia"]
    return mine


def a_paper_of_the_wrong_kind_is_not_kept(year: Year) -> None:
    """The commitments of the first initiative, the signed copy at first a text that only calls itself PDF."""
    task, name = year.task("cam-ket", subject=str(a.GUAVA["ten"])).id, "tep.f.cam-ket.tep_cam_ket"
    typed = {"f.cam-ket.ngay_ky": "02/03/2026", "f.cam-ket.so_tap_the": "2", "f.cam-ket.so_ca_nhan": "1.030"}
    screen = at(year, "hoinongdan.cb").open(f"/viec/{task}")
    kept = len(year.rows_of(file.c.id))

    screen.press("ket_qua", "xong", typed, {name: (b"chi la chu", "Cam kết.pdf")})

    assert (screen.status, len(year.rows_of(file.c.id))) == (422, kept)
    assert {key: screen.values()[key] for key in typed} == {key: [value] for key, value in typed.items()}
    screen.press("ket_qua", "xong", papers={name: (a.PDF, "Cam kết.pdf")})
    assert (screen.status, len(year.rows_of(file.c.id))) == (303, kept + 1)
    assert year.sent("cam-ket")["cam-ket"]["so_ca_nhan"] == 1030


def a_figure_of_the_register_is_changed_with_a_reason(year: Year) -> None:
    screen, cell = at(year, "hoinongdan.cb").open("/viec").follow("Báo cáo kết quả 06 tháng"), "f.mau-2.bang.1."
    shown = {key: screen.values()[cell + key] for key in ("so_co_tu_truoc", "so_moi")}
    assert shown == {"so_co_tu_truoc": ["0"], "so_moi": ["3"]}
    assert "f.mau-2.bang.1.so_cong_nhan" not in screen.values()

    screen.press("ket_qua", "xong", {cell + "so_moi": "2"})
    assert (screen.status, screen.lines("//*[@id='loi']//li")) == (422, [
        "Dòng 1, mô hình mới triển khai trong năm: đã sửa giá trị điền sẵn (3) thì phải nêu lý do."])
    screen.press("ket_qua", "xong", {cell + "so_moi__ly_do": "Hoa lay ơn chưa trồng"})

    assert screen.status == 303
    row = year.sent("bao-cao-6-thang")["mau-2"]["bang"][0]
    assert (row["ten_don_vi"], row["so_moi"], row["so_moi__ly_do"]) == (
        "Hội Nông dân phường", 2, "Hoa lay ơn chưa trồng")


def a_member_scores_at_the_screen(year: Year, login: str, name: str, points: int) -> None:
    """At first one score is above the highest and one is missing."""
    screen = at(year, login).open("/viec").follow("Chấm phiếu thẩm định")
    screen.open(f"/viec/{year.task('cham-diem', subject=name).id}")
    scores = {f"d.{key}": str(points) for key in ("tc-3", "tc-4", "tc-5", "tc-6", "tc-7", "hieu-qua")}

    screen.hand_in("Gửi phiếu", {**scores, "d.tc-3": "11", "d.tc-4": ""})
    assert (screen.status, len(screen.lines("//*[@id='loi']//li"))) == (422, 2)
    assert screen.values()["d.tc-3"] == ["11"]
    screen.hand_in("Gửi phiếu", {**scores, "ghi_chu": "Cách làm rõ"})

    assert screen.status == 303
