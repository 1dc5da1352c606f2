"""The five source documents: every fault that their text shows is found at its clause, and nothing else is."""

import io
import unicodedata
from pathlib import Path

import docx
import pytest

from engine.document.findings import findings_of
from engine.document.read import read_document

pytestmark = pytest.mark.shared
FAULTS = {
    "tan-ky-2025": [
        ("R29", 1, ("đầu văn bản",)), ("R09", 69, ("II.2 gạch 1",)), ("R03", 269, ("III.1 gạch 1",)),
        ("R03", 275, ("III.1 gạch 2", "III.2 gạch 1")), ("R06", 287, ("III.1 gạch 2", "III.2 gạch 1")),
        ("R05", 317, ("Mẫu 1",)), ("R15", 317, ("II.3", "Mẫu 1")), ("R05", 402, ("Mẫu 3",)),
        ("R15", 402, ("II.3", "Mẫu 3")), ("R04", 528, ("Mẫu 3",)), ("R05", 528, ("Mẫu 3",))],
    "gia-lai-2025": [("R29", 1, ("đầu văn bản",))],
    "thuy-nguyen-2026": [
        ("R29", 1, ("đầu văn bản",)), ("R15", 54, ("II.2.1", "II.3.4")), ("R08", 277, ("II.5.1.2 (1) gạch 1",)),
        ("R09", 277, ("II.5.1.2 (1) gạch 1",)), ("R08", 286, ("II.5.1.2 (2) gạch 1",)),
        ("R09", 286, ("II.5.1.2 (2) gạch 1",)), ("R08", 326, ("II.5.2.1 gạch 1",)),
        ("R09", 328, ("II.5.2.1 gạch 1",)), ("R15", 436, ("II.3", "Mẫu 1")), ("R15", 656, ("Mẫu 1", "Mẫu 2"))],
    "vinh-long-2025": [("R03", 215, ("IV.2",)), ("R03", 228, ("IV.2 đoạn 2",))],
    "ha-tinh-annual": [
        ("R29", 1, ("đầu văn bản",)), ("R07", 261, ("II",)), ("R03", 327, ("III.1",)), ("R03", 335, ("III.2",))],
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_faults_of_the_text_are_found_and_no_others(shared: Path, name: str):
    document = read_document(name + ".txt", (shared / "plans" / f"{name}.txt").read_bytes())

    found = [(f.rule, f.place.line, f.clauses) for f in findings_of(document)]

    assert found == FAULTS[name]
    assert all(f.repair for f in findings_of(document))


def as_docx(text: str) -> bytes:
    """Every line a paragraph, as a PDF pasted into Word."""
    document, held = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(held)
    return held.getvalue()


@pytest.mark.parametrize("name", FAULTS)
def test_the_same_is_found_however_the_text_is_kept(shared: Path, name: str):
    text = (shared / "plans" / f"{name}.txt").read_text("utf-8")
    kept = {"decomposed.txt": unicodedata.normalize("NFD", text).encode(), "windows.txt": text.replace("\n",
                                                                                                       "\r\n").encode(),
            "dense.txt": "\n".join(filter(str.strip, text.split("\n"))).encode(), "loose.txt": text.replace("\n",
                                                                                                            "\n\n").encode(),
            "indented.txt": "\n".join(f"   {line}"
                                      for line in text.split("\n")).encode("utf-16"), "pasted.docx": as_docx(text)}

    found = {file: [(f.rule, f.clauses) for f in findings_of(read_document(file, data))] for file, data in kept.items()}

    assert found == dict.fromkeys(kept, [(rule, clauses) for rule, _, clauses in FAULTS[name]])


def test_the_columns_of_a_form_come_together_from_the_pieces_of_a_pdf(shared: Path):
    document = read_document("a.txt", (shared / "plans/thuy-nguyen-2026.txt").read_bytes())

    first, second = document.attached

    assert [c.label for c in first.columns] == [
        "Stt", "Chủ thể thực hiện", "Mô hình tập thể", "Mô hình cá nhân", "Tên mô hình", "Mô hình đăng ký mới năm 2026",
        "Mô hình có từ trước", "Mô hình nhân rộng", "Dự kiến kết quả cần đạt"]
    assert [(c.label, c.heading) for c in second.columns][:4] == [
        ("Stt", None), ("Đơn vị", None),
        ("Mô hình có từ trước tiếp tục duy trì với chỉ tiêu, mục tiêu cao hơn", "Tổng số mô hình"),
        ("Mô hình mới triển khai trong năm", "Tổng số mô hình")]
