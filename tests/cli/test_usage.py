"""A wrong command line says what is right, to people and to programs, in Vietnamese and in English."""

import argparse
import ast
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys

import pytest

from engine.cli.words import english
from tests.cli.kheo import ROOT, kheo, staying
from web.main import build_parser

COMMANDS = ("plan, document, deadline, calendar, init, user, org, db, run, incident, job, absence, serve, worker, "
            "demo, bench")
WRONG = {
    "": "Thiếu LỆNH.",
    "pln": f'Không có "pln"; ý bạn là "plan"? Được phép: {COMMANDS}.',
    "zzz": f'Không có "zzz". Được phép: {COMMANDS}.',
    "plan": "Thiếu VIỆC.",
    "plan chek x": 'Không có "chek"; ý bạn là "check"? Được phép: check, coverage, compile, rehearse, rollover, diff.',
    "plan check": "Thiếu TỆP.",
    "plan check x --year 20": '--year: "20" không phải là năm, như 2026.',
    "plan check x --lang fr": 'Không có "fr". Được phép: vi, en.',
    "plan compile x": "Thiếu -o/--output.",
    "plan compile x -o": "Thiếu giá trị cho -o/--output.",
    "run status": "Thiếu --as.",
    "run status --as a --dat x": 'Không có tham số --dat x; ý bạn là "--data"?',
    "run status --as a --nhanh=1": "Không có tham số --nhanh=1.",
    "serve --port http": '--port: "http" không phải là số cổng, 0 đến 65535.',
    "serve --port 70000": '--port: "70000" không phải là số cổng, 0 đến 65535.',
    "demo --now 2026-02-30": '--now: "2026-02-30" không phải là ngày, như 2026-06-10.',
}


@pytest.mark.parametrize(("typed", "sentence"), WRONG.items())
def test_a_wrong_command_line_names_the_mistake_and_the_usage_of_that_command(capsys, typed, sentence):
    said = kheo(capsys, *typed.split())

    first, usage = said.err.split("\n", 1)
    command = " ".join(["kheo", *re.findall(r"^(?:(?:plan|run) (?:check|compile|status)|plan|serve|demo)", typed)])
    assert (said.code, said.out, first) == (2, "", sentence)
    assert usage.startswith(f"Cách dùng: {command} [-h]")


def test_for_a_program_the_mistake_is_json_alone_on_standard_output(capsys):
    said = kheo(capsys, "plan", "check", "--format", "json")

    assert (said.code, said.err) == (2, "")
    error = json.loads(said.out)["error"]
    assert sorted(json.loads(said.out)) == ["error"]
    assert error["code"] == "usage"
    assert error["message"].startswith("Thiếu TỆP.\nCách dùng: kheo plan check")


def test_in_english_the_mistake_is_told_in_english(capsys):
    said = kheo(capsys, "plan", "chek", "--lang", "en")

    assert said.code == 2
    assert said.err == ('There is no "chek"; did you mean "check"? '
                        "Allowed: check, coverage, compile, rehearse, rollover, diff.\n"
                        "Usage: kheo plan [-h] ACTION ...\n")


def test_the_version_is_printed(capsys):
    assert re.fullmatch(r"kheo \d+\.\d+\.\d+\n", kheo(capsys, "--version").out)


@pytest.mark.parametrize(("language", "title"), [("vi", "Cách dùng: kheo init"), ("en", "Usage: kheo init")])
def test_help_is_printed_in_the_language_asked_for(capsys, language, title):
    said = kheo(capsys, "init", "--lang", language, "--help")

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(title)
    assert ("cơ sở dữ liệu" in said.out, "data folder" in said.out) == (False, language == "en")


def spoken() -> list[str]:
    """Every text of the command line: what `say` is handed, and the help of all commands."""
    files = [*(ROOT / "engine/cli").glob("*.py"), *(ROOT / "web/main").glob("serv*.py"), ROOT / "web/main/__init__.py"]
    calls = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"]
    return [str(c.args[0].value) for c in calls if isinstance(c.args[0], ast.Constant)] + help_of(build_parser())


def help_of(parser: argparse.ArgumentParser) -> list[str]:
    found = [parser.description]
    for action in parser._actions:
        found += [action.help, action.metavar]
        if isinstance(action, argparse._SubParsersAction):
            found += [line.help for line in action._choices_actions]
            found += [text for below in action.choices.values() for text in help_of(below)]
    return [text for text in found if text and text is not argparse.SUPPRESS]


def test_every_text_of_the_command_line_has_an_english_one():
    assert sorted({text for text in spoken() if text not in english()}) == []


def test_an_english_text_fills_in_the_same_names():
    def names(text: str) -> list[str]:
        return sorted(re.findall(r"{(\w+)}", text))

    assert {text for text, said in english().items() if names(text) != names(said)} == set()


def test_an_unexpected_failure_is_one_sentence_with_a_reference_to_the_log(capsys, tmp_path):
    kheo(capsys, "init", "--data", tmp_path)
    with sqlite3.connect(tmp_path / "kheo.db") as connection:
        connection.execute("DROP TABLE task")
    connection.close()

    said = kheo(capsys, "run", "status", "--as", "quantri", "--data", tmp_path, "--format", "json")

    error = json.loads(said.out)["error"]
    logged = json.loads(said.err)
    assert (said.code, error["code"], logged["event"]) == (1, "failed", "command failed")
    assert error["message"] == (f"kheo gặp lỗi khi làm lệnh này; báo người quản trị mã {logged['reference']}, "
                                "chi tiết ở nhật ký trên đầu ra lỗi.")
    assert logged["exception"][0]["said"] == "no such table: task"


def test_a_command_stopped_at_the_keyboard_says_so(tmp_path):
    fifo = tmp_path / "plan.yaml"
    os.mkfifo(fifo)
    with staying("plan", "check", fifo) as process:
        writing = os.open(fifo, os.O_WRONLY)  # opens once the command reads

        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        os.close(writing)

    assert (process.returncode, out, err) == (1, "", "Đã dừng giữa chừng.\n")


def _commands(parser: argparse.ArgumentParser) -> set[str]:
    return {name for action in parser._actions if isinstance(action, argparse._SubParsersAction)
            for name in action.choices}


def test_the_part_of_a_command_is_read_alone_and_holds_it():
    for command in _commands(build_parser()):
        part = _commands(build_parser(command))

        assert command in part
        assert len(part) < len(_commands(build_parser()))


def test_a_deadline_is_explained_without_loading_the_web():
    asked = "from web.main import build_parser; build_parser('deadline'); import sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()

    assert not {"flask", "alembic", "apscheduler"} & set(loaded)
