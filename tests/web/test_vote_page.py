"""A vote on its pages: what a member marks and sees, what the chair does, what the minutes say."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.folder import PLAN_FILE
from engine.store.database import Database
from engine.store.tables import vote_box
from tests.action.council import CONSENT, SECRET, council, result
from tests.action.test_amended_sheets import amended
from tests.web.site import Browser, Site, site

FOR, AGAINST, NONE, BLANK = "tan-thanh", "khong-tan-thanh", "khong-y-kien", "phieu-trang"
Council = Callable[..., tuple[Site, str]]


@pytest.fixture
def meeting(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path) -> Council:
    def start(rules: str, **more: object) -> tuple[Site, str]:
        world = council(sqlite, ids, clock, rules, **more)
        return site(world, tmp_path / "blobs"), str(world.task("xet").id)

    return start


def cast(here: Site, task_id: str, login: str, answer: str) -> None:
    reply = here.browser(login).post(f"/viec/{task_id}/phieu-diem", {"phieu": answer})
    assert reply.status_code == 303, reply.text


def text_of(page: str) -> str:
    """The words of the page, one space between."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_member_sees_how_many_have_voted_and_nothing_of_their_votes(meeting):
    here, task_id = meeting(CONSENT)
    cast(here, task_id, "a", AGAINST)

    own, other, chair = (here.browser(login).get(f"/viec/{task_id}").text for login in ("a", "b", "thuong-truc"))

    assert 'value="khong-tan-thanh" checked' in own
    assert "checked" not in other + chair
    assert "1/5 thành viên đã bỏ phiếu" in other
    assert "Trần A" not in other


def test_a_secret_ballot_is_not_shown_even_to_its_voter_and_not_saved_as_a_draft(meeting):
    here, task_id = meeting(SECRET)
    before = here.browser("a").get(f"/viec/{task_id}").text
    cast(here, task_id, "a", AGAINST)

    after = here.browser("a").get(f"/viec/{task_id}").text

    assert "phiếu kín" in before and "data-autosave" not in before and "ghi_chu" not in before
    assert before.count("data-seal") == before.count('data-words="y-kien"') == 1  # of the ballot nothing stays here
    assert "Bạn đã bỏ phiếu kín" in after
    assert "khong-tan-thanh" not in after and 'name="phieu"' not in after


def test_a_second_secret_ballot_is_refused_on_the_page(meeting):
    here, task_id = meeting(SECRET)
    cast(here, task_id, "a", FOR)

    reply = here.browser("a").post(f"/viec/{task_id}/phieu-diem", {"phieu": AGAINST})

    assert reply.status_code == 409
    assert "phiếu kín không mở ra nên không đổi được" in reply.text


def test_a_ballot_without_a_mark_says_so_at_its_place(meeting):
    here, task_id = meeting(CONSENT)

    reply = here.browser("a").post(f"/viec/{task_id}/phieu-diem", {})

    assert reply.status_code == 422
    assert reply.text.count("Chưa đánh dấu ô nào; không muốn đánh dấu thì chọn “Phiếu trắng”.") == 2
    assert 'href="#f-phieu-phieu"' in reply.text and 'id="f-phieu-phieu"' in reply.text


def test_the_chair_notes_an_absence_and_ends_the_vote(meeting):
    here, task_id = meeting(f"túc số: 2/3, {SECRET}")
    for login in ("a", "b", "c", "sep-a"):
        cast(here, task_id, login, FOR)
    chair, absent = here.browser("thuong-truc"), here.world.viewer("dau-moi").person_id

    desk = text_of(chair.get(f"/viec/{task_id}/dieu-hanh").text)
    nameless = chair.post(f"/viec/{task_id}/dieu-hanh/thanh-vien", {"thanh_vien": absent, "viec": "absent"})
    noted = chair.post(f"/viec/{task_id}/dieu-hanh/thanh-vien",
                       {"thanh_vien": absent, "viec": "absent", "ly_do": "đi họp tỉnh"})

    assert "4/5 thành viên đã bỏ phiếu" in desk and "Lê Đầu Mối chưa bỏ phiếu" in desk
    assert "Kiểm phiếu và kết thúc" in desk and "Tán thành" not in desk
    assert (nameless.status_code, noted.status_code) == (422, 303)
    assert "Chưa ghi lý do" in nameless.text
    assert result(here.world, task_id)["so_phieu"] == 4


