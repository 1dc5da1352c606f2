"""R07, R29, R30: numbering with a gap or twice, number and day of the document, days that do not exist."""

import calendar
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from engine.check.finding import Finding
from engine.check.sentence import Sentence, sentence
from engine.document.found import found
from engine.document.marker import ALPHABET, as_roman
from engine.document.outline import Clause
from engine.document.read import Document

_COUNTED = ("part", "chapter", "section", "roman", "article", "decimal", "step", "paren", "alpha")
_NOT_NEEDED = frozenset({ALPHABET.index("đ") + 1})
_DAYS = (re.compile(r"(?<![\d/.\-])(?P<d>\d{1,2})\s?/\s?(?P<m>\d{1,2})\s?/\s?(?P<y>\d{3,5})(?![\d/])"),
         re.compile(r"(?<![\d/.\-])(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})(?![\d\-/])"),
         re.compile(r"\bngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?:\s*,?\s*năm\s+(?P<y>\d{3,5}))?", re.I),
         re.compile(r"\b(?:ngày|trước|đến hết|hạn)\s+(?P<d>\d{1,2})\s?/\s?(?P<m>\d{1,2})"
                    r"(?!\s?[/\d%-]|[.,]\d|\s*(?:%|số|"
                    r"tổng|đơn vị|xã|người))(?P<y>)", re.I))
_SHOWN = 40
"""Numbers told in one sentence."""
_NUMBER_BEFORE = re.compile(r"(?:số|tỷ lệ|tỉ lệ|đạt)\s*:?\s*$", re.I)


def r07(document: Document) -> Iterator[Finding]:
    """Among clauses of one kind under one clause: a number twice, or one left out. A new start at 1 is a new list."""
    for parent in (None, *range(len(document.outline.clauses))):
        for kind in _COUNTED:
            found = [c for c in document.outline.clauses
                     if c.parent == parent and c.marker is not None and c.marker.kind == kind] if parent is None else [
                document.clause(n) for n in document.outline.below[parent]
                if (marker := document.clause(n).marker) is not None and marker.kind == kind]
            for run in _runs(found):
                yield from _run(document, run, document.clause(parent).path if parent is not None else None)


def _runs(found: Sequence[Clause]) -> Iterator[list[Clause]]:
    run: list[Clause] = []
    for clause in found:
        if run and clause.marker and clause.marker.number[-1] == 1:
            yield run
            run = []
        run.append(clause)
    if len(run) > 1:
        yield run


def _run(document: Document, run: Sequence[Clause], above: str | None) -> Iterator[Finding]:
    numbers = [c.marker.number[-1] for c in run if c.marker]
    counted = Counter(numbers)
    twice = sorted(n for n, times in counted.items() if times > 1)
    not_needed = _NOT_NEEDED if run[0].marker and run[0].marker.kind == "alpha" else frozenset()
    missing = sorted(set(range(min(numbers), max(numbers) + 1)) - set(numbers) - not_needed)
    if not twice and not missing:
        return
    shown = [c.marker.label.removeprefix("điểm ") for c in run[:_SHOWN] if c.marker]
    faults = [sentence("số {number} có {times} lần", number=_written(n, run[0]), times=counted[n]) for n in twice]
    faults += [sentence("thiếu số {number}", number=_written(n, run[0])) for n in missing]
    wrong = _first_wrong(run, numbers, missing)
    where = sentence("trong {at}", at=above) if above else sentence("của các phần")
    right = ", ".join(_written(min(numbers) + n, run[0]) for n in range(len(run[:_SHOWN])))
    yield found(document, "R07", (wrong.line, (above or wrong.path,)), sentence(
        "Số thứ tự {where} là {numbers}: {faults}.", where=where, numbers=", ".join(shown),
        faults=tuple(faults[:_SHOWN])),
        sentence("đánh lại số: {right}", right=right))


def _first_wrong(run: Sequence[Clause], numbers: Sequence[int], missing: Sequence[int]) -> Clause:
    """The first clause that bears a number a second time or comes after a gap."""
    seen: set[int] = set()
    for clause, number in zip(run, numbers, strict=True):
        if number in seen or (missing and number > missing[0]):
            return clause
        seen.add(number)
    return run[-1]


def _written(number: int, like: Clause) -> str:
    marker = like.marker
    if marker is not None and marker.kind == "roman":
        return as_roman(number)
    if marker is None or marker.kind != "alpha":
        stem = ".".join(map(str, marker.number[:-1])) if marker and marker.kind == "decimal" else ""
        return f"{stem}.{number}" if stem else str(number)
    return ALPHABET[number - 1] if number <= len(ALPHABET) else str(number)


def r29(document: Document) -> Iterator[Finding]:
    head = document.head
    said = ((sentence("số"), head.number), (sentence("ngày"), head.day), (sentence("cơ quan ban hành"), head.issuer))
    lacks = [word for word, value in said if not value]
    if head.issuer and head.nameless:
        lacks.append(sentence("tên của cơ quan ban hành (chỉ ghi “{issuer}”)", issuer=head.issuer))
    if lacks:
        yield found(document, "R29", (head.line, ("đầu văn bản",)), sentence(
            "Văn bản không ghi {lacks}.", lacks=tuple(lacks)),
            sentence("ghi đủ số, ngày và tên cơ quan trước khi ban hành"))


def r30(document: Document) -> Iterator[Finding]:
    seen: set[tuple[int, str]] = set()
    for text, at, line_at in _texts(document):
        for match in (m for pattern in _DAYS for m in pattern.finditer(text)):
            why, line, written = _impossible(match), line_at(match.start()), " ".join(match[0].split())
            before = text[max(0, match.start() - 10): match.start()]
            if why is None or (line, written) in seen or _NUMBER_BEFORE.search(before):
                continue
            seen.add((line, written))
            yield found(document, "R30", (line, (at,)), sentence(
                "“{written}” không phải một ngày có thật: {why}.", written=written, why=why),
                sentence("sửa “{written}” thành một ngày có thật, viết đủ ngày/tháng/năm bốn chữ số", written=written))


def _texts(document: Document) -> Iterator[tuple[str, str, Callable[[int], int]]]:
    """Every text of the document once: clauses by their own lines, head and annexes line by line."""
    lines = [line for clause in document.outline.clauses for _, line in (*clause.spots, (0, clause.line))]
    first, last = min(lines, default=0), max(lines, default=0)
    for clause in document.outline.clauses:
        yield clause.text, clause.path, clause.line_at
        yield clause.title or "", clause.path, partial(_same, clause.line)
    for line in document.lines:
        if not first <= line.number <= last:
            yield line.text, "đầu văn bản" if line.number < first else "phần kèm theo", partial(_same, line.number)


def _same(line: int, _offset: int) -> int:
    return line


def _impossible(match: re.Match[str]) -> Sentence | None:
    day, month, year = int(match["d"]), int(match["m"]), match["y"]
    if year and len(year) != 4:
        return sentence("năm “{year}” không có đúng bốn chữ số", year=year)
    if not 1 <= month <= 12:
        return sentence("không có tháng {month}", month=month)
    if not 1 <= day <= calendar.monthrange(max(1, int(year or 2000)), month)[1]:
        return sentence("tháng {month} không có ngày {day}", month=month, day=day)
    return None
