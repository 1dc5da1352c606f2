"""How the members of a step vote: kind of ballot, secrecy, quorum, majority, ties, who takes no part."""

import re
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from engine.base.text import fold
from engine.plan.element import Ident, Part, Text, Yes, words

_HOW = words({"chấm điểm": "scores", "tán thành": "consent", "chọn": "choose"})
_OF = words({"thành viên": "members", "phiếu thu về": "cast", "phiếu hợp lệ": "valid"})
_TIE = words({"không thông qua": "fails", "chủ toạ quyết định": "chair", "bỏ phiếu lại": "again"})
HALF = "quá bán"
_WRITTEN = re.compile(r"(?P<part>\d+)\s*/\s*(?P<whole>\d+)|(?P<percent>\d+(?:[.,]\d+)?)\s*%?"
                      r"|(?P<number>\d+)\s*(?:người|phiếu|thành viên)")
_WHOLE = 100


def _share(given: object) -> str:
    """As kheo keeps it: "quá bán", "2/3", "66%", "5 người"; a plain number is a share in per cent."""
    text = str(given).strip()
    if fold(text) == fold(HALF):
        return HALF
    found = _WRITTEN.fullmatch(text)
    if found is None or not _possible(found):
        raise ValueError("không phải một phần của tổng; ghi quá bán, 2/3, 70% hoặc 5 người")
    if found["number"]:
        return f"{found['number']} người"
    return text.replace(" ", "") if found["whole"] else f"{found['percent']}%"


def _possible(found: re.Match[str]) -> bool:
    if found["number"]:
        return int(found["number"]) > 0
    return int(found["whole"] or 1) > 0 and 0 < _part(found) <= 1


def _part(found: re.Match[str]) -> Fraction:
    if found["whole"]:
        return Fraction(int(found["part"]), int(found["whole"]))
    return Fraction(found["percent"].replace(",", ".")) / _WHOLE


class Share(str):
    """A written share of those that count: "quá bán", "2/3", "70%", or a number of persons or ballots, "5 người"."""

    __slots__ = ()

    @property
    def number(self) -> int | None:
        """How many, where it is not a share."""
        found = _WRITTEN.fullmatch(self)
        return int(found["number"]) if found and found["number"] else None

    @property
    def part(self) -> Fraction:
        """Which part of the whole; half for "quá bán"."""
        found = _WRITTEN.fullmatch(self)
        return _part(found) if found and not found["number"] else Fraction(1, 2)

    def least(self, of: int) -> int:
        """How many of so many are enough; rounded up, "quá bán" is more than half.

        >>> [Share(text).least(9) for text in ("quá bán", "2/3", "70%", "5 người")], Share("quá bán").least(8)
        ([5, 6, 7, 5], 5)
        """
        if self.number is not None:
            return self.number
        return floor(self.part * of) + 1 if self == HALF else ceil(self.part * of)


WrittenShare = Annotated[str, BeforeValidator(_share), WithJsonSchema({"type": ["string", "integer"]})]


class Choice(Part):
    """One of the things a ballot chooses from."""

    id: Ident = Field(alias="mã")
    label: Text = Field(alias="nhãn")


class Vote(Part):
    """How the members of a step vote. Without it a ballot is an open score sheet that everybody hands in."""

    how: Annotated[Literal["scores", "consent", "choose"], *_HOW] = Field("scores", alias="cách")
    """Score sheets by the step's criteria; for, against, no opinion; or marking up to `seats` of several."""
    secret: Yes = Field(False, alias="kín")
    """Nobody, whoever reads the data, can say who voted what; a ballot handed in cannot be changed."""
    named: Yes = Field(False, alias="nêu tên")
    """The minutes say who voted what; of an open vote alone."""
    chair: Text | None = Field(None, alias="chủ toạ")
    """The role that marks absences, closes and decides ties; the coordinator when absent."""
    secretary: Text | None = Field(None, alias="thư ký")
    """The role that keeps the minutes: it sees who has voted and urges those who have not; it decides nothing."""
    members: int | None = Field(None, alias="số thành viên", ge=1, le=999)
    """How many members the document gives the body."""
    passes: WrittenShare = Field(HALF, alias="thông qua")
    """Votes needed: of consent to pass, of a choice to be chosen."""
    of: Annotated[Literal["members", "cast", "valid"], *_OF] = Field("cast", alias="tính trên")
    """What `passes` is a share of: all who may vote, ballots handed in, valid ballots."""
    tie: Annotated[Literal["fails", "chair", "again"], *_TIE] = Field("fails", alias="bằng phiếu")
    """As many for as against, or as many for the last seat: it fails, the chair decides, one more ballot is held."""
    seats: int = Field(1, alias="chọn nhiều nhất", ge=1, le=200)
    choices: tuple[Choice, ...] = Field((), alias="lựa chọn")
    entries: Text | None = Field(None, alias="mô hình khi")
    """The choices are the initiatives that satisfy the condition."""
    recuse: Yes = Field(False, alias="không bỏ phiếu cho đơn vị mình")
    """A member who holds a position in the unit whose matter it is takes no part and is not counted."""
    substitutes: Yes = Field(False, alias="thay thành viên")
    """The chair may put another person in the place of a member who has not voted."""
    trimmed: Yes = Field(False, alias="bỏ phiếu cao nhất và thấp nhất")
    """Of three score sheets or more, the one with the highest and the one with the lowest total do not count."""
