"""kheo absence list, enter, end: who is away, from the command line."""

import json
from datetime import timedelta

import pytest

from engine.base.clock import SystemClock, local_day
from tests.cli.kheo import installed, kheo

OTHER = "  - {tài khoản: phu-nu, họ tên: Trần Phụ Nữ, giữ chức: [{chức danh: can-bo, đơn vị: hoi-phu-nu}]}\n"


@pytest.fixture
def home(capsys, tmp_path):
    return installed(capsys, tmp_path, OTHER)


def asked(capsys, home, *words: object, login: str = "quantri") -> tuple[int, dict]:
    said = kheo(capsys, "absence", *words, "--as", login, "--data", home, "--format", "json")
    return said.code, json.loads(said.out)


def test_an_absence_is_entered_listed_and_ended(capsys, home):
    first = local_day(SystemClock().now()) + timedelta(days=3)
    last = first + timedelta(days=4)

    entered = asked(capsys, home, "enter", "phu-nu", "--from", first, "--to", last, "--substitute", "dau-moi",
                    "--manner", "kt", "--note", "đi họp")
    listed = asked(capsys, home, "list")[1]["absences"]
    own = asked(capsys, home, "list", login="dau-moi")[1]["absences"]
    ended = asked(capsys, home, "end", listed[0]["id"])

    assert entered == (0, {"person": "phu-nu", "from": first.isoformat(), "to": last.isoformat(),
                           "substitute": "dau-moi"})
    assert listed == [{
        "id": listed[0]["id"], "person": "Trần Phụ Nữ", "from": first.isoformat(), "to": last.isoformat(),
        "note": "đi họp", "begun": False,
        "substitutes": [{"position": "Cán bộ, Hội Phụ nữ", "person": "Lê Đầu Mối", "manner": "kt"}]}]
    assert [one["id"] for one in own] == [listed[0]["id"]]
    assert ended == (0, {"absence": listed[0]["id"], "status": "ended"})
    assert asked(capsys, home, "list") == (0, {"absences": []})


def test_who_has_no_say_is_refused_in_a_sentence(capsys, home):
    today = local_day(SystemClock().now())

    refused = asked(capsys, home, "enter", "phu-nu", "--from", today, "--to", today, login="dau-moi")
    unknown = asked(capsys, home, "enter", "ai-do", "--from", today, "--to", today)
    behind = asked(capsys, home, "enter", "phu-nu", "--from", today, "--to", today - timedelta(days=1))

    assert [one[1]["error"]["code"] for one in (refused, unknown, behind)] == ["forbidden", "notfound", "refused"]
    assert "người quản trị" in refused[1]["error"]["message"]
    assert asked(capsys, home, "list") == (0, {"absences": []})
