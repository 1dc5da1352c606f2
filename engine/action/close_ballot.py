"""The chair closes a vote that has its quorum, and decides a tie where the plan leaves it to the chair."""

from collections.abc import Sequence
from datetime import datetime

from engine.action.casting import close_vote
from engine.action.chairing import Chaired, chaired
from engine.action.closing import told_all
from engine.action.stuck import on_record
from engine.base.ids import IdSource
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.vote_state import cast_sheets
from engine.work.people import Conflict, Viewer
from engine.work.vote import AGAINST, FOR, NOBODY, Tally


def close_ballot(database: Database, ids: IdSource, viewer: Viewer, task_id: str, decided: Sequence[str],
                 now: datetime) -> str:
    """The sentence to show. `decided`: for or against, or the ids chosen among the tied, or NOBODY alone; nothing
    where no tie is.

    Raises NotFound, Forbidden (not the chair), Conflict (over, no quorum, members are waited for, no such tie, a tie
    of which nothing is said).
    """
    with on_record(database, ids, viewer, "close_ballot", now), database.write() as connection:
        found = chaired(connection, ids, viewer, task_id, now)
        scene, task = found.scene, found.task
        _may_close(found)
        if found.state.vote.how != "scores":
            _may_decide(found, decided)
        record(connection, Act("close_ballot", now, viewer.person_id, scene.actor.capacity, task.id,
                               detail={"step": task.step, "decided": bool(decided)}, run_id=scene.run.id))
        counted = close_vote(scene, task, found.instance, found.state, decided)
    told_all(database, ids, scene)
    if not counted.closed:
        again = found.state.vote.tie == "again"
        return f"Số phiếu ngang nhau ở việc “{task.title}”; {'bỏ phiếu lại' if again else 'chủ toạ quyết định'}."
    return f"Đã kiểm phiếu và kết thúc việc “{task.title}”."


def _may_close(found: Chaired) -> None:
    roll, quorum, title = found.state.roll, found.state.quorum, found.task.title
    needed = roll.needed(quorum)
    if roll.voted < needed:
        raise Conflict(f"Việc “{title}” mới có {roll.voted}/{needed} phiếu, chưa đủ túc số nên chưa kết thúc được.")
    waiting = roll.of("waiting")
    if quorum is None and waiting:
        raise Conflict(f"Việc “{title}” còn chờ {len(waiting)} thành viên và kế hoạch không nêu túc số; ghi vắng mặt "
                       "người không bỏ phiếu rồi kết thúc.")


def _may_decide(found: Chaired, decided: Sequence[str]) -> None:
    tally = found.state.tally(cast_sheets(found.scene.connection, found.scene.plan.step(found.task.step), found.task))
    if not decided:
        if tally.passed is None and found.state.vote.tie == "chair" and not found.state.roll.of("waiting"):
            raise Conflict(_unsaid(found.task.title, tally))
        return
    if tally.passed is not None or found.state.vote.tie != "chair":
        raise Conflict(f"Việc “{found.task.title}” không ngang phiếu nên không có gì để chủ toạ quyết định.")
    if not _fits(found.state.vote.how, tally, decided):
        raise Conflict(f"Việc “{found.task.title}”: chọn nhiều nhất {tally.seats_left} trong các mục ngang phiếu."
                       if tally.lines else "Chọn thông qua hoặc không thông qua.")


def _unsaid(title: str, tally: Tally) -> str:
    if not tally.lines:
        return f"Việc “{title}” ngang phiếu, chờ chủ toạ quyết định: chọn thông qua hoặc không thông qua."
    return (f"Việc “{title}” ngang phiếu, chờ chủ toạ quyết định: đánh dấu nhiều nhất {tally.seats_left} mục, hoặc "
            "chọn không lấy mục nào trong các mục ngang phiếu.")


def _fits(how: str, tally: Tally, decided: Sequence[str]) -> bool:
    if how == "consent":
        return len(decided) == 1 and decided[0] in (FOR, AGAINST)
    if NOBODY in decided:
        return len(decided) == 1
    return set(decided) <= set(tally.tied) and len(set(decided)) <= tally.seats_left
