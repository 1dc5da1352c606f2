"""kheo deadline: a phrase in, days and reasons out."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.cli.kheo import Said, kheo

PHRASES = yaml.safe_load((Path(__file__).parents[1] / "data/requirements/deadlines.yaml").read_text("utf-8"))
COMPUTED = ("kind", "bound", "recurs", "at", "times", "years", "first_day", "last_day", "last_working_day",
            "overdue_after")


@pytest.mark.parametrize("example", PHRASES["examples"], ids=lambda e: e["phrase"])
def test_every_example_of_the_register_holds_on_the_command_line(capsys, example):
    year = ["--year", example["year"]] if "year" in example else []
    events = [word for name, day in example.get("events", {}).items() for word in ("--event", f"{name}={day}")]

    said = kheo(capsys, "deadline", example["phrase"], *year, *events, "--format", "json")

    found = json.loads(said.out)
    if "error" in example:
        assert (said.code, found["error"]["code"]) == (1, "no_such_day")
        return
    wanted = {key: str(v) if isinstance(v := example[key], date) else v for key in COMPUTED if key in example}
    assert (said.code, {key: found[key] for key in wanted}) == (0, wanted)
    assert found["needs"] == example.get("needs", [])
    if "warns" in example:
        assert [w["code"] for w in found["warnings"]] == [example["warns"]]


def test_all_keys_are_there_and_null_where_unknown(capsys):
    said = kheo(capsys, "deadline", "trước ngày 30 tháng 11 hằng năm", "--format", "json")

    assert json.loads(said.out) == {
        "kind": "date", "bound": "exclusive", "recurs": "yearly", "first_day": None, "named_day": None,
        "last_day": None, "last_working_day": None, "overdue_after": None, "at": None, "times": None, "years": None,
        "needs": ["năm"], "warnings": [], "why": ["“trước ngày 30 tháng 11 hằng năm”: chưa biết năm"]}


def test_people_read_what_was_understood_and_why(capsys):
    said = kheo(capsys, "deadline", "gửi về Ban TRƯỚC NGÀY 15-6-2026")

    assert said == Said(0, """Hiểu là: trước ngày 15/06/2026.
Ngày cuối: 14/06/2026
Ngày làm việc cuối: 12/06/2026
Quá hạn khi hết ngày: 15/06/2026
Vì sao:
  “gửi về Ban TRƯỚC NGÀY 15-6-2026”: ngày 15/06/2026 không tính, ngày cuối là Chủ nhật 14/06/2026
  14/06/2026 là Chủ nhật nên ngày làm việc cuối là thứ Sáu 12/06/2026
  quá hạn khi hết ngày 15/06/2026
""", "")


def test_the_day_of_issue_answers_for_signing_and_issuing(capsys):
    said = kheo(capsys, "deadline", "trong thời hạn 10 ngày kể từ ngày ký ban hành", "--issued-on", "04/06/2026",
                "--format", "json")

    assert json.loads(said.out)["last_day"] == "2026-06-15"


def test_a_deadline_of_every_month_lists_its_days(capsys):
    said = kheo(capsys, "deadline", "trước ngày 25 tháng cuối quý", "--year", 2026, "--format", "json")

    found = json.loads(said.out)
    assert (found["kind"], found["recurs"], found["last_day"]) == ("recurring", "quarterly", None)
    assert found["why"][-1] == "ngày cuối của các kỳ năm 2026: 24/03, 24/06, 24/09, 24/12"


@pytest.mark.parametrize(("words", "code", "message"), [
    (["sớm nhất có thể"], "not_understood", 'Không hiểu hạn "sớm nhất có thể"; ý bạn là "'),
    (["trước ngày 31/6/2026"], "no_such_day", "Tháng 6 năm 2026 không có ngày 31."),
])
def test_a_phrase_that_is_not_understood_is_refused_with_the_nearest_one(capsys, words, code, message):
    said = kheo(capsys, "deadline", *words, "--format", "json")

    error = json.loads(said.out)["error"]
    assert (said.code, error["code"]) == (1, code)
    assert error["message"].startswith(message)


@pytest.mark.parametrize("wrong", [["--event", "họp"], ["--event", "họp=hôm nay"], ["--issued-on", "31/6/2026"]])
def test_a_wrong_date_on_the_command_line_is_wrong_usage(capsys, wrong):
    said = kheo(capsys, "deadline", "trước khi họp", *wrong, "--format", "json")

    assert (said.code, json.loads(said.out)["error"]["code"]) == (2, "usage")
