"""kheo document read and draft: what people and programs are told of a source document, and the file made of it."""

import json

from tests.cli.kheo import ROOT, kheo

DATA = ROOT / "tests/document/data"
FAULTY = """Số: 12/KH-UBND
Hòa An, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Thi đua năm 2026
Ủy ban nhân dân phường Hòa An ban hành Kế hoạch như sau:
I. TỔ CHỨC THỰC HIỆN
1. Các đơn vị
- Gửi danh sách về Ban Dân vận trước ngày 05/02/2026 (theo Mẫu 01).
"""


def test_people_are_told_what_the_document_binds_them_to(capsys):
    said = kheo(capsys, "document", "read", DATA / "ocop-phuong.txt")

    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[0] == "Kế hoạch Đánh giá, phân hạng sản phẩm OCOP trên địa bàn phường năm 2026"
    assert lines[-1] == "Không thấy lỗi nào."
    assert ("  C.2 điểm b (dòng 37): Hội đồng đánh giá cấp phường: chấm điểm từng sản phẩm, hoàn thành trước 30/9/2026 "
            "[hạn: trước 30/9/2026; ngày cuối 29/09/2026]") in lines


def test_a_fault_is_told_with_its_place_and_repair_in_both_languages(capsys, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(FAULTY, "utf-8")

    said, english = kheo(capsys, "document", "read", file), kheo(capsys, "document", "read", file, "--lang", "en")

    assert (said.code, english.code) == (1, 1)
    assert said.out.splitlines()[-1] == (
        f"{file}:8:1: E R03 Mẫu 01 được dẫn ở 1 chỗ nhưng văn bản không kèm biểu mẫu nào. [I.1 gạch 1] "
        "Sửa: kèm Mẫu 01 vào văn bản, hoặc sửa lời dẫn cho đúng ký hiệu của mẫu kèm theo.")
    assert english.out.splitlines()[-1].startswith(
        f"{file}:8:1: E R03 Mẫu 01 is named 1 times, but no form is attached.")


def test_a_program_gets_every_key(capsys, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(FAULTY, "utf-8")

    read = json.loads(kheo(capsys, "document", "read", file, "--format", "json").out)

    assert {"clauses", "obligations", "forms", "findings"} <= set(read)
    assert [c["id"] for c in read["clauses"]] == ["I", "I.1", "I.1 gạch 1"]
    assert [(o["clause"], o["who"], o["to"], o["deadline"]["last_day"], o["forms"]) for o in read["obligations"]] == [
        ("I.1 gạch 1", "Các đơn vị", "Ban Dân vận", "2026-02-04", ["Mẫu 1"])]
    assert read["forms"] == [{"code": "Mẫu 1", "attached": None,
                              "named": [{"clause": "I.1 gạch 1", "line": 8, "words": "Mẫu 01"}]}]
    assert {tuple(f) for f in read["findings"]} == {
        ("rule", "severity", "file", "line", "column", "clauses", "message", "repair", "waived")}


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(capsys, tmp_path):
    old = tmp_path / "a.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    assert kheo(capsys, "document", "read", tmp_path / "x.txt").err == (
        f"Không đọc được {tmp_path / 'x.txt'} (No such file or directory).\n")
    said = kheo(capsys, "document", "read", old, "--format", "json")
    assert (said.code, json.loads(said.out)["error"]["code"]) == (1, "old_word")


def test_a_draft_is_written_and_checks_without_mistakes(capsys, tmp_path):
    out = tmp_path / "plan.yaml"

    said = kheo(capsys, "document", "draft", DATA / "ocop-phuong.txt", "-o", out)
    checked = json.loads(kheo(capsys, "plan", "check", out, "--format", "json").out)

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Đã soạn {out}: 8 bước, 3 biểu mẫu, 1 bộ tiêu chí, 2 chỉ tiêu; ")
    assert [f for f in checked["findings"] if f["rule"].startswith("KH")] == []


def test_a_draft_for_a_program_counts_what_is_in_it(capsys, tmp_path):
    out = tmp_path / "plan.yaml"

    told = json.loads(kheo(capsys, "document", "draft", DATA / "sang-kien-so.txt", "-o", out, "--format", "json").out)

    assert told == {"file": str(out), "steps": 7, "forms": 4, "criteria": 1, "targets": 0,
                    "questions": out.read_text("utf-8").count("# CẦN QUYẾT ĐỊNH")}


def test_a_file_that_is_there_is_kept_unless_forced(capsys, tmp_path):
    out = tmp_path / "plan.yaml"
    out.write_text("của tôi", "utf-8")

    refused = kheo(capsys, "document", "draft", DATA / "ocop-phuong.txt", "-o", out)

    assert (refused.code, out.read_text("utf-8")) == (1, "của tôi")
    assert refused.err == f"{out} đã có; chọn tên khác bằng -o, hoặc thêm --force để ghi đè.\n"
    assert kheo(capsys, "document", "draft", DATA / "ocop-phuong.txt", "-o", out, "--force").code == 0
    assert kheo(capsys, "plan", "check", out).code in (0, 1)


def test_a_place_that_cannot_be_written_is_named(capsys, tmp_path):
    said = kheo(capsys, "document", "draft", DATA / "ocop-phuong.txt", "-o", tmp_path / "x" / "plan.yaml")

    assert (said.code, said.err.startswith("Không ghi được ")) == (1, True)
