"""The path of a substitute in Chromium: entered, taken over, done in the other's place, told in the history, over."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.store.database import Database
from tests.action.leave import away
from tests.action.nho import published
from tests.browser.signing_in import enter
from tests.browser.test_gallery import faults, misfits
from tests.web.site import Site, site

pytestmark = pytest.mark.browser
WIDTHS = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def ward(sqlite: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> Site:
    return site(published(sqlite, ids, clock), tmp_path / "blobs")


def _signed_in(chromium: Browser, address: str, login: str, width: str) -> Page:
    context = chromium.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport=WIDTHS[width],
                                   has_touch=width == "phone")
    page = context.new_page()
    enter(page, address, login)
    return page


@pytest.mark.parametrize("width", sorted(WIDTHS))
def test_a_substitute_takes_over_and_the_history_tells_it(ward: Site, address: str, chromium: Browser, width: str):
    a = _signed_in(chromium, address, "a", width)
    a.goto(f"{address}/vang-mat")
    a.get_by_label("Từ ngày").fill("20/01/2026")
    a.get_by_label("Đến hết ngày").fill("22/01/2026")
    a.get_by_label("Người làm thay").select_option(label="Vũ B — Cán bộ, Hội B")
    a.get_by_label("Cách ký").select_option("kt")
    a.get_by_role("button", name="Ghi kỳ vắng", exact=True).click()
    expect(a.get_by_text("Cán bộ, Hội A: Vũ B làm thay · KT.")).to_be_visible()

    ward.world.at(date(2026, 1, 20))
    b = _signed_in(chromium, address, "b", width)
    bar = b.get_by_role("region", name="Vắng mặt, làm thay")
    expect(bar).to_contain_text("Đang làm thay Trần A (KT. Cán bộ, Hội A) đến T5 22/01/2026")
    b.get_by_role("link", name=re.compile("Hội A.*thay Trần A")).click()
    if width == "desktop":
        b.locator("#ct").get_by_role("link", name="Mở biểu để điền").click()
    expect(bar).to_be_visible()
    expect(b.get_by_text("Gửi đi ghi: KT. Cán bộ, Hội A (làm thay Trần A). Ký: KT. Cán bộ.")).to_be_visible()
    task = b.url.rsplit("/", 1)[-1].partition("?")[0]
    b.locator("textarea[name$='.ten']").first.fill("Đường hoa tự quản")
    b.locator("select[name$='.linh_vuc']").first.select_option("kinh-te")
    bar_below = b.locator(".botbar" if width == "phone" else ".taskbar")
    bar_below.get_by_role("button", name=re.compile("^Gửi")).click()
    expect(b.get_by_text("Đã gửi “Đăng ký mô hình”.")).to_be_visible()

    b.goto(f"{address}/viec/{task}")
    expect(b.get_by_text("KT. Cán bộ, Hội A (làm thay Trần A)").first).to_be_attached()
    ward.world.at(date(2026, 1, 23))
    b.goto(f"{address}/viec")
    expect(b.get_by_role("link", name=re.compile("^Việc: "))).to_have_count(1)
    expect(bar).to_have_count(0)
    a.context.close()
    b.context.close()


@pytest.mark.parametrize("width", sorted(WIDTHS))
def test_the_pages_of_a_substitute_have_no_fault(ward: Site, address: str, chromium: Browser, width: str):
    for login in ("a", "c", "sep-a"):
        away(ward.world, login, date(2026, 1, 20), date(2026, 1, 22), "b", "tuq")
    ward.world.at(date(2026, 1, 20))
    page = _signed_in(chromium, address, "b", width)

    found = []
    for path in ("/viec", f"/viec/{ward.world.task('dang-ky', 'hoi-a').id}", "/vang-mat"):
        page.goto(f"{address}{path}")
        found += faults(page, "light") + misfits(page, (390, 360, 320) if width == "phone" else (1280,), 844)

    assert found == []
    page.context.close()
