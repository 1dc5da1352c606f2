"""The head and the end of a document: type, number, day, issuer, title, basis; who signs it, who receives it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.document.block import Block, Line, flat
from engine.document.marker import UPPER
from engine.document.mention import TYPES, Cited, cited_documents, unnumbered_documents
from engine.document.paragraph import is_capital, is_rule, paragraphs

_TYPE = "|".join(t.replace(" ", r"\s+") for t in TYPES)
_TYPE_LINE = re.compile(rf"(?P<type>{_TYPE})\b(?P<rest>.*)", re.I)
_OPENING = re.compile(r"(?:Thực hiện|Căn cứ|Để |Nhằm|Triển khai thực hiện|Thi hành|Hướng tới|Tiếp tục thực hiện|"
                      r"Xét đề nghị)")
_NUMBER = re.compile(r"\s*Số\s*:?\s*(?P<number>.*)", re.I)
_DAY = re.compile(r"ngày\s*(?P<d>\d{1,2}|[.…\s]*)\s*tháng\s*(?P<m>\d{1,2}|[.…\s]*)\s*năm\s*(?P<y>\d{4}|[.…\s]*)", re.I)
_SHORT_DAY = re.compile(r"[^\W\d][^,]{1,40},\s*ngày\s+(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})")
_CARRIED = re.compile(r"\(?\s*(?:ban hành\s+)?kèm theo\s+(?P<what>.+)", re.I | re.S)
_MAKES = re.compile(rf"(?:^|[;,.]\s+)(?P<issuer>[{UPPER}][^;,.]{{3,120}}?)\s+(?i:xây\s+dựng|ban\s+hành|hướng\s+dẫn|"
                    rf"phát\s+động|đề\s+ra)\s+"
                    r"(?i:bản\s+|khung\s+)?(?i:kế\s+hoạch|hướng\s+dẫn|quy\s+trình|quy\s+chế|chương\s+trình|thể\s+lệ|"
                    r"đề\s+án|phương\s+án|một\s+số|"
                    r"phong\s+trào|nội\s+dung|như)")
_BODY_CAPITALS = re.compile(r"(?:ĐẢNG|ỦY BAN|UỶ BAN|UBND|BAN|SỞ|HỘI|PHÒNG|TỈNH|THÀNH|HUYỆN|MẶT TRẬN|VĂN PHÒNG|"
                            r"TRUNG TÂM|LIÊN|TỔNG|BỘ|CÔNG AN)\b")
_NATIONAL = re.compile(r"CỘNG HÒA|CỘNG HOÀ|ĐỘC LẬP|ĐẢNG CỘNG SẢN VIỆT NAM")
_NAMELESS = re.compile(r"\b(?:xã|phường|thị trấn|huyện|quận|thị xã)\s*$", re.I)
_RECEIVERS = re.compile(r"\s*nơi\s+nhận\b\s*:?\s*(?P<rest>.*)", re.I)
_AUTHORITY = re.compile(r"(?:T/M|TM|K/T|KT|TL|T/L|TUQ)[.\s]")
_PERSON = re.compile(rf"(?:(?:[A-Z]{{1,4}}\.\s*)*)?[{UPPER}][^\W\d]+(?:\s+[{UPPER}][^\W\d]*){{1,5}}")


@dataclass(frozen=True, slots=True)
class Receiver:
    """One line of the list of receivers; `purpose` is what its brackets say."""

    name: str
    purpose: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Head:
    """What identifies the document; None where it does not say."""

    type: str | None
    title: str
    number: str | None
    day: str | None
    issuer: str | None
    nameless: bool
    """The issuer is a level ("Đảng uỷ xã") without its name."""
    basis: tuple[Cited, ...]
    line: int
    opening: str


@dataclass(frozen=True, slots=True)
class Signed:
    """The signature block."""

    authority: str | None
    position: str | None
    name: str | None


def head_of(blocks: Sequence[Block], body_says: str | None) -> Head:
    """`body_says`: the type by which the body calls the document, for a head that does not name it."""
    lines = [Line(line.number, " ".join(line.text.split()), line.whole) for line in flat(blocks)]
    lines = [line for line in lines if line.text]
    start = next((n for n, line in enumerate(lines) if _OPENING.match(line.text) or _MAKES.match(line.text)),
                 len(lines))
    top, opening = lines[:start], " ".join(p.text for p in paragraphs(lines[start:]))
    kind, at = _type_of(top)
    carried = _carried(top)
    issuer = carried.issuer if carried else _issuer(top[:at], opening)
    number, day = (carried.number, carried.day) if carried else (_number(top), _day(top))
    basis = tuple(sorted({*cited_documents(opening), *unnumbered_documents(opening)}, key=lambda c: c.start))
    return Head(kind or body_says, _title(top[at:], kind), number, day, issuer,
                issuer is not None and _NAMELESS.search(issuer) is not None and not _names_place(top), basis,
                lines[0].number if lines else 1, opening)


def _names_place(top: Sequence[Line]) -> bool:
    """Whether a line of capitals in the head says which commune it is."""
    return any(re.search(r"\b(?:XÃ|PHƯỜNG|THỊ TRẤN|HUYỆN|QUẬN)\s+\w", line.text) for line in top
               if is_capital(line.text))


def _type_of(top: Sequence[Line]) -> tuple[str | None, int]:
    """The type and the place where the title begins."""
    for n, line in enumerate(top):
        match = _TYPE_LINE.fullmatch(line.text)
        if match and (is_capital(line.text) or not match["rest"]):
            name = " ".join(match["type"].split()).capitalize()
            return name, n if match["rest"] else n + 1
    after = max((n + 1 for n, line in enumerate(top) if _NUMBER.match(line.text) or _DAY.search(line.text)), default=0)
    return None, after


def _title(lines: Sequence[Line], kind: str | None) -> str:
    said: list[str] = []
    for line in lines:
        if is_rule(line.text) or _CARRIED.match(line.text):
            break
        said.append(line.text)
    title = " ".join(said).strip(" *")
    return re.sub(rf"^{kind}\s+", "", title, flags=re.I) if kind else title


def _number(top: Sequence[Line]) -> str | None:
    for line in top:
        match = _NUMBER.match(line.text)
        number = re.match(r"\d+\s*[-/]\s*[\wĐ/\-]+", match["number"]) if match else None
        if number:
            return re.sub(r"\s+", "", number[0])
    return None


def _day(top: Sequence[Line]) -> str | None:
    for line in top:
        match = _DAY.search(line.text)
        if match and all(match[k].strip().isdigit() for k in "dmy") and not _CARRIED.match(line.text):
            return f"{int(match['d']):02d}/{int(match['m']):02d}/{match['y']}"
        short = _SHORT_DAY.fullmatch(line.text)
        if short:
            return f"{int(short['d']):02d}/{int(short['m']):02d}/{short['y']}"
    return None


def _carried(top: Sequence[Line]) -> Cited | None:
    """The decision that carries the document, when the head says so."""
    for n, line in enumerate(top):
        if _CARRIED.match(line.text):
            text = " ".join(one.text for one in top[n: n + 3])
            return next(iter(cited_documents(text)), None)
    return None


def _issuer(before: Sequence[Line], opening: str) -> str | None:
    found = _MAKES.search(opening)
    if found:
        return re.sub(r"^(?:sự\s+chỉ\s+đạo\s+của\s+)", "", found["issuer"]).strip()
    names = [line.text for line in before
             if is_capital(line.text) and _BODY_CAPITALS.match(line.text) and not _NATIONAL.search(line.text)]
    return " ".join(names[-2:]) if names else None


def receivers_of(blocks: Sequence[Block]) -> tuple[Receiver, ...]:
    """The list under "Nơi nhận", to its end at the archive line or at a line of capitals."""
    lines = flat(blocks)
    start = next((n for n, line in enumerate(lines) if _RECEIVERS.fullmatch(line.text.strip())), None)
    if start is None:
        return ()
    rest: list[Line] = []
    for line in lines[start + 1:]:
        text = " ".join(line.text.split())
        if is_capital(text) and not text.startswith(("-", "+")):
            break
        rest.append(Line(line.number, text, line.whole))
    found = []
    for paragraph in paragraphs(rest):
        if paragraph.marker is None:
            continue
        match = re.search(r"\((?P<p>[^)]*)\)", paragraph.text)
        name = re.sub(r"\s*\([^)]*\)", "", paragraph.text).strip(" ,;.:")
        if name:
            found.append(Receiver(name, match["p"].strip() if match else None, paragraph.line))
    return tuple(found)


def signed_of(blocks: Sequence[Block]) -> Signed:
    """Authority, position and name, as far as lines of capitals and one of a name tell."""
    lines = [" ".join(line.text.split()) for line in flat(blocks)]
    capitals = [n for n, text in enumerate(lines) if is_capital(text) and not text.startswith(("-", "+"))]
    if not capitals:
        return Signed(None, None, None)
    authority = next((lines[n] for n in capitals if _AUTHORITY.match(lines[n])), None)
    position = next((lines[n] for n in reversed(capitals) if lines[n] != authority), None)
    name = next((text for text in lines[capitals[0] + 1:] if _PERSON.fullmatch(text) and not is_capital(text)), None)
    return Signed(authority, position, name)

