"""kheo job list, retry: work in the background, from the command line."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from engine.store import jobs
from engine.store.database import Database, open_database
from engine.store.jobs import NewJob
from tests.cli.kheo import Said, installed, kheo

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def home(capsys, tmp_path):
    """An installation of Phường Mẫu."""
    return installed(capsys, tmp_path)


def database_at(home) -> Database:
    return open_database(f"sqlite:///{home / 'kheo.db'}")


def given_up(home) -> None:
    with database_at(home).write() as connection:
        made = [NewJob("hong", "timer", ("r i mo-tu",), 40, 4), NewJob("cho", "task", ("a", "b"), 20)]
        jobs.add(connection, made, AT)
        held = jobs.take(connection, "w", ["timer"], AT, timedelta(minutes=1))
        assert held
        jobs.give_up(connection, held, "KeyError (action/fire_timer.py:33)")


def test_where_nothing_waits_the_list_says_so(capsys, home):
    assert kheo(capsys, "job", "list", "--as", "quantri", "--data", home) == Said(0, "Không có việc nền nào.\n", "")


def test_what_waits_and_what_was_given_up_is_listed(capsys, home):
    given_up(home)

    told = kheo(capsys, "job", "list", "--as", "quantri", "--data", home)
    listed = kheo(capsys, "job", "list", "--as", "quantri", "--data", home, "--format", "json")

    assert told == Said(1, (
        "nhắc việc: 1 trang đang chờ, 0 trang đang làm, 0 việc chờ thử lại, 0 việc đã thôi thử\n"
        "bước đến ngày: 0 trang đang chờ, 0 trang đang làm, 0 việc chờ thử lại, 1 việc đã thôi thử\n"
        "hong  bước đến ngày r i mo-tu: thử 5 lần từ 02/03/2026, lỗi KeyError (action/fire_timer.py:33)\n"), "")
    assert (listed.code, json.loads(listed.out)["given_up"]) == (1, [{
        "id": "hong", "kind": "timer", "key": "r i mo-tu", "tries": 5, "made_at": AT.isoformat(),
        "error": "KeyError (action/fire_timer.py:33)"}])


def test_what_was_given_up_waits_again_after_a_retry(capsys, home):
    given_up(home)

    done = kheo(capsys, "job", "retry", "hong", "--as", "quantri", "--data", home)
    again = kheo(capsys, "job", "retry", "hong", "--as", "quantri", "--data", home)

    assert done == Said(0, "Việc nền hong sẽ được chạy lại.\n", "")
    assert (again.code, again.err) == (
        1, "Việc nền hong không còn, hoặc chưa thôi tự chạy; xem kheo job list.\n")
    with database_at(home).read() as connection:
        assert jobs.given_up(connection, "", 10) == []


def test_only_administrators_see_work_in_the_background(capsys, home):
    said = kheo(capsys, "job", "list", "--as", "dau-moi", "--data", home)

    assert (said.code, said.err) == (1, "Chỉ người quản trị xem được việc nền.\n")