@pytest.mark.parametrize("address", ["", "/thanh-vien", "/thay", "/ket-thuc"])
@pytest.mark.parametrize(("login", "status"), [("a", 403), ("dau-moi", 403), ("quan-tri", 403), ("nguoi-la", 404)])
def test_nobody_but_the_chair_conducts(meeting, address, login, status):
    here, task_id = meeting(SECRET)
    browser, place = here.browser(login), f"/viec/{task_id}/dieu-hanh{address}"
    sent = {"thanh_vien": here.world.viewer("b").person_id, "viec": "absent", "ly_do": "thử",
            "nguoi_thay": here.world.viewer("thuong-truc").person_id}

    reply = browser.post(place, sent) if address else browser.get(place)

    assert reply.status_code == status


def test_a_forged_mark_without_a_token_is_refused(meeting):
    here, task_id = meeting(SECRET)
    chair = here.browser("thuong-truc")

    reply = chair.client.post(f"/viec/{task_id}/dieu-hanh/ket-thuc", data={})

    assert reply.status_code == 400


CHOICES = "lựa chọn: [{mã: x, nhãn: Tập thể X}, {mã: y, nhãn: Tập thể Y}, {mã: z, nhãn: Tập thể Z}]"


def ticked(page: str) -> list[str]:
    """The values of what is ticked on the page."""
    return re.findall(r'value="([^"]*)" checked', page)


@pytest.mark.parametrize("secret", ["kín: có, ", ""])
def test_a_choice_of_too_many_comes_back_as_it_was_ticked(meeting, secret):
    here, task_id = meeting(f"bỏ phiếu: {{cách: chọn, {secret}chọn nhiều nhất: 1, {CHOICES}}}", members=("a", "b"))

    reply = here.browser("a").post(f"/viec/{task_id}/phieu-diem", {"chon": ["x", "z"], "ghi_chu": "hai nơi ngang"})
    other = here.browser("b").get(f"/viec/{task_id}").text

    assert reply.status_code == 422 and "Phiếu chọn quá số được phép: chọn nhiều nhất 1." in reply.text
    assert ticked(reply.text) == ["x", "z"] and ticked(other) == []
    assert ("hai nơi ngang" in reply.text) is not bool(secret)


def test_a_mark_and_a_blank_come_back_both_and_the_note_with_them(meeting):
    here, task_id = meeting(f"bỏ phiếu: {{cách: chọn, chọn nhiều nhất: 1, {CHOICES}}}", members=("a", "b"))
    here.browser("a").post(f"/viec/{task_id}/phieu-diem", {"chon": ["y"]})

    reply = here.browser("a").post(f"/viec/{task_id}/phieu-diem", {"chon": ["x"], "phieu-trang": "1"})

    assert reply.status_code == 422 and ticked(reply.text) == ["x", "1"]


def test_an_open_vote_is_changed_with_its_earlier_note_and_nobody_else_reads_it(meeting):
    here, task_id = meeting(CONSENT)
    browser = here.browser("a")
    browser.post(f"/viec/{task_id}/phieu-diem", {"phieu": FOR, "ghi_chu": "nên làm sớm hơn"})

    page = browser.get(f"/viec/{task_id}").text
    others = "".join(here.browser(login).get(f"/viec/{task_id}").text for login in ("b", "thuong-truc", "dau-moi"))

    assert ">nên làm sớm hơn</textarea>" in page
    assert "nên làm sớm hơn" not in others


def test_a_blank_open_choice_is_shown_as_it_was(meeting):
    here, task_id = meeting(f"bỏ phiếu: {{cách: chọn, chọn nhiều nhất: 1, {CHOICES}}}", members=("a", "b"))
    here.browser("a").post(f"/viec/{task_id}/phieu-diem", {"phieu-trang": "1"})

    assert ticked(here.browser("a").get(f"/viec/{task_id}").text) == ["1"]


