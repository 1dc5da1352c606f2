"""The picture of a run: its three processes with who stands where; or the part of one unit or entry."""

from flask import Blueprint, render_template, request

from engine.base.clock import local_day
from engine.report.run_page import Picture, run_page
from web.guard import viewer
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/dot/<run_id>/so-do", "diagram", diagram)


def diagram(run_id: str) -> str:
    """`don-vi` and `mo-hinh` choose a unit or an entry, `o` the node looked into ("run:dang-ky.gui")."""
    s = settings()
    args = request.args
    unit, entry, node = args.get("don-vi") or None, args.get("mo-hinh") or None, args.get("o") or None
    found = run_page(s.database, viewer(), run_id, local_day(s.clock.now()), unit, entry, node)
    return render_template(
        "runs/diagram.html", section="runs.runs", p=found, run=found.run, tab="diagram", chosen=node, line=line,
        wrapped=wrapped, asked={"don-vi": unit, "mo-hinh": entry}, listed=listed)


def line(points: tuple[tuple[int, int], ...]) -> str:
    """The points of a flow as SVG wants them."""
    return " ".join(f"{x},{y}" for x, y in points)


def wrapped(text: str, width: int) -> list[str]:
    """The words of a name in lines of at most `width` letters, at most four."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > 4:
        lines = [*lines[:3], f"{lines[3]}…"]
    return lines


def listed(picture: Picture) -> list[str]:
    """The nodes worth a line in the text: tasks, and whatever somebody stands at."""
    return [n.id for n in picture.process.nodes
            if n.kind == "task" or picture.nodes[n.id].open or (n.kind in ("catch", "timer") and n.name)]
