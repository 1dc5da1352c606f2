"""kheo plan rollover: next year's file beside this year's."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.kheo import PLAN, kheo


def test_next_years_file_is_written_and_told(tmp_path, capsys):
    output = tmp_path / "nam-sau" / "plan.yaml"

    said = kheo(capsys, "plan", "rollover", PLAN, "--year", 2027, "-o", output, "--format", "json")

    found = json.loads(said.out)
    assert (said.code, sorted(found)) == (0, ["changes", "decide"])
    assert {"key", "line", "from", "to", "why"} == set(found["changes"][0])
    assert "năm 2027" in output.read_text("utf-8")
    assert kheo(capsys, "plan", "check", output).code == kheo(capsys, "plan", "check", PLAN).code


@pytest.mark.parametrize(("words", "code", "says"), [
    (["--year", "2026"], "same_year", "Kế hoạch đã là của năm 2026"),
    (["--year", "2027", "-o", "plan.yaml"], "exists", "Đã có plan.yaml"),
])
def test_what_cannot_be_rolled_over_says_so_and_writes_nothing(tmp_path, capsys, monkeypatch, words, code, says):
    shutil.copy(Path(PLAN) / "plan.yaml", tmp_path / "plan.yaml")
    monkeypatch.chdir(tmp_path)
    before = (tmp_path / "plan.yaml").read_text("utf-8")
    output = [] if "-o" in words else ["-o", "moi.yaml"]

    said = kheo(capsys, "plan", "rollover", "plan.yaml", *words, *output, "--format", "json")

    error = json.loads(said.out)["error"]
    assert (said.code, error["code"]) == (1, code)
    assert error["message"].startswith(says)
    assert (tmp_path / "plan.yaml").read_text("utf-8") == before and not (tmp_path / "moi.yaml").exists()
