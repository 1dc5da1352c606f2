"""Somebody signs in, in Chromium."""

import re

from playwright.sync_api import Page

from tests.web.site import PASSWORD


def enter(page: Page, address: str, login: str) -> None:
    """Ends in the inbox, or where the first password is changed."""
    page.goto(f"{address}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(re.compile("/(viec|mat-khau)$"))
