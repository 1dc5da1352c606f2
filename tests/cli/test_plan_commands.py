"""kheo plan check, coverage, compile: findings for people and for programs."""

import json

import pytest

from tests.cli.kheo import PLAN, Said, kheo, run_program


def broken_copy(folder):
    """A plan with two mistakes of one phase."""
    text = (PLAN / "plan.yaml").read_text("utf-8")
    file = folder / "plan.yaml"
    file.write_text(text.replace("bước mở đợt: ban-hanh", "bước mở đợt: ban-han")
                    .replace("quy trình: thuc-hien}", "quy trình: thuc-hie}"), "utf-8")
    return file


def test_a_sound_plan_has_no_findings(capsys):
    assert kheo(capsys, "plan", "check", PLAN) == Said(0, "Không thấy lỗi nào.\n", "")
    assert kheo(capsys, "plan", "check", PLAN, "--lang", "en") == Said(0, "No mistakes found.\n", "")
    assert json.loads(kheo(capsys, "plan", "check", PLAN, "--format", "json").out) == {"findings": []}


def test_every_finding_of_a_broken_plan_stands_on_a_line_with_its_place(capsys, tmp_path):
    file = broken_copy(tmp_path)

    said = kheo(capsys, "plan", "check", file)

    lines = said.out.splitlines()
    assert (said.code, said.err, len(lines)) == (1, "", 3)
    assert lines[0].startswith(f"{file}:19:")
    assert 'ý bạn là "ban-hanh"?' in lines[0]
    assert 'ý bạn là "thuc-hien"?' in lines[1]
    assert lines[2] == "2 lỗi phải sửa, 0 cảnh báo, 0 thông tin, 0 được chấp nhận ngoại lệ."


def test_a_finding_for_a_program_has_every_key(capsys, tmp_path):
    file = broken_copy(tmp_path)

    found = json.loads(kheo(capsys, "plan", "check", file, "--format", "json").out)["findings"]

    assert [(f["file"], f["line"], f["severity"], f["clauses"], f["repair"], f["waived"]) for f in found] == [
        (str(file), 19, "E", [], None, None), (str(file), 21, "E", [], None, None)]
    assert {tuple(f) for f in found} == {
        ("rule", "severity", "file", "line", "column", "clauses", "message", "repair", "waived")}


def test_findings_of_several_files_come_together(capsys, tmp_path):
    said = kheo(capsys, "plan", "check", broken_copy(tmp_path), tmp_path / "khong-co", PLAN)

    assert said.code == 1
    assert said.out.splitlines()[2:-1] == [f"{tmp_path / 'khong-co'}:1:1: KH050 không có tệp này"]


def test_the_plan_s_own_tests_wait_until_nothing_forbids_its_publication(capsys, tmp_path):
    trial = "kiểm thử:\n  - {tên: Sai hạn, đến ngày: 20/01/2026, thì: [{việc: ban-hanh, hạn cuối: 01/01/2026}]}\n"
    sound = (PLAN / "plan.yaml").read_text("utf-8") + trial
    forbidden = sound.replace("phạm vi: cả đợt,", "phạm vi: cả đợt, chủ trì tự đặt: có,", 1)
    file = tmp_path / "plan.yaml"

    def rules(text):
        file.write_text(text, "utf-8")
        said = kheo(capsys, "plan", "check", file, "--format", "json").out
        return [finding["rule"] for finding in json.loads(said)["findings"]]

    assert (rules(sound), rules(forbidden)) == (["KT"], ["R10"])


@pytest.mark.parametrize("verb", [["coverage", "--clauses", "x.yaml"], ["compile", "-o", "x.bpmn"]])
def test_a_broken_plan_is_neither_compared_nor_compiled(capsys, tmp_path, verb):
    file = broken_copy(tmp_path)

    said = kheo(capsys, "plan", verb[0], file, *verb[1:], "--format", "json")

    error = json.loads(said.out)["error"]
    assert (said.code, error["code"], len(error["message"].splitlines())) == (1, "broken_plan", 2)


