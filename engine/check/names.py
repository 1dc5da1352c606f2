"""R32: a body the document calls by two names or at two levels, a paper sent to receivers that differ."""

import re
from collections.abc import Iterator
from itertools import product

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.seen import Seen, named
from engine.check.sentence import sentence
from engine.plan.element import Binding
from engine.plan.read import Path

_SAME_RANK = ({"tinh", "thanh"}, {"xa", "phuong"}, {"huyen", "quan", "thi"})
"""Words for one level of administration; names that differ in nothing else are meant for one body."""
_LEAST = 3
"""Words two names must share before a differing level is worth a word."""


def r32(seen: Seen) -> Iterator[Finding]:
    """Several names of one body, or several receivers of one paper."""
    for name, role in seen.plan.roles.items():
        if len(role.called) > 1:
            yield seen.found(
                "R32", ("roles", name, "called"),
                sentence("Văn bản gọi “{role}” bằng {count} tên: {names}.",
                         role=role.name, count=len(role.called), names=_quoted(role.called)),
                sentence("dùng một tên trong cả văn bản"), named(role))
    for number, step in enumerate(seen.plan.steps):
        if len(step.said_receivers) > 1:
            yield seen.found(
                "R32", ("steps", number, "said_receivers"),
                sentence("Văn bản nêu {count} nơi nhận khác nhau cho bước “{step}”: {names}.",
                         count=len(step.said_receivers), step=step.name, names=_quoted(step.said_receivers)),
                sentence("nêu một nơi nhận ở mọi mục nói tới việc này"), named(step))
    yield from _levels(seen)


def _levels(seen: Seen) -> Iterator[Finding]:
    told: set[tuple[str, ...]] = set()
    above, others = _bodies(seen)
    for first, (path, second, part) in product(above, others):
        differing = _two_levels(first, second)
        if differing and tuple(sorted(differing)) not in told:
            told.add(tuple(sorted(differing)))
            yield seen.found(
                "R32", path,
                sentence("Một cơ quan được gọi ở hai cấp: “{first}” và “{second}”.", first=first, second=second),
                sentence("dùng đúng một cấp ở mọi chỗ"), named(part))


def _bodies(seen: Seen) -> tuple[tuple[str, ...], tuple[tuple[Path, str, Binding], ...]]:
    """The names of the bodies above, and the places at which they may be named again."""
    plan = seen.plan
    above = dict.fromkeys(name for name in (plan.reports_to, *(basis.issuer for basis in plan.basis)) if name)
    return tuple(above), (
        *((("basis", n, "issuer"), basis.issuer, basis) for n, basis in enumerate(plan.basis)),
        *((("roles", name, "name"), role.name, role) for name, role in plan.roles.items()),
        *((("recipients", n, "name"), r.name, r) for n, r in enumerate(plan.recipients)))


def _two_levels(first: str, second: str) -> tuple[str, str] | None:
    """The two names cut to their common length, when a word for the same rank is all they differ in.

    >>> bool(_two_levels("Ban Tuyên giáo và Dân vận Thành uỷ Hải Phòng", "Ban Tuyên giáo - Dân vận Tỉnh uỷ"))
    True
    >>> bool(_two_levels("Ban Tuyên giáo và Dân vận Tỉnh uỷ", "Ban Tuyên giáo và Dân vận Trung ương"))
    False
    """
    a, b = (tuple(word for word in re.findall(r"\w+", fold(name)) if word != "va") for name in (first, second))
    length = min(len(a), len(b))
    differing = [{x, y} for x, y in zip(a, b, strict=False) if x != y]
    if len(differing) == 1 and length > _LEAST and any(differing[0] <= rank for rank in _SAME_RANK):
        return " ".join(a[:length]), " ".join(b[:length])
    return None


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f"“{name}”" for name in names)
