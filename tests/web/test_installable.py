"""kheo beside the other programs of a telephone: the manifest, its pictures, its colours."""

import re
from pathlib import Path

from tests.web.site import Site

STATIC = Path(__file__).parents[2] / "web/static"


def side(name: str) -> tuple[int, int]:
    """Width and height, which every PNG says in its first chunk."""
    head = (STATIC / name).read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def test_a_telephone_finds_name_and_pictures_before_anybody_signed_in(ward: Site):
    visitor = ward.visitor()

    said = visitor.get("/manifest.webmanifest")

    assert said.headers["Content-Type"].startswith("application/manifest+json")
    assert (said.json["name"], said.json["start_url"], said.json["display"]) == (
        "khéo · Phường Nhỏ", "/viec", "standalone")
    assert [icon["purpose"] for icon in said.json["icons"]] == ["any", "any", "maskable"]
    for icon in said.json["icons"]:
        assert f"{'x'.join(map(str, side(Path(icon['src']).name)))}" == icon["sizes"]
        assert visitor.get(icon["src"]).status_code == 200


def test_the_page_names_the_manifest_and_the_colour_of_the_frame_in_both_themes(ward: Site):
    page = ward.browser("a").get("/viec").text
    styles = [(STATIC / name).read_text("utf-8") for name in ("kheo.css", "dark.css")]

    frames = [re.findall(r"--frame: (#\w+)", text)[0] for text in styles]

    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert re.findall(r'name="theme-color" content="(#\w+)"', page) == frames
    assert ward.visitor().get("/manifest.webmanifest").json["theme_color"] == frames[0]
    assert side("apple-touch-icon.png") == (180, 180)
