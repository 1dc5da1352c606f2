"""Reads the fenced blocks of the tutorial and does what they say in a folder."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

FENCE = re.compile(r"^```(yaml|sh|text)([^\n]*)\n(.*?)^```$", re.M | re.S)


def blocks(page: Path) -> Iterator[tuple[str, list[str], str]]:
    for kind, marks, body in FENCE.findall(page.read_text("utf-8")):
        yield kind, marks.split(maxsplit=1), body


def write(folder: Path, marks: list[str], body: str) -> None:
    """Append the block to its file, put it at the end of a section, or mend the lines with the same key."""
    path = folder / marks[0]
    before = path.read_text("utf-8") if path.exists() else ""
    if len(marks) == 1:
        path.write_text(before + body, "utf-8")
    elif marks[1] == "sửa":
        key = body.split(":")[0] + ":"
        lines = [body if line.startswith(key) else line for line in before.splitlines(True)]
        path.write_text("".join(lines), "utf-8")
    else:
        section = re.compile(rf"^{marks[1]}:\n(?: .*\n)+", re.M)
        path.write_text(section.sub(lambda found: found[0] + body, before), "utf-8")


def commands(body: str) -> list[list[str]]:
    return [shlex.split(line, comments=True)[1:] for line in body.splitlines() if line.strip()]
