"""What a clause is about, by the headings it stands under: aims, targets, subjects, process, criteria, duties, work."""

import re
from typing import Literal

from engine.document.outline import CLOSING, Outline

Topic = Literal["purpose", "target", "goal", "subject", "field", "process", "criteria", "principle", "dossier", "term",
                "organise", "reward", "time", "duty", "closing"]

_WORDS: tuple[tuple[Topic, str], ...] = (
    ("term", r"giải thích từ ngữ|thuật ngữ"),
    ("dossier", r"^(?:thành phần |số lượng |quy định về )*hồ sơ\b"),
    ("principle", r"nguyên tắc"),
    ("organise", r"tổ chức thực hiện|phân công|trách nhiệm|nhiệm vụ của các|tổ chức triển khai"),
    ("process", r"quy trình|trình tự|các bước|cách thức|triển khai thực hiện|lựa chọn nội dung|kiểm tra, đánh giá"),
    ("criteria", r"tiêu chí|tiêu chuẩn|điều kiện (?:công nhận|xét|tham gia|dự)|thang điểm"),
    ("field", r"^(?:các )?lĩnh vực"),
    ("subject", r"đối tượng|chủ thể|thành phần tham gia|phạm vi"),
    ("goal", r"hiệu quả cần đạt|phương pháp|yêu cầu đối với (?:mô hình|sản phẩm|sáng kiến)"),
    ("target", r"chỉ tiêu|số lượng|mục tiêu cụ thể"),
    ("purpose", r"mục đích|yêu cầu|mục tiêu|quan điểm|ý nghĩa"),
    ("reward", r"công nhận|khen thưởng|biểu dương|giải thưởng|tôn vinh"),
    ("time", r"thời gian|tiến độ|lộ trình"),
    ("duty", r"nội dung|nhiệm vụ|giải pháp"),
)
_PATTERNS = tuple((topic, re.compile(words, re.I)) for topic, words in _WORDS)
_KEPT = {(above, own) for above in ("field", "term", "dossier") for own, _ in _WORDS if own != "dossier"} | {
    ("criteria", own) for own in ("goal", "subject", "purpose", "target", "field", "organise", "duty", "time")} | {
    (above, "organise") for above in ("process", "reward")}
"""Topics that a heading below does not change: an "organise" inside a step is still a step."""
_MIXED = 3
_DEEP = 7
"""From the second decimal level on, "mục tiêu" and "yêu cầu" name a property of the thing, not the aim of the plan."""


def topics_of(outline: Outline) -> tuple[Topic | None, ...]:
    """The topic of every clause: its own title's, else that of the clause above it."""
    found: list[Topic | None] = []
    for clause in outline.clauses:
        above = found[clause.parent] if clause.parent is not None else None
        if clause.path == CLOSING:
            found.append("closing")
            continue
        own = _own(clause.title) if clause.title else None
        deep = clause.marker is not None and clause.marker.rank >= _DEEP
        if own is None or (above, own) in _KEPT or (above == "organise" and own != "dossier") or (
                own == "purpose" and deep and above is not None):
            own = above
        if own == "field" and above == "subject":
            own = above
        found.append(own)
    return tuple(found)


def _own(title: str) -> Topic | None:
    hits: list[Topic] = [topic for topic, pattern in _PATTERNS if pattern.search(title)]
    if not hits:
        return None
    if len(hits) >= _MIXED and "," in title:
        return None
    return "goal" if "goal" in hits and "purpose" in hits else hits[0]
