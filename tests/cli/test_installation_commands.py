"""kheo init, org import, user reset, db upgrade, and what every command on data refuses."""

import json
import os
import re
import sqlite3

import pytest

from engine.action.sign_in import sign_in
from engine.base.clock import SystemClock
from engine.cli.opened import Home, database_of
from engine.report.installation import installation_name
from tests.cli.kheo import ORGANISATION, PLAN, Said, kheo


@pytest.fixture
def organisation(tmp_path):
    file = tmp_path / "to-chuc.yaml"
    file.write_text(ORGANISATION, "utf-8")
    return file


@pytest.fixture
def home(tmp_path):
    return tmp_path / "du-lieu"


def opened(home):
    return database_of(Home(home, f"sqlite:///{home / 'kheo.db'}"))


def test_a_new_installation_has_its_organisation_and_an_administrator_who_can_come_in(capsys, home, organisation):
    said = kheo(capsys, "init", "--data", home, "--organisation", organisation, "--format", "json")

    answer = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert {**answer, "password": "…"} == {"database": f"sqlite:///{home / 'kheo.db'}", "administrator": "quantri",
                                           "password": "…", "units": 3, "people": 1}
    database = opened(home)
    assert installation_name(database) == "Phường Mẫu"
    assert sign_in(database, "quantri", answer["password"], "", SystemClock().now()).must_change
    database.close()


def test_a_new_installation_tells_people_what_comes_next(capsys, home, organisation):
    said = kheo(capsys, "init", "--data", home, "--organisation", organisation, "--administrator", "lan")

    lines = said.out.splitlines()
    assert lines[:3] == [f"Đã lập sqlite:///{home / 'kheo.db'}.", "Đã thêm 3 đơn vị, 1 người, 1 chức danh.",
                         "Người quản trị: lan"]
    assert re.fullmatch(r"Mật khẩu dùng một lần: \S{32} \(phải đổi khi đăng nhập lần đầu\)", lines[3])
    assert lines[4:] == ["Bước sau: kheo serve"]


def test_installing_twice_is_refused_and_leaves_the_password_as_it_was(capsys, home, organisation):
    password = json.loads(kheo(capsys, "init", "--data", home, "--format", "json").out)["password"]

    said = kheo(capsys, "init", "--data", home, "--organisation", organisation)

    assert said == Said(1, "", (
        f"Kheo đã được cài ở sqlite:///{home / 'kheo.db'} và có người quản trị; thêm tổ chức bằng kheo org import, "
        "đặt lại mật khẩu bằng kheo user reset, hoặc cài vào thư mục khác bằng --data.\n"))
    database = opened(home)
    assert sign_in(database, "quantri", password, "", SystemClock().now()).person_id
    database.close()


def test_a_broken_organisation_file_is_refused_before_anything_is_made(capsys, home, organisation):
    organisation.write_text(ORGANISATION.replace("loại: hoi", "loại: hộ"), "utf-8")

    said = kheo(capsys, "init", "--data", home, "--organisation", organisation)

    assert (said.code, said.out, (home / "kheo.db").exists()) == (1, "", False)
    assert said.err.startswith(f"{organisation}:6:")


def test_importing_an_organisation_again_adds_nothing(capsys, home, organisation):
    kheo(capsys, "init", "--data", home)

    first = kheo(capsys, "org", "import", organisation, "--data", home)
    again = kheo(capsys, "org", "import", organisation, "--data", home, "--format", "json")

    assert first == Said(0, "Đã thêm 3 đơn vị, 1 người, 1 chức danh.\n", "")
    assert json.loads(again.out) == {"units": 0, "people": 0, "positions": 0}


def test_an_organisation_file_that_is_not_there_is_named(capsys, home, tmp_path):
    said = kheo(capsys, "org", "import", tmp_path / "x.yaml", "--data", home)

    assert said == Said(1, "", f"{tmp_path / 'x.yaml'}:1:1: KH050 không có tệp này\n")


def test_a_password_is_reset_by_a_path_that_the_web_knows(capsys, home):
    kheo(capsys, "init", "--data", home)

    said = kheo(capsys, "user", "reset", "quantri", "--data", home)
    data = json.loads(kheo(capsys, "user", "reset", "quantri", "--data", home, "--format", "json").out)

    assert said.code == 0
    assert re.fullmatch(r"/quen-mat-khau/\S{32}", data["path"])


@pytest.mark.parametrize(("command", "sentence"), [
    (["user", "reset", "ai-do"], 'Không có tài khoản "ai-do"; xem lại tên đăng nhập.\n'),
    (["run", "status", "--as", "ai-do"], 'Không có tài khoản "ai-do" đang hoạt động; xem lại --as.\n'),
    (["run", "publish", PLAN, "--as", "ai-do"], 'Không có tài khoản "ai-do" đang hoạt động; xem lại --as.\n'),
])
def test_an_unknown_account_is_named(capsys, home, command, sentence):
    kheo(capsys, "init", "--data", home)

    assert kheo(capsys, *command, "--data", home) == Said(1, "", sentence)


