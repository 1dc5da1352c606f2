"""The form by which an initiative found outside registration is proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.plan.form import Form
from engine.report.seen_run import OUTSIDE
from engine.store import runs, units, versions
from engine.store.asked import nomination_context
from engine.store.database import Database
from engine.store.runs import Run
from engine.work.access import holds
from engine.work.form import Answers, FieldError
from engine.work.people import Conflict, Forbidden, Held, NotFound, Viewer
from engine.work.question import FormView, questions
from engine.work.seat import seat_of


@dataclass(frozen=True, slots=True)
class NominationPage:
    """`step`: the step in whose place the form is asked; `quote`: the words of the plan with their clause."""

    run: Run
    form: FormView
    held: Held
    clause: str | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class AskedNomination:
    """The form as the plan has it, to read what was posted."""

    step: str
    form: Form


def asked_nomination(database: Database, viewer: Viewer, run_id: str) -> AskedNomination:
    """Raises NotFound, Forbidden, Conflict (the plan knows no nomination; the run is not running)."""
    with database.read() as connection:
        run, form, step, _ = _permitted(connection, viewer, run_id)
        return AskedNomination(step, form)


def nomination_page(database: Database, viewer: Viewer, run_id: str, today: date, typed: Answers | None = None,
                    errors: Iterable[FieldError] = ()) -> NominationPage:
    """The form, empty or as typed; raises as `asked_nomination` does."""
    with database.read() as connection:
        run, form, step, held = _permitted(connection, viewer, run_id)
        plan = versions.compiled(connection, run.version_id, run.year).plan
        context = nomination_context(connection, run, plan, form, units.get(connection, held.unit_id), today)
        view = questions(form, step, context.computed if typed is None else typed, errors, context)
        known = plan.register_.nomination if plan.register_ else None
        clause = known.clauses[0] if known and known.clauses else None
        return NominationPage(run, view, held, clause.at if clause else None, clause.quote if clause else None)


def _permitted(connection: Connection, viewer: Viewer, run_id: str) -> tuple[Run, Form, str, Held]:
    run = runs.get(connection, viewer.tenant_id, run_id)
    if run is None:
        raise NotFound(OUTSIDE)
    plan = versions.compiled(connection, run.version_id, run.year).plan
    nomination = plan.register_.nomination if plan.register_ else None
    if nomination is None:
        raise Conflict(f"Kế hoạch “{run.short}” không cho đề xuất mô hình ngoài đăng ký.")
    role = plan.role(nomination.by)
    codes = units.ids_of(connection, run.tenant_id, [role.unit] if role.unit else [])
    held = holds(viewer, seat_of(plan, nomination.by, "", codes, {})) if role.unit in codes else None
    if held is None:
        raise Forbidden(f"Chỉ {role.name} được đề xuất mô hình ngoài đăng ký của đợt “{run.short}”; "
                        "hãy báo nơi đó mô hình bạn biết.")
    if run.status != "running":
        raise Conflict(f"Đợt “{run.short}” không đang thực hiện nên không nhận đề xuất mới.")
    return run, plan.form(nomination.form), plan.opening, held
