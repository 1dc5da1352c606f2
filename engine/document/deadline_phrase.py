"""Where a sentence names a deadline: the span of the phrase, and what the grammar of deadlines makes of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.plan.deadline import DeadlineError, Rule, parse_deadline

_YEARLY = r"(?:\s+h[àằ]ng\s+năm)?"
_DATE = (r"(?:ngày\s+)?(?:mùng\s+|mồng\s+)?\d{1,2}(?:\s*[/.\-]\s*|\s+tháng\s+)\d{1,2}"
         r"(?:(?:\s*[/.\-]\s*|\s*,?\s*năm\s+)\d{2,4})?(?![\d/])" + _YEARLY)
_HOUR = r"(?:\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{1,2})?(?:\s*phút)?\s*,?\s*)?"
_LATEST = r"(?:chậm|muộn|trễ)\s+nhất(?:\s+là)?(?:\s+(?:vào|đến|trong|trước))?"
_BY = rf"(?:trước|{_LATEST}|đến\s+hết|hết|đến|vào|hạn\s+(?:cuối|chót)(?:\s+là)?|không\s+(?:quá|muộn\s+hơn))"
_MONTH = r"(?:cuối\s+)?tháng\s+\d{1,2}(?:(?:\s*/\s*|\s+năm\s+)\d{4})?"
_QUARTER = r"quý\s+(?:IV|III|II|I|[1-4])\b(?:(?:\s*/\s*|\s+năm\s+)\d{4})?"
_COUNT = r"\d{1,3}\s+(?:ngày\s+làm\s+việc|ngày|tuần|tháng)"
_EVENT = r"[^,.;()]{3,70}"
_STRONG = re.compile("|".join(f"(?:{p})" for p in (
    rf"\btừ\s+(?:ngày\s+)?\d{{1,2}}(?:\s*/\s*\d{{1,2}}(?:/\d{{4}})?)?\s*(?:đến|-)(?:\s+hết)?\s+{_DATE}",
    rf"\b(?:{_LATEST}|ít\s+nhất|trước)\s+{_COUNT}\s+(?:trước\s+)?(?!kể|từ|sau){_EVENT}",
    rf"(?:\b(?:trong|{_LATEST})\s+(?:thời\s+hạn\s+|vòng\s+|thời\s+gian\s+)?)?{_COUNT}\s*,?\s*(?:kể\s+từ|từ\s+khi|"
    rf"từ\s+ngày|"
    rf"sau\s+khi|sau\s+ngày)\s+{_EVENT}",
    rf"\b{_BY}\s+{_HOUR}{_DATE}",
    rf"\b(?:trước|{_LATEST}|đến\s+hết|hết|trong)\s+(?:{_MONTH}|{_QUARTER}){_YEARLY}",
    r"\bphấn\s+đấu\s+đến\s+(?:hết\s+)?năm\s+\d{4}",
)), re.I)
_WEAK = re.compile("|".join(f"(?:{p})" for p in (
    r"(?<!\d)\d{1,2}\s*năm\s*/?\s*\d{1,2}\s*lần\b",
    r"\bđịnh\s+kỳ(?:\s*,?\s*(?:(?:và\s+)?\d{1,2}\s+(?:tháng|năm|tuần)|h[àằ]ng\s+(?:năm|quý|tháng|tuần)|mỗi\s+\w+))*",
    r"\bh[àằ]ng\s+năm\s+vào\s+dịp\s+[^,.;()]{3,40}",
    r"\b(?:h[àằ]ng|mỗi)\s+(?:năm|quý|tháng|tuần)\b",
    r"\bngay\s+từ\s+(?:đầu|giữa|cuối)\s+(?:năm|quý|tháng)\b",
    r"(?<!tổng kết )\bcuối\s+năm\b(?!\s*\d)",
)), re.I)


@dataclass(frozen=True, slots=True)
class DeadlineFound:
    """A phrase of a text. `rule` is None when the grammar does not understand it; `problem` says why."""

    phrase: str
    start: int
    end: int
    rule: Rule | None
    problem: str | None = None
    weak: bool = False
    """A frequency or a vague time: there is a day only when somebody fixes it."""


def deadlines_in(text: str) -> Iterator[DeadlineFound]:
    """Days, periods and counted days, in order."""
    for match in _STRONG.finditer(text):
        found = _understood(match[0], match.start(), False)
        if found.rule is None or found.rule.kind not in ("start", "untimed"):
            yield found


def weak_deadlines_in(text: str) -> Iterator[DeadlineFound]:
    """Frequencies and vague times, in order."""
    for match in _WEAK.finditer(text):
        yield _understood(match[0], match.start(), True)


def _understood(phrase: str, start: int, weak: bool) -> DeadlineFound:
    phrase = phrase.strip()
    try:
        return DeadlineFound(phrase, start, start + len(phrase), parse_deadline(phrase), None, weak)
    except DeadlineError as error:
        return DeadlineFound(phrase, start, start + len(phrase), None, error.message, weak)