ON_DATA = [["user", "reset", "a"], ["run", "status", "--as", "a"], ["run", "close", "r", "--as", "a"],
           ["serve", "--port", "0"], ["worker"]]


@pytest.mark.parametrize("command", ON_DATA, ids=" ".join)
def test_a_database_without_tables_is_refused_with_the_command_that_makes_them(capsys, home, command):
    said = kheo(capsys, *command, "--data", home)

    assert said == Said(1, "", "Cơ sở dữ liệu chưa có bảng của kheo; hãy chạy `kheo db upgrade`.\n")


def test_an_old_schema_is_refused_until_it_is_upgraded(capsys, home):
    kheo(capsys, "init", "--data", home)
    with sqlite3.connect(home / "kheo.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'xyz'")
        named = connection.execute("UPDATE setting SET value = 'xyz' WHERE name = 'schema_accepts'").rowcount
    connection.close()

    newer = kheo(capsys, "run", "status", "--as", "quantri", "--data", home)
    cannot = kheo(capsys, "db", "upgrade", "--data", home)

    sentence = "Cơ sở dữ liệu do một bản kheo mới hơn lập (lược đồ xyz); hãy cài bản kheo mới.\n"
    assert named == 1
    assert (newer, cannot) == (Said(1, "", sentence), Said(1, "", sentence))


def test_a_newer_schema_that_accepts_this_release_is_left_as_it_is(capsys, home):
    kheo(capsys, "init", "--data", home)
    with sqlite3.connect(home / "kheo.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'xyz'")
    connection.close()

    worked = kheo(capsys, "run", "status", "--as", "quantri", "--data", home)
    left = kheo(capsys, "db", "upgrade", "--data", home)

    with sqlite3.connect(home / "kheo.db") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("xyz",)
    connection.close()
    assert (worked.code, left.code) == (0, 0)


def test_the_schema_is_made_and_made_again(capsys, home):
    first = kheo(capsys, "db", "upgrade", "--data", home)
    again = kheo(capsys, "db", "upgrade", "--data", home, "--lang", "en")

    assert first == Said(0, f"Lược đồ của sqlite:///{home / 'kheo.db'} đã ở bản mới nhất.\n", "")
    assert again == Said(0, f"The schema of sqlite:///{home / 'kheo.db'} is up to date.\n", "")


@pytest.mark.parametrize("command", [["init"], ["db", "upgrade"], ["run", "status", "--as", "a"]], ids=" ".join)
def test_a_database_that_does_not_answer_is_named_without_its_password(capsys, home, command):
    said = kheo(capsys, *command, "--data", home, "--database", "postgresql://kheo:bimat@127.0.0.1:1/kheo")

    assert (said.code, said.out) == (1, "")
    assert "://kheo:***@127.0.0.1:1/kheo (connection failed" in said.err
    assert "bimat" not in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("address", ["kheo", "mysql://a:b@c/d", "postgresql+asyncpg://a@b/c", "http://x:y"])
def test_an_address_that_is_no_database_is_refused_with_how_to_write_one(capsys, home, address):
    said = kheo(capsys, "db", "upgrade", "--data", home, "--database", address)

    assert said == Said(1, "", ("Địa chỉ cơ sở dữ liệu không đúng; viết như sqlite:///var/kheo.db hoặc "
                                "postgresql://tai-khoan@may-chu/ten.\n"))


def test_a_file_that_is_no_database_is_refused(capsys, home):
    home.mkdir()
    (home / "kheo.db").write_text("không phải cơ sở dữ liệu" * 100, "utf-8")

    said = kheo(capsys, "db", "upgrade", "--data", home)

    assert said == Said(1, "", (f"Không dùng được cơ sở dữ liệu sqlite:///{home / 'kheo.db'} (file is not a database); "
                                "kiểm tra địa chỉ và quyền truy cập.\n"))


def test_a_folder_that_cannot_be_made_is_named(capsys, tmp_path):
    (tmp_path / "tep").write_text("")

    said = kheo(capsys, "init", "--data", tmp_path / "tep" / "du-lieu")

    assert said == Said(1, "", (f"Không dùng được thư mục dữ liệu {tmp_path / 'tep' / 'du-lieu'} (Not a directory); "
                                "sửa quyền hoặc chọn thư mục khác bằng --data.\n"))


def test_a_folder_that_may_not_be_written_is_named(capsys, tmp_path, monkeypatch):
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "du-lieu").mkdir(mode=0o555)
    user = os.geteuid()
    os.seteuid(user or 65534)  # permissions do not hold root back

    said = kheo(capsys, "init", "--data", "du-lieu")

    os.seteuid(user)
    assert said == Said(1, "", ("Không dùng được thư mục dữ liệu du-lieu (Permission denied); sửa quyền hoặc chọn thư "
                                "mục khác bằng --data.\n"))
