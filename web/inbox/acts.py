"""What people do with a task beside filling it: take it back, take it in hand, pass it on, ask for more time,
mark it to find it again."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from engine.action.answer_extension import answer_extension
from engine.action.ask_extension import ask_extension
from engine.action.claim_task import claim_task
from engine.action.delegate_task import delegate_task
from engine.action.release_task import release_task
from engine.action.star_task import star_task
from engine.action.withdraw_task import withdraw_task
from engine.base.calendar import day_in
from web.guard import viewer
from web.inbox.desk import told, tried
from web.inbox.onward import back_to, beside
from web.settings import settings

Answer = Response | tuple[str, int]


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    for address, name, view in (
            ("thu-hoi", "withdraw", withdraw), ("nhan", "claim", claim), ("tha", "release", release),
            ("giao", "delegate", delegate), ("gia-han", "ask_time", ask_time),
            ("tra-loi-gia-han", "answer_time", answer_time), ("danh-dau", "star", star)):
        blueprint.add_url_rule(f"/viec/<task_id>/{address}", name, view, methods=["POST"])


def withdraw(task_id: str) -> Answer:
    """Take back what was sent, and open it where it was left."""
    s = settings()
    done = withdraw_task(s.database, s.ids, viewer(), task_id, s.clock.now())
    return told(done.message, done.task_id)


def claim(task_id: str) -> Answer:
    """Take the task in hand, also from a colleague."""
    s = settings()
    return told(claim_task(s.database, s.ids, viewer(), task_id, _seen(), s.clock.now()), task_id)


def release(task_id: str) -> Answer:
    """Let go of the task."""
    s, form = settings(), request.form
    return tried(task_id, lambda: release_task(
        s.database, s.ids, viewer(), task_id, _seen(), form.get("loi_nhan"), s.clock.now()))


def delegate(task_id: str) -> Answer:
    """Pass the task on to a colleague."""
    s, form = settings(), request.form
    return tried(task_id, lambda: delegate_task(
        s.database, s.ids, viewer(), task_id, _seen(), form.get("nguoi_nhan", ""), form.get("loi_nhan"), s.clock.now()))


def ask_time(task_id: str) -> Answer:
    """Ask for more time."""
    s, form = settings(), request.form
    return tried(task_id, lambda: ask_extension(
        s.database, s.ids, viewer(), task_id, _seen(), day_in(form.get("ngay_gia_han", "")), form.get("ly_do_gia_han"),
        s.clock.now()))


def answer_time(task_id: str) -> Answer:
    """Grant more time until the day, or refuse it."""
    s, form = settings(), request.form
    grants = form.get("tra_loi_la") == "cho"
    day = day_in(form.get("ngay_cho", "")) if grants else None
    return tried(task_id, lambda: answer_extension(
        s.database, s.ids, viewer(), task_id, grants, day, form.get("tra_loi"), s.clock.now()))


def star(task_id: str) -> str | Response:
    """Mark the task for the list "Đã đánh dấu", or take the mark away; only the button comes back where htmx asks."""
    on = bool(request.form.get("danh_dau"))
    star_task(settings().database, viewer(), task_id, on)
    if request.headers.get("HX-Request"):
        return render_template("inbox/star.html", task_id=task_id, star=on, along=beside())
    return back_to(task_id)


def _seen() -> int:
    """The revision of the task as the page showed it."""
    return request.form.get("phien_ban", 0, int)
