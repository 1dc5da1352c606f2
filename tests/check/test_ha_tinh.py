"""What the checker must find in the guidance of Hà Tĩnh: each fault of the document at its clause."""

import pytest

from engine.check.finding import Finding
from tests.check.faults import findings_of, told

GOLDEN = (
    ("R03", ("III.1",), "Biểu mẫu số 01"),
    ("R03", ("III.2",), "Biểu mẫu số 02"),
    ("R19", ("II.5 Bước 2", "II.5 Bước 3", "III.2"), "cấp cơ sở"),
    ("R17", ("II.5(6) tỉnh", "II.7 gạch 1"), "05 năm/02 lần"),
    ("R11", ("II.5 Bước 1 gạch 2",), "Đăng ký mô hình"),
    ("R16", ("II.5 Bước 1 gạch 3", "II.5 Bước 2 gạch 1"), "là bước làm sau"),
    ("R13", ("III.2",), "Chủ nhật 29/11/2026; ngày làm việc cuối là thứ Sáu 27/11/2026"),
    ("R28", ("II.7 gạch 1",), "2 lần trong 5 năm mà không định năm nào"),
)
"""Rule, places of the document, words of the sentence."""


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    return findings_of("ha-tinh-annual", 2026)


@pytest.mark.parametrize(("rule", "places", "words"), GOLDEN, ids=[f"{rule} {places[0]}" for rule, places, _ in GOLDEN])
def test_each_fault_of_the_document_is_found_at_its_clause(
        findings: tuple[Finding, ...], rule: str, places: tuple[str, ...], words: str) -> None:
    assert told(findings, rule, places, words)


def test_every_error_is_accepted_in_writing_and_no_waiver_is_idle(findings: tuple[Finding, ...]) -> None:
    assert [one.message for one in findings if one.severity == "E" and not one.waived] == []
    assert [one.message for one in findings if one.rule == "R00"] == []
