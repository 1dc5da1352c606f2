"""A program of its own, so that a hostile file harms nobody else: a picture, or a PDF's first page, drawn small.

Called with the file, its media type, the longest side in pixels and where the result goes. It imports nothing of kheo.
"""

import sys

import pypdfium2
from PIL import Image, ImageOps

if sys.platform != "win32":
    import resource

_MEMORY = 1024 * 1024 * 1024
_SECONDS = 10
"""Of computing."""
_MOST_WRITTEN = 8 * 1024 * 1024
_MOST_PIXELS = {"JPEG": 250_000_000, "MPO": 250_000_000, "PNG": 80_000_000}
"""A photograph is opened at an eighth of its size; a PNG only whole."""
_MOST_ENLARGED = 8.0
"""A page the size of a stamp is not drawn to fill the screen."""


def main() -> None:
    """Ends with an error, and no result, for what cannot be drawn within the bounds."""
    source, media_type, side, target = sys.argv[1:]
    _bounded()
    drawn = _page(source, int(side)) if media_type == "application/pdf" else _picture(source, int(side))
    drawn.save(target, "WEBP", quality=80)  # nothing of the original goes along: no EXIF, no profile, no comment


def _bounded() -> None:
    if sys.platform != "win32":
        for what, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS),
                           (resource.RLIMIT_FSIZE, _MOST_WRITTEN), (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(what, (most, most))


def _picture(source: str, side: int) -> Image.Image:
    """Upright, on white where it is transparent."""
    Image.MAX_IMAGE_PIXELS = None  # asked below, by kind
    with Image.open(source, formats=("JPEG", "PNG")) as opened:
        if opened.width * opened.height > _MOST_PIXELS[opened.format or ""]:
            raise ValueError("too many pixels")
        opened.thumbnail((side, side), reducing_gap=2.0)
        upright = ImageOps.exif_transpose(opened)
        if upright.mode in ("RGB", "L"):
            return upright.convert("RGB")
        over = upright.convert("RGBA")
        ground = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(ground, over).convert("RGB")


def _page(source: str, side: int) -> Image.Image:
    with pypdfium2.PdfDocument(source) as document:
        page = document[0]
        width, height = page.get_size()
        scale = min(side / max(width, height), _MOST_ENLARGED)
        if min(width, height) * scale < 1:
            raise ValueError("a page without a second dimension")
        drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
        return drawn.convert("RGB")


if __name__ == "__main__":
    main()
