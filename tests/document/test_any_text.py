"""Any text gives an answer or a clear refusal, and a long one is read in time that grows with its length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.document.block import DocumentRefused
from engine.document.data import clauses_data, dates_data, document_data, forms_data, obligations_data, references_data
from engine.document.findings import findings_of
from engine.document.read import Document, read_document
from tests.document.reading import DATA, HEAD

PIECES = st.sampled_from([
    "I. MỤC ĐÍCH", "II - TỔ CHỨC THỰC HIỆN", "1. ", "2.3. ", "2.3.2 ", "Bước 1: ", "(1) ", "a) ", "- ", "+ ", "* ", "•",
    "trước ngày 31/6/2026", "trong quý I hàng năm", "theo Mẫu số 01", "Phụ lục II", "Mẫu 3", "Nơi nhận:", "T/M BAN",
    "STT",
    "1 2 3 4", "mục 5.1, phần 5 Kế hoạch này", "Các cơ quan, đơn vị ", "gửi báo cáo về Ban Dân vận ", "(", ")", "“",
    ";",
    "Lĩnh vực kinh tế", "các lĩnh vực kinh tế; văn hóa; an ninh", "Kế hoạch số 5/KH ngày 99/99/2026 của", "\n", "\n\n",
    "12",
    "-----", "KẾ HOẠCH", "Số: 12/KH", "ngày 5 tháng 1 năm 2026", "xây dựng Kế hoạch như sau:", "Trên đây là",
    "ß", "\t", "ĐƠN VỊ…. Mẫu 1"])


def everything(document: Document) -> None:
    for part in (clauses_data, obligations_data, forms_data, document_data, references_data, dates_data, findings_of):
        part(document)


@given(st.lists(PIECES | st.text(max_size=20), max_size=60))
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_or_refused(pieces):
    try:
        document = read_document("a.txt", " ".join(pieces).encode())
    except DocumentRefused as refused:
        assert refused.message
    else:
        everything(document)


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "a", ""]))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_read_or_refused(data, name):
    try:
        everything(read_document(name, data))
    except DocumentRefused as refused:
        assert refused.message


@given(st.lists(PIECES, min_size=1, max_size=40))
@settings(deadline=None, max_examples=60)
def test_every_clause_stands_on_a_line_of_the_file_in_order(pieces):
    text = HEAD + "\n".join(pieces)
    lines = [clause.line for clause in read_document("a.txt", text.encode()).outline.clauses]

    assert lines == sorted(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


@pytest.mark.parametrize("line", [
    "a", "(", "“ ", "1. Việc\n", "- gửi báo cáo trước ngày 05/02/2026;\n", "các lĩnh vực kinh tế, ", "Mẫu 1\n",
    "Bước 1: ", "theo mẫu ", "mục 1 ", "Các cơ quan, đơn vị "])
def test_a_long_monotonous_text_is_read_to_its_end(line):
    text = HEAD + "I. NỘI DUNG\n" + line * (100_000 // len(line))

    everything(read_document("a.txt", text.encode()))


def test_a_long_document_is_read_to_its_end():
    one = (DATA / "ocop-phuong.txt").read_text("utf-8")
    body = one[one.index("A. MỤC"): one.index("Trên đây")]

    document = read_document("a.txt", (HEAD + body * 100).encode())

    assert len(document.obligations) == 8 * 100
    everything(document)
