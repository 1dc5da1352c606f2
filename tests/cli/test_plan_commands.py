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
