"""kheo serve and kheo worker as processes: they say when they are ready, answer for their health, stop gracefully."""

import http.client
import json
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from engine.store.database import open_database
from tests.cli.kheo import Said, installed, kheo, run_program, staying

LOGIN = "nguyen-thi-kin"


@pytest.fixture
def home(capsys, tmp_path):
    """An installation of Phường Mẫu."""
    return installed(capsys, tmp_path)


def address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    found = re.fullmatch(r"READY (http://127\.0\.0\.1:\d+)\n", process.stdout.readline())
    assert found, process.communicate(timeout=10)
    return found[1]


def ended(process: "subprocess.Popen[str]") -> Said:
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    return Said(process.returncode, out, err)


def health(url: str) -> tuple[int, dict[str, object]]:
    try:
        with build_opener().open(f"{url}/healthz", timeout=10) as answer:
            return answer.status, json.load(answer)
    except HTTPError as failing:
        return failing.code, json.load(failing)


def door(url: str) -> tuple[OpenerDirector, str]:
    """A browser before the door, and the page."""
    browser = build_opener(HTTPCookieProcessor())
    with browser.open(f"{url}/dang-nhap", timeout=10) as page:
        return browser, page.read().decode()


def knock(url: str, login: str) -> int:
    """A sign-in with a wrong password; the status of the answer."""
    browser, page = door(url)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = urlencode({"csrf_token": token[1], "ten": login, "mat_khau": "sai-mat-khau"}).encode()
    try:
        with browser.open(Request(f"{url}/dang-nhap", form), timeout=20) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def test_one_process_serves_the_pages_and_keeps_the_clock(home):
    with staying("serve", "--data", home, "--port", 0) as process:
        url = address(process)
        found = health(url)
        _, page = door(url)
        said = ended(process)

    assert found[1].pop("all_transitions")["alarms"] == found[1].pop("transitions")["alarms"] == 0
    assert found == (200, {"status": "ok", "database": "ok", "scheduler": "ok", "letters_stuck": 0,
                           "jobs_given_up": 0})
    assert "Phường Mẫu" in page
    assert (said.code, said.out) == (0, "")
    assert [json.loads(line)["event"] for line in said.err.splitlines()] == ["stopping"]


def test_the_installation_may_be_called_otherwise(home):
    with staying("serve", "--data", home, "--port", 0, KHEO_INSTALLATION="Phường Bạch Đằng") as process:
        _, page = door(address(process))

    assert "Phường Bạch Đằng" in page


def test_a_request_that_runs_is_answered_before_the_end(home):
    answers = []
    with staying("serve", "--data", home, "--port", 0) as process:
        url = address(process)
        knock(url, "ai-do")
        holder = sqlite3.connect(home / "kheo.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")  # whoever writes waits
        waiting = threading.Thread(target=lambda: answers.append(knock(url, "quantri")))
        waiting.start()
        time.sleep(0.5)

        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        still_there = process.poll() is None
        holder.execute("ROLLBACK")
        holder.close()
        waiting.join(20)
        code = process.wait(20)

    assert (still_there, answers, code) == (True, [422], 0)


def test_after_the_signal_nobody_new_is_let_in(home):
    with staying("serve", "--data", home, "--port", 0) as process:
        url = address(process)
        ended(process)

        with pytest.raises(OSError):
            http.client.HTTPConnection(url.removeprefix("http://"), timeout=5).request("GET", "/healthz")


