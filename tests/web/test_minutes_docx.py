"""The minutes as a Word file say what the page says, word for word and figure for figure."""

import io
import re
from collections.abc import Iterator

import docx
import pytest
from docx.table import Table
from lxml import html

from engine.action.import_organisation import import_organisation
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.organisation import read_organisation
from engine.store.database import Database
from tests.action.council import council
from tests.action.nho import ORGANISATION
from tests.web.site import Site, site
from tests.web.test_vote_page import AGAINST, BLANK, FOR, NONE, cast

SECRET = "túc số: 2/3, bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch, thư ký: đầu mối}"
NAMED = "bỏ phiếu: {cách: tán thành, nêu tên: có}"
CHOICES = ("bỏ phiếu: {cách: chọn, kín: có, chọn nhiều nhất: 2, lựa chọn: [{mã: x, nhãn: Tập thể X}, "
           "{mã: y, nhãn: Tập thể Y}, {mã: z, nhãn: Tập thể Z}]}")
SCORES = "bộ tiêu chí: diem, bỏ phiếu: {kín: có}"


@pytest.fixture
def meeting(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path):
    def start(rules: str, *members: str, **plan: str) -> tuple[Site, str]:
        world = council(sqlite, ids, clock, rules, members=members, **plan)
        return site(world, tmp_path / "blobs"), str(world.task("xet").id)

    return start


def words_of_page(here: Site, task_id: str, login: str) -> list[str]:
    """Every text of the minutes on their page, in order."""
    article = html.fromstring(here.browser(login).get(f"/viec/{task_id}/bien-ban").text).xpath("//article")[0]
    return [part for text in article.itertext() if (part := " ".join(text.split()))]


def words_of_file(here: Site, task_id: str, login: str) -> list[str]:
    """The same of the file, as another program reads it."""
    reply = here.browser(login).get(f"/viec/{task_id}/bien-ban.docx")
    assert reply.status_code == 200
    assert reply.mimetype.endswith("wordprocessingml.document")
    assert re.fullmatch(r'attachment; filename=bien-ban-[a-z0-9-]+\.docx', reply.headers["Content-Disposition"])
    return [part for text in _runs(docx.Document(io.BytesIO(reply.data))) if (part := " ".join(text.split()))]


def texts_of(paper) -> str:
    """The words of its paragraphs, one after the other."""
    return "\n".join(line.text for line in paper.paragraphs)


def _runs(paper) -> Iterator[str]:
    for block in paper.iter_inner_content():
        if isinstance(block, Table):
            yield from (run.text for row in block.rows for cell in row.cells for line in cell.paragraphs
                        for run in line.runs)
        else:
            yield from (run.text for run in block.runs)


