"""Light, dark or as the device: chosen on a device, kept there through a sign-out."""

import pytest

from tests.web.site import Site

DARK = "/static/dark.css"
DEVICE = "screen and (prefers-color-scheme: dark)"


def media(page: str) -> str | None:
    """For what the dark tokens are loaded; None where they are not."""
    line = next((line for line in page.splitlines() if DARK in line), None)
    return line.split('media="')[1].split('"')[0] if line else None


@pytest.mark.parametrize(("chosen", "loaded"), [("sang", None), ("toi", "screen"), ("", DEVICE)])
def test_the_choice_of_a_device_outlives_the_session(ward: Site, chosen: str, loaded: str | None):
    browser = ward.browser("a")

    reply = browser.post("/giao-dien", {"giao_dien": chosen, "tiep": "/lich"})
    inside = browser.get("/lich").text
    browser.post("/dang-xuat")

    assert (reply.status_code, reply.location) == (303, "/lich")
    assert media(inside) == media(browser.get("/dang-nhap").text) == loaded
    assert media(ward.browser("a").get("/lich").text) == DEVICE


@pytest.mark.parametrize("said", ['"><script>', "screen", "x" * 3000])
def test_what_is_no_theme_is_as_the_device(ward: Site, said: str):
    browser = ward.browser("a")
    browser.client.set_cookie("kheo_giao_dien", said)

    assert media(browser.get("/lich").text) == DEVICE
    assert browser.post("/giao-dien", {"giao_dien": said, "tiep": "//evil.vn"}).location == "/viec"
