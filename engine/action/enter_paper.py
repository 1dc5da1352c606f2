"""Who receives what a unit sends takes its task in hand to enter the paper that the unit sent, or lets go of it."""

from dataclasses import replace
from datetime import datetime

from engine.action.entering import given_back, keep, put_aside, received, taken_out, tell_unit
from engine.action.holding import lock_task, still_open
from engine.action.scene import Scene
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.base.text import nfc
from engine.store import files, papers, tasks
from engine.store.asked import forms_of
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.papers import Entering
from engine.work.access import may_act
from engine.work.on_behalf import SCANS, Paper, checked, enterable, stamp_counts
from engine.work.people import Conflict, Held, Viewer, refused
from engine.work.signature import demand_of
from engine.work.task import Task


def enter_paper(database: Database, ids: IdSource, viewer: Viewer, task_id: str, paper: Paper, now: datetime,
                scan: bool = False) -> str:
    """A sentence for the person. Again while it is in hand: what is said of the paper is changed. `scan`: one comes.

    Raises NotFound, Forbidden (does not receive it), Conflict (sent, forbidden by the plan, in another's hands),
    FormRefused (the days, no scan where the plan demands one).
    """
    with on_record(database, ids, viewer, "enter_paper", now), database.write() as connection:
        scene, task, _ = lock_task(connection, ids, viewer, task_id, now)
        held = received(scene, viewer, task)
        _may_be_entered(scene, task)
        found = papers.open_for(connection, task.id)
        if found and may_act(viewer, task) is None:
            raise Conflict(f"{found.by_name} đang nhập thay “{task.title}”; bấm Nhận tiếp việc nhập thay nếu bạn cần "
                           "làm tiếp.")
        entering = _entering(scene, task, found, held, paper)
        if not scan and demand_of(forms_of(scene.plan, task)) == "demanded" and not (
                found and files.count(connection, task.id, *SCANS, found.id)):
            raise refused("ban_chup", "Kế hoạch bắt buộc bản chụp văn bản đã ký; hãy đính bản chụp.")
        unit = scene.unit(task.unit_id).name
        if found:
            papers.save(connection, entering)
            return f"Đã ghi lại thông tin bản giấy của {unit}."
        resumed = _begun(scene, task, entering, held)
    return (f"Bạn đang nhập thay {unit}; nội dung bạn nhập lần trước còn nguyên." if resumed
            else f"Bạn đang nhập thay {unit}; nhập xong thì gửi.")


def _may_be_entered(scene: Scene, task: Task) -> None:
    still_open(scene.connection, task)
    step = scene.plan.step(task.step)
    if not step.on_behalf:
        raise Conflict(f"Kế hoạch không cho nhập thay việc “{task.title}”; {scene.unit(task.unit_id).name} tự gửi trên "
                       "kheo.")
    if not enterable(scene.plan, step, task):
        raise Conflict(f"Việc “{task.title}” không phải việc đơn vị tự gửi nên không nhập thay được.")


def _entering(scene: Scene, task: Task, found: Entering | None, held: Held, paper: Paper) -> Entering:
    """The entry with what is said of the paper now."""
    by_stamp, person = stamp_counts(scene.plan, task), scene.actor.person_id or ""
    paper = Paper(paper.arrived, paper.stamped, nfc(paper.number).strip())
    counts = checked(paper, by_stamp, task, scene.now)
    if found is None:
        return Entering(scene.ids.new(), task.id, task.instance_id, task.step, person, held.capacity, scene.now, paper,
                        counts.day, counts.by_stamp, counts.in_time)
    said = replace(found, paper=paper, counts_on=counts.day, by_stamp=counts.by_stamp, in_time=counts.in_time)
    return replace(said, by=person, capacity=held.capacity) if task.claimed_by == person else said


def _begun(scene: Scene, task: Task, entering: Entering, held: Held) -> bool:
    """The task is taken in hand; whether what the person had entered before is there again."""
    connection, before = scene.connection, papers.left_by(scene.connection, task.id, entering.by)
    entering = replace(entering, id=before.id if before else entering.id, set_aside=put_aside(connection, task))
    (papers.save if before else papers.add)(connection, entering)
    tasks.hand_on_behalf(connection, task.id, entering.by, held.unit_id)
    entered = before.set_aside if before else None
    taken_out(connection, task, entered, entering.by, scene.now)
    keep(scene, task, "paper")
    record(connection, Act("enter_paper", scene.now, entering.by, held.capacity, task.id,
                           detail={"counts": entering.counts_on.isoformat()}, run_id=scene.run.id))
    tell_unit(scene, task, f"{held.capacity} đang nhập thay “{task.title}” từ bản giấy của "
                           f"{scene.unit(task.unit_id).name}. Nếu đơn vị tự gửi thì mở việc, bấm Nhận về mình.")
    return entered is not None


def leave_paper(database: Database, ids: IdSource, viewer: Viewer, task_id: str, now: datetime) -> str:
    """A sentence for the person. Raises NotFound, Forbidden, Conflict (not in the viewer's hands for its paper)."""
    with database.write() as connection:
        scene, task, _ = lock_task(connection, ids, viewer, task_id, now)
        held = received(scene, viewer, task)
        still_open(connection, task)
        if not task.behalf_unit_id or may_act(viewer, task) is None:
            raise Conflict(f"Bạn không nhập thay việc “{task.title}”; tải lại trang để xem ai đang giữ.")
        given_back(connection, task, now)
        keep(scene, task, "paper-left")
        record(connection, Act("leave_paper", now, viewer.person_id, held.capacity, task.id, run_id=scene.run.id))
        unit = scene.unit(task.unit_id).name
    return f"Đã thôi nhập thay; việc “{task.title}” lại của {unit}. Nội dung bạn đã nhập được cất để nhập tiếp."