def said(words: list[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(words))


def vote(here: Site, task_id: str, rules: str) -> None:
    """Four members vote by the rules of the day; the fifth is absent."""
    for login, answer in (("a", FOR), ("sep-a", FOR), ("b", AGAINST), ("c", BLANK)):
        data = {"phieu": answer}
        if rules == CHOICES:
            data = {"chon": ["x", "z"] if login != "b" else ["y"]}
        if rules == SCORES:
            data = {"d.hieu-qua": "8" if login == "b" else "9", "d.cach-lam": "7"}
        assert here.browser(login).post(f"/viec/{task_id}/phieu-diem", data).status_code == 303


@pytest.mark.parametrize("rules", [SECRET, NAMED, CHOICES, SCORES], ids=["secret", "named", "choice", "scores"])
def test_the_file_says_what_the_page_says(meeting, rules):
    here, task_id = meeting(rules, "a", "sep-a", "b", "c")
    vote(here, task_id, rules)

    page, file = words_of_page(here, task_id, "a"), words_of_file(here, task_id, "a")

    assert "".join(said(file).split()) == "".join(said(page).split())
    assert re.findall(r"\d+(?:,\d+)?", said(file)) == re.findall(r"\d+(?:,\d+)?", said(page)) != []


def test_the_file_names_who_signs_who_was_away_and_nobodys_secret_ballot(meeting):
    here, task_id = meeting(SECRET, "a", "sep-a", "b", "c", "dau-moi")
    vote(here, task_id, SECRET)
    absent = here.world.viewer("dau-moi").person_id
    here.browser("thuong-truc").post(f"/viec/{task_id}/dieu-hanh/thanh-vien",
                                     {"thanh_vien": absent, "viec": "absent", "ly_do": "đi họp <tỉnh>"})

    text = said(words_of_file(here, task_id, "b"))

    assert "Vắng mặt (1): Lê Đầu Mối (đi họp <tỉnh>)." in text
    assert "Tán thành 2 Không tán thành 1 Không có ý kiến 0" in text
    assert "THƯ KÝ (Ký, ghi rõ họ tên) Lê Đầu Mối CHỦ TOẠ (Ký, ghi rõ họ tên) Phó Bí Thư" in text
    assert "Ý kiến từng thành viên" not in text
    for name in ("Trần A", "Vũ B", "Đỗ C"):
        assert not re.search(rf"{name}:? *(không )?tán thành", text, re.IGNORECASE)


def test_the_file_of_the_state_has_its_number_left_open_its_place_and_who_receives_it(meeting):
    here, task_id = meeting(SECRET, "a", "b", style="nhà nước", more=(
        "nơi nhận:\n  - {tên: Sở Nội vụ, mục đích: để báo cáo}\n  - {tên: Các hội, nhóm đơn vị: [hoi]}\n"
        "  - {tên: 'Lưu: VT, BĐM', mục đích: lưu}\n"))
    placed = ORGANISATION.replace("loại: phuong}", "loại: phuong, địa danh: Nhỏ}")
    import_organisation(here.world.database, here.world.ids, read_organisation(placed, "tc.yaml"),
                        here.world.clock.now())
    for login in ("a", "b"):
        cast(here, task_id, login, FOR)

    words = words_of_file(here, task_id, "a")

    assert words[:6] == ["PHƯỜNG NHỎ", "BAN ĐẦU MỐI", "Số: /BB-………", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                         "Độc lập - Tự do - Hạnh phúc", "Nhỏ, ngày 02 tháng 3 năm 2026"]
    assert words[words.index("BIÊN BẢN") + 1] == "Kiểm phiếu: Xét tập thể"
    assert words[-4:] == ["Nơi nhận:", "- Sở Nội vụ (để báo cáo);", "- Các hội;", "- Lưu: VT, BĐM."]
    assert "Chủ toạ: Phó Bí Thư, Thủ trưởng, Thường trực. Thư ký: Lê Đầu Mối, Cán bộ, Ban Đầu mối." in said(words)
    assert re.search(r"Việc kiểm phiếu kết thúc hồi \d\d giờ \d\d, ngày 02 tháng 3 năm 2026\./\. THƯ KÝ", said(words))


def test_a_place_nobody_told_is_left_to_be_filled_and_the_copy_goes_to_the_files(meeting):
    here, task_id = meeting(SECRET, "a", "b")
    for login in ("a", "b"):
        cast(here, task_id, login, FOR)

    words = words_of_file(here, task_id, "a")

    assert "………, ngày 02 tháng 3 năm 2026" in words and "Số -BB/………" in words
    assert words[-2:] == ["Nơi nhận:", "- Lưu: VT."]


def test_there_is_no_file_before_the_end_and_none_for_strangers(meeting):
    here, task_id = meeting(SECRET, "a", "b")
    place = f"/viec/{task_id}/bien-ban.docx"
    early = here.browser("a").get(place).status_code
    cast(here, task_id, "a", FOR)
    cast(here, task_id, "b", NONE)

    assert (early, here.browser("c").get(place).status_code, here.browser("nguoi-la").get(place).status_code,
            here.visitor().get(place).status_code) == (404, 403, 404, 302)
