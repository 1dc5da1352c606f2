"""What the checker must find in the plan of Tân Kỳ: each fault of the document at its clause."""

import pytest

from engine.check.finding import Finding
from tests.check.faults import findings_of, told

GOLDEN = (
    ("R01", ("III.1 gạch 1", "III.2"), "sớm hơn 85 ngày"),
    ("R03", ("III.1 gạch 1",), "Phụ lục 01"),
    ("R03", ("III.1 gạch 2", "III.2"), "Phụ lục 02"),
    ("R04", ("Mẫu 3",), "Mẫu 3"),
    ("R06", ("III.1 gạch 2", "III.2"), "Phụ lục 02"),
    ("R05", ("Mẫu 1",), "Bản đăng ký"),
    ("R05", ("Mẫu 3",), "Biểu tổng hợp rà soát"),
    ("R05", ("Mẫu 3",), "Báo cáo kết quả"),
    ("R13", ("III.2",), "thứ Bảy 29/11/2025; ngày làm việc cuối là thứ Sáu 28/11/2025"),
    ("R15", ("II.3", "Mẫu 1"), "Chuyển đổi số"),
    ("R19", ("II.2 gạch 1",), "công nhận"),
    ("R19", ("Mẫu 3",), "Xác nhận"),
    ("R20", ("II.1",), "03 mô hình tiêu biểu"),
    ("R11", ("II.4.2",), "Đăng ký mô hình"),
    ("R32", ("Nơi nhận",), "Tỉnh uỷ"),
    ("R14", ("II.1 gạch 1", "II.1 gạch 2"), "“Trường Tiểu học xã”"),
    ("R22", ("Mẫu 1",), "cấp uỷ"),
    ("R22", ("Mẫu 3",), "cấp uỷ"),
)
"""Rule, places of the document, words of the sentence."""


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    return findings_of("tan-ky-2025", 2025)


@pytest.mark.parametrize(("rule", "places", "words"), GOLDEN, ids=[f"{rule} {places[0]}" for rule, places, _ in GOLDEN])
def test_each_fault_of_the_document_is_found_at_its_clause(
        findings: tuple[Finding, ...], rule: str, places: tuple[str, ...], words: str) -> None:
    assert told(findings, rule, places, words)


def test_every_error_is_accepted_in_writing_and_no_waiver_is_idle(findings: tuple[Finding, ...]) -> None:
    assert [one.message for one in findings if one.severity == "E" and not one.waived] == []
    assert [one.message for one in findings if one.rule == "R00"] == []