def test_the_chair_ends_a_tied_choice_with_none_of_the_tied_on_the_page(meeting):
    here, task_id = meeting(
        f"bỏ phiếu: {{cách: chọn, chủ toạ: chủ tịch, chọn nhiều nhất: 1, thông qua: 1 phiếu, "
        f"bằng phiếu: chủ toạ quyết định, {CHOICES}}}", members=("a", "b"))
    for login, one in (("a", "x"), ("b", "y")):
        here.browser(login).post(f"/viec/{task_id}/phieu-diem", {"chon": [one]})
    chair, place = here.browser("thuong-truc"), f"/viec/{task_id}/dieu-hanh"

    desk = chair.get(place).text
    silent = chair.post(f"{place}/ket-thuc", {})
    both = chair.post(f"{place}/ket-thuc", {"chon": ["x", "y"]})
    none = chair.post(f"{place}/ket-thuc", {"chon": "-"})

    assert 'name="chon" value="-">Không chọn mục nào trong các mục ngang phiếu</button>' in desk
    assert (silent.status_code, both.status_code, none.status_code) == (409, 409, 303)
    assert "ngang phiếu, chờ chủ toạ quyết định: đánh dấu nhiều nhất 1 mục" in silent.text
    assert ticked(both.text) == ["x", "y"]
    assert result(here.world, task_id)["thong_qua"] is False


def test_the_minutes_say_the_figures_of_the_data(meeting):
    here, task_id = meeting(f"túc số: 2/3, {SECRET}")
    for login, answer in (("a", FOR), ("sep-a", FOR), ("b", FOR), ("c", BLANK)):
        cast(here, task_id, login, answer)
    absent = here.world.viewer("dau-moi").person_id
    here.browser("thuong-truc").post(f"/viec/{task_id}/dieu-hanh/thanh-vien",
                                     {"thanh_vien": absent, "viec": "absent", "ly_do": "đi họp tỉnh"})

    said = text_of(here.browser("b").get(f"/viec/{task_id}/bien-ban").text)

    with here.world.database.read() as connection:
        sheets = [sheet["phieu"] for sheet in json.loads(connection.execute(select(vote_box.c.sheets)).scalar_one())]
    assert f"Tán thành {sheets.count(FOR)} Không tán thành {sheets.count(AGAINST)} Không có ý kiến " in said
    assert f"Số phiếu thu về: {len(sheets)}; hợp lệ: 3; không hợp lệ: {sheets.count(BLANK)}." in said
    assert "được gọi: 5; có mặt bỏ phiếu: 4; vắng hoặc không bỏ phiếu: 1." in said
    assert "Túc số (2/3 số thành viên): 4 phiếu, đủ." in said
    assert "Vắng mặt (1): Lê Đầu Mối (đi họp tỉnh)." in said
    assert "Thông qua khi đạt quá bán số phiếu thu về: 3/4 phiếu." in said and "Kết luận: thông qua ." in said
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in said and "THƯ KÝ" in said and "Phó Bí Thư" in said
    assert "Ý kiến từng thành viên" not in said


def test_the_minutes_of_an_open_vote_name_who_voted_what_where_the_plan_says_so(meeting):
    here, task_id = meeting("bỏ phiếu: {cách: tán thành, nêu tên: có}", members=("a", "b"))
    cast(here, task_id, "a", FOR)
    cast(here, task_id, "b", NONE)

    said = text_of(here.browser("a").get(f"/viec/{task_id}/bien-ban").text)

    assert "Ý kiến từng thành viên: Trần A: tán thành; Vũ B: không có ý kiến." in said


def test_there_are_no_minutes_before_the_end_and_none_for_strangers(meeting):
    here, task_id = meeting(SECRET, members=("a", "b"))
    early = here.browser("a").get(f"/viec/{task_id}/bien-ban").status_code
    cast(here, task_id, "a", FOR)
    cast(here, task_id, "b", FOR)

    assert (early, here.browser("c").get(f"/viec/{task_id}/bien-ban").status_code,
            here.browser("nguoi-la").get(f"/viec/{task_id}/bien-ban").status_code) == (404, 403, 404)


