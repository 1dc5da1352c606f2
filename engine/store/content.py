"""Looks into a file that came in: is it what its name says, and does it do no harm when it is opened."""

import zipfile
import zlib
from pathlib import Path

import filetype

from engine.work.upload import MEDIA_TYPES, FileRefused

_MOST_PARTS = 2000
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_RATIO = 100
_ALWAYS_UNPACKED = 10 * 1024 * 1024
"""Up to here a high ratio is an empty sheet, not a bomb."""
_PIECE = 1024 * 1024
_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_ENCRYPTED = 0x1


def check_content(path: Path, name: str, extension: str) -> str:
    """The media type; raises FileRefused when the content is not what the extension says, or holds something hidden."""
    if path.stat().st_size == 0:
        raise FileRefused(f"Tệp “{name}” rỗng; hãy mở tệp kiểm tra rồi tải lại.")
    if extension in _MAIN_PART:
        _check_office(path, name, extension)
    else:
        kind = filetype.guess(str(path))
        if kind is None or kind.mime != MEDIA_TYPES[extension] or not _begins_well(path, extension):
            raise _not_what_it_says(name, extension)
        if zipfile.is_zipfile(path):
            raise FileRefused(f"Tệp “{name}” giấu một gói nén bên trong; hãy xuất lại tệp từ phần mềm gốc rồi tải lên.")
    return MEDIA_TYPES[extension]


def _begins_well(path: Path, extension: str) -> bool:
    """A PDF begins with its mark; readers also take one that stands later, behind another file's content."""
    with path.open("rb") as file:
        return extension != "pdf" or file.read(5) == b"%PDF-"


def _not_what_it_says(name: str, extension: str) -> FileRefused:
    return FileRefused(f"Nội dung tệp “{name}” không phải {extension}; hãy xuất lại đúng dạng rồi tải lên.")


def _check_office(path: Path, name: str, extension: str) -> None:
    """A package of Word or Excel: opened as its reader would open it, with every part unpacked once."""
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise _not_what_it_says(name, extension)
    try:
        with zipfile.ZipFile(path) as package:
            _check_parts(package, name, extension)
            _unpack(package, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, UnicodeError, RuntimeError):
        raise FileRefused(f"Tệp “{name}” bị hỏng hoặc khóa bằng mật khẩu; "
                          "hãy mở ra, lưu lại không mật khẩu rồi tải lên.") from None


def _check_parts(package: zipfile.ZipFile, name: str, extension: str) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or _MAIN_PART[extension] not in names:
        raise _not_what_it_says(name, extension)
    if any(_is_macro(part) for part in names) or b"macroenabled" in _content_types(package):
        raise FileRefused(f"Tệp “{name}” có macro; hãy lưu lại ở dạng {extension} không macro rồi tải lên.")
    if any(_leads_out(part) for part in names) or len(set(names)) < len(names):
        raise FileRefused(f"Tệp “{name}” có cấu trúc lạ bên trong; hãy mở ra, lưu lại rồi tải lên.")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise zipfile.BadZipFile
    if len(parts) > _MOST_PARTS or _is_bomb(sum(part.file_size for part in parts), package):
        raise _unpacks_too_far(name)


def _content_types(package: zipfile.ZipFile) -> bytes:
    with package.open("[Content_Types].xml") as part:
        return part.read(_PIECE).lower()


def _unpack(package: zipfile.ZipFile, name: str) -> None:
    """Read every part to its end: the declared sizes may lie."""
    total = 0
    for part in package.infolist():
        with package.open(part) as content:
            while piece := content.read(_PIECE):
                total += len(piece)
                if _is_bomb(total, package):
                    raise _unpacks_too_far(name)


def _is_bomb(unpacked: int, package: zipfile.ZipFile) -> bool:
    packed = Path(package.filename or "").stat().st_size
    return unpacked > _MOST_UNPACKED or unpacked > max(_ALWAYS_UNPACKED, packed * _MOST_RATIO)


def _unpacks_too_far(name: str) -> FileRefused:
    return FileRefused(f"Tệp “{name}” bung ra quá lớn; hãy bớt nội dung hoặc chia nhỏ rồi tải lên.")


def _is_macro(part: str) -> bool:
    return part.rpartition("/")[2].lower() in _MACRO_PARTS or "/activex/" in part.lower()


def _leads_out(part: str) -> bool:
    return part.startswith("/") or "\\" in part or ":" in part or ".." in part.split("/")