def test_a_taken_port_is_one_sentence(capsys, home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        said = kheo(capsys, "serve", "--data", home, "--port", port)

    assert said == Said(1, "", (f"Không mở được 127.0.0.1:{port} (Address already in use); dừng chương trình đang giữ "
                                "cổng ấy hoặc chọn --port khác.\n"))


def test_a_worker_works_without_a_port_and_ends_with_zero(home):
    with staying("worker", "--data", home) as process:
        assert process.stderr
        first = json.loads(process.stderr.readline())
        said = ended(process)

    assert first["event"] == "worker started"
    assert (said.code, said.out) == (0, "")


def test_a_worker_needs_nothing_but_the_address_of_its_database(database_url, tmp_path):
    nowhere = tmp_path / "khong-co"
    with staying("worker", "--database", database_url, "--data", nowhere, "--every", 0.2, "--lease", 2) as process:
        assert process.stderr
        first = json.loads(process.stderr.readline())
        time.sleep(1)
        said = ended(process)

    assert (first["event"], said.code, said.out) == ("worker started", 0, "")
    assert not nowhere.exists()


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_worker_on_postgresql_asks_for_the_queue_where_there_is_none(database_url):
    database = open_database(database_url)
    with database.write() as connection:
        connection.exec_driver_sql("DROP TABLE procrastinate_jobs CASCADE")
    database.close()

    said = run_program("worker", "--database", database_url)

    assert (said.code, said.err) == (1, "Cơ sở dữ liệu chưa có hàng việc của procrastinate; chạy pip install "
                                        "'kheo[postgres]' rồi kheo db upgrade.\n")


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_pages_on_postgresql_work_beside_workers(database_url, tmp_path):
    with (staying("worker", "--database", database_url, "--every", 0.5) as worker,
          staying("serve", "--database", database_url, "--data", tmp_path, "--port", 0) as pages):
        url = address(pages)
        found = health(url)
        codes = [ended(process).code for process in (pages, worker)]

    assert (found[0], found[1]["scheduler"], codes) == (200, "ok", [0, 0])


def test_pages_alone_report_a_scheduler_that_leaves_work_lying(home):
    with staying("serve", "--data", home, "--port", 0, "--no-worker") as process:
        url = address(process)
        idle = health(url)
        said = ended(process)

    assert (idle[0], said.code) == (200, 0)


@pytest.mark.parametrize(("given", "sentence"), [
    ({"KHEO_SMTP_HOST": "thu", "KHEO_SMTP_FROM": "a@b.vn", "KHEO_SMTP_PORT": "x"},
     'KHEO_SMTP_PORT là "x"; phải là một số.'),
    ({"KHEO_SMTP_HOST": "thu", "KHEO_SMTP_FROM": "a@b.vn", "KHEO_SMTP_SECURITY": "ssl"},
     'KHEO_SMTP_SECURITY là "ssl"; được phép: starttls, tls, none.'),
    ({"KHEO_SMTP_HOST": "thu"}, "Đã có KHEO_SMTP_HOST nhưng thiếu KHEO_SMTP_FROM, địa chỉ gửi thư."),
    ({"KHEO_SMTP_HOST": "thu", "KHEO_SMTP_FROM": "a@b.vn"},
     "Đã có KHEO_SMTP_HOST nhưng thiếu --url (hoặc KHEO_URL), địa chỉ mà liên kết trong thư dẫn tới."),
    ({"KHEO_URL": "kheo.phuong.vn"},
     '--url là "kheo.phuong.vn"; phải là địa chỉ gốc của kheo, như https://kheo.phuong.vn.'),
])
def test_a_wrong_setting_is_named(capsys, home, monkeypatch, given, sentence):
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert kheo(capsys, "serve", "--data", home, "--port", 0) == Said(1, "", sentence + "\n")


def test_the_log_keeps_out_who_knocked(home):
    with staying("serve", "--data", home, "--port", 0) as process:
        status = knock(address(process), LOGIN)
        said = ended(process)

    assert status == 422
    assert LOGIN not in said.err
    assert "sai-mat-khau" not in said.err


def test_a_failing_page_leaves_a_reference_in_the_log_and_no_traceback_on_the_page(home):
    with staying("serve", "--data", home, "--port", 0, "--no-worker") as process:
        url = address(process)
        with sqlite3.connect(home / "kheo.db") as connection:
            connection.execute("ALTER TABLE person RENAME TO nguoi")
        connection.close()
        status = knock(url, LOGIN)
        said = ended(process)

    failed = [json.loads(line) for line in said.err.splitlines() if "failed" in line]
    assert (status, len(failed)) == (500, 1)
    assert re.fullmatch(r"[0-9a-f]{8}", failed[0]["reference"])
    assert LOGIN not in said.err


def test_the_key_of_sessions_is_its_owners_alone(home):
    with staying("serve", "--data", home, "--port", 0) as process:
        address(process)
    file = Path(home / "secret")

    assert (file.stat().st_mode & 0o777, len(file.read_text()) >= 32) == (0o600, True)