def test_the_chair_decides_a_tie_on_the_page(meeting):
    here, task_id = meeting("bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch, bằng phiếu: chủ toạ quyết định}",
                            members=("a", "b"))
    cast(here, task_id, "a", FOR)
    cast(here, task_id, "b", AGAINST)
    chair: Browser = here.browser("thuong-truc")

    desk = chair.get(f"/viec/{task_id}/dieu-hanh").text
    unsaid = chair.post(f"/viec/{task_id}/dieu-hanh/ket-thuc", {"chon": "co-le"})
    said = chair.post(f"/viec/{task_id}/dieu-hanh/ket-thuc", {"chon": FOR})

    assert "Số phiếu ngang nhau, chủ toạ quyết định" in desk
    assert (unsaid.status_code, said.status_code) == (409, 303)
    assert result(here.world, task_id)["thong_qua"] is True


def test_a_choice_is_marked_on_its_page(meeting):
    choices = "lựa chọn: [{mã: x, nhãn: Tập thể X}, {mã: y, nhãn: Tập thể Y}, {mã: z, nhãn: Tập thể Z}]"
    here, task_id = meeting(f"bỏ phiếu: {{cách: chọn, kín: có, chọn nhiều nhất: 2, {choices}}}", members=("a", "b"))
    for login in ("a", "b"):
        assert "Chọn nhiều nhất 2" in here.browser(login).get(f"/viec/{task_id}").text
        here.browser(login).post(f"/viec/{task_id}/phieu-diem", {"chon": ["x", "z"]})

    page = text_of(here.browser("a").get(f"/viec/{task_id}").text)

    assert "Tập thể X 2 phiếu · được chọn Tập thể Z 2 phiếu · được chọn Tập thể Y 0 phiếu" in page


def test_a_vote_of_consent_shows_the_criteria_to_be_read_and_scores_nothing(meeting):
    here, task_id = meeting("bộ tiêu chí: diem, bỏ phiếu: {cách: tán thành}", members=("a", "b"))
    page = here.browser("a").get(f"/viec/{task_id}").text
    typed = here.browser("a").post(f"/viec/{task_id}/phieu-nhap", {"d.hieu-qua": "3"})
    for login in ("a", "b"):
        cast(here, task_id, login, FOR)

    assert "Tiêu chuẩn để xét (2)" in page and "Hiệu quả" in page
    assert 'name="d.hieu-qua"' not in page and "data-autosave" not in page
    assert typed.status_code == 409
    assert result(here.world, task_id)["thong_qua"] is True
    assert "Điểm trung bình" not in here.browser("a").get(f"/viec/{task_id}/bien-ban").text


def test_scores_of_a_criterion_that_was_removed_can_be_read_beside_the_sheet_by_who_typed_them(meeting):
    here, task_id = meeting("bộ tiêu chí: diem", members=("a", "b"))
    here.browser("a").post(f"/viec/{task_id}/phieu-nhap", {"d.hieu-qua": "8<b>", "d.cach-lam": "7"})
    lead, run_id = here.browser("dau-moi"), here.world.run_id
    lead.upload(f"/dot/{run_id}/sua", {"tep": FileStorage(BytesIO(amended().sources[PLAN_FILE].encode()), "plan.yaml")})

    shown = lead.get(f"/dot/{run_id}/sua").text
    address, digest = re.search(r'action="([^"]+/duyet)"', shown), re.search(r'name="ma" value="([0-9a-f]{64})"', shown)
    assert address and digest
    lead.post(address[1], {"ma": digest[1]})

    own, other = (here.browser(login).get(f"/viec/{task_id}").text for login in ("a", "b"))
    assert "đổi tiêu chí khi 1 phiếu đang chấm dở, 1 điểm giữ bên cạnh" in text_of(shown)
    assert "Bảng điểm · Hiệu quả 8&lt;b&gt;" in text_of(own) and 'value="7"' in own
    assert "Giữ lại từ bộ tiêu chí" not in other


def test_a_secret_score_sheet_keeps_no_draft(meeting):
    here, task_id = meeting("bộ tiêu chí: diem, bỏ phiếu: {kín: có}")
    page = here.browser("a").get(f"/viec/{task_id}").text

    reply = here.browser("a").post(f"/viec/{task_id}/phieu-nhap", {"d.hieu-qua": "3"})

    assert "phieu-nhap" not in page
    assert reply.status_code == 409
    assert 'value="3"' not in here.browser("a").get(f"/viec/{task_id}").text
