"""kheo calendar: what is off, what a decision moves, on a real installation."""

import json

import pytest

from tests.cli.kheo import ORGANISATION, PLAN, Said, kheo


@pytest.fixture
def installed(tmp_path, capsys):
    """An installation with one run, its opening task in the coordinator's inbox."""
    organisation = tmp_path / "to-chuc.yaml"
    organisation.write_text(ORGANISATION, "utf-8")
    home = ("--data", tmp_path / "var")
    for words in (("init", "--organisation", organisation), ("run", "publish", PLAN, "--as", "dau-moi")):
        assert kheo(capsys, *words, *home).code == 0
    return home


def test_the_year_is_shown_with_what_is_decided(installed, capsys):
    said = kheo(capsys, "calendar", "show", "--year", 2026, "--as", "quantri", *installed, "--format", "json")

    found = json.loads(said.out)
    assert (said.code, found["provisional"]) == (0, False)
    assert {"day": "2026-01-10", "working": True, "source": "làm bù"} in found["days"]
    assert [day["day"] for day in found["days"]] == sorted(day["day"] for day in found["days"])


def test_a_decision_is_previewed_kept_and_withdrawn(installed, capsys):
    words = ("calendar", "decide", "22/09/2026", "--off", "--source", "TB 12/TB-UBND", "--as", "quantri", *installed)

    told = kheo(capsys, *words, "--preview", "--format", "json")
    done = kheo(capsys, *words, "--format", "json")
    back = kheo(capsys, "calendar", "withdraw", "2026-09-22", "--as", "quantri", *installed)

    assert json.loads(told.out) == {"preview": True, "moves": json.loads(done.out)["moves"]}
    assert back == Said(0, "Đã rút quyết định về ngày 22/09/2026.\nKhông việc nào phải đổi hạn.\n", "")


def test_who_is_no_administrator_is_refused_in_a_sentence(installed, capsys):
    said = kheo(capsys, "calendar", "rederive", "--as", "dau-moi", *installed)

    assert (said.code, said.err) == (
        1, "Chỉ người quản trị sửa được lịch làm việc; hãy gửi văn bản quyết định cho người quản trị.\n")
