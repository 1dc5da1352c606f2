"""kheo incident list, show, retry, dismiss: what could not go on, from the command line."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from engine.base.ids import TimedIds
from engine.store.database import Database, open_database
from engine.store.incidents import open_incident
from engine.store.tables import incident, run, unit
from engine.work.incident import Trouble
from tests.cli.kheo import PLAN, Said, installed, kheo

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def home(capsys, tmp_path):
    """An installation with a run whose reminders have stopped."""
    installed(capsys, tmp_path)
    kheo(capsys, "run", "publish", PLAN, "--as", "quantri", "--data", tmp_path)
    return tmp_path


def database_at(home) -> Database:
    return open_database(f"sqlite:///{home / 'kheo.db'}")


def stop(home, heals: bool = True) -> str:
    with database_at(home).write() as connection:
        found = connection.execute(select(run.c.id, run.c.tenant_id)).one()
        return open_incident(connection, TimedIds(), Trouble(
            found.tenant_id, "notice", found.id, "tổ chức không còn đơn vị mã “x”", found.id, heals=heals), AT)


def rename(home, before: str, after: str) -> None:
    with database_at(home).write() as connection:
        connection.execute(update(unit).where(unit.c.code == before).values(code=after))


def asked(capsys, home, *words: object, login: str = "quantri") -> tuple[int, dict]:
    said = kheo(capsys, "incident", *words, "--as", login, "--data", home, "--format", "json")
    return said.code, json.loads(said.out)


def test_where_nothing_is_wrong_the_list_says_so(capsys, home):
    assert kheo(capsys, "incident", "list", "--as", "quantri", "--data", home) == Said(0, "Không có sự cố nào.\n", "")


def test_open_incidents_are_listed_and_are_findings(capsys, home):
    incident_id = stop(home)

    told = kheo(capsys, "incident", "list", "--as", "dau-moi", "--data", home)
    english = kheo(capsys, "incident", "list", "--as", "dau-moi", "--data", home, "--lang", "en")
    code, listed = asked(capsys, home, "list")

    assert told == Said(1, f"{incident_id}  chưa xử lý, 1 lần thử: nhắc việc (Kế hoạch nhỏ): "
                           "tổ chức không còn đơn vị mã “x”\n", "")
    assert english.out.startswith(f"{incident_id}  open, tried 1 times: reminders (Kế hoạch nhỏ): ")
    (one,) = listed["incidents"]
    assert code == 1
    assert {name: one[name] for name in ("id", "unit", "entry", "step", "instance", "node", "command", "status",
                                         "opened_at", "tries", "next_try_at", "note", "resolved_by")} == {
        "id": incident_id, "unit": None, "entry": None, "step": None, "instance": None, "node": "",
        "command": "notice", "status": "open", "opened_at": "2026-03-02T01:00:00+00:00", "tries": 1,
        "next_try_at": "2026-03-02T01:05:00+00:00", "note": None, "resolved_by": None}


def test_one_incident_says_what_to_do_and_when_it_is_tried_again(capsys, home):
    said = kheo(capsys, "incident", "show", stop(home), "--as", "quantri", "--data", home)

    lines = said.out.splitlines()
    assert said.code == 0
    assert lines[1].startswith("Lời nhắc của đợt này đang dừng.")
    assert lines[2] == "Tự thử lại lúc 08:05 ngày 02/03/2026."


def test_a_retry_that_fails_is_told_and_one_that_goes_ends_the_incident(capsys, home):
    incident_id = stop(home, heals=False)
    with database_at(home).write() as connection:
        connection.execute(update(incident).values(command="complete", subject="x", node="a"))
    rename(home, "ban-dan-van", "cu")

    failed = asked(capsys, home, "retry", incident_id)
    rename(home, "cu", "ban-dan-van")
    done = asked(capsys, home, "retry", incident_id)
    again = asked(capsys, home, "retry", incident_id)

    assert (failed[0], failed[1]["status"]) == (1, "open")
    assert failed[1]["message"] == (
        "Đã thử lại nhưng vẫn chưa được: tổ chức không còn đơn vị mã “ban-dan-van” mà kế hoạch giao việc.")
    assert (done[0], done[1]["status"]) == (0, "resolved")
    assert (again[0], again[1]["error"]["code"]) == (1, "conflict")
    assert asked(capsys, home, "list", "--ended")[1]["incidents"][0]["tries"] == 2


def test_an_incident_is_put_aside_with_a_reason(capsys, home):
    incident_id = stop(home)

    unsaid = asked(capsys, home, "dismiss", incident_id, "--note", " ")
    missing = kheo(capsys, "incident", "dismiss", incident_id, "--as", "quantri", "--data", home)
    done = asked(capsys, home, "dismiss", incident_id, "--note", "đợt này bỏ")

    assert (unsaid[0], unsaid[1]["error"]["code"]) == (1, "refused")
    assert missing.code == 2
    assert done == (0, {"incident": incident_id, "status": "dismissed"})
    assert [one["note"] for one in asked(capsys, home, "list", "--ended")[1]["incidents"]] == ["đợt này bỏ"]


def test_an_incident_or_a_run_that_is_not_there_is_named(capsys, home):
    for words in (("show", "khong-co"), ("retry", "khong-co"), ("dismiss", "khong-co", "--note", "x"),
                  ("list", "--run", "khong-co")):
        code, said = asked(capsys, home, *words)
        assert (code, said["error"]["code"]) == (1, "notfound"), words