REGISTER = """clauses:
  - {id: A-1, kind: role, text: Đơn vị}
  - {id: A-2, kind: step, text: Gửi hồ sơ}
"""


def test_a_missing_clause_makes_coverage_fail(capsys, tmp_path):
    register = tmp_path / "clauses.yaml"
    register.write_text(REGISTER, "utf-8")

    said = kheo(capsys, "plan", "coverage", PLAN, "--clauses", register, "--format", "json")
    told = kheo(capsys, "plan", "coverage", PLAN, "--clauses", register)

    assert (said.code, json.loads(said.out)) == (1, {"covered": [], "waived": [], "missing": ["A-1", "A-2"]})
    assert told.out.splitlines()[0] == "0 điều khoản có trong kế hoạch, 0 được chấp nhận ngoại lệ, 2 còn thiếu."


@pytest.mark.parametrize("text", [None, "clauses: [", "a: 1", "- 1"])
def test_a_register_that_is_none_is_refused_by_name(capsys, tmp_path, text):
    register = tmp_path / "clauses.yaml"
    if text is not None:
        register.write_text(text, "utf-8")

    said = kheo(capsys, "plan", "coverage", PLAN, "--clauses", register)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"Không đọc được sổ điều khoản {register}: ")


def test_the_compiled_plan_is_written_and_counted(capsys, tmp_path):
    out = tmp_path / "ra.bpmn"

    said = kheo(capsys, "plan", "compile", PLAN, "-o", out, "--format", "json")

    answer = json.loads(said.out)
    assert (said.code, answer["file"], sorted(answer)) == (0, str(out), ["elements", "file", "hash"])
    assert out.read_bytes().startswith(b"<?xml")


def test_a_place_that_cannot_be_written_is_named(capsys, tmp_path):
    out = tmp_path / "khong-co" / "ra.bpmn"

    said = kheo(capsys, "plan", "compile", PLAN, "-o", out)

    assert said == Said(1, "", f"Không ghi được {out} (No such file or directory); chọn chỗ khác bằng -o.\n")


def test_the_program_itself_checks_a_plan(tmp_path):
    fine, broken = run_program("plan", "check", PLAN), run_program("plan", "check", broken_copy(tmp_path))

    assert fine == Said(0, "Không thấy lỗi nào.\n", "")
    assert (broken.code, len(broken.out.splitlines()), broken.err) == (1, 3, "")


def test_the_program_itself_keeps_json_alone_on_standard_output():
    said = run_program("plan", "chek", "--format=json")

    assert (said.code, list(json.loads(said.out)["error"]), said.err) == (2, ["code", "message"], "")


def faulty_copy(folder, waived=""):
    """A plan whose deadline falls on a Sunday and which quotes a day that does not exist."""
    text = (PLAN / "plan.yaml").read_text("utf-8")
    quote = "trích mục: [{mục: III.1, nguyên văn: trước ngày 31/6/2026}]"
    folder.mkdir(exist_ok=True)
    file = folder / "plan.yaml"
    file.write_text(text.replace("hạn: chậm nhất ngày 15/6/2026}", f"hạn: trước ngày 15/6/2026, {quote}}}") + waived,
                    "utf-8")
    return file


WAIVED = ("chấp nhận ngoại lệ:\n"
          "  - {quy tắc: R30, mục: III.1, lý do: Hiểu là ngày 30/6., người chấp nhận: Trưởng ban}\n")


