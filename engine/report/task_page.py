"""One task with all its page shows: why it is due, what was returned, the forms, who acts, what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, select

from engine.base.calendar import WorkCalendar
from engine.base.clock import local_day
from engine.base.text import fold
from engine.bpmn.graph import LOOKS, Outcome
from engine.plan.model import Plan
from engine.plan.step import Scope, Step
from engine.report.asked_places import AskedPlace, asked_places
from engine.report.asking import Filling, SentForms, dossier_shown, filling, quotas_shown, sent_forms, typed_forms
from engine.report.ballot_sheet import BallotSheet, CriterionRow, ballot_sheet
from engine.report.following import Following, following
from engine.report.opinions import OpinionRow, hidden_opinions, opinions_of
from engine.report.paper_shown import PaperShown, paper_shown
from engine.report.resent import Resent, resent
from engine.report.seen_task import SeenTask, seen_task
from engine.report.signature_shown import SignatureShown, signature_shown
from engine.report.task_acts import TaskActs, task_acts
from engine.report.task_talk import CommentRow, FileRow, HistoryRow, comments_of, files_of, history_of, round_of
from engine.report.vote_sheet import VoteSheet, vote_sheet
from engine.store import answers as kept
from engine.store import decided_days
from engine.store.asked import subject_of
from engine.store.comments import unread_of
from engine.store.database import Database
from engine.store.own_work import own_work
from engine.store.runs import Run
from engine.store.stars import star_of
from engine.store.tables import instance, step_end
from engine.work.access import may_act
from engine.work.asked_change import SpotGroup, spots_of
from engine.work.dossier import DossierState
from engine.work.due_state import DayCell, DueState, TaskDays, awaited, done_state, due_state, why_days
from engine.work.form import Answers, FieldError
from engine.work.people import Held, Viewer
from engine.work.plan_calendar import plan_calendar
from engine.work.question import FormView
from engine.work.quota import QuotaState
from engine.work.route import element_of
from engine.work.task import Task, of_slot
from engine.work.withdrawal import way_back


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step of the task's scope, in the order of the plan."""

    name: str
    state: Literal["done", "current", "ahead"]


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything of the page.

    `acting`: the position in which the viewer may act, None when only reading. `receiver`: the title of the role that
    gets the result. `sent`: what is looked at, or what was sent once the task is done. `lost`: what the viewer typed
    although somebody was faster. `standards`: what a vote of consent looks at, not scored.
    """

    task: Task
    run: Run
    step: Step
    unit_name: str
    due: DueState
    days: tuple[DayCell, ...]
    acting: Held | None
    outcomes: tuple[Outcome, ...]
    receiver: str | None
    steps: tuple[StepMark, ...]
    returned: HistoryRow | None
    filling: Filling
    sent: tuple[SentForms, ...]
    ballot: BallotSheet | None
    standards: tuple[CriterionRow, ...]
    vote: VoteSheet | None
    opinions: tuple[OpinionRow, ...]
    dossier: DossierState | None
    quotas: tuple[QuotaState, ...]
    lost: tuple[FormView, ...]
    files: tuple[FileRow, ...]
    comments: tuple[CommentRow, ...]
    history: tuple[HistoryRow, ...]
    around: TaskActs
    original: str | None
    """What the plan says of the deadline, where the task's is another."""
    own_work: bool
    """The viewer sent what is to be looked at here, and does not look at it as a substitute."""
    channel: str | None
    """How difficulties are reported, in the plan's words; None where the plan names no channel."""
    paper: PaperShown
    sign: SignatureShown | None
    unread: int
    """How many of the comments the viewer has not read."""
    asked: tuple[AskedPlace, ...]
    """What the last return asked to be changed."""
    spots: tuple[SpotGroup, ...]
    """For who may return what was sent: the places of it."""

    informed: tuple[str, ...]
    """The titles of who hears when the step is over."""
    withdraws: bool
    """What is sent now can be taken back for a while."""
    resent: Resent | None
    star: bool | None
    """Whether the viewer has marked the task; None where it cannot be marked."""
    following: Following
    """Whether what it set going has come to an end."""

    @property
    def asked_open(self) -> tuple[AskedPlace, ...]:
        """Of what was asked to be changed what stands as it was."""
        return tuple(one for one in self.asked if not one.done)


def task_page(database: Database, viewer: Viewer, task_id: str, today: date, typed: Answers | None = None,
              errors: Iterable[FieldError] = ()) -> TaskPage:
    """The page of a task; `typed` and `errors` when what was sent came back. NotFound, Forbidden as seen_task."""
    with database.read() as connection:
        return _page(connection, viewer, seen_task(connection, viewer, task_id), today, typed, tuple(errors))


def _page(connection: Connection, viewer: Viewer, seen: SeenTask, today: date, typed: Answers | None,
          errors: tuple[FieldError, ...]) -> TaskPage:
    found, run, compiled = seen.task, seen.run, seen.compiled
    plan, step = compiled.plan, compiled.plan.step(found.step)
    scope: Scope = connection.execute(select(instance.c.scope).where(instance.c.id == found.instance_id)).scalar_one()
    process = compiled.processes[scope]
    calendar = plan_calendar(plan, run.year, decided_days.overrides_of(connection, run.tenant_id))
    about, history = subject_of(connection, plan, run, found, today), history_of(connection, found)
    hidden = hidden_opinions(connection, viewer, seen) if step.opinions else frozenset()
    history = tuple(row for row in history if row.task_id not in hidden)
    held = may_act(viewer, found) if found.status == "open" else None
    own = held is not None and own_work(connection, viewer, found, held)
    acting = None if own else held
    filled = filling(connection, about, typed, errors) if acting else Filling((), None)
    sheet = ballot_sheet(connection, about, viewer) if found.act == "ballot" else None
    days = TaskDays(found.last_day, found.last_working_day, found.overdue_after, awaited(found.phrase))
    outcomes, returned = process.node(element_of(found.node)).outcomes, _returned(found, history)
    around, files = task_acts(connection, viewer, seen, today), files_of(connection, viewer, found, hidden)
    said, sent_with = kept.of_step(connection, found.instance_id, found.step), round_of(found, history)
    sent = sent_forms(connection, about, process, history, said, hidden)
    paper = paper_shown(connection, viewer, seen, today, around.acts, files, sent_with)
    return TaskPage(
        found, run, step, about.unit.name, _due(found, days, today, calendar, outcomes),
        why_days(days, today, calendar, _reminders(plan, found, calendar)), acting,
        outcomes, _receiver(plan, step, found),
        _steps(connection, plan, scope, found), returned, filled, sent,
        sheet if step.scored else None, sheet.rows if sheet and not step.scored else (),
        vote_sheet(connection, about, viewer, run.id),
        opinions_of(connection, found, process) if step.opinions and not hidden and found.act != "opine" else (),
        dossier_shown(connection, about, filled) if found.act in ("do", "review") else None,
        quotas_shown(connection, about, filled) if found.act in ("do", "review") and found.status == "open" else (),
        typed_forms(connection, about, typed) if typed is not None and not acting else (),
        files, comments_of(connection, found, hidden), history,
        around, of_slot(step.deadlines, found.slot), own,
        plan.channels[0].help if plan.channels else None,
        paper, signature_shown(connection, seen, about, acting, files, sent_with, paper.sent is not None),
        unread_of(connection, viewer.person_id, found.id),
        asked_places(connection, about, returned, said, filled.forms, typed) if acting else (),
        spots_of(form for one in sent for form in one.forms) if acting and _may_return(found, outcomes) else (),
        tuple(plan.role(role).name for role in step.informed),
        found.act == "do" and way_back(process, step, found) is not None,
        resent(connection, about, history, said) if acting else None,
        star_of(connection, viewer, found.id) if found.status == "open" else None,
        following(connection, found),
    )


def _may_return(found: Task, outcomes: tuple[Outcome, ...]) -> bool:
    return found.act in LOOKS and any(one.needs_reason for one in outcomes)


def _due(found: Task, days: TaskDays, today: date, calendar: WorkCalendar,
         outcomes: tuple[Outcome, ...]) -> DueState:
    if found.status == "done" and found.closed_at:
        returned = found.act in LOOKS and any(o.id == found.outcome and o.needs_reason for o in outcomes)
        return done_state(local_day(found.closed_at), found.act, returned)
    return due_state(days, today, calendar)


def _reminders(plan: Plan, found: Task, calendar: WorkCalendar) -> frozenset[date]:
    last = found.last_working_day
    rungs = plan.ladder.rungs if plan.ladder and last else ()
    return frozenset(calendar.add_working(last, -rung.before) for rung in rungs if last and rung.before)


def _receiver(plan: Plan, step: Step, found: Task) -> str | None:
    """Who gets what is sent: the reviewer, else who decides; nobody for those who review or decide themselves."""
    if found.act != "do":
        return None
    for role in (step.reviewer, step.decider):
        if role and fold(plan.role(role).name) != fold(found.role):
            return plan.role(role).name
    return None


def _steps(connection: Connection, plan: Plan, scope: Scope, found: Task) -> tuple[StepMark, ...]:
    over = select(step_end.c.step).where(step_end.c.instance_id == found.instance_id)
    ended = set(connection.execute(over).scalars())
    return tuple(
        StepMark(step.name, "current" if step.id == found.step else "done" if step.id in ended else "ahead")
        for step in plan.steps_of(scope))


def _returned(found: Task, history: tuple[HistoryRow, ...]) -> HistoryRow | None:
    """The last word that sent the work back; None where this task was not returned."""
    if not found.returned or found.act != "do":
        return None
    return next((row for row in history if row.reason and row.at <= found.opened_at), None)
