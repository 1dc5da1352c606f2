"""Lines as a PDF breaks them, put together into paragraphs again."""

import re
from collections.abc import Iterable, Sequence

from engine.document.block import Line, Paragraph
from engine.document.marker import UPPER, Marker, read_marker

_RULE = re.compile(r"[-–—_=*.…\s]{3,}")
_PAGE = re.compile(r"[-–—\s]*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–—\s]*", re.I)
_FINISHED = re.compile(r"[.:;!?…]['\"”’)\]]*$|\./\.?$")
_OPENER = re.compile(r"(?:Nơi nhận|Trên đây là|Kính gửi|Căn cứ\s+(?:Luật|Nghị|Quyết|Thông|Chỉ|Kế|Hướng|Kết|Chương))")
_START = re.compile(rf"[“\"(‘]?[{UPPER}]")
_DEFAULT_WIDTH = 78
_SURELY_SHORT = 0.8
_SHORT_AFTER_SENTENCE = 0.93
"""Where a sentence has ended, a line that leaves less room tells already; sizes of letters differ, so neither is 1."""
_DOUBLE_SPACED = 0.8


def is_rule(text: str) -> bool:
    """A line of dashes, dots or stars: it separates, it says nothing."""
    return _RULE.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """A number alone on its line."""
    return _PAGE.fullmatch(text) is not None


def is_capital(text: str) -> bool:
    """Whether a heading is written in capitals, what stands in quotes aside."""
    letters = [c for c in re.sub(r"[“\"][^“”\"]{0,200}[”\"]", "", text) if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def is_finished(text: str) -> bool:
    return _FINISHED.search(text[-20:]) is not None


def width_of(lines: Sequence[Line]) -> int:
    """How long a full line of this text is, in characters: what nine in ten of its longer lines do not exceed."""
    lengths = sorted(len(line.text.strip()) for line in lines if len(line.text.strip()) > 40)
    return lengths[int(0.9 * (len(lengths) - 1))] if len(lengths) >= 5 else _DEFAULT_WIDTH


def paragraphs(lines: Iterable[Line], width: int = _DEFAULT_WIDTH) -> tuple[Paragraph, ...]:
    """The paragraphs of some lines; page numbers that stand alone and separating lines are left out."""
    found: list[Paragraph] = []
    open_lines: list[Line] = []
    given = tuple(lines)
    blank_tells, blank = not _is_double_spaced(given), False
    for line in given:
        text = " ".join(line.text.split())
        if not text or is_page_number(text):
            blank = blank or not text
            continue
        if is_rule(text):
            _close(open_lines, found)
            continue
        apart = blank and blank_tells and bool(_START.match(text)) and is_finished(open_lines[-1].text if open_lines
                                                                                   else "")
        if open_lines and (apart or _begins(open_lines, text, width)):
            _close(open_lines, found)
        blank = False
        open_lines.append(Line(line.number, text, line.whole))
    _close(open_lines, found)
    return tuple(found)


def _is_double_spaced(lines: Sequence[Line]) -> bool:
    """Whether an empty line follows nearly every line: then it says nothing about paragraphs."""
    filled = sum(1 for line in lines if line.text.strip())
    return len(lines) - filled > _DOUBLE_SPACED * filled


def _begins(before: Sequence[Line], text: str, width: int) -> bool:
    """Whether a new paragraph begins with this line."""
    last = before[-1].text
    if before[-1].whole or _OPENER.match(text):
        return True
    marked = read_marker(text)
    if marked is not None:
        return not _is_wrapped(marked[0], marked[1], last, width)
    if not _START.match(text):
        return False
    if is_capital(last):
        return not is_capital(text) and all(is_capital(line.text) for line in before)
    first = text.split(" ", 1)[0]
    share = _SHORT_AFTER_SENTENCE if last.endswith((".", "./.")) else _SURELY_SHORT
    return len(last) + 1 + len(first) < share * width or last.endswith(":")


def _is_wrapped(marker: Marker, rest: str, last: str, width: int) -> bool:
    """Whether what looks like a marker is the inside of a sentence that was broken just here."""
    if is_finished(last) or is_capital(last):
        return False
    if marker.kind in ("dash", "plus"):
        return not _START.match(rest) and not rest[:1].isdigit()
    if marker.kind in ("roman", "capital"):
        return last[-1:].islower() and len(last) > 0.6 * width and not is_capital(rest)
    return marker.kind == "decimal" and len(marker.number) == 1 and len(last) > 0.9 * width and last.endswith(",")


def _close(lines: list[Line], found: list[Paragraph]) -> None:
    if not lines:
        return
    marked = read_marker(lines[0].text)
    texts = [marked[1] if marked else lines[0].text, *(line.text for line in lines[1:])]
    spots, offset = [], 0
    for line, text in zip(lines, texts, strict=True):
        spots.append((offset, line.number))
        offset += len(text) + (0 if _is_broken_word(text) else 1)
    joined = "".join(t if _is_broken_word(t) else t + " " for t in texts).rstrip()
    found.append(Paragraph(lines[0].number, joined, marked[0] if marked else None, tuple(spots)))
    lines.clear()


def _is_broken_word(text: str) -> bool:
    """A line that ends inside a number or a sign such as 01/HDLT-UBND."""
    return re.search(r"[A-ZĐ\d]-$", text) is not None