def test_a_finding_is_one_line_with_place_clauses_and_repair(capsys, tmp_path):
    file = faulty_copy(tmp_path)

    said = kheo(capsys, "plan", "check", file)

    assert said.code == 1
    assert [line.split(": ", 1)[1] for line in said.out.splitlines()[:2]] == [
        "W R13 Ngày cuối của bước “Gửi hồ sơ” là Chủ nhật 14/06/2026; ngày làm việc cuối là thứ Sáu 12/06/2026. "
        "[III.1] Sửa: ghi hạn là 12/06/2026, hoặc nhắc người làm theo ngày ấy.",
        "E R30 “ngày 31/6/2026”: tháng 6 không có ngày 31. [III.1] Sửa: đối chiếu văn bản gốc và ghi ngày đúng."]
    assert said.out.splitlines()[2] == "1 lỗi phải sửa, 1 cảnh báo, 0 thông tin, 0 được chấp nhận ngoại lệ."


def test_findings_are_told_in_english_too(capsys, tmp_path):
    said = kheo(capsys, "plan", "check", faulty_copy(tmp_path, WAIVED), "--lang", "en")

    assert [line.split(": ", 1)[1] for line in said.out.splitlines()[:2]] == [
        "W R13 The last day of step “Gửi hồ sơ” is Sunday 14/06/2026; the last working day is Friday 12/06/2026. "
        "[III.1] Repair: write 12/06/2026, or remind people by that day.",
        "E R30 “ngày 31/6/2026”: month 6 has no day 31. [III.1] Repair: compare the original and write the right day. "
        "Waived: Hiểu là ngày 30/6 (Trưởng ban)."]


def test_warnings_and_accepted_errors_do_not_fail_the_check(capsys, tmp_path):
    file = faulty_copy(tmp_path, WAIVED)

    said = kheo(capsys, "plan", "check", file, "--format", "json")

    found = json.loads(said.out)["findings"]
    assert (said.code, [(f["rule"], f["severity"], f["clauses"], f["waived"]) for f in found]) == (0, [
        ("R13", "W", ["III.1"], None),
        ("R30", "E", ["III.1"], {"reason": "Hiểu là ngày 30/6.", "by": "Trưởng ban"})])
    assert {tuple(f) for f in found} == {
        ("rule", "severity", "file", "line", "column", "clauses", "message", "repair", "waived")}


def test_a_deadline_on_a_day_that_does_not_exist_is_a_finding_of_its_rule(capsys, tmp_path):
    file = tmp_path / "plan.yaml"
    text = (PLAN / "plan.yaml").read_text("utf-8")
    file.write_text(text.replace("chậm nhất ngày 15/6/2026", "trước ngày 31/6/2026"), "utf-8")

    said = kheo(capsys, "plan", "check", file)

    assert (said.code, said.out.splitlines()[0].split(": ", 1)[1]) == (
        1, "E R30 tháng 6 năm 2026 không có ngày 31 (KH041).")


def test_plans_are_checked_together_for_documents_with_two_dates(capsys, tmp_path):
    basis = "căn cứ:\n  - {{loại: Hướng dẫn, số: 12-HD/A, ngày: {0}, cơ quan: Ban A}}\n"
    files = [faulty_copy(tmp_path / str(month), WAIVED + basis.format(f"1/{month}/2026")) for month in (1, 2)]

    said = kheo(capsys, "plan", "check", *files, "--format", "json")

    rules = [f["rule"] for f in json.loads(said.out)["findings"]]
    assert (said.code, rules) == (0, ["R13", "R30", "R13", "R30", "R27", "R27"])


def test_a_plan_that_recurs_is_checked_for_the_next_year_and_says_so(capsys, tmp_path):
    file = tmp_path / "plan.yaml"
    text = (PLAN / "plan.yaml").read_text("utf-8")
    yearly = text.replace("thời gian: năm 2026", "thời gian: hằng năm").replace("ngày 15/6/2026", "ngày 15/6")
    file.write_text(yearly, "utf-8")

    told, chosen = kheo(capsys, "plan", "check", file), kheo(capsys, "plan", "check", file, "--year", "2026")

    assert "dùng cho nhiều năm; đã kiểm tra cho năm " in told.out
    assert chosen == Said(0, "Không thấy lỗi nào.\n", "")
