"""The parts of a DOCX or XLSX, unpacked no further than is safe; what must not be opened is refused with a sentence."""

import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from engine.check.sentence import sentence
from engine.document.block import DocumentRefused

MAX_FILE = 30_000_000
MAX_PART = 60_000_000
MAX_RATIO = 200
MAX_ENTRIES = 4000
_ENCRYPTED = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a package is called, by which extension, in which program; `main`: the part that makes it one."""

    name: str
    extension: str
    old: str
    program: str
    main: str

    def broken(self) -> DocumentRefused:
        return DocumentRefused(f"broken_{self.extension}", sentence(
            "tệp không phải {name} hoặc đã hỏng; mở bằng {program} rồi lưu lại", name=self.name, program=self.program))


DOCX = Kind("DOCX", "docx", "doc", "Word", "word/document.xml")
XLSX = Kind("XLSX", "xlsx", "xls", "Excel", "xl/workbook.xml")


def parts_of(data: bytes, kind: Kind, wanted: Iterable[str], folder: str | None = None,
             most: int = MAX_PART) -> dict[str, bytes]:
    """The wanted parts that are there, and every one below `folder`; together streamed no further than `most`."""
    if data.startswith(_ENCRYPTED):
        raise DocumentRefused("encrypted", sentence(
            "tệp được đặt mật khẩu hoặc là .{old} cũ; bỏ mật khẩu rồi lưu thành .{extension}",
            old=kind.old, extension=kind.extension))
    if len(data) > MAX_FILE:
        raise DocumentRefused("too_large", sentence(
            "tệp lớn hơn {most} MB; hãy chia nhỏ hoặc bỏ bớt ảnh", most=MAX_FILE // 1_000_000))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, kind, frozenset(wanted), folder, most)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zlib.error):
        raise kind.broken() from None


def _read(archive: zipfile.ZipFile, kind: Kind, wanted: frozenset[str], folder: str | None,
          left: int) -> dict[str, bytes]:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if any("vbaproject" in name.lower() for name in names):
        raise DocumentRefused("macros", sentence(
            "tệp có macro không được nhận; lưu lại thành .{extension} không macro", extension=kind.extension))
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentRefused("encrypted", sentence("tệp được đặt mật khẩu; bỏ mật khẩu rồi lưu lại"))
    if len(entries) > MAX_ENTRIES or any(
            entry.file_size > MAX_PART or entry.file_size > MAX_RATIO * max(entry.compress_size,
                                                                            1000) for entry in entries):
        raise _bomb()
    if kind.main not in names:
        raise DocumentRefused(f"broken_{kind.extension}", sentence(
            "tệp không phải {name} của {program}; mở bằng {program} rồi lưu thành .{extension}",
            name=kind.name, program=kind.program, extension=kind.extension))
    found = {}
    for name in sorted(names):
        if name in wanted or (folder and name.startswith(folder) and name.endswith(".xml")):
            with archive.open(name) as stream:
                found[name] = stream.read(left + 1)
            left -= len(found[name])
            if left < 0:
                raise _bomb()
    return found


def _bomb() -> DocumentRefused:
    return DocumentRefused("zip_bomb", sentence("tệp nén phình ra quá lớn khi mở; không đọc tệp này"))


def xml_of(data: bytes, kind: Kind) -> etree._Element:
    """The root of a part; entities are neither declared nor fetched."""
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data[:2000]:
        raise DocumentRefused(f"broken_{kind.extension}", sentence(
            "tệp {name} có khai báo thực thể XML; không đọc tệp này", name=kind.name))
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        raise kind.broken() from None
