"""Codes of forms as documents write them ("Mẫu 1" is "Biểu mẫu số 01"), and the sentences that name them."""

import re
from collections.abc import Iterable

from engine.base.text import fold

Code = tuple[str | int, ...]
_NAMED = re.compile(r"(theo\s+)?((?:biểu mẫu|mẫu|phụ lục)(?:\s+số)?\s+(?:\d+[a-zđ]?|[IVX]+)\b)(?![/-]\w)\)?(.{0,40})",
                    re.IGNORECASE | re.DOTALL)
_SENT_ALONG = re.compile(r"\s*,?\s*\(?(?:gửi|đính)?\s*kèm\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\s*,?\s*(?:của|tại|ban hành|kèm theo (?:nghị|thông|quyết|luật|hướng|chỉ))", re.IGNORECASE)


def code_of(text: str) -> Code:
    """The code without case, marks, leading zeros and words that documents drop.

    >>> code_of("Biểu mẫu số 01") == code_of("mẫu 1") == ("mau", 1)
    True
    """
    found = [int(word) if word.isdigit() else word for word in re.findall(r"[a-z]+|\d+", fold(text)) if word != "so"]
    return tuple(found[1:] if found[:2] == ["bieu", "mau"] else found)


def stands_in(place: str, code: str) -> bool:
    """Whether a place of the document lies in the form of that code.

    >>> stands_in("Mẫu 1 mục V", "Mẫu 01"), stands_in("Mẫu 12", "Mẫu 1")
    (True, False)
    """
    outer = code_of(code)
    return code_of(place)[: len(outer)] == outer


def named_in(quote: str) -> tuple[str, ...]:
    """The codes of its own forms that a sentence of a document names: "theo mẫu 01", "Phụ lục 02 gửi kèm".

    "Mẫu 2C-BNV" and other codes with the sign of an issuing body are forms of that body.

    >>> named_in("trước ngày 05/02/2026 (theo mẫu 01 gửi kèm)"), named_in("theo Phụ lục I ban hành kèm theo Nghị định")
    (('mẫu 01',), ())
    """
    return tuple(named for theo, named, rest in _NAMED.findall(quote)
                 if (theo or _SENT_ALONG.match(rest)) and not _OF_ANOTHER.match(rest))


def free_code(like: str, taken: Iterable[str]) -> str:
    """The first unused code of the same kind, written in the same manner.

    >>> free_code("Mẫu 3", ["Mẫu 1", "Mẫu 3"]), free_code("Phụ lục 02", ["Phụ lục 01", "Phụ lục 02"])
    ('Mẫu 2', 'Phụ lục 03')
    """
    used = {code_of(code) for code in taken}
    digits = re.search(r"\d+", like)
    if digits is None:
        return f"{like} 2"
    for number in range(1, len(used) + 2):
        code = like[: digits.start()] + str(number).zfill(len(digits[0])) + like[digits.end():]
        if code_of(code) not in used:
            break
    return code
