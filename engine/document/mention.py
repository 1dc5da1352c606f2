"""What a text names: forms by code, other documents by number, places of the document itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from engine.document.form_code import FAMILIES, MORE, NAMED, FormCode, code_of
from engine.document.marker import UPPER

TYPES = ("Hướng dẫn liên tịch", "Hướng dẫn", "Kế hoạch liên tịch", "Kế hoạch", "Nghị quyết", "Nghị định", "Thông tư",
         "Luật", "Kết luận", "Chỉ thị", "Quyết định", "Quy chế", "Quy định", "Quy trình", "Chương trình hành động",
         "Chương trình", "Công văn", "Thông báo", "Đề án", "Phương án", "Thể lệ", "Thông tri", "Điều lệ", "Pháp lệnh")
"""Types of documents, as they are written; the longer name first."""
_TYPE = "|".join(t.replace(" ", r"\s+") for t in TYPES)
_DAY = r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
_CITED = re.compile(
    rf"(?P<type>{_TYPE})\s+(?:số\s*:?\s*)(?P<number>\d[\w/.\-–]*)\s*,?"
    rf"(?:\s*ngày\s+(?P<day>{_DAY}))?(?:\s*,?\s*(?:của|giữa)\s+(?P<issuer>[^,;.()“”]{{1,200}}?)"
    r"(?=\s+(?:về|quy\s+định|ban\s+hành|hướng\s+dẫn|sửa|v/v)\b|\s*[,;.()“”]|$))?"
    r"(?:\s+(?:về(?:\s+việc)?)\s+(?P<about>[^;.()]{1,500}))?", re.I)
_UNNUMBERED = re.compile(rf"(?P<type>{_TYPE})\s+của\s+(?P<issuer>[{UPPER}][^,;.()“”]{{1,200}}?)\s+về\s+"
                         r"(?P<about>[^;.()]{1,500})")
_OUTSIDE = re.compile(rf"\s*,?\s*\(?(?:(?:tại|của|kèm\s+theo|ban\s+hành|theo)\s+)*(?:[^.;()]{{0,30}}\s)??"
                      rf"(?:{_TYPE})\s+số\b|\s*(?:của\s+)?(?:Luật|Nghị định|Thông tư)\b", re.I)
_OTHER = re.compile(rf"\b(?:{_TYPE}|Hiến pháp|Bộ luật|Nội quy|Văn bản|Công điện)\b(?!\s+này)")
_PLACE = re.compile(
    r"\b(?P<word>mục|phần|chương|điều|tiểu\s+mục)\s+(?P<n>[IVX]{1,5}(?:\.\d{1,2}){0,4}|[A-H]\b|"
    r"\d{1,2}(?:\.\d{1,2}){0,4})(?![\d%])"
    r"(?:\s*(?:-|–|đến|và)\s*(?P<to>\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,5})(?![\d%]))?", re.I)
_ISSUES = re.compile(rf",\s+(?=[{UPPER}][^,]*\s(?:ban\s+hành|xây\s+dựng|hướng\s+dẫn)\b)")
_SELF = re.compile(rf"(?P<type>{_TYPE})\s+này\b")


@dataclass(frozen=True, slots=True)
class NamedForm:
    """A form named by its code at `start` of the text; `end` is where its mention ends."""

    code: FormCode
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cited:
    """Another document, as the text identifies it."""

    type: str
    number: str | None
    day: str | None
    issuer: str | None
    about: str | None
    start: int


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A place of this document named in its text; `within`: the part named behind it ("mục 5.1, phần 5")."""

    word: str
    number: str
    to: str | None
    start: int
    end: int


def named_forms(text: str) -> Iterator[NamedForm]:
    """Forms of this document; those of a law or of another document are left out."""
    for match in NAMED.finditer(text):
        code = code_of(match)
        if code is None or (match["n"].isalpha() and match["n"].islower()) or _OUTSIDE.match(text, match.end()):
            continue
        yield NamedForm(code, match.start(), match.end())
        at = match.end()
        while more := MORE.match(text, at):
            if following := code_of(more, FAMILIES[" ".join(match["family"].lower().split())]):
                yield NamedForm(following, more.start(), more.end())
            at = more.end()


def cited_documents(text: str) -> Iterator[Cited]:
    for match in _CITED.finditer(text):
        issuer, about = match["issuer"], match["about"]
        yield Cited(_type(match["type"]), match["number"].rstrip(".-–"), match["day"], issuer and issuer.strip(),
                    about and _ISSUES.split(about)[0].strip(" ,:"), match.start())


def unnumbered_documents(text: str) -> Iterator[Cited]:
    """Documents named by type and issuer only."""
    for match in _UNNUMBERED.finditer(text):
        yield Cited(_type(match["type"]), None, None, match["issuer"].strip(), match["about"].strip(" ,"),
                    match.start())


def named_places(text: str) -> Iterator[PlaceNamed]:
    """Places of this document; those of another document ("mục 3 Nghị quyết số 25") are left out."""
    for match in _PLACE.finditer(text):
        word = " ".join(match["word"].lower().split())
        if match["n"].isalpha() and match["n"].islower() or (word == "phần" and match["word"].islower()
                                                              and _is_share(text, match)):
            continue
        if _outside(text, match.end()):
            continue
        yield PlaceNamed(word, match["n"], match["to"], match.start(), match.end())


def _is_share(text: str, match: re.Match[str]) -> bool:
    """"một phần 2" and the like: no part of a document."""
    return re.search(r"(?:một|góp|từng)\s+$", text[: match.start()]) is not None


def _outside(text: str, at: int) -> bool:
    """Whether a document is named behind the place, in the same phrase, that is not this one."""
    behind = re.split(r"[.;)]\s|[.;)]$", text[at: at + 120])[0]
    own = _SELF.search(behind)
    return _OTHER.search(behind[: own.start()] if own else behind) is not None


def self_names(text: str) -> Iterator[tuple[str, int]]:
    """Where the document calls itself ("Kế hoạch này"): the type it uses, and the place."""
    for match in _SELF.finditer(text):
        yield _type(match["type"]), match.start()


@cache
def _types() -> dict[str, str]:
    return {t.lower(): t for t in TYPES}


def _type(written: str) -> str:
    return _types()[" ".join(written.lower().split())]
