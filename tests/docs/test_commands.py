"""What README and docs tell people to type is what the program takes; links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest

from engine.cli.parser import parse
from web.main import build_parser

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = [(page.name, line) for page in PAGES
            for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.S)
            for line in block.splitlines() if line.strip()]


def words(line: str) -> list[str]:
    return shlex.split(line, comments=True)


@pytest.mark.parametrize(("page", "line"), [c for c in COMMANDS if "kheo " in c[1]])
def test_a_kheo_command_is_taken_as_written(page, line):
    arguments = words(line)
    start = next(i for i, word in enumerate(arguments) if word.endswith("kheo")) + 1

    parse(build_parser(), arguments[start:])


@pytest.mark.parametrize(("page", "line"), [c for c in COMMANDS if c[1].startswith("make ")])
def test_a_make_target_is_there(page, line):
    assert re.search(rf"^{words(line)[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.M)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_to_files(page):
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []
