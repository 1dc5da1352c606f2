"""What is inside a file decides, not what it is called."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from engine.store.content import check_content
from engine.work.upload import MEDIA_TYPES, FileRefused

TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = {"[Content_Types].xml": TYPES, "_rels/.rels": b"<Relationships/>", "word/document.xml": b"<w:document/>" * 2000}
SHEET = {"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"<c/>" * 500_000}
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 1, 1, 8, 0, 0, 0, 0) + bytes(4)
DAMAGED = "Tệp “a.docx” bị hỏng hoặc khóa bằng mật khẩu; hãy mở ra, lưu lại không mật khẩu rồi tải lên."
ODD = "Tệp “a.docx” có cấu trúc lạ bên trong; hãy mở ra, lưu lại rồi tải lên."
MACRO = "Tệp “a.docx” có macro; hãy lưu lại ở dạng docx không macro rồi tải lên."
BOMB = "Tệp “a.docx” bung ra quá lớn; hãy bớt nội dung hoặc chia nhỏ rồi tải lên."
OTHER = "Nội dung tệp “a.docx” không phải docx; hãy xuất lại đúng dạng rồi tải lên."


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def forged(declared: int) -> bytes:
    """A package whose document unpacks to 30 MB and says it is `declared` bytes long."""
    honest = packed(WORD | {"word/document.xml": bytes(30_000_000)})
    return honest.replace(struct.pack("<I", 30_000_000), struct.pack("<I", declared))


def encrypted() -> bytes:
    data = bytearray(packed(WORD))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def check(tmp_path: Path, content: bytes, name: str) -> str:
    path = tmp_path / "incoming"
    path.write_bytes(content)
    return check_content(path, name, name.rpartition(".")[2])


@pytest.mark.parametrize(("name", "content"), [
    ("a.docx", packed(WORD)), ("a.xlsx", packed(SHEET)), ("a.pdf", b"%PDF-1.4\n%%EOF"), ("a.jpg", JPEG),
    ("a.jpeg", JPEG), ("a.png", PNG),
])
def test_an_honest_file_is_taken(tmp_path: Path, name: str, content: bytes) -> None:
    assert check(tmp_path, content, name) == MEDIA_TYPES[name.rpartition(".")[2]]


@pytest.mark.parametrize(("content", "sentence"), [
    (packed(WORD | {"word/vbaProject.bin": b"x"}), MACRO),
    (packed(WORD | {"word/activeX/activeX1.bin": b"x"}), MACRO),
    (packed(WORD | {"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}), MACRO),
    (packed(WORD | {"../../etc/cron.d/x": b"x"}), ODD),
    (packed(WORD | {"/etc/passwd": b"x"}), ODD),
    (packed(WORD | {"C:\\x.dll": b"x"}), ODD),
    (packed(WORD | {"word/media/a.png": bytes(60_000_000)}), BOMB),
    (packed(WORD | {f"word/{n}.xml": b"" for n in range(2001)}), BOMB),
    (forged(1000), DAMAGED),
    (encrypted(), DAMAGED),
    (packed(WORD)[:-40], DAMAGED),
    (packed(SHEET), OTHER),
    (packed({"a.txt": b"a"}), OTHER),
    (b"GIF89a" + packed(WORD), OTHER),
    (b"%PDF-1.4\n" + packed(WORD), OTHER),
    (b"<html><script>alert(1)</script></html>", OTHER),
], ids=range(16))
def test_a_document_with_something_hidden_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        check(tmp_path, content, "a.docx")

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(("name", "content"), [
    ("a.pdf", b"\n\n%PDF-1.4"), ("a.pdf", JPEG), ("a.jpg", PNG), ("a.png", b"<svg onload='alert(1)'/>"),
    ("a.jpg", JPEG + packed({"a.jar": b"x"})),
])
def test_a_picture_or_pdf_of_another_kind_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(FileRefused):
        check(tmp_path, content, name)
