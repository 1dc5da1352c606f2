"""kheo user handover: a preview unless told to apply."""

import json

import pytest

from tests.cli.kheo import installed, kheo

OTHER = "  - {tài khoản: moi, họ tên: Ngô Mới}\n"


@pytest.fixture
def home(capsys, tmp_path):
    return installed(capsys, tmp_path, OTHER)


def asked(capsys, home, *words: object, login: str = "quantri") -> tuple[int, dict]:
    said = kheo(capsys, "user", "handover", *words, "--as", login, "--data", home, "--format", "json")
    return said.code, json.loads(said.out)


def test_it_shows_what_would_pass_and_does_it_with_apply(capsys, home):
    preview = asked(capsys, home, "dau-moi", "moi")
    again = asked(capsys, home, "dau-moi", "moi")
    done = asked(capsys, home, "dau-moi", "moi", "--apply")
    gone = asked(capsys, home, "dau-moi", "moi", "--apply")

    assert preview == again == (0, {
        "from": "dau-moi", "to": "moi", "applied": False, "positions": ["Cán bộ, Ban Dân vận"], "members": [],
        "named": 0, "in_hand": 0, "passed_on": 0, "drafts": 0, "views": 0, "left": []})
    assert done == (0, {**preview[1], "applied": True})
    assert (gone[0], gone[1]["error"]["code"]) == (1, "notfound")


def test_it_says_what_to_type_to_apply(capsys, home):
    said = kheo(capsys, "user", "handover", "dau-moi", "moi", "--as", "quantri", "--data", home)

    assert said.out.splitlines() == ["Lê Đầu Mối sẽ bàn giao cho Ngô Mới:", "  Cán bộ, Ban Dân vận",
                                     "Chưa làm gì; thêm --apply để bàn giao."]


def test_who_is_no_administrator_is_refused(capsys, home):
    code, said = asked(capsys, home, "moi", "dau-moi", "--apply", login="dau-moi")

    assert (code, said["error"]["code"]) == (1, "forbidden")
