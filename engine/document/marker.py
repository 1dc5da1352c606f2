"""What stands in front of a clause: I., 1., 2.3.1, Bước 1:, (1), a), a dash, a plus sign."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["part", "chapter", "section", "capital", "roman", "article", "decimal", "step", "star", "paren", "alpha",
               "dash", "plus", "dot"]

RANKS: dict[Kind, int] = {
    "part": 0, "chapter": 1, "section": 2, "capital": 3, "roman": 4, "article": 5, "decimal": 6, "step": 12, "star": 13,
    "paren": 14, "alpha": 15, "dash": 16, "plus": 17, "dot": 18}
"""From the outermost to the innermost; a decimal number goes deeper with each of its levels."""

UPPER = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
ALPHABET = "abcdđeghiklmnopqrstuvxy"
_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "nhất": 1, "nhì": 2}
_ORDINAL = r"(?P<n>\d{1,2}|[IVX]{1,5}|" + "|".join(_WORDS) + r")"


@dataclass(frozen=True, slots=True)
class Marker:
    """`label` as the path names it; `number` for counting (empty for signs)."""

    kind: Kind
    label: str
    number: tuple[int, ...] = ()

    @property
    def rank(self) -> int:
        return RANKS[self.kind] + (len(self.number) - 1 if self.kind == "decimal" else 0)


def roman(text: str) -> int | None:
    """The value of a Roman numeral up to 39; None when it is none."""
    found = re.fullmatch(r"(X{0,3})(IX|IV|V?I{0,3})", text)
    if not text or found is None:
        return None
    units = {"IX": 9, "IV": 4}
    tail = found[2]
    return 10 * len(found[1]) + units.get(tail, 5 * tail.count("V") + tail.count("I"))


def as_roman(number: int) -> str:
    """A number up to 39 as a Roman numeral."""
    tens, units = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[units]


def _ordinal(text: str) -> int:
    return int(text) if text.isdigit() else roman(text) or _WORDS.get(text.lower(), 0)


_ROMAN = re.compile(rf"(?P<n>[IVX]{{1,5}})\s*[.\-–—:)]\s*(?=[“\"(]?[{UPPER}])(?![IVX]+\s*\.)")
_ROMAN_DECIMAL = re.compile(r"[IVX]{1,5}\.(?P<n>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=\S)")
_DECIMALS = re.compile(rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})\s*[.):/\-–]?\s*(?=[“\"(]?[{UPPER}])")
_DECIMAL = re.compile(rf"(?P<n>\d{{1,2}})\s*[.)/\-–]\s*(?=[“\"(]?[{UPPER}])")
_STEP = re.compile(rf"(?:[-+–•*]\s*)?(?P<w>Bước|BƯỚC|Giai đoạn|Đợt)\s+{_ORDINAL}\s*[:.)\-–]\s*")
_NAMED = (
    ("part", re.compile(rf"(?:Phần|PHẦN)\s+(?:thứ\s+|THỨ\s+)?{_ORDINAL}\b\s*[:.\-–]?\s*(?=[{UPPER}]|$)"), "Phần"),
    ("chapter", re.compile(rf"(?:Chương|CHƯƠNG)\s+{_ORDINAL}\b\s*[:.\-–]?\s*(?=[{UPPER}]|$)"), "Chương"),
    ("section", re.compile(rf"(?:Mục|MỤC)\s+{_ORDINAL}\s*[:.\-–]\s*(?=[{UPPER}])"), "Mục"),
    ("article", re.compile(r"(?:Điều|ĐIỀU)\s+(?P<n>\d{1,3})\s*[:.\-–]\s*"), "Điều"),
)
_CAPITAL = re.compile(rf"(?P<n>[A-HĐ])\s*[.\-–)]\s*(?=[{UPPER}]{{2}})")
_PAREN = re.compile(r"\((?P<n>\d{1,2})\)\s*(?=\S)")
_PAREN_ALPHA = re.compile(r"\((?P<n>[a-zđ])\)\s*(?=\S)")
_ALPHA = re.compile(r"(?P<n>[a-zđ])\s*[).]\s+(?=\S)|(?P<s>[a-zđ])/\s*(?=\S)")
_SIGNS = (("dash", re.compile(r"[-–—−]\s*(?=[^\s\-–—−])"), "gạch"), ("plus", re.compile(r"\+\s*(?=\S)"), "cộng"),
          ("star", re.compile(r"\*\s*(?=[^\s*])"), "sao"), ("dot", re.compile(r"[•●○▪■◦·]\s*(?=\S)"), "chấm"))


def read_marker(text: str) -> tuple[Marker, str] | None:
    """The marker a text begins with, and the rest; None when there is none."""
    for read in (_step, _named, _roman, _decimal, _small, _sign):
        found = read(text)
        if found is not None:
            return found[0], text[found[1]:].strip()
    return None


def _step(text: str) -> tuple[Marker, int] | None:
    match = _STEP.match(text)
    number = _ordinal(match["n"]) if match else 0
    if match is None or not number:
        return None
    return Marker("step", f"{match['w'].capitalize()} {number}", (number,)), match.end()


def _named(text: str) -> tuple[Marker, int] | None:
    for kind, pattern, word in _NAMED:
        match = pattern.match(text)
        if match and (number := _ordinal(match["n"])):
            return Marker(kind, f"{word} {number}", (number,)), match.end()  # type: ignore[arg-type]
    return None


def _roman(text: str) -> tuple[Marker, int] | None:
    match = _ROMAN.match(text)
    if match and (number := roman(match["n"])):
        return Marker("roman", match["n"], (number,)), match.end()
    match = _CAPITAL.match(text)
    return (Marker("capital", match["n"], (ord(match["n"]),)), match.end()) if match else None


def _decimal(text: str) -> tuple[Marker, int] | None:
    match = _DECIMALS.match(text) or _ROMAN_DECIMAL.match(text) or _DECIMAL.match(text)
    if match is None:
        return None
    number = tuple(int(n) for n in match["n"].split("."))
    return Marker("decimal", ".".join(map(str, number)), number), match.end()


def _small(text: str) -> tuple[Marker, int] | None:
    match = _PAREN.match(text)
    if match:
        return Marker("paren", f"({int(match['n'])})", (int(match["n"]),)), match.end()
    match = _PAREN_ALPHA.match(text) or _ALPHA.match(text)
    if match is None:
        return None
    letter = match["n"] or match["s"]
    place = ALPHABET.find(letter)
    return (Marker("alpha", f"điểm {letter}", (place + 1,)), match.end()) if place >= 0 else None


def _sign(text: str) -> tuple[Marker, int] | None:
    for kind, pattern, word in _SIGNS:
        match = pattern.match(text)
        if match:
            return Marker(kind, word), match.end()  # type: ignore[arg-type]
    return None
