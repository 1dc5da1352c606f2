"""Kinds of papers a text speaks of: report, list (or registration), plan, minutes, submission, score sheet."""

import re

_PAPERS = (
    ("report", r"báo\s+cáo|tổng\s+kết"),
    ("list", r"danh\s+sách|biểu\s+tổng\s+hợp|bảng\s+tổng\s+hợp|\bbiểu\b(?!\s*mẫu)|trích\s+ngang"),
    ("list", r"(?:phiếu|bản|đơn|giấy)\s+đăng\s+ký|tổng\s+hợp\s+đăng\s+ký"),
    ("plan", r"kế\s+hoạch\s+(?:thực\s+hiện|tổ\s+chức)"), ("minutes", r"biên\s+bản"), ("submission", r"tờ\s+trình"),
    ("score", r"(?:phiếu|bảng|bản)\s+(?:tự\s+)?chấm"))


_NEXT = re.compile(r",\s+(?=[A-ZĐ]|(?:bản|danh\s+sách|phiếu|biên\s+bản|báo\s+cáo|tờ\s+trình|giấy|đơn|ảnh|"
                   r"tài\s+liệu)\b)")
_PURPOSE = re.compile(r"\s+để\s+(?:tổng\s+hợp|trình|xem\s+xét|làm)\b.*", re.I | re.S)


def papers_of(text: str) -> tuple[str, ...]:
    """The papers a list names, without what they are handed in for."""
    pieces = text.split(";") if ";" in text else _NEXT.split(text)
    found = (_PURPOSE.sub("", piece).strip(" .,") for piece in pieces)
    return tuple(piece for piece in found if len(piece) > 3)


def papers_in(text: str) -> frozenset[str]:
    return frozenset(name for name, words in _PAPERS if re.search(words, text, re.I))
