"""Who receives what a unit sends takes its task in hand to enter the paper that the unit sent, or lets go of it."""

from datetime import datetime

from engine.action.entering import given_back, keep, put_aside, tell_unit
from engine.action.holding import lock_task, still_open
from engine.action.scene import Actor, Scene
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.base.text import nfc
from engine.store import papers, tasks
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.papers import Entering
from engine.store.receiving import receiving
from engine.work.on_behalf import Paper, checked, enterable, not_receiving, stamp_counts
from engine.work.people import Conflict, Held, Viewer
from engine.work.task import Task


def enter_paper(database: Database, ids: IdSource, viewer: Viewer, task_id: str, paper: Paper, now: datetime) -> str:
    """A sentence for the person. Again while it is in hand: what is said of the paper is changed.

    Raises NotFound, Forbidden (does not receive it), Conflict (sent, forbidden by the plan, in another's hands),
    FormRefused (the days).
    """
    with on_record(database, ids, viewer, "enter_paper", now), database.write() as connection:
        scene, task, _ = lock_task(connection, ids, viewer, task_id, now)
        held = _received(scene, viewer, task)
        scene.actor = Actor(viewer.person_id, held.capacity, viewer.name)
        still_open(connection, task)
        step, unit = scene.plan.step(task.step), scene.unit(task.unit_id).name
        if not step.on_behalf:
            raise Conflict(f"Kế hoạch không cho nhập thay việc “{task.title}”; {unit} tự gửi trên kheo.")
        if not enterable(scene.plan, step, task):
            raise Conflict(f"Việc “{task.title}” không phải việc đơn vị tự gửi nên không nhập thay được.")
        by_stamp = stamp_counts(scene.plan, task)
        paper = Paper(paper.arrived, paper.stamped, nfc(paper.number).strip())
        counts = checked(paper, by_stamp, task, now)
        found = papers.open_for(connection, task.id)
        if found and found.by != viewer.person_id:
            raise Conflict(f"{found.by_name} đang nhập thay “{task.title}”; trao đổi với người ấy trước khi nhập.")
        entering = Entering(
            found.id if found else ids.new(), task.id, task.instance_id, task.step, viewer.person_id, held.capacity,
            found.begun_at if found else now, paper, counts.day, counts.by_stamp, counts.in_time,
            found.set_aside if found else put_aside(connection, task))
        if found:
            papers.save(connection, entering)
            return f"Đã ghi lại thông tin bản giấy của {unit}."
        papers.add(connection, entering)
        tasks.hand_on_behalf(connection, task.id, viewer.person_id, held.unit_id)
        keep(scene, task, "paper")
        record(connection, Act("enter_paper", now, viewer.person_id, held.capacity, task.id,
                               detail={"counts": counts.day.isoformat()}, run_id=scene.run.id))
        tell_unit(scene, task, f"{held.capacity} đang nhập thay “{task.title}” từ bản giấy của {unit}. "
                               "Nếu đơn vị tự gửi thì mở việc, bấm Nhận về mình.")
    return f"Bạn đang nhập thay {unit}; nhập xong thì gửi."


def leave_paper(database: Database, ids: IdSource, viewer: Viewer, task_id: str, now: datetime) -> str:
    """A sentence for the person. Raises NotFound, Forbidden, Conflict (not in the viewer's hands for its paper)."""
    with database.write() as connection:
        scene, task, _ = lock_task(connection, ids, viewer, task_id, now)
        held = _received(scene, viewer, task)
        scene.actor = Actor(viewer.person_id, held.capacity, viewer.name)
        still_open(connection, task)
        if not task.behalf_unit_id or task.claimed_by != viewer.person_id:
            raise Conflict(f"Bạn không nhập thay việc “{task.title}”; tải lại trang để xem ai đang giữ.")
        given_back(connection, task, now)
        keep(scene, task, "paper-left")
        record(connection, Act("leave_paper", now, viewer.person_id, held.capacity, task.id, run_id=scene.run.id))
        unit = scene.unit(task.unit_id).name
    return f"Đã thôi nhập thay; việc “{task.title}” lại của {unit}."


def _received(scene: Scene, viewer: Viewer, task: Task) -> Held:
    held = receiving(scene.connection, viewer, scene.plan, task)
    if held is None:
        raise not_receiving(task)
    return held
