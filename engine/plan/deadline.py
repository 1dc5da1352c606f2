"""What a deadline phrase of a Vietnamese plan says; a phrase that is not understood is refused, never guessed."""

import difflib
import re
from dataclasses import replace
from functools import lru_cache

from engine.base.text import nfc
from engine.plan.deadline_grammar import understand
from engine.plan.deadline_words import WORDS, bare
from engine.plan.rule import DeadlineError, NamedDay, Rule

__all__ = ["DeadlineError", "NamedDay", "Rule", "parse_deadline"]

_SAMPLES = (
    "trước ngày 15/6/2026", "chậm nhất là ngày 15/4/2025", "đến hết ngày 10/10/2026", "trước ngày 10/12 hằng năm",
    "từ ngày 01/7/2026 đến hết ngày 15/8/2026", "trước 17 giờ, ngày 22/6/2026", "trong tháng 9/2026",
    "trong quý I hằng năm", "chậm nhất 05 ngày làm việc trước khi họp",
    "trong thời hạn 10 ngày kể từ ngày nhận đủ hồ sơ", "trước 03 ngày tổ chức hội nghị", "tại hội nghị tổng kết",
)


@lru_cache(maxsize=4096)
def parse_deadline(phrase: str, before_is_inclusive: bool = False) -> Rule:
    """The rule of a phrase; marks, case, separators, leading zeros and the words around it do not matter.

    `before_is_inclusive`: the plan declares that "trước ngày D" counts D itself. Raises DeadlineError.

    >>> parse_deadline("gửi báo cáo TRƯỚC NGÀY 5-2-2026").day
    NamedDay(month=2, day=5, year=2026, weekday=None)
    """
    text = nfc(" ".join(phrase.split()))
    rule = understand(text)
    if rule is None:
        near = _repaired(text) or difflib.get_close_matches(text.lower(), _SAMPLES, n=1, cutoff=0)[0]
        raise DeadlineError(f'không hiểu hạn "{text}"', near)
    if before_is_inclusive and rule.bound == "exclusive" and rule.day and rule.at is None:
        return replace(rule, bound="inclusive")
    return rule


def _repaired(text: str) -> str | None:
    """The phrase with its misspelt words put right, when it is understood then."""
    def mend(match: re.Match[str]) -> str:
        word = match[0].lower()
        if len(word) < 3 or bare(word) in {bare(w) for w in WORDS}:
            return match[0]
        return (difflib.get_close_matches(word, WORDS, n=1, cutoff=0.7) or [match[0]])[0]

    mended = re.sub(r"[^\W\d_]+", mend, text)
    try:
        return mended if mended != text and understand(mended) else None
    except DeadlineError:
        return None
