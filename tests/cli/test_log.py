"""The log names events, ids and places in the code; never a person, an address or what somebody typed."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from engine.cli.log import without_values
from engine.daemon.post import SmtpSettings
from engine.daemon.scheduler import Scheduler
from engine.store.database import Database
from tests.action.nho import published, rows
from tests.cli.kheo import ROOT
from tests.mail_server import MailServer
from tests.web.site import site

NAME = "Nguyễn Thị Kín"
PERSONAL = ("Trần A", "a@nho.vn", "dm@nho.vn", "Lê Đầu Mối", "Vườn ổi", "sai mật khẩu này", NAME)


def failure(error: Exception) -> dict[str, object]:
    """What the log keeps of it."""
    try:
        raise error
    except Exception as caught:
        return dict(without_values(None, "error", {"event": "x", "exc_info": caught}))


def test_of_a_failure_the_log_keeps_type_and_places_not_its_words():
    [told] = failure(ValueError(f"không đọc được {NAME}"))["exception"]

    assert (told["type"], told["said"]) == ("ValueError", None)
    assert told["at"][0].split("/")[-1].split(":")[0] == "test_log.py"
    assert told["at"][0].endswith(" failure")


def test_of_a_failure_the_causes_are_told_too():
    try:
        try:
            raise KeyError(NAME)
        except KeyError as cause:
            raise RuntimeError(NAME) from cause
    except RuntimeError as error:
        told = without_values(None, "error", {"event": "x", "exc_info": error})["exception"]

    assert [(one["type"], one["said"]) for one in told] == [("RuntimeError", None), ("KeyError", None)]


@pytest.mark.parametrize(("error", "said"), [
    (FileNotFoundError(2, "No such file or directory", f"/home/{NAME}"), "No such file or directory"),
    (TypeError("unsupported operand"), "unsupported operand")])
def test_what_the_machine_words_by_itself_is_kept(error, said):
    assert failure(error)["exception"][0]["said"] == said


def test_of_a_failed_statement_the_parameters_are_left_out():
    with create_engine("sqlite://").connect() as connection, pytest.raises(OperationalError) as caught:
        connection.execute(text("SELECT * FROM person WHERE name = :name"), {"name": NAME})

    told = json.dumps(failure(caught.value), ensure_ascii=False)
    assert "no such table: person" in told
    assert NAME not in told


def test_a_days_work_leaves_nobody_in_the_log(sqlite: Database, ids, clock, smtp: MailServer, tmp_path):
    world = published(sqlite, ids, clock)
    pages = site(world, tmp_path)
    smtp.unknown = {"a@nho.vn"}

    with capture_logs() as lines:
        world.at(date(2026, 2, 2))
        Scheduler(sqlite, ids, clock, SmtpSettings(smtp.host, smtp.port, "kheo@nho.vn", security="none")).tick()
        pages.visitor().post("/dang-nhap", {"ten": "a", "mat_khau": "sai mật khẩu này"})
        pages.browser("a").get("/viec")
        world.send("a", "dang-ky", "xong", rows("Vườn ổi"), code="hoi-a")

    said = json.dumps(lines, ensure_ascii=False)
    assert "letter not sent" in said
    assert [word for word in PERSONAL if word in said] == []


def test_warnings_of_libraries_are_json_lines_too():
    program = ("import logging; from engine.cli.log import log_to_stderr; log_to_stderr(); "
               "logging.getLogger('thu-vien').warning('chậm'); logging.getLogger('thu-vien').info('kỹ')")

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=60,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})

    [line] = done.stderr.splitlines()
    assert {key: json.loads(line)[key] for key in ("event", "level")} == {"event": "chậm", "level": "warning"}
