"""The files and commands of the tutorial work in order, and what it shows is what kheo says."""

from pathlib import Path

from tests.docs.tutorial import blocks, commands, write
from web.main import main

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
MISTAKEN = "ban tuyên giáo"


def test_the_tutorial_goes_from_an_empty_folder_to_next_year(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    codes: list[int] = []
    shown: list[str] = []
    said: list[str] = []

    for kind, marks, body in blocks(PAGE):
        if kind == "yaml":
            write(tmp_path, marks, body)
        elif kind == "sh":
            codes += [main(command) for command in commands(body)]
            last = capsys.readouterr().out.strip()
        else:
            shown.append(body.strip())
            said.append(last)

    assert shown == said
    assert codes == [1] + [0] * (len(codes) - 1)
    assert MISTAKEN not in (tmp_path / "plan.yaml").read_text("utf-8")
    assert (tmp_path / "tap-duot" / "tap-duot.html").exists()


def test_the_tutorial_builds_one_file_after_the_other():
    files = dict.fromkeys(marks[0] for kind, marks, _ in blocks(PAGE) if kind == "yaml")

    assert list(files) == ["plan.yaml", "dieu-khoan.yaml", "organisation.yaml"]
