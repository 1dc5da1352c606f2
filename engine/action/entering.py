"""The paper of a unit in somebody's hands: taken up for it, given back, sent, and who looks at it then."""

from datetime import datetime

from sqlalchemy import Connection

from engine.action.inform import inform
from engine.action.scene import Scene
from engine.store import drafts, papers, task_acts, tasks
from engine.store.holders import holders
from engine.store.papers import Aside, Entering
from engine.store.task_acts import Kind, TaskAct
from engine.work.draft import Draft
from engine.work.people import Viewer
from engine.work.seat import Seat
from engine.work.task import Task

_TOLD = -50
"""The first level of notices about papers, which count downwards from here: no other notice has such a level."""


def put_aside(connection: Connection, task: Task) -> Aside | None:
    """The unit's own draft goes out of the way; None where there is none."""
    percent = tasks.percent_of(connection, task.id)
    own = drafts.drop(connection, task.id)
    return Aside(own.forms, percent) if own else None


def given_back(connection: Connection, task: Task, now: datetime) -> None:
    """A task that was in hand for its paper is its unit's again, with the unit's own draft as it was."""
    found = papers.open_for(connection, task.id) if task.behalf_unit_id else None
    if found is None:
        return
    tasks.hand_on_behalf(connection, task.id, None, None)
    drafts.drop(connection, task.id)
    if found.set_aside:
        drafts.save(connection, task.id, Draft(found.set_aside.forms), found.by, now)
        tasks.set_percent(connection, task.id, found.set_aside.percent)
    papers.save(connection, papers.ended(found, "left", now))


def paper_sent(scene: Scene, viewer: Viewer, task: Task) -> str:
    """After the task was closed: the paper is kept with it, the unit hears of it, somebody else looks at it.

    The sentence for the person.
    """
    connection, unit = scene.connection, scene.unit(task.unit_id).name
    found = papers.open_for(connection, task.id)
    if found is None:
        return ""
    papers.save(connection, papers.ended(found, "entered", scene.now))
    keep(scene, task, "paper-sent")
    tasks.set_entered(connection, task.instance_id, task.step, viewer.person_id)
    tell_unit(scene, task, f"{scene.actor.capacity} đã nhập thay “{task.title}” từ bản giấy của {unit}, "
                           f"{said_of(found)}. Không đúng bản đã gửi thì mở việc để thu hồi hoặc trao đổi.")
    return f"Đã gửi “{task.title}” thay {unit}; {unit} được báo."


def said_of(found: Entering) -> str:
    """Which day counts, and what follows from it."""
    how = "dấu bưu điện ngày" if found.by_stamp else "ngày đến"
    late = {True: ", trong hạn", False: ", quá hạn", None: ""}[found.in_time]
    return f"tính theo {how} {found.counts_on:%d/%m/%Y}{late}"


def keep(scene: Scene, task: Task, kind: Kind, text: str | None = None) -> None:
    """The act goes into the history of the task."""
    person = scene.actor.person_id or ""
    task_acts.add(scene.connection, scene.ids.new(), task,
                  TaskAct(kind, person, scene.actor.capacity, scene.now, None, text))


def tell_unit(scene: Scene, task: Task, text: str) -> None:
    """Everybody of the unit who might do the task hears of it."""
    seat = Seat(task.role, task.unit_id, task.candidate_positions if task.candidate_unit_id == task.unit_id else ())
    level = _TOLD - task_acts.count(scene.connection, task)
    inform(scene, task, level, [one.id for one in holders(scene.connection, [seat], scene.today)[seat]], text)
