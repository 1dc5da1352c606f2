"""The paper of a unit as pages show it: who enters it, what was said of it, who may look at what was entered."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.base.clock import local_day
from engine.report.seen_task import OUTSIDE, SeenTask
from engine.report.task_acts import ActRow
from engine.report.task_talk import FileRow, files_of
from engine.store import files, papers, runs, tasks, units, versions
from engine.store.asked import forms_of
from engine.store.database import Database
from engine.store.papers import Entering
from engine.store.receiving import others_at, receiving
from engine.store.runs import Run
from engine.work.access import may_act, may_hold
from engine.work.on_behalf import SCANS, Paper, enterable, not_receiving, stamp_counts
from engine.work.people import Conflict, NotFound, Viewer
from engine.work.signature import demand_of
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class PaperShown:
    """What the page of a task says of paper.

    `entering`: the entry under way, `mine`: the viewer may do it, else `can_take_over`: as a colleague of who does.
    `sent`: the paper of what was sent. `can_begin`: the viewer receives it and may enter the paper. `barred`: the
    viewer entered what is to be looked at; `others` may look.
    """

    entering: Entering | None = None
    mine: bool = False
    sent: Entering | None = None
    scans: tuple[FileRow, ...] = ()
    can_begin: bool = False
    can_take_over: bool = False
    barred: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperPage:
    """The page on which somebody says what came. `by_stamp`: the plan counts by the postmark; `demanded`: a scan.

    `holder`: who enters it, when that is another; `can_take_over`: of the same body as the viewer.
    """

    task: Task
    run: Run
    unit_name: str
    by_stamp: bool
    opened: date
    given: Paper | None
    scans: tuple[FileRow, ...]
    holder: str | None
    demanded: bool = False
    can_take_over: bool = False


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is asked before an entry is let go.

    `mine`: by who enters it, told of `attached` files and of how much is filled in (`percent`); else by the unit, which
    takes its task back.
    """

    task: Task
    unit_name: str
    entering: Entering
    mine: bool
    attached: int | None
    percent: int | None


def paper_shown(connection: Connection, viewer: Viewer, seen: SeenTask, today: date, acts: tuple[ActRow, ...],
                attached: tuple[FileRow, ...], sent_with: str) -> PaperShown:
    """For a task the viewer sees, about what was sent with the task of that id.

    A task without paper costs queries only to who might enter one.
    """
    found, plan = seen.task, seen.compiled.plan
    is_open = found.status == "open"
    entering = papers.open_for(connection, found.id) if is_open and found.behalf_unit_id else None
    sent = None
    if any(act.kind == "paper-sent" for act in acts) and not (is_open and found.act == "do"):
        kept = papers.of_step(connection, found.instance_id, found.step)
        sent = next((one for one in kept if one.task_id == sent_with), None)
    last = entering or sent
    scans = scans_of(attached, last.task_id) if last else ()
    barred = is_open and found.entered_by == viewer.person_id
    others = others_at(connection, found, viewer.person_id, today) if barred else ()
    mine = entering is not None and may_act(viewer, found) is not None
    receives = is_open and not mine and enterable(plan, plan.step(found.step), found)
    held = receiving(connection, viewer, plan, found) if receives else None
    takes_over = entering is not None and held is not None and held.unit_id == found.behalf_unit_id
    return PaperShown(entering, mine, sent, scans, entering is None and held is not None, takes_over, barred,
                      tuple(one.name for one in others))


def paper_page(database: Database, viewer: Viewer, task_id: str) -> PaperPage:
    """Raises NotFound outside the tenant, Forbidden for who does not receive it, Conflict (sent, or not to be entered).
    """
    with database.read() as connection:
        found = tasks.get(connection, viewer.tenant_id, task_id)
        run = runs.get(connection, viewer.tenant_id, found.run_id) if found else None
        if found is None or run is None:
            raise NotFound(OUTSIDE)
        plan = versions.compiled_for(connection, run, found).plan
        held = receiving(connection, viewer, plan, found)
        if held is None:
            raise not_receiving(found)
        if found.status != "open" or not enterable(plan, plan.step(found.step), found):
            raise Conflict(f"Việc “{found.title}” không nhập thay được: việc đã gửi, hoặc kế hoạch không cho.")
        entering = papers.open_for(connection, found.id) if found.behalf_unit_id else None
        mine = entering is not None and may_act(viewer, found) is not None
        return PaperPage(
            found, run, units.get(connection, found.unit_id).name, stamp_counts(plan, found),
            local_day(found.opened_at), entering.paper if entering and mine else None,
            scans_of(files_of(connection, viewer, found), found.id) if mine else (),
            entering.by_name if entering and not mine else None,
            demand_of(forms_of(plan, found)) == "demanded", held.unit_id == found.behalf_unit_id)


def leaving_paper(database: Database, viewer: Viewer, task_id: str) -> Leaving:
    """For who enters the paper, and for the unit that takes its task back. Raises NotFound, Forbidden, Conflict."""
    with database.read() as connection:
        found = tasks.get(connection, viewer.tenant_id, task_id)
        if found is None:
            raise NotFound(OUTSIDE)
        entering = papers.open_for(connection, found.id) if found.status == "open" and found.behalf_unit_id else None
        mine = may_act(viewer, found) is not None
        if not mine and may_hold(viewer, found) is None:
            raise not_receiving(found)
        if entering is None:
            raise Conflict(f"Không ai đang nhập thay việc “{found.title}”; mở lại việc để xem ai đang giữ.")
        attached = len(files.ids_of_task(connection, found.id)) if mine else None
        return Leaving(found, units.get(connection, found.unit_id).name, entering, mine, attached,
                       tasks.percent_of(connection, found.id) if mine else None)


def scans_of(files: tuple[FileRow, ...], task_id: str) -> tuple[FileRow, ...]:
    """The scans of the paper among the files of a step."""
    return tuple(one for one in files if (one.form, one.field) == SCANS and one.task_id == task_id)
