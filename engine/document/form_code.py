"""The codes of forms and annexes: how a document writes them, and which spellings are the same."""

import re
from dataclasses import dataclass

from engine.document.marker import UPPER, roman

FAMILIES = {"biểu mẫu": "Mẫu", "mẫu biểu": "Mẫu", "mẫu": "Mẫu", "biểu": "Mẫu", "phụ lục": "Phụ lục", "phiếu": "Phiếu"}
_WORD = r"(?P<family>biểu\s+mẫu|mẫu\s+biểu|phụ\s+lục|mẫu|biểu|phiếu)"
_NUMBER = r"(?P<n>\d{1,2}|[IVX]{1,4})(?P<letter>[a-zđA-ZĐ]?)(?P<tail>[/\-][A-ZĐ][A-ZĐ\-]{0,14})?"
_NOT_COUNTED = (r"(?![\d/]|[.,]\d|\s*(?:%|mô\s+hình|bản\b|bộ\b|ngày|tháng|năm\b|tập\s+thể|cá\s+nhân|người|đơn\s+vị|"
                r"chỉ\s+tiêu|tiêu\s+chí|trang))")
NAMED = re.compile(rf"\b{_WORD}\s*(?:số|:)?\s*:?\s*{_NUMBER}\b{_NOT_COUNTED}", re.I)
MORE = re.compile(rf"\s*(?:,|và|hoặc)\s*(?:số\s*)?{_NUMBER}\b{_NOT_COUNTED}")
_LINE = re.compile(rf"(?:(?P<unit>.*?[.…:\s]{{2,}}))?{_WORD}\s*(?:số\s*)?:?\s*{_NUMBER}\s*[.:]?(?P<rest>.*)", re.I)
_BARE = re.compile(rf"(?P<family>PHỤ\s+LỤC|BIỂU\s+MẪU|MẪU)(?P<rest>(?:\s+[{UPPER}“”\-–,]+){{0,14}})")
_LABEL_WORDS = re.compile(r"\s*[(\[]?(?:kèm\s+theo|ban\s+hành|[-–:.])", re.I)


@dataclass(frozen=True, slots=True)
class FormCode:
    """The same for every spelling of one code; number 0 for an annex that is headed without one."""

    family: str
    number: int
    letter: str = ""

    @property
    def name(self) -> str:
        return f"{self.family} {self.number}{self.letter}" if self.number else self.family


def code_of(match: re.Match[str], family: str | None = None) -> FormCode | None:
    """The code of a match of NAMED, or of MORE with the family named before; None for a false numeral."""
    written = family or FAMILIES[" ".join(match["family"].lower().split())]
    number = int(match["n"]) if match["n"].isdigit() else roman(match["n"])
    return FormCode(written, number, match["letter"].lower()) if number else None


def code_line(text: str) -> tuple[FormCode, str] | None:
    """The code a line stands there to announce, and the title behind it; None for a line of running text."""
    line = " ".join(text.split())
    if len(line) > 140:
        return None
    match = _LINE.fullmatch(text.strip()[:600]) or _LINE.fullmatch(line)
    if match is None or match["n"].islower():
        return _without_number(line)
    unit, rest = (match["unit"] or "").strip(), match["rest"].strip()
    if sum(c.islower() for c in unit) > 12 or (rest and not _announces(rest, match)):
        return None
    code = code_of(match)
    return (code, rest.strip(" .:-–")) if code else _without_number(line)


def _without_number(line: str) -> tuple[FormCode, str] | None:
    """An annex headed "PHỤ LỤC" or "MẪU BÁO CÁO" in capitals."""
    bare = _BARE.fullmatch(line)
    family = FAMILIES[" ".join(bare["family"].lower().split())] if bare else ""
    return (FormCode(family, 0), line if bare["rest"] else "") if bare else None


def _announces(rest: str, match: re.Match[str]) -> bool:
    """Whether what follows the code on its line is a title or a note, and not the rest of a sentence."""
    capital = match["family"][0].isupper()
    after = match.string[match.end("n"):].lstrip()
    return capital and (bool(_LABEL_WORDS.match(after)) or rest[0].isupper() and len(rest.split()) <= 16
                        and not rest.endswith((";", ",")))
