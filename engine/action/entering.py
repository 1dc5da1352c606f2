"""The paper of a unit in somebody's hands: taken up for it, given back, sent, and who looks at it then."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from engine.action.inform import inform
from engine.action.scene import Actor, Scene
from engine.store import drafts, papers, task_acts, tasks
from engine.store.holders import holders
from engine.store.papers import Aside, Entering
from engine.store.receiving import receiving
from engine.store.task_acts import Kind, TaskAct
from engine.work.draft import Draft
from engine.work.on_behalf import not_receiving
from engine.work.people import Held, Viewer
from engine.work.seat import Seat
from engine.work.task import Task

_TOLD = -50
"""The first level of notices about papers, which count downwards from here: no other notice has such a level."""


def put_aside(connection: Connection, task: Task) -> Aside | None:
    """The unit's own draft goes out of the way; None where there is none."""
    percent = tasks.percent_of(connection, task.id)
    own = drafts.lift(connection, task.id)
    return Aside(own[0], percent, own[1]) if own else None


def given_back(connection: Connection, task: Task, now: datetime) -> None:
    """A task that was in hand for its paper is its unit's again, with the unit's own draft as it was.

    What was entered lies aside, for who goes on with it.
    """
    found = papers.open_for(connection, task.id) if task.behalf_unit_id else None
    if found is None:
        return
    entered = put_aside(connection, task)
    tasks.hand_on_behalf(connection, task.id, None, None)
    taken_out(connection, task, found.set_aside, found.by, now)
    papers.save(connection, papers.left(found, entered, now))


def taken_out(connection: Connection, task: Task, aside: Aside | None, by: str, now: datetime) -> None:
    """A draft that lay aside is the task's again, with all that lay beside it."""
    if aside is None:
        return
    if aside.rest:
        drafts.put_back(connection, task.id, aside.forms, aside.rest)
    else:
        drafts.save(connection, task.id, Draft(aside.forms), by, now)
    tasks.set_percent(connection, task.id, aside.percent)


def paper_sent(scene: Scene, viewer: Viewer, task: Task) -> str:
    """After the task was closed: the paper is kept with it, the unit hears of it, somebody else looks at it.

    The sentence for the person.
    """
    connection, unit = scene.connection, scene.unit(task.unit_id).name
    found = papers.open_for(connection, task.id)
    if found is None:
        return ""
    sent = papers.ended(found, "entered", scene.now)
    if found.by != viewer.person_id:
        sent = replace(sent, by=viewer.person_id, capacity=scene.actor.capacity)
    papers.save(connection, sent)
    keep(scene, task, "paper-sent")
    tasks.set_entered(connection, task.instance_id, task.step, viewer.person_id)
    tell_unit(scene, task, f"{scene.actor.capacity} đã nhập thay “{task.title}” từ bản giấy của {unit}, "
                           f"{said_of(found)}. Không đúng bản đã gửi thì mở việc để thu hồi hoặc trao đổi.")
    return f"Đã gửi “{task.title}” thay {unit}; {unit} được báo."


def day_said(found: Entering) -> str:
    """Which day counts."""
    how = "dấu bưu điện ngày" if found.by_stamp else "ngày đến"
    return f"tính theo {how} {found.counts_on:%d/%m/%Y}"


def said_of(found: Entering) -> str:
    """Which day counts, and what follows from it."""
    late = {True: ", trong hạn", False: ", quá hạn", None: ""}[found.in_time]
    return f"{day_said(found)}{late}"


def keep(scene: Scene, task: Task, kind: Kind, other: str | None = None) -> None:
    """The act goes into the history of the task."""
    person = scene.actor.person_id or ""
    task_acts.add(scene.connection, scene.ids.new(), task,
                  TaskAct(kind, person, scene.actor.capacity, scene.now, other))


def received(scene: Scene, viewer: Viewer, task: Task) -> Held:
    """The position in which the viewer receives what the task sends, acting from here on; raises Forbidden."""
    held = receiving(scene.connection, viewer, scene.plan, task)
    if held is None:
        raise not_receiving(task)
    scene.actor = Actor(viewer.person_id, held.capacity, viewer.name)
    return held


def tell_unit(scene: Scene, task: Task, text: str) -> None:
    """Everybody of the unit who might do the task hears of it."""
    seat = Seat(task.role, task.unit_id, task.candidate_positions if task.candidate_unit_id == task.unit_id else ())
    level = _TOLD - task_acts.count(scene.connection, task)
    inform(scene, task, level, [one.id for one in holders(scene.connection, [seat], scene.today)[seat]], text)
