"""kheo demo as a process: built once, served, stopped gracefully, kept for the next start, never half made."""

import json
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from datetime import date
from http.client import HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
from sqlalchemy import func, select

from engine.base.clock import local_day
from engine.instance.fact import Awaiting, DueSet, Opened
from engine.instance.step import open_nodes
from engine.store import instances, runs, versions
from engine.store.database import Database, open_database
from engine.store.tables import audit, instance, notice, outbox, person, run, task, timer, wait
from tests.cli.kheo import run_program, staying
from web.main.demo_paper import paper

DAY = "2026-02-06"
OTHERS = 5
"""Bodies beside the first: every plan folder with an organisation of its own."""
CHAIRS = 1
"""Those who chair a vote and are not shown for another reason: of the sample commune's council."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's folder on the day after the first deadlines, built by a start of its own."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    with started(folder) as process:
        lines = said_until_ready(process)
        about = json.loads((folder / "demo.json").read_text("utf-8"))
        assert lines[0] == "Đang dựng dữ liệu mẫu, mất chừng một phút…"
        assert lines[-1] == f"READY {about['url']}"
        assert stopped(process) == 0
    return folder


@pytest.fixture
def database(data: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{data / 'kheo.db'}")
    yield opened
    opened.close()


def started(folder: Path, *more: object):
    return staying("demo", "--data", folder, "--port", 0, "--now", DAY, *more)


def said_until_ready(process: "subprocess.Popen[str]") -> list[str]:
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("READY "):
            return lines
    raise AssertionError(f"{lines} {process.stderr.read() if process.stderr else ''}")


def stopped(process: "subprocess.Popen[str]") -> int:
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    return process.returncode


def text_of(answer: HTTPResponse) -> str:
    with answer:
        return answer.read().decode()


def signed_in(url: str, login: str, password: str) -> tuple[OpenerDirector, str]:
    """A browser behind the door, and the first page it is shown."""
    browser = build_opener(HTTPCookieProcessor())
    token = re.search(r'name="csrf_token" value="([^"]+)"', text_of(browser.open(f"{url}/dang-nhap", timeout=10)))
    assert token
    form = urlencode({"csrf_token": token[1], "ten": login, "mat_khau": password}).encode()
    return browser, text_of(browser.open(f"{url}/dang-nhap", form, timeout=20))


def test_the_second_start_is_at_once_ready_and_every_account_finds_its_work(data: Path):
    with started(data) as process:
        lines = said_until_ready(process)
        about = json.loads((data / "demo.json").read_text("utf-8"))
        pages = {account["login"]: signed_in(about["url"], account["login"], account["password"])[1]
                 for account in about["accounts"]}
        code = stopped(process)

    assert code == 0
    assert lines[0].startswith("kheo đang chạy: http://127.0.0.1:")
    assert about["now"] == f"{DAY}T09:30:00+07:00"
    assert about["accounts"][1] == {"login": "hoinongdan.cb", "password": "kheo-demo-2026",
                                    "role": "Cán bộ đơn vị có việc sắp đến hạn", "unit": "Hội Nông dân phường"}
    assert "Đăng ký mô hình “Dân vận khéo”" in pages["congtycokhi.cb"]
    assert "Xem kế hoạch" in pages["banxaydungdang.cb"] or "Tiếp nhận" in pages["banxaydungdang.cb"]
    assert len(pages) == 8 + 4 * OTHERS + CHAIRS


def test_people_of_one_body_see_nothing_of_another(data: Path, database: Database):
    with database.read() as connection:
        found = connection.execute(select(run.c.id, run.c.tenant_id)).all()
        opened = connection.execute(select(task.c.id, task.c.run_id).where(task.c.status == "open")).all()
        homes = dict(connection.execute(select(person.c.login, person.c.tenant_id)).all())
    tenants = {one.id: one.tenant_id for one in found}
    samples = {tenants[one.run_id]: f"/viec/{one.id}" for one in opened}
    pages = {**{f"/dot/{one.id}": one.tenant_id for one in found}, **{url: home for home, url in samples.items()}}
    seen = {}
    with started(data) as process:
        said_until_ready(process)
        about = json.loads((data / "demo.json").read_text("utf-8"))
        coordinators = [body["accounts"][0]["login"] for body in about["shown"] if body["accounts"]]
        for login in ["banxaydungdang.cb", *coordinators]:
            browser, _ = signed_in(about["url"], login, "kheo-demo-2026")
            seen[login] = {url for url in pages if _opens(browser, about["url"] + url)}
        stopped(process)

    runs_seen = {login: {url for url in urls if url.startswith("/dot/")} for login, urls in seen.items()}
    assert len(coordinators) == OTHERS
    assert runs_seen == {login: {url for url, home in pages.items() if home == homes[login] and url.startswith("/dot/")}
                         for login in seen}
    assert all(pages[url] == homes[login] for login, urls in seen.items() for url in urls)


def _opens(browser: OpenerDirector, url: str) -> bool:
    try:
        return browser.open(url, timeout=20).status == 200
    except HTTPError:
        return False


def test_what_a_visitor_did_is_there_after_the_next_start(data: Path, database: Database):
    def sign_ins() -> int:
        with database.read() as connection:
            return connection.execute(select(func.count()).where(audit.c.command == "sign_in")).scalar_one()

    for _ in range(2):
        before = sign_ins()
        with started(data) as process:
            said_until_ready(process)
            about = json.loads((data / "demo.json").read_text("utf-8"))
            signed_in(about["url"], "bithu", "kheo-demo-2026")
            stopped(process)
        assert sign_ins() == before + 1


def test_rows_and_states_agree(database: Database):
    with database.read() as connection:
        active = instance.c.status == "active"
        found = connection.execute(
            select(run.c.id, run.c.version_id, run.c.year).join(instance, instance.c.run_id == run.c.id).where(active)
            .group_by(run.c.id, run.c.version_id, run.c.year).order_by(func.count().desc())).first()
        assert found
        compiled = versions.compiled(connection, found.version_id, found.year)
        differing = {}
        for row in connection.execute(select(instance).where(
                instance.c.status == "active", instance.c.run_id == found.id)):
            states = open_nodes(compiled.processes[row.scope], row.state)
            rows = (_nodes(connection, task, row.id, task.c.status == "open"), _nodes(connection, wait, row.id))
            timers = {node for node in _nodes(connection, timer, row.id) if node not in rows[1]}
            expected = tuple({str(fact.node) for fact in states if isinstance(fact, kind)}
                             for kind in (Opened, Awaiting, DueSet))
            if (*rows, timers) != expected:
                differing[row.id] = (*rows, timers), expected
        assert runs.of_id(connection, found.id).status == "running"
        assert len(instances.active(connection, found.id)) > 26
    assert differing == {}


def _nodes(connection, table, instance_id: str, *more) -> set[str]:
    return set(connection.execute(select(table.c.node).where(table.c.instance_id == instance_id, *more)).scalars())


def test_the_past_is_settled(database: Database):
    with database.read() as connection:
        unsent = connection.execute(select(func.count()).where(outbox.c.sent_at.is_(None))).scalar_one()
        unread = connection.execute(select(func.min(notice.c.made_at)).where(notice.c.read_at.is_(None))).scalar()
    assert unsent == 0
    assert local_day(unread) > date(2026, 1, 31)


def test_a_build_that_is_broken_off_leaves_nothing(tmp_path: Path):
    folder = tmp_path / "data"
    with started(folder) as process:
        assert process.stdout
        process.stdout.readline()
        code = stopped(process)
    assert (code, list(tmp_path.iterdir())) == (0, [])


def test_a_folder_of_something_else_is_never_cleared(tmp_path: Path):
    (tmp_path / "thư.txt").write_text("của tôi", "utf-8")

    said = run_program("demo", "--data", tmp_path, "--port", 0)

    assert (said.code, said.out) == (1, "")
    assert said.err == (f"{tmp_path} đã có dữ liệu không phải của bản mẫu nên không dựng đè lên; "
                        "chọn thư mục khác sau --data.\n")
    assert (tmp_path / "thư.txt").read_text("utf-8") == "của tôi"


def test_a_port_that_is_taken_is_a_sentence(data: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = run_program("demo", "--data", data, "--port", taken.getsockname()[1], "--now", DAY)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Không mở được 127.0.0.1:")


def test_a_paper_is_a_whole_pdf():
    made = paper("Biên bản")
    start = int(made.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert made[start:start + 4] == b"xref"
    assert made != paper("Bản cam kết")
