"""`make icons`: the pictures of an installed kheo, drawn from web/static/icon.svg by Chromium."""

import re
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).parents[2] / "web/static"
SIZES = {"icon-192.png": (192, 1.0), "icon-512.png": (512, 1.0), "icon-maskable-512.png": (512, 0.75),
         "apple-touch-icon.png": (180, 0.9)}
"""Side in pixels, and how much of it the sign takes: a mask may cut a tenth off every side."""


def drawn(svg: str, scale: float) -> str:
    """The sign with its ground to the very edge where it is smaller than the picture."""
    if scale == 1:
        return svg
    ground, sign = re.findall(r'<rect[^>]*fill="(#\w+)"/>(.*)</svg>', svg)[0]
    move = 16 * (1 - scale)
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
            f'<rect width="32" height="32" fill="{ground}"/>'
            f'<g transform="translate({move} {move}) scale({scale})">{sign}</g></svg>')


def main() -> None:
    svg = (STATIC / "icon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(args=["--no-sandbox"], executable_path="/usr/bin/chromium")
        for name, (side, scale) in SIZES.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:100vw}}</style>{drawn(svg, scale)}")
            page.screenshot(path=STATIC / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
