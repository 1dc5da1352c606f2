"""The list of runs, and for those who coordinate the plans that can become one."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.action.prepare_run import prepare_run
from engine.base.clock import local_day
from engine.plan.folder import data_dir
from engine.report.plans import PlanChoice, plan_choices
from engine.report.runs import run_list
from engine.work.people import Conflict, Forbidden
from web.guard import viewer
from web.i18n import _
from web.settings import settings


def add_to(blueprint: Blueprint) -> None:
    """The addresses of this module."""
    blueprint.add_url_rule("/dot", "runs", runs, methods=["GET"])
    blueprint.add_url_rule("/ke-hoach", "plans", plans, methods=["GET"])
    blueprint.add_url_rule("/ke-hoach/<folder>/chuan-bi", "prepare", prepare, methods=["POST"])


def runs() -> str:
    """The runs of the viewer's body."""
    return _page()


def plans() -> Response:
    """The plans stand on the page of the runs."""
    return redirect(url_for("runs.runs", _anchor="ke-hoach"))


def prepare(folder: str) -> Response | tuple[str, int]:
    """Open a run of the plan for its year, or the year chosen; prepare_run refuses who may not."""
    s = settings()
    choices = _choices()
    if not choices and not viewer().administrator:
        raise Forbidden(_("Chỉ cơ quan đầu mối hoặc người quản trị được chuẩn bị đợt thực hiện; "
                          "hãy nhờ một trong hai nơi đó."))
    choice = next((one for one in choices if one.folder == folder), None)
    if choice is None:
        abort(404)
    if choice.loaded is None:
        return _page(_("Kế hoạch “{name}” còn {n} lỗi nên chưa chuẩn bị được; sửa tệp rồi mở lại trang này.",
                       name=choice.short, n=len(choice.mistakes))), 409
    asked = request.form.get("year", "")
    year = next((one for one in choice.years if str(one) == asked), choice.year)
    try:
        run_id = prepare_run(s.database, s.ids, viewer(), choice.loaded, year, s.clock.now())
    except Conflict as conflict:
        return _page(str(conflict)), 409
    flash(_("Đã chuẩn bị đợt “{name}”. Đợt bắt đầu khi đầu mối ban hành kế hoạch.", name=choice.short))
    return redirect(url_for("runs.run", run_id=run_id), 303)


def _page(refusal: str | None = None) -> str:
    s = settings()
    today = local_day(s.clock.now())
    found = run_list(s.database, viewer(), today)
    return render_template("runs/runs.html", section="runs.runs", runs=found, refusal=refusal, plans=_choices())


def _choices() -> tuple[PlanChoice, ...]:
    s = settings()
    return plan_choices(s.database, viewer(), data_dir("plan_configs"), local_day(s.clock.now()).year)
