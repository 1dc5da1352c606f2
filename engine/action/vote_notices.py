"""What the chair and the members of a vote are told in their inbox."""

from collections.abc import Sequence

from engine.action.inform import inform
from engine.action.scene import Scene
from engine.store import notices
from engine.store.holders import holders
from engine.store.vote_state import rules_of
from engine.work.seat import Seat
from engine.work.task import Task
from engine.work.vote import Roll

_CHAIR, _AGAIN, _OPENED = -1, -2, -3
"""Levels of these notices, beside those of the ladder."""


def chair_of(scene: Scene, task: Task) -> Seat:
    """Who conducts the vote."""
    return scene.seat(rules_of(scene.plan.step(task.step)).chair or scene.plan.coordinator, task.unit_id)


def tell_chair(scene: Scene, task: Task) -> None:
    """Each holder once a day."""
    seat = chair_of(scene, task)
    people = [holder.id for holder in holders(scene.connection, [seat], scene.today)[seat]]
    inform(scene, task, _CHAIR, people, f"Số phiếu ngang nhau: “{task.title}”{_about(task)}. Chủ toạ quyết định.")


def tell_opened(scene: Scene, opened: Sequence[Task]) -> None:
    """The chair whom the plan names hears of the votes of a step that open on one day, once."""
    for task in opened:
        vote = scene.plan.step(task.step).vote if task.act == "ballot" else None
        if vote and vote.chair and not notices.told_of_step(scene.connection, task, _OPENED, scene.today):
            seat = chair_of(scene, task)
            people = [holder.id for holder in holders(scene.connection, [seat], scene.today)[seat]]
            inform(scene, task, _OPENED, people, f"Phiếu “{task.title}” đã mở; bạn điều hành.")


def tell_members(scene: Scene, task: Task, roll: Roll) -> None:
    """Those who are to vote once more."""
    people = [member.person_id for member in roll.of("voted", "waiting")]
    inform(scene, task, _AGAIN, people, f"Số phiếu ngang nhau: “{task.title}”{_about(task)}. Mời bỏ phiếu lại.")


def _about(task: Task) -> str:
    return f" — “{task.subject}”" if task.subject else ""
