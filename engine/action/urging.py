"""The ladder for some tasks of a run: who is told what today, in the inbox and by letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.action.entering import day_said
from engine.action.scene import Scene
from engine.base.text import fold
from engine.plan.model import Rung
from engine.store import ballots, notices, papers, tasks, units
from engine.store.holders import Holder, holders
from engine.store.notices import NewLetter, Notice
from engine.store.papers import Entering
from engine.work.deadline import Due
from engine.work.due_state import TaskDays, due_state
from engine.work.ladder import due_rungs, passed_before
from engine.work.seat import Seat
from engine.work.task import Task
from engine.work.vote import Roll
from engine.work.words import day_in_sentence, upper_first

DOER = "nguoi thuc hien"
"""In a rung's `gửi`: whoever may do the task."""


@dataclass(frozen=True, slots=True)
class Urged:
    """How many tasks were looked at, how many notices and letters came of it."""

    tasks: int
    notices: int
    letters: int

    def __add__(self, other: "Urged") -> "Urged":
        return Urged(self.tasks + other.tasks, self.notices + other.notices, self.letters + other.letters)


def urge(scene: Scene, due: Sequence[Task]) -> Urged:
    """Write the notices of the rungs that are due, each once, and set each task's next moment.

    Whoever several rungs tell about one task, after days without a scheduler, hears of the latest alone.
    """
    connection, ladder = scene.connection, scene.plan.ladder
    made = notices.made_for(connection, [task.id for task in due])
    told: dict[Seat, tuple[Holder, ...]] = {}
    found: list[tuple[Notice, Holder, Task]] = []
    next_acts: dict[str, datetime | None] = {}
    for unit in units.of_ids(connection, {task.unit_id for task in due}).values():
        scene.know(unit)
    entered = papers.under_way(connection, [task.id for task in due if task.behalf_unit_id])
    for task in due:
        days = Due(task.phrase or "", task.last_day, task.last_working_day, task.overdue_after)
        passed = passed_before(ladder, days, scene.calendar, task.opened_at)
        rungs, ahead = due_rungs(ladder, days, scene.calendar, scene.now, made.get(task.id, frozenset()) | passed)
        next_acts[task.id] = ahead
        reached: set[str] = set()
        paper = entered.get(task.id)
        said = _text(scene, task, paper) if rungs else ""
        for _, planned, rung in reversed(rungs):
            people = [person for person in _told(scene, task, rung, paper, told) if person.id not in reached]
            reached |= {person.id for person in people}
            found += [(notice, person, task) for person in people
                      for notice in _notices(scene, task, (rung, planned), person, said)]
    tasks.set_next_acts(connection, next_acts)
    new = notices.add(connection, [notice for notice, _, _ in found])
    letters = [_letter(scene, notice, person, task) for notice, person, task in found
               if notice.id in new and notice.channel == "email"]
    notices.post(connection, letters, scene.now)
    return Urged(0, len(new), len(letters))


def _told(scene: Scene, task: Task, rung: Rung, paper: Entering | None,
          known: dict[Seat, tuple[Holder, ...]]) -> list[Holder]:
    """Whom the rung tells, each once; members who have voted or take no part are left in peace.

    While the paper of the unit is entered, who enters it is told in place of the unit; nobody else is where the paper
    came in time.
    """
    doer = Seat(task.role, task.candidate_unit_id, task.candidate_positions, tuple(sorted(task.persons)))
    seats = [doer if fold(name) == DOER else scene.seat(name, task.unit_id) for name in rung.to]
    if paper:
        hand = Seat(task.role, members=(task.claimed_by or paper.by,))
        seats = [hand if seat == doer else seat for seat in seats
                 if seat == doer or seat.unit_id != task.unit_id and not paper.in_time]
    known |= holders(scene.connection, [seat for seat in seats if seat not in known], scene.today)
    roll = ballots.roll_of(scene.connection, task.id) if task.act == "ballot" else Roll()
    voted = {one.person_id for one in roll.members if one.state != "waiting"}
    people = {person.id: person for seat in seats for person in known[seat] if seat != doer or person.id not in voted}
    return list(people.values())


def _notices(scene: Scene, task: Task, on: tuple[Rung, date], person: Holder, said: str) -> list[Notice]:
    rung, planned = on
    kind = "reminder" if rung.after is None else "escalation"
    return [Notice(scene.ids.new(), task.id, task.run_id, rung.level, planned, person.id, channel, kind, said,
                   scene.now)
            for channel in rung.means if channel != "email" or person.email]


def _text(scene: Scene, task: Task, paper: Entering | None) -> str:
    about = f" — “{task.subject}”" if task.subject else ""
    until = f", hạn {day_in_sentence(task.last_working_day)}" if task.last_working_day else ""
    said = f"{upper_first(_state(scene, task))}: “{task.title}”{about} của {scene.unit(task.unit_id).name}{until}."
    return f"{said} Đang được nhập thay từ bản giấy {day_said(paper)}." if paper else said


def _state(scene: Scene, task: Task) -> str:
    days = TaskDays(task.last_day, task.last_working_day, task.overdue_after)
    return due_state(days, scene.today, scene.calendar).words


def _letter(scene: Scene, notice: Notice, person: Holder, task: Task) -> NewLetter:
    why = "".join(f"- {line}\n" for line in task.why)
    body = f"Kính gửi {person.name},\n\n{notice.text}\n\nVì sao hạn này:\n{why}\nKế hoạch: {scene.run.name}.\n"
    subject = f"{scene.run.short}: {task.title} — {_state(scene, task)}"
    return NewLetter(notice.id, person.email or "", subject, body, f"{scene.run.id} {person.id}")
