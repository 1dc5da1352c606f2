"""Small documents for the tests of reading: a text in, its clauses, obligations and findings out."""

from pathlib import Path

from engine.document.findings import findings_of
from engine.document.read import Document, document_of
from engine.document.source import text_blocks

DATA = Path(__file__).parent / "data"
HEAD = """Số: 12/KH-UBND
Hòa An, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Thi đua năm 2026
Ủy ban nhân dân phường Hòa An ban hành Kế hoạch như sau:
"""


def read(text: str) -> Document:
    return document_of("văn bản.txt", text_blocks(text))


def sound(body: str) -> Document:
    """A document with number, day and issuer, of that body; its first body line is line 6."""
    return read(HEAD + body)


def of_file(name: str) -> Document:
    return read((DATA / name).read_text("utf-8"))


def paths(document: Document) -> list[str]:
    return [clause.path for clause in document.outline.clauses]


def told(document: Document) -> list[tuple[str, str, int, tuple[str, ...]]]:
    """Rule, severity, line and clauses of every finding."""
    return [(f.rule, f.severity, f.place.line, f.clauses) for f in findings_of(document)]
