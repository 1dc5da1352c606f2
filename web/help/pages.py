"""The pages of help: how to do what, the glossary, the living page of the design."""

from flask import Blueprint, render_template, request

from engine.work.due_state import DueState
from web.help.glossary import found
from web.help.swatches import swatches

_LONGEST = 200
_DUES = {due.code: due for due in (
    DueState("late", "quá hạn 3 ngày làm việc", "▲"), DueState("now", "đến ngày ghi trong kế hoạch", "●"),
    DueState("soon", "còn 2 ngày làm việc", "◐"), DueState("week", "còn 6 ngày làm việc", "○"),
    DueState("none", "chưa có hạn", "?"), DueState("done", "đã gửi 11/06/2026", "✓"),
)}


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/tro-giup", "how_to", how_to)
    blueprint.add_url_rule("/thuat-ngu", "words", words)
    blueprint.add_url_rule("/kieu-dang", "design", design)


def how_to() -> str:
    """What people ask most, answered in a few lines each; the keys."""
    return render_template("help/how_to.html", section="help.how_to")


def words() -> str:
    """The glossary, or those of its words that fit what is searched."""
    query = request.args.get("q", "").strip()[:_LONGEST]
    return render_template("help/words.html", section="help.how_to", terms=found(query), query=query)


def design() -> str:
    """Every token and part of the pages, drawn by what draws the pages themselves."""
    return render_template("help/design.html", section="help.how_to", themes=swatches(), dues=_DUES)
