"""The bytes of a file become lines and tables; what cannot be a document is refused with a sentence that says why."""

import unicodedata

from engine.base.text import nfc
from engine.check.sentence import sentence
from engine.document.block import Block, DocumentRefused, Line
from engine.document.docx import docx_blocks

MAX_TEXT = 20_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def blocks_of(name: str, data: bytes) -> tuple[Block, ...]:
    """`name` decides by its ending; raises DocumentRefused."""
    ending = name.lower().rpartition(".")[2]
    if ending == "docx":
        return docx_blocks(data)
    if data.startswith(_OLD_WORD) or ending == "doc":
        raise DocumentRefused("old_word", sentence(
            "tệp .doc của Word cũ không đọc được; mở bằng Word rồi lưu thành .docx"))
    if ending in ("docm", "dotm"):
        raise DocumentRefused("macros", sentence(
            "tệp có macro không được nhận; lưu lại thành .docx không macro"))
    if ending == "pdf" or data.startswith(b"%PDF"):
        raise DocumentRefused("not_a_document", sentence(
            "tệp PDF không đọc trực tiếp được; chép chữ ra tệp .txt, hoặc dùng tệp .docx gốc"))
    if ending != "txt":
        raise DocumentRefused("not_a_document", sentence(
            "chỉ đọc tệp .docx hoặc .txt; tệp này có đuôi “.{ending}”", ending=ending[:20]))
    return text_blocks(_decoded(data))


def text_blocks(text: str) -> tuple[Block, ...]:
    """The lines of a text, counted from 1; a form feed of a PDF ends a page, not a line."""
    plain = nfc(text).replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    return tuple(Line(number, _clean(line)) for number, line in enumerate(plain.split("\n"), 1))


def _clean(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(" " if c == "\t" or unicodedata.category(c) == "Zs" else c for c in line
                   if c == "\t" or unicodedata.category(c)[0] != "C")


def _decoded(data: bytes) -> str:
    if len(data) > MAX_TEXT:
        raise DocumentRefused("too_large", sentence(
            "tệp lớn hơn {most} MB; hãy chia nhỏ hoặc bỏ bớt ảnh", most=MAX_TEXT // 1_000_000))
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentRefused("not_utf8", sentence(
            "byte thứ {byte} không phải UTF-8; lưu lại tệp với mã UTF-8", byte=error.start + 1)) from None
    if "\0" in text:
        raise DocumentRefused("not_a_document", sentence("tệp không phải văn bản chữ; dùng tệp .docx hoặc .txt"))
    if not text.strip():
        raise DocumentRefused("empty", sentence("tệp không có chữ nào; nếu là bản quét, hãy nhận dạng chữ trước"))
    return text
