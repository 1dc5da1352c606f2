"""kheo plan diff: two files, what moves for whom."""

import json

from tests.cli.kheo import PLAN, Said, kheo


def test_a_moved_day_is_told_to_people_and_to_programs(tmp_path, capsys):
    text = (PLAN / "plan.yaml").read_text("utf-8")
    file = tmp_path / "plan.yaml"
    file.write_text(text.replace("chậm nhất ngày 15/6/2026", "trước ngày 15/6/2026"), "utf-8")

    found = json.loads(kheo(capsys, "plan", "diff", PLAN, file, "--format", "json").out)
    told = kheo(capsys, "plan", "diff", PLAN, file)

    assert sorted(found) == ["changes", "moves", "stuck"]
    assert [sorted(move) for move in found["moves"]] == [["from", "step", "to", "unit", "why"]]
    assert told.code == 0 and "1 hạn đổi ngày" in told.out


def test_a_plan_is_like_itself(capsys):
    assert kheo(capsys, "plan", "diff", PLAN, PLAN) == Said(0, "Hai kế hoạch như nhau.\n", "")
