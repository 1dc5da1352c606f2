"""A rehearsal: the same seed the same result, punctual people never late, careless ones urged, nobody told twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.base.clock import local_day
from engine.plan.folder import load_plan
from engine.rehearse.behaviour import BEHAVIOURS
from engine.rehearse.moves import Move, moves_between
from engine.rehearse.page import page
from engine.rehearse.reach import Missed
from engine.rehearse.rehearse import Settings, rehearse
from engine.rehearse.written import written
from tests.rehearse.played import SHIPPED, SMALL, changed, shipped, small

ASKED_AGAIN = """
import json, sys
from tests.rehearse.played import small
from engine.rehearse.written import written
sys.stdout.write(json.dumps(written(small("careless"), []), ensure_ascii=False))
"""


def test_the_same_seed_gives_the_same_bytes_in_another_process():
    other = subprocess.run([sys.executable, "-c", ASKED_AGAIN], capture_output=True, cwd=Path(__file__).parents[2],
                           env={**os.environ, "PYTHONHASHSEED": "77"}, check=True).stdout

    assert other == json.dumps(written(small("careless"), []), ensure_ascii=False).encode()


def test_another_seed_gives_another_year():
    other = rehearse(load_plan(SMALL), None, Settings(2026, 4, 2, "realistic"))

    assert written(other, [])["load"] != written(small("realistic"), [])["load"]


def test_punctual_people_finish_everything_in_time():
    outcome = written(small("punctual"), [])

    assert (outcome["tasks"], outcome["completed"], outcome["late"], outcome["refused"]) == (24, 24, 0, [])
    assert {message.kind for message in small("punctual").messages} == {"reminder"}


def test_careless_people_are_late_and_their_superiors_hear_of_it():
    outcome = small("careless")

    told = {message.person.split(",")[0] for message in outcome.messages if message.kind == "escalation"}
    assert len(outcome.late) > 10
    assert told == {"Can bo", "Thu truong"}
    assert outcome.rehearsal.desk.refused > 0
    assert any(task.round > 1 for task in outcome.tasks)


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_nobody_is_told_twice_or_after_the_work_is_done_or_at_rest(behaviour):
    assert small(behaviour).notices() == {"twice": 0, "after_completion": 0, "outside_hours": 0}


def test_what_is_never_reached_says_why():
    outcome = small("punctual")

    assert outcome.unreached == (
        Missed("khong-mo", "Không mở", "điều kiện “dot.nam == 1999” không đúng"),
        Missed("vui", "Ngày hội", "chờ ngày mở “ngày lễ tổng kết” chưa ai ấn định"))
    assert outcome.unfilled == (Missed("thua", "Biểu không ai dùng", "không bước nào dùng biểu mẫu này"),)


def test_load_messages_and_peak_add_up():
    outcome = written(small("realistic"), [])

    assert sum(line["tasks"] for line in outcome["load"]) == outcome["completed"]
    assert sum(small("realistic").told.values()) == outcome["messages"]
    by_day: dict[str, int] = {}
    for line in outcome["load"]:
        by_day[line["date"]] = by_day.get(line["date"], 0) + line["tasks"]
    assert outcome["peak_day"]["tasks"] == max(by_day.values()) == by_day[outcome["peak_day"]["date"]]


def test_the_calendar_tells_what_happens_to_whom():
    report = [(line["date"], line["what"]) for line in written(small("punctual"), [])["calendar"]
              if (line["step"], line["unit"]) == ("bao-cao", "hoi-so-1")]

    assert report[0] == ("2026-05-15", "opened")
    assert ("2026-06-12", "due") in report
    assert {what for _, what in report} == {"opened", "due", "done"}


def test_a_plan_against_itself_moves_nothing():
    assert moves_between(small("punctual"), small("punctual")) == ()


def test_one_date_changed_moves_exactly_the_deadlines_it_says(tmp_path):
    other = changed(tmp_path, "trước ngày 15/6/2026", "trước ngày 20/6/2026")

    moves = moves_between(small("punctual"), rehearse(other, None, Settings(2026, 4, 1, "punctual")))

    why = "hạn “trước ngày 15/6/2026” thành “trước ngày 20/6/2026”"
    assert moves == tuple(Move("bao-cao", f"hoi-so-{n}", "2026-06-14", "2026-06-19", why) for n in range(1, 5))


def test_a_step_that_is_gone_is_a_move_to_nowhere(tmp_path):
    other = changed(tmp_path, "mở khi xong: dang-ky, hạn", "mở khi xong: dang-ky, chỉ khi: dot.nam == 1999, hạn")

    moves = moves_between(small("punctual"), rehearse(other, None, Settings(2026, 4, 1, "punctual")))

    assert {(move.step, move.before, move.after) for move in moves} == {("mo-hinh", "2026-04-14", None)}


def test_the_page_stands_alone():
    text = page(small("careless"), [Move("bao-cao", "hoi-so-1", "2026-06-14", None, "bản kia không còn việc này")])

    assert text.startswith("<!doctype html>")
    assert "<script" not in text and "http" not in text and "src=" not in text
    for words in ("Phong trào của các hội", "Bước không mở", "Việc muộn", "Can bo, hoi 1", "14/06/2026",
                  "không còn việc này"):
        assert words in text


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_shipped_plan_runs_through_its_period(folder):
    outcome = shipped(folder)

    assert outcome.troubles == ()
    assert outcome.notices() == {"twice": 0, "after_completion": 0, "outside_hours": 0}
    assert [step for step in outcome.unreached if "mà bước này không mở" in step.why] == []
    opened_in_time = [task for task in outcome.late
                      if task.last_working_day and local_day(task.opened_at) < task.last_working_day]
    assert opened_in_time == []
