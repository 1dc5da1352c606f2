"""A council in Chromium, from its chair's list to the paper that is signed: one member away, one concerned."""

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.council import council
from tests.browser.signing_in import enter
from tests.browser.test_council import DESK, PHONE, leave, vote
from tests.web.site import Site, site
from tests.web.test_minutes_docx import texts_of

pytestmark = pytest.mark.browser
RULES = ("bộ tiêu chí: diem, túc số: 50%, bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch, thư ký: đầu mối, "
         "không bỏ phiếu cho đơn vị mình: có}")

SAID = (
    "Tổng số thành viên được gọi: 4; có mặt bỏ phiếu: 2; vắng hoặc không bỏ phiếu: 2. Túc số (50% số thành viên): 2 "
    "phiếu, đủ.", "Vắng mặt (1): Đỗ C (đi công tác).", "Trần A (thuộc Hội A).",
    "Số phiếu thu về: 2; hợp lệ: 2; không hợp lệ: 0.", "Kết luận: không thông qua.")


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    """Hội A is voted on; its own member takes no part, the chair is a member too."""
    made = council(sqlite, ids, clock, RULES, "mỗi đơn vị", ("a", "b", "c", "dau-moi", "thuong-truc"))
    return site(made, tmp_path / "blobs")


def to_the_list(page: Page, address: str, size: dict[str, int]) -> None:
    """By the way a desk or a telephone shows."""
    page.goto(f"{address}/viec" if size is DESK else f"{address}/them")
    page.get_by_role("link", name="Phiếu hội đồng").locator("visible=true").click()
    expect(page.get_by_role("heading", name="Phiếu hội đồng")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_vote_goes_from_the_chairs_list_to_the_paper_that_is_signed(ward: Site, address: str, page: Page, size):
    page.set_viewport_size(size)
    task_id = str(ward.world.task("xet", "hoi-a").id)

    enter(page, address, "a")
    page.goto(f"{address}/viec/{task_id}")
    expect(page.get_by_role("heading", name="Bạn không tham gia bỏ phiếu này")).to_be_visible()
    leave(page)
    enter(page, address, "thuong-truc")
    to_the_list(page, address, size)
    page.get_by_role("link", name="Hội A").click()
    member = page.locator(".roll li", has_text="Đỗ C")
    member.get_by_text("Ghi vắng mặt…").click()
    member.get_by_label("Lý do", exact=True).fill("đi công tác")
    member.get_by_label(re.compile("ghi ở cả")).uncheck()
    member.get_by_role("button", name="Ghi vắng mặt", exact=True).click()
    expect(page.locator(".roll")).to_contain_text("đi công tác")
    leave(page)
    vote(page, address, "b", task_id, "Không tán thành")
    leave(page)
    vote(page, address, "dau-moi", task_id, "Tán thành")

    to_the_list(page, address, size)
    row = page.locator(".vote-rows li", has_text="Hội A")
    expect(row).to_contain_text("2/4 đã bỏ phiếu")
    expect(row).to_contain_text("Chưa bỏ phiếu: Phó Bí Thư")
    assert "tán thành" not in row.inner_text().lower()
    page.get_by_role("button", name=re.compile("^Nhắc . người chưa bỏ phiếu$")).click()
    expect(page.get_by_text("đã nhắc hôm nay lúc")).to_be_visible()
    leave(page)

    enter(page, address, "thuong-truc")
    to_the_list(page, address, size)
    expect(row).to_contain_text("đủ túc số, kết thúc được")
    row.get_by_role("link", name="Hội A").click()
    page.get_by_role("button", name="Kiểm phiếu và kết thúc").click()
    page.get_by_role("link", name="Biên bản kiểm phiếu").click()
    minutes = page.locator("article.minutes")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bản Word").click()
    words = texts_of(docx.Document(download.value.path()))

    assert download.value.suggested_filename == "bien-ban-bo-phieu-xet-tap-the.docx"
    for said in SAID:
        expect(minutes).to_contain_text(said)
        assert said in words
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
