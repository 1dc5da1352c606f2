"""R27, R30: documents with one number and two dates, in one plan or in several; days that no calendar has."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.rules import RULES
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.element import Binding
from engine.plan.people import Basis
from engine.plan.read import Path, ReadPlan

_DAY = re.compile(r"ngày\s+(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:(?:\s*[/.-]\s*|\s+năm\s+)(\d+))?", re.I)
_LEAP_YEAR = 2000


def r27(seen: Seen) -> Iterator[Finding]:
    """One number with two dates within the plan."""
    yield from two_dates([seen.read])


def two_dates(plans: Sequence[ReadPlan]) -> Iterator[Finding]:
    """R27 for plans looked at together; with several plans, only what differs from one file to another."""
    known = [(read, number, basis) for read in plans for number, basis in enumerate(read.plan.basis)
             if basis.number and basis.dated]
    for read, number, basis in known:
        others = [(other, n, one) for other, n, one in known if _may_be_one(one, basis)
                  and one.dated != basis.dated and (len(plans) == 1 or other is not read)]
        for other, n, one in others[:1]:
            says = sentence(
                "Số {number} ghi ngày {dated} ({issuer}) ở đây, ngày {other} ({author}) ở {place}: một văn bản được "
                "xác định bằng cơ quan, loại, số và ngày, nên cả hai có thể đúng.", number=basis.number,
                dated=basis.dated, issuer=basis.issuer, other=one.dated, author=one.issuer,
                place=str(other.at("basis", n)))
            yield Finding("R27", RULES["R27"].severity, read.at("basis", number), named(basis) or ("Căn cứ",), says,
                          sentence("đối chiếu hai văn bản gốc; nếu là một văn bản thì sửa ngày sai"))


def _may_be_one(one: Basis, other: Basis) -> bool:
    """The same type and number, of bodies that may be one: "Ban Tuyên giáo" and "Ban Tuyên giáo Thành uỷ"."""
    bodies = sorted((fold(one.issuer), fold(other.issuer)), key=len)
    return fold(f"{one.type} {one.number}") == fold(f"{other.type} {other.number}") and bodies[1].startswith(bodies[0])


def r30(seen: Seen) -> Iterator[Finding]:
    """A day that does not exist, wherever a text of the plan names one."""
    for path, text, part in _texts(seen.plan, (), seen.plan):
        for match in _DAY.finditer(text):
            wrong = _impossible(int(match[1]), int(match[2]), match[3])
            if wrong:
                yield seen.found("R30", path, sentence("“{said}”: {wrong}.", said=match[0], wrong=wrong),
                                 sentence("đối chiếu văn bản gốc và ghi ngày đúng"), named(part))


def _impossible(day: int, month: int, year: str | None) -> str | None:
    if year is not None and len(year) != 4:
        return sentence("năm phải có bốn chữ số")
    if not 1 <= month <= 12:
        return sentence("không có tháng {month}", month=month)
    if not 1 <= day <= monthrange(int(year or _LEAP_YEAR) or _LEAP_YEAR, month)[1]:
        return sentence("tháng {month} không có ngày {day}", month=month, day=day)
    return None


def _texts(value: object, path: Path, part: Binding) -> Iterator[tuple[Path, str, Binding]]:
    """Every text below a value, with its path and the innermost part that names its clause."""
    if isinstance(value, str):
        yield path, value, part
    elif isinstance(value, BaseModel):
        inner = value if isinstance(value, Binding) and value.clauses else part
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), (*path, name), inner)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(item, (*path, number), part)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key), part)
