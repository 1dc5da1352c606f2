"""The small words of deadline phrases as patterns over text without marks."""

import re
import unicodedata

from engine.plan.rule import Receipt

WORDS = (
    "trước", "ngày", "tháng", "năm", "quý", "tuần", "giờ", "chậm", "nhất", "là", "đến", "hết", "từ", "kể", "khi", "sau",
    "trong", "thời", "hạn", "làm", "việc", "hằng", "hàng", "hoàn", "thành", "tổ", "chức", "định", "kỳ", "vào", "dịp",
)

_Y = r"(?:\s*[/.\-]\s*|\s*,?\s*nam\s+)(?P<{0}y>(?:19|20|21)\d\d)(?!\d)"
_NO_OTHER_YEAR = r"(?!\s*(?:[/.\-]|,?\s*nam\b)\s*\d)"
_DATE = (r"(?:ngay\s+)?(?:m[uo]ng\s+)?(?P<{0}d>\d{{1,2}})(?:\s*[/.\-]\s*|\s*thang\s+)(?P<{0}m>\d{{1,2}})(?!\d)"
         r"(?!\s*(?:ngay|gio|tuan|lan|%))")
_NEXT_YEAR = r"\s*,?\s*(?:cua\s+)?nam\s+(?P<next>sau|toi|ke\s+tiep|tiep\s+theo)\b(?!\s+khi)"
YEAR = rf"(?:{_Y.format('')}|{_NEXT_YEAR})?"
DATE = _DATE.format("") + YEAR + _NO_OTHER_YEAR
MONTH = r"thang\s+(?P<m>\d{1,2})(?!\d)" + YEAR + _NO_OTHER_YEAR
START_DAY = (r"(?:ngay\s+)?(?P<sd>\d{1,2})(?:(?:\s*[/.\-]\s*|\s*thang\s+)(?P<sm>\d{1,2})(?!\d)(?:"
             + _Y.format("s") + ")?)?")
START_MONTH = r"thang\s+(?P<sm>\d{1,2})(?!\d)(?:" + _Y.format("s") + ")?"
YEARLY = re.compile(r"\b(?:hang|moi|tung)\s+nam\b")
LATEST = r"\b(?:cham|muon|tre)\s+nhat(?:\s+la)?(?:\s+(?:vao|den|trong))?(?:\s+het)?"
UNTIL = (rf"(?:{LATEST}|\bden\s+het|\bden|\bkhong\s+(?:qua|muon\s+hon)|\bhan(?:\s+cuoi|\s+chot)?(?:\s+la)?"
         r"|\bvao|\btrong)")
COUNT = r"(?<!\d)(?P<n>\d{1,3})\s*(?P<unit>ngay\s+lam\s+viec|ngay|tuan|thang|nam)\b"
AHEAD = rf"(?:(?:{LATEST}|\bit\s+nhat|\btoi\s+thieu|\btruoc)\s+|(?=\d{{1,3}}\s*(?:ngay|tuan)\b))"
"""Without such a word only days and weeks are counted back: "báo cáo 6 tháng trước ngày …" names a report."""
AT_LEAST = r"(?:(?:it|cham|muon)\s+nhat\s+|toi\s+thieu\s+)?"
_LEAD = r"(?:(?:khi|ngay|luc|to\s+chuc|dien\s+ra|tien\s+hanh)\s+)*"
EVENT = _LEAD + r"(?P<event>[^\W\d][^.;,:()]*)"
EVENT_BEFORE_COUNT = _LEAD + r"(?P<event>[^\W\d][^.;,:()\d]*?)\s+"
WEEKDAY = r"\b(?P<weekday>thu\s+(?:hai|ba|tu|nam|sau|bay)|chu\s+nhat)"

NUMBER_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười lăm": 15, "hai mươi": 20, "ba mươi": 30, "bốn mươi lăm": 45, "sáu mươi": 60, "chín mươi": 90,
}
NUMBERS = re.compile(
    r"(?P<lead>(?:trong(?:\s+(?:thời\s+hạn|vòng))?|thời\s+hạn|nhất|trước|thiểu|quá)\s+)(?P<paren>)"
    rf"(?P<word>{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})\s+(?=(?:ngày|tuần|tháng)\b)", re.I)
"""A count in words; only with its marks, since "sau" without them is "after"."""

_RECEIPTS: tuple[tuple[str, Receipt], ...] = (
    (r"(?:dau|ngay\s+dong\s+dau|ngay\s+tren\s+dau)\s+(?:cua\s+)?buu\s+dien", "postmark"),
    (r"(?:ngay\s+)?(?:vao\s+so|so)\s+(?:van\s+ban|cong\s+van)(?:\s+den)?", "registered"),
    (r"ngay\s+(?:nhan|den|nhan\s+duoc)\b", "received"),
    (r"ngay\s+(?:gui|phat\s+hanh)\b", "sent"),
)
RECEIPTS = tuple((re.compile(rf"\(?\s*(?:(?:duoc\s+)?tinh\s+)?(?:theo|can\s+cu)\s+{words}[^)]*\)?"), receipt)
                 for words, receipt in _RECEIPTS)

WEEKDAYS = {"thu hai": 0, "thu ba": 1, "thu tu": 2, "thu nam": 3, "thu sau": 4, "thu bay": 5, "chu nhat": 6}
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def bare(text: str) -> str:
    """The text without marks and case, character for character, so that places in both are the same."""
    return "".join(unicodedata.normalize("NFD", c.lower())[0].replace("đ", "d") for c in text)


def one_space(text: str) -> str:
    return re.sub(r"\s+", " ", text)
