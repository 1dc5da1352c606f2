"""Every command that takes a plan takes a drawn one."""

import json
from pathlib import Path

import pytest

from tests.action.nho import ORGANISATION
from tests.cli.kheo import kheo

DRAWING = Path(__file__).parents[1] / "data/drawn/io/quy-trinh.bpmn"
WRONG = Path(__file__).parents[1] / "data/drawn/refused/service-task.bpmn"


@pytest.mark.parametrize("file", [DRAWING, DRAWING.parent, DRAWING.with_name("plan.yaml")], ids=["bpmn", "dir", "yaml"])
def test_a_sound_drawing_has_no_findings(capsys, file):
    assert json.loads(kheo(capsys, "plan", "check", file, "--format", "json").out) == {"findings": []}


def test_a_wrong_drawing_is_told_with_line_element_and_remedy(capsys):
    said = kheo(capsys, "plan", "check", WRONG)

    assert said.code == 1
    assert said.out.splitlines()[0] == (
        f'{WRONG}:8:1: KH081 serviceTask "X_1" “Gửi thư tự động”: không dùng được trong kế hoạch vẽ: kheo giao việc '
        "cho người, không gọi máy hay chạy mã; vẽ user task cho người làm việc ấy, hoặc bỏ phần tử này")


def test_a_drawing_is_compiled_covered_rehearsed_and_compared(capsys, tmp_path):
    clauses = tmp_path / "so.yaml"
    clauses.write_text("clauses: [{id: A-1, kind: task}]", "utf-8")
    compiled = kheo(capsys, "plan", "compile", DRAWING, "-o", tmp_path / "ra.bpmn")
    rehearsed = kheo(capsys, "plan", "rehearse", DRAWING, "--units", 2, "--format", "json")
    covered = kheo(capsys, "plan", "coverage", DRAWING, "--clauses", clauses, "--format", "json")
    compared = kheo(capsys, "plan", "diff", DRAWING, DRAWING.with_name("twin.yaml"))

    assert (compiled.code, compared.out) == (0, "Hai kế hoạch như nhau.\n")
    assert json.loads(covered.out)["missing"] == ["A-1"]
    assert json.loads(rehearsed.out)["unreached_steps"] == []


def test_a_drawing_is_published(capsys, tmp_path):
    organisation = tmp_path / "to-chuc.yaml"
    organisation.write_text(ORGANISATION, "utf-8")
    kheo(capsys, "init", "--data", tmp_path, "--organisation", organisation)

    said = kheo(capsys, "run", "publish", DRAWING, "--as", "dau-moi", "--data", tmp_path)

    assert (said.code, said.err) == (0, "")
    assert "Việc ban hành nằm trong hộp việc của Ban Dân vận" in said.out
