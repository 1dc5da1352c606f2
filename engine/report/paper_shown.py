"""The paper of a unit as pages show it: who enters it, what was said of it, who may look at what was entered."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.base.clock import local_day
from engine.report.seen_task import OUTSIDE, SeenTask
from engine.report.task_acts import ActRow
from engine.report.task_talk import FileRow, files_of
from engine.store import papers, runs, tasks, units, versions
from engine.store.database import Database
from engine.store.papers import Entering
from engine.store.receiving import others_at, receiving
from engine.store.runs import Run
from engine.work.on_behalf import SCANS, Paper, enterable, not_receiving, stamp_counts
from engine.work.people import Conflict, NotFound, Viewer
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class PaperShown:
    """What the page of a task says of paper.

    `entering`: the entry under way, `mine` the viewer's own; `sent`: the paper of what was sent. `can_begin`: the
    viewer receives it and may enter the paper. `barred`: the viewer entered what is to be looked at; `others` may look.
    """

    entering: Entering | None = None
    mine: bool = False
    sent: Entering | None = None
    scans: tuple[FileRow, ...] = ()
    can_begin: bool = False
    barred: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperPage:
    """The page on which somebody says what came. `by_stamp`: the plan counts by the postmark."""

    task: Task
    run: Run
    unit_name: str
    by_stamp: bool
    opened: date
    given: Paper | None
    scans: tuple[FileRow, ...]
    holder: str | None


def paper_shown(connection: Connection, viewer: Viewer, seen: SeenTask, today: date, acts: tuple[ActRow, ...],
                files: tuple[FileRow, ...], sent_with: str) -> PaperShown:
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
    scans = scans_of(files, last.task_id) if last else ()
    barred = is_open and found.entered_by == viewer.person_id
    others = others_at(connection, found, viewer.person_id, today) if barred else ()
    begins = (is_open and entering is None and enterable(plan, plan.step(found.step), found)
              and receiving(connection, viewer, plan, found) is not None)
    return PaperShown(entering, bool(entering and found.claimed_by == viewer.person_id), sent, scans, begins, barred,
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
        if receiving(connection, viewer, plan, found) is None:
            raise not_receiving(found)
        if found.status != "open" or not enterable(plan, plan.step(found.step), found):
            raise Conflict(f"Việc “{found.title}” không nhập thay được: việc đã gửi, hoặc kế hoạch không cho.")
        entering = papers.open_for(connection, found.id) if found.behalf_unit_id else None
        mine = entering is not None and entering.by == viewer.person_id
        return PaperPage(
            found, run, units.get(connection, found.unit_id).name, stamp_counts(plan, found),
            local_day(found.opened_at), entering.paper if entering and mine else None,
            scans_of(files_of(connection, viewer, found), found.id) if mine else (),
            entering.by_name if entering and not mine else None)


def scans_of(files: tuple[FileRow, ...], task_id: str) -> tuple[FileRow, ...]:
    """The scans of the paper among the files of a step."""
    return tuple(one for one in files if (one.form, one.field) == SCANS and one.task_id == task_id)
