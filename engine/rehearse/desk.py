"""One task done by a synthetic person: sent whole or with gaps, accepted or sent back, voted on."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.action.cast_ballot import cast_ballot
from engine.action.complete_task import complete_task
from engine.action.nominate_entry import nominate_entry
from engine.base.clock import local_day
from engine.base.text import fold
from engine.bpmn.graph import LOOKS, Outcome
from engine.check.sentence import sentence
from engine.rehearse.answers import Author, Given
from engine.rehearse.asked import Asked, asked_of
from engine.rehearse.behaviour import About, People
from engine.rehearse.directory import Directory, known
from engine.rehearse.stage import Stage
from engine.store import files, runs
from engine.store.files import File
from engine.work.people import Conflict, FormRefused, Viewer
from engine.work.route import element_of
from engine.work.sample import files_wanted, shortened
from engine.work.task import Task

_HALF = 50
"""Per cent of the required answers in what is sent unfinished."""
_USUAL = 0.7
"""How often the first of several ways forward is taken."""
REASON = "Còn thiếu, đề nghị bổ sung."


@dataclass(frozen=True, slots=True)
class Trouble:
    """A task that somebody tried to do and could not: the sentence that was shown."""

    step: str
    unit: str
    subject: str
    says: str


@dataclass(frozen=True, slots=True)
class Choice:
    """How one task is to end; what is not said is left to the person's habits."""

    outcome: str | None = None
    reason: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Field id -> answer, over what is made up; names as in `directory`."""
    directory: Directory = Directory({}, {})


class Desk:
    """Where the people of one stage work."""

    def __init__(self, stage: Stage, people: People, author: Author) -> None:
        self.stage, self.people, self.author = stage, people, author
        with stage.database.read() as connection:
            self._run = runs.of_id(connection, stage.run_id)
        self.filled: set[str] = set()
        """Ids of forms that were sent with answers."""
        self.troubles: list[Trouble] = []
        self.refused = 0
        """How often something unfinished was sent and refused."""

    def do(self, task: Task, about: About, now: datetime, choice: Choice = Choice(), *, whole: bool = True) -> bool:
        """Whether the task is dealt with; False: it was sent with gaps (not `whole`) and refused."""
        actors = self.stage.cast.actors(task, now)
        if not actors:
            self._trouble(task, about, sentence("không ai giữ vai trò “{role}” để làm việc này", role=task.role))
            return True
        viewers = [self.stage.cast.viewer(person, now) for person in actors]
        try:
            if task.act == "ballot":
                self._cast(task, about, viewers, now)
            else:
                self._send(task, about, viewers[0], choice, now, whole)
        except FormRefused as refused:
            if not whole:
                self.refused += 1
                return False
            self._trouble(task, about, "; ".join(error.message for error in refused.errors))
        except Conflict as conflict:
            self._trouble(task, about, str(conflict))
        return True

    def vote(self, task: Task, about: About, member: str, now: datetime) -> None:
        """The ballot of one member, unless another vote has ended the task."""
        try:
            self._cast(task, about, [self.stage.cast.viewer(member, now)], now)
        except (FormRefused, Conflict) as refused:
            self._trouble(task, about, str(refused))

    def propose(self, viewer: Viewer, about: About, now: datetime) -> None:
        """An initiative found outside registration, where the plan has such."""
        register = self.stage.plan.register_
        assert register and register.nomination
        form = self.stage.plan.form(register.nomination.form)
        answers = self.author.proposal(self.stage, form, viewer, about, now)
        try:
            nominate_entry(self.stage.database, self.stage.ids, viewer, self.stage.run_id, answers, now)
            self.filled.add(form.id)
        except FormRefused as refused:
            says = "; ".join(error.message for error in refused.errors)
            self.troubles.append(Trouble("", about.unit, form.name, says))

    def _trouble(self, task: Task, about: About, says: str) -> None:
        self.troubles.append(Trouble(task.step, about.unit, task.subject, says))

    def _cast(self, task: Task, about: About, members: list[Viewer], now: datetime) -> None:
        asked = self._asked(task, now)
        for member in members:
            if not self.people.chance(about, f"absent/{member.name}", self.people.habits.never):
                scores = self.author.scores(asked, about, member.name)
                cast_ballot(self.stage.database, self.stage.ids, member, task.id, scores, None, now)

    def _send(self, task: Task, about: About, viewer: Viewer, choice: Choice, now: datetime, whole: bool) -> None:
        outcome = self._outcome(task, about, choice)
        asked = self._asked(task, now)
        answers: Given = {}
        if not (outcome.needs_reason and task.act in LOOKS):
            answers = self.author.answers(asked, about, local_day(now), _said(choice, asked))
            self._attach(asked, answers, viewer, now)
        if not whole:
            answers = shortened(asked.forms, task.step, answers, asked.context, _HALF)
        reason = choice.reason or REASON if outcome.needs_reason else None
        complete_task(self.stage.database, self.stage.ids, viewer, task.id, task.rev, outcome.id, answers, reason, "",
                      now)
        self.filled |= answers.keys()

    def _asked(self, task: Task, now: datetime) -> Asked:
        return asked_of(self.stage.database, self.stage.plan, self._run, task, now)

    def forward(self, task: Task) -> Outcome:
        """The first outcome that sends nothing back."""
        outcomes = self._outcomes(task)
        return next((one for one in outcomes if not one.needs_reason), outcomes[0])

    def _outcomes(self, task: Task) -> tuple[Outcome, ...]:
        scope = self.stage.plan.step(task.step).scope
        return self.stage.compiled.processes[scope].node(element_of(task.node)).outcomes

    def _outcome(self, task: Task, about: About, choice: Choice) -> Outcome:
        outcomes = self._outcomes(task)
        if choice.outcome:
            return next(one for one in outcomes if fold(choice.outcome) in (fold(one.id), fold(one.label)))
        forward = [one for one in outcomes if not one.needs_reason] or list(outcomes)
        back = [one for one in outcomes if one.needs_reason]
        if back and self.people.returns(about, task.act in LOOKS):
            return back[0]
        drawn = self.people.draw(about, "outcome")
        if len(forward) == 1 or drawn < _USUAL:
            return forward[0]
        return forward[1 + int((drawn - _USUAL) / (1 - _USUAL) * (len(forward) - 1))]

    def _attach(self, asked: Asked, answers: Given, viewer: Viewer, now: datetime) -> None:
        """The papers that must be there, as rows without content."""
        wanted = files_wanted(asked.forms, asked.task.step, answers, asked.context)
        if not wanted:
            return
        with self.stage.database.write() as connection:
            for form, one in wanted:
                content = self.stage.paper
                paper = File(self.stage.ids.new(), content.digest, "ban-ky.pdf", "application/pdf", content.size,
                             asked.task.id, form, one.id, viewer.person_id, now)
                files.add(connection, paper)
                answers[form][one.id] = [paper.id]


def _said(choice: Choice, asked: Asked) -> dict[str, Any]:
    """What was said beforehand, with ids instead of names."""
    said = deepcopy(dict(choice.fields))
    names = {name: entry_id for entry_id, name in asked.context.choices.entries}
    for form in asked.forms:
        known(form.fields, said, choice.directory, names)
    return said
