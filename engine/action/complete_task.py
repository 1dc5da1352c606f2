"""A person sends a task: one transaction from the row's lock to the last row it brings about."""

from datetime import datetime

from engine.action.checking import against_quotas, checked
from engine.action.closing import Completed, close_task, completed, outcome_for, told_all
from engine.action.done_names import Given
from engine.action.entering import paper_sent
from engine.action.half_filled import keep_half_filled
from engine.action.holding import lock_task, right_to, still_open
from engine.action.scene import Actor
from engine.action.stuck import on_record
from engine.action.unused_files import remove_unused
from engine.base.ids import IdSource
from engine.store import answers as kept
from engine.store import asked_changes
from engine.store.asked import forms_of
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.store.own_work import own_work
from engine.work.asked_change import AskedChange
from engine.work.context import Answers
from engine.work.draft import Change
from engine.work.people import Conflict, Forbidden, Viewer


@done_again
def complete_task(database: Database, ids: IdSource, viewer: Viewer, task_id: str, rev: int, outcome: str,
                  answers: Answers, reason: str | None, submit_key: str, now: datetime,
                  page: Change | None = None, asks: tuple[AskedChange, ...] = ()) -> Completed:
    """Close the task with that outcome and these answers; the same `submit_key` again returns the first result.

    Raises NotFound, Forbidden (also one's own work), Conflict (somebody was faster; a ballot is not sent so),
    FormRefused (every mistake), Unseen (others wrote into the draft what `page` does not hold). `asks`: what a return
    wants changed.
    """
    with on_record(database, ids, viewer, "complete_task", now), database.write() as connection:
        scene, task, instance = lock_task(connection, ids, viewer, task_id, now)
        held = right_to(viewer, task)
        first = kept.by_key(connection, submit_key) if submit_key and task.status != "open" else None
        if first is not None and (first.task_id, first.by) == (task.id, viewer.person_id):
            return completed(scene, task, instance, outcome_for(scene, task, instance, first.outcome))
        still_open(connection, task, rev, answers)
        if task.act == "ballot":
            raise Conflict(f"Việc “{task.title}” được làm bằng phiếu của từng thành viên; hãy gửi phiếu của bạn.")
        if own_work(connection, viewer, task, held):
            raise Forbidden(f"Bạn đã gửi nội dung của việc “{task.title}” nên không tự xem xét khi làm thay; hãy để "
                            "người khác cùng vai trò, hoặc người vắng khi về, làm việc này.")
        scene.actor = Actor(viewer.person_id, held.capacity, viewer.name)
        chosen = outcome_for(scene, task, instance, outcome)
        reason = (reason or "").strip() or None
        asks = asks if chosen.needs_reason else ()
        forms = checked(scene, task, chosen, answers, reason, asks)
        warnings = against_quotas(scene, task, forms, answers)
        close_task(scene, task, instance, Given(chosen, forms, reason, submit_key or None, page=page))
        stays = keep_half_filled(scene, task, chosen, forms, answers)
        remove_unused(scene, task, forms_of(scene.plan, task), stays)
        if asks:
            asked_changes.add(connection, task.id, asks)
        done = completed(scene, task, instance, chosen)
        if task.behalf_unit_id:
            done = Completed(paper_sent(scene, viewer, task))
    told_all(database, ids, scene)
    return Completed(" ".join((done.message, *warnings))) if warnings else done
