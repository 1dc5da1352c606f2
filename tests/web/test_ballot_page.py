"""The ballot of a member on its page: what is missing stands at its place, what was scored stays to be read."""

from datetime import date

from tests.action.nho import World, rows
from tests.web.site import Site


def to_the_ballot(world: World) -> str:
    """One accepted initiative, two members chosen, its report sent: the ballot is open."""
    world.send("a", "dang-ky", answers=rows("Mô hình a"), code="hoi-a")
    world.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    world.tick(date(2026, 6, 26))
    world.send("dau-moi", "tong-hop")
    world.tick(date(2026, 9, 1))
    entry = world.entries()["Mô hình a"]
    world.send("dau-moi", "lap-doan", answers={"lap-doan": {
        "thanh_vien": [world.viewer(login).person_id for login in ("b", "c")], "ngay_hop": "2026-10-01",
        "danh_sach": [{"_id": entry.id, "mo_hinh": entry.id, "chon": True}]}})
    world.send("a", "bao-cao-cham", answers={"bao-cao": {"noi_dung": "Đã xong"}})
    return str(world.task("cham").id)


def test_a_criterion_without_a_score_says_so_in_the_summary_and_at_its_place(ward: Site):
    ballot = to_the_ballot(ward.world)

    browser = ward.browser("b")
    kept = browser.post(f"/viec/{ballot}/phieu-nhap?nhom=khong", {"d.hieu-qua": "7", "canh": "1"})
    assert kept.location == f"/viec?nhom=khong&mo={ballot}#ten-viec", "beside the list it came from"

    reply = browser.post(f"/viec/{ballot}/phieu-diem", {"d.hieu-qua": "", "ghi_chu": "Đã gõ"})

    assert reply.status_code == 422
    assert reply.text.count("Hiệu quả: chưa chấm điểm.") == 2
    assert '<li class="criterion bad" id="f-phieu-hieu-qua">' in reply.text
    assert "Đã gõ" in reply.text
    assert "Đã gõ" in browser.get(f"/viec/{ballot}").text, "refused, it is a draft"


def test_a_member_reads_the_own_ballot_after_the_last_one_came_in(ward: Site):
    ballot = to_the_ballot(ward.world)

    for login, points in (("b", "6"), ("c", "9")):
        assert ward.browser(login).post(f"/viec/{ballot}/phieu-diem", {"d.hieu-qua": points}).status_code == 303
    page = ward.browser("b").get(f"/viec/{ballot}").text

    assert "Phiếu của bạn" in page
    assert "6 / 10" in page
    assert "9 / 10" not in page
    assert "kết thúc bỏ phiếu" in page


def test_what_is_typed_into_a_score_sheet_is_kept_for_its_member_alone(ward: Site):
    ballot = to_the_ballot(ward.world)
    typed = {"d.hieu-qua": "7,5x", "ghi_chu": "Cần xem lại minh chứng"}

    saved = ward.browser("b").client.post(
        f"/viec/{ballot}/phieu-nhap", data={"csrf_token": "sai", **typed}, headers={"Accept": "application/json"})
    kept = ward.browser("b").post(f"/viec/{ballot}/phieu-nhap", typed, headers={"Accept": "application/json"})

    assert saved.status_code == 401
    assert kept.get_json()["saved"].startswith("Đã lưu ")
    own, other = (ward.browser(login).get(f"/viec/{ballot}").text for login in ("b", "c"))
    assert 'value="7,5x"' in own and "Cần xem lại minh chứng" in own and "Đã lưu" in own
    assert "7,5x" not in other and "minh chứng" not in other


def test_a_sheet_that_is_handed_in_leaves_no_draft(ward: Site):
    ballot = to_the_ballot(ward.world)
    ward.browser("b").post(f"/viec/{ballot}/phieu-nhap", {"d.hieu-qua": "7"})
    ward.browser("b").post(f"/viec/{ballot}/phieu-diem", {"d.hieu-qua": "6"})

    page = ward.browser("b").get(f"/viec/{ballot}").text

    assert 'value="6"' in page and 'value="7"' not in page


def test_nobody_else_keeps_a_draft_of_the_sheet(ward: Site):
    ballot = to_the_ballot(ward.world)

    codes = [ward.browser(login).post(f"/viec/{ballot}/phieu-nhap", {"d.hieu-qua": "1"}).status_code
             for login in ("a", "dau-moi", "nguoi-la")]

    assert codes == [403, 403, 404]
