"""Small pictures of files: upright, with nothing of the original in them, and never at the cost of the server."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest
from PIL import Image

from engine.store.blobs import BlobStore
from engine.store.previews import LARGE, SMALL, preview

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
Keep = Callable[[bytes], str]


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


@pytest.fixture
def keep(blobs: BlobStore) -> Keep:
    """Keeps a content; its digest."""
    def kept(content: bytes) -> str:
        with blobs.receive(BytesIO(content), 10**8) as received:
            blobs.keep(received)
        return received.digest

    return kept


def drawn(blobs: BlobStore, digest: str, media_type: str, side: int = SMALL) -> Image.Image:
    found = preview(blobs, digest, media_type, side)
    assert found
    with found:
        return Image.open(BytesIO(found.read())).convert("RGB")


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def pdf(box: str = "0 0 300 600", content: bytes = b"1 0 0 rg 0 0 300 600 re f") -> bytes:
    """One page, red all over."""
    return (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[" + box.encode() + b"]/Contents 4 0 R>>endobj\n"
            b"4 0 obj<</Length " + str(len(content)).encode() + b">>stream\n" + content + b"\nendstream endobj\n"
            b"trailer<</Root 1 0 R>>\n%%EOF\n")


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    return bool(red > 200 and green < 60 and blue < 60)


def test_a_photograph_stands_upright_and_tells_nothing_of_where_it_was_taken(blobs: BlobStore, keep: Keep):
    lying = Image.new("RGB", (400, 200), "blue")
    lying.paste("red", (0, 0, 60, 200))
    exif = Image.Exif()
    exif[0x0112] = 6        # turned to the right
    exif[0x010E] = "NHA RIENG CUA CHI LAN"
    digest = keep(saved(lying, "JPEG", exif=exif))

    found = preview(blobs, digest, JPEG, SMALL)
    assert found
    with found:
        content = found.read()

    picture = Image.open(BytesIO(content))
    assert (picture.format, picture.size) == ("WEBP", (96, 192))
    assert is_red(picture.convert("RGB").getpixel((48, 5)))
    assert b"NHA RIENG" not in content
    assert dict(picture.getexif()) == {}


def test_what_is_transparent_stands_on_white(blobs: BlobStore, keep: Keep):
    digest = keep(saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))

    assert drawn(blobs, digest, PNG).getpixel((10, 10)) == (255, 255, 255)


def test_the_first_page_of_a_pdf_is_drawn_in_both_sizes(blobs: BlobStore, keep: Keep):
    digest = keep(pdf())

    small, large = drawn(blobs, digest, PDF), drawn(blobs, digest, PDF, LARGE)

    assert (small.size, large.size) == ((96, 192), (800, 1600))
    assert is_red(large.getpixel((400, 800)))


def test_a_picture_is_drawn_once(blobs: BlobStore, keep: Keep, tmp_path: Path):
    digest = keep(pdf())
    drawn(blobs, digest, PDF)
    (kept,) = (tmp_path / "blobs/previews").rglob("*.webp")
    first = kept.stat().st_ino

    drawn(blobs, digest, PDF)

    assert kept.stat().st_ino == first
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int) -> bytes:
    """Black, in a few kilobytes however large it is."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(width // 8 + 1)) for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
            + _chunk(b"IDAT", rows + packer.flush()) + _chunk(b"IEND", b""))


@pytest.mark.parametrize(("content", "media_type"), [
    (png_of(30_000, 10_000), PNG),
    (pdf("0 0 1000000 1"), PDF),
    (b"%PDF-1.4\nbroken", PDF),
    (pdf(content=b"q " * 10), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (pdf(), JPEG),
    (b"GIF89a" + bytes(40), PNG),
], ids=["many pixels", "a line", "broken", "no picture", "another kind", "not what it says"])
def test_what_cannot_be_drawn_has_no_picture_and_is_not_tried_at_every_look(
        blobs: BlobStore, keep: Keep, tmp_path: Path, content: bytes, media_type: str):
    digest = keep(content)
    assert preview(blobs, digest, media_type, SMALL) is None

    begun = monotonic()
    assert preview(blobs, digest, media_type, SMALL) is None

    assert monotonic() - begun < 0.05
    assert list((tmp_path / "blobs").rglob("*.webp")) == []


def test_a_page_that_asks_for_too_much_memory_ends_the_drawing_alone(blobs: BlobStore, keep: Keep):
    picture = zlib.compress(bytes(40_000_000))
    image = (b"5 0 obj<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8"
             b"/Filter/FlateDecode/Length " + str(len(picture)).encode() + b">>stream\n" + picture
             + b"\nendstream endobj\n")
    page = pdf(content=b"300 0 0 600 0 0 cm /I Do")
    page = page.replace(b"/Contents", b"/Resources<</XObject<</I 5 0 R>>>>/Contents")
    digest = keep(page.replace(b"trailer", image + b"trailer"))

    begun = monotonic()
    found = preview(blobs, digest, PDF, SMALL)
    if found:
        found.close()

    assert monotonic() - begun < 16
    assert drawn(blobs, keep(pdf("0 0 100 100")), PDF).size == (192, 192)


def test_what_takes_too_long_is_given_up(blobs: BlobStore, keep: Keep):
    assert preview(blobs, keep(pdf()), PDF, SMALL, seconds=0.001) is None


def test_nothing_is_read_outside_the_store(blobs: BlobStore):
    with pytest.raises(FileNotFoundError):
        preview(blobs, "../../etc/passwd", PDF, SMALL)
