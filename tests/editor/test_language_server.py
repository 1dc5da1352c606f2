"""Editors complete, explain and underline plan files by the published schema."""

import pytest

from engine.plan.folder import data_dir
from tests.editor.language_server import LanguageServer, language_server

PLANS = sorted(data_dir("plan_configs").glob("*/plan.yaml"))
FILE = data_dir("plan_configs") / "thu" / "plan.yaml"
HEAD = "# yaml-language-server: $schema=../plan.schema.json\n"


@pytest.fixture(scope="module")
def server():
    with language_server() as running:
        yield running


@pytest.mark.parametrize("file", PLANS, ids=lambda f: f.parent.name)
def test_a_shipped_plan_names_the_schema_and_has_no_squiggle(server: LanguageServer, file):
    text = file.read_text("utf-8")

    assert text.startswith(HEAD)
    assert server.mistakes(file, text) == []


def test_a_broken_plan_is_underlined_where_it_is_broken(server: LanguageServer):
    text = HEAD + """kế hoạch: thu
tên: Thử
bước:
  - mã: bao-cao
    tên: Báo cáo
    chủ trì: đơn vị
    phạm vi: mỗi tỉnh
    hạnn: trước ngày 15/6/2026
"""

    found = server.mistakes(FILE, text)

    assert (8, 'Value is not accepted. Valid values: "cả đợt", "mỗi đơn vị", "mỗi mô hình".') in found
    assert (9, "Property hạnn is not allowed.") in found
    assert any(line == 2 and "Missing property" in message for line, message in found)


def test_keys_and_words_of_a_step_are_offered(server: LanguageServer):
    file = FILE.with_name("goi-y.yaml")
    server.mistakes(file, HEAD + "bước:\n  - mã: a\n    phạm vi: \n    \n")

    assert server.offered(file, 3, 13) == ["cả đợt", "mỗi đơn vị", "mỗi mô hình"]
    assert {"chủ trì", "hạn", "biểu mẫu", "tiếp nhận"} <= set(server.offered(file, 4, 4))


def test_a_key_is_explained_under_the_mouse(server: LanguageServer):
    file = FILE.with_name("giai-thich.yaml")
    server.mistakes(file, HEAD + "bước:\n  - mã: a\n    chủ trì: đơn vị\n")

    assert "Ai làm bước này: tên một vai trò." in server.explained(file, 3, 6)
