"""What the engine says to people has its English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from engine.base.english import PACKAGES, catalogue, in_english

OUTGOING = {"report/minutes.py", "report/sign_letter.py", "work/digest.py"}
"""Modules whose words stand in papers of the body, Vietnamese whoever asks for them."""
ENGINE = Path(__file__).parents[2] / "engine"
VIETNAMESE = re.compile(r"[^\x00-\x7f“”…—–−●○◐▲✓×·›₫]")
NOT_SAID = re.compile(
    r"\\s|^\^|%H:%M|^# CẦN|^dòng từ: |\.dòng từ$|^Chào \{name\}|^Kính gửi \{\}|^Đặt lại mật khẩu kheo$"
    r"|^số$|^nối tiếp$|^\{\} \{\}$|năm cũ|năm mới$|của năm trước lấy từ|bảng đăng ký mở ra"
    r"|^đ$|^х$|^✔$|^XÁC NHẬN CỦA|ivx")
"""Patterns that read, lines of a plan file (Vietnamese like the file), letters (they go out in the body's language)."""


def _texts(file: Path) -> Iterator[str]:
    """The Vietnamese texts of a module as templates, without what documents it."""
    tree = ast.parse(file.read_text("utf-8"))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner | told:
            yield node.value


def _wanted() -> dict[str, str]:
    found = {text.replace("\xa0", " "): f"{file.relative_to(ENGINE)}" for package in PACKAGES
             for file in sorted((ENGINE / package).glob("**/*.py"))
             if str(file.relative_to(ENGINE)) not in OUTGOING for text in _texts(file)}
    return {text: place for text, place in found.items() if VIETNAMESE.search(text) and not NOT_SAID.search(text)}


def test_every_sentence_of_the_engine_has_an_english_one():
    known = {template.replace("{:d}", "{}") for template in catalogue()}

    assert {text: place for text, place in _wanted().items() if text not in known} == {}


def test_an_english_sentence_has_as_many_holes():
    def holes(text: str) -> int:
        return len(re.findall(r"\{[^}]*\}", text))

    assert {text for text, english in catalogue().items() if holes(text) != holes(english)} == set()


def test_sentences_are_told_with_what_filled_them():
    assert in_english("“trước ngày 05/02/2026”: ngày 05/02/2026 không tính, ngày cuối là thứ Tư 04/02/2026") == (
        "“trước ngày 05/02/2026”: 05/02/2026 does not count, the last day is Wednesday 04/02/2026")
    assert in_english("Quá hạn 3 ngày làm việc: “Báo cáo” — “Tuyến đường” của Hội A, hạn thứ Tư 04/02/2026.") == (
        "Overdue by 3 working days: “Báo cáo” — “Tuyến đường” of Hội A, due Wednesday 04/02/2026.")
    assert in_english("còn 1 ngày làm việc") == "1 working day left"
    assert in_english("Đã gửi “Đăng ký”. Lưu ý chỉ tiêu: Sở Y tế: 3 tập thể, chỉ tiêu là đúng 2 (IV.1); bớt 1.") == (
        "“Đăng ký” was sent. Note the target: Sở Y tế: 3 tập thể, the target is exactly 2 (IV.1); take away 1.")


def test_what_people_wrote_stays_as_it_is():
    for text in ("Tổ dân phố số 5", "Hạng mục a; b. Ăn, uống", "“hôm nay”", "x" * 100 + "ế; " * 900):
        assert in_english(text) == text
