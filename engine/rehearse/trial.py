"""The plan's own tests, run: the acts on their days, then the tasks that are open against those that should be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from engine.base.clock import local_moment
from engine.base.text import fold
from engine.check.sentence import Sentence, sentence
from engine.plan.folder import LoadedPlan
from engine.plan.organisation import Organisation
from engine.plan.read import Path
from engine.plan.trial import Expected, Trial, TrialAct, day_of
from engine.rehearse.answers import Author
from engine.rehearse.behaviour import HABITS, About, People
from engine.rehearse.clockwork import TICKS, Clockwork
from engine.rehearse.desk import Choice, Desk
from engine.rehearse.directory import Directory
from engine.rehearse.organisation import organisation_for
from engine.rehearse.stage import Stage, build_stage
from engine.store import tasks
from engine.store.people import account_of
from engine.store.units import units_of
from engine.work.people import Conflict
from engine.work.task import Task

_AT_WORK = 9
"""The hour from which the acts of a day are done, one a minute."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something a plan test expected and did not find; `path` leads to it in the plan."""

    path: Path
    says: Sentence


def failures(loaded: LoadedPlan, real: Organisation | None, year: int) -> Iterator[Failure]:
    """Every test of the plan, run in that year."""
    for number, trial in enumerate(loaded.plan.trials):
        days = [day_of(act.day, year) for act in trial.acts]
        organisation = organisation_for(loaded.plan, real, trial.units)
        try:
            stage = build_stage(loaded, organisation, year, min(days, default=None))
        except Conflict as conflict:
            yield Failure(("trials", number), sentence("Kiểm thử “{name}” không chạy được: {why}", name=trial.name,
                                                       why=str(conflict)))
            continue
        yield from _Run(stage, trial, number, {one.login for one in organisation.people}).failures()


class _Run:
    """One plan test on its stage."""

    def __init__(self, stage: Stage, trial: Trial, number: int, logins: set[str]) -> None:
        self.stage, self.trial, self.number = stage, trial, number
        people = People(HABITS["punctual"], 1, stage.calendar)
        self.desk = Desk(stage, people, Author(stage.plan, people, stage.officials(local_moment(stage.begins, 8))))
        self._clockwork = Clockwork(stage)
        with stage.database.read() as connection:
            units = units_of(connection, stage.tenant_id)
            accounts = [account for login in sorted(logins) if (account := account_of(connection, login))]
        self._codes = {unit.id: unit.code for unit in units}
        self._directory = Directory({unit.code: unit.id for unit in units}, {one.login: one.id for one in accounts})

    def failures(self) -> Iterator[Failure]:
        yield from self._strangers()
        until, day = day_of(self.trial.until, self.stage.year), self.stage.begins
        while day <= until:
            for tick in TICKS:
                if tick.hour == TICKS[2].hour:
                    yield from self._acts_of(day)
                self._clockwork.look(local_moment(day, tick.hour, tick.minute))
            day += timedelta(days=1)
        found = self._open()
        for j, one in enumerate(self.trial.expected):
            yield from self._compare(one, j, found, until)

    def _strangers(self) -> Iterator[Failure]:
        """Units that the organisation does not have."""
        for code in sorted(self.trial.units - set(self._directory.units)):
            yield Failure(("trials", self.number), sentence(
                "Kiểm thử “{name}” nêu đơn vị “{unit}” mà tổ chức không có.", name=self.trial.name, unit=code))

    def _acts_of(self, day: date) -> Iterator[Failure]:
        minutes = count()
        opening = self.stage.plan.opening
        if day == self.stage.begins and not any(act.step == opening for act in self.trial.acts):
            yield from self._act(TrialAct(day=f"{day:%d/%m/%Y}", step=opening), None, day, minutes)
        for j, act in enumerate(self.trial.acts):
            if day_of(act.day, self.stage.year) == day:
                yield from self._act(act, j, day, minutes)

    def _act(self, act: TrialAct, j: int | None, day: date, minutes: Iterator[int]) -> Iterator[Failure]:
        path: Path = ("trials", self.number, *(() if j is None else ("acts", j)))
        found = [task for task in self._open() if self._meant(act, task)]
        missing = [code for code in act.units if code not in {self._codes[task.unit_id] for task in found}]
        if not found or missing:
            yield Failure(path, sentence(
                "Kiểm thử “{name}”: ngày {day:%d/%m/%Y} không có việc “{step}” phần “{slot}” nào đang mở{whose}.",
                name=self.trial.name, day=day, step=act.step, slot=act.slot, whose=_whose(missing, act.entry)))
        for task in found:
            now = local_moment(day, _AT_WORK) + timedelta(minutes=next(minutes))
            about = About(self._codes[task.unit_id], task.step, task.slot, task.subject, task.round)
            before = len(self.desk.troubles)
            self.desk.do(task, about, now, Choice(act.outcome or self.desk.forward(task).id, act.reason, act.answers,
                                                  self._directory))
            self._clockwork.stir()
            for trouble in self.desk.troubles[before:]:
                yield Failure(path, sentence(
                    "Kiểm thử “{name}”: ngày {day:%d/%m/%Y} không làm được bước “{step}” của “{unit}”: {why}",
                    name=self.trial.name, day=day, step=act.step, unit=trouble.unit, why=trouble.says))

    def _meant(self, act: TrialAct, task: Task) -> bool:
        code = self._codes[task.unit_id]
        return ((task.step, fold(task.slot)) == (act.step, fold(act.slot)) and code not in act.but
                and (not act.units or code in act.units) and act.entry in (None, task.subject))

    def _open(self) -> list[Task]:
        with self.stage.database.read() as connection:
            return tasks.open_of_run(connection, self.stage.run_id)

    def _compare(self, one: Expected, j: int, opened: list[Task], until: date) -> Iterator[Failure]:
        found = [task for task in opened if task.step == one.step
                 and (one.slot is None or fold(task.slot) == fold(one.slot))
                 and one.unit in (None, self._codes[task.unit_id]) and one.entry in (None, task.subject)]
        whose = _whose([one.unit] if one.unit else [], one.entry)
        if bool(found) != one.open:
            says = sentence("không có việc nào đang mở") if one.open else sentence(
                "việc đang mở, hạn cuối {day}", day=_shown(found[0].last_day))
            wanted = sentence("đang mở") if one.open else sentence("không còn mở")
            yield self._failure(("expected", j), one.step, whose, wanted, says)
        for key, day in (("last_day", one.last_day), ("last_working_day", one.last_working_day)):
            wrong = {getattr(task, key) for task in found} - ({day_of(day, self.stage.year)} if day else set())
            if day and one.open and wrong:
                label = sentence("hạn cuối {day}", day=_shown(day_of(day, self.stage.year))) if key == "last_day" else (
                    sentence("ngày làm việc cuối {day}", day=_shown(day_of(day, self.stage.year))))
                says = sentence("ngày {day}", day=", ".join(map(_shown, sorted(wrong, key=str))))
                yield self._failure(("expected", j, key), one.step, whose, label, says)
        late = {bool(task.overdue_after and until > task.overdue_after) for task in found}
        if one.overdue is not None and one.open and late == {not one.overdue}:
            words = (sentence("quá hạn"), sentence("chưa quá hạn"))
            yield self._failure(("expected", j, "overdue"), one.step, whose, words[not one.overdue],
                                words[one.overdue])

    def _failure(self, path: Path, step: str, whose: str, wanted: Sentence, found: Sentence) -> Failure:
        return Failure(("trials", self.number, *path), sentence(
            "Kiểm thử “{name}”, đến {day}: việc “{step}”{whose} phải {wanted}, nhưng {found}.",
            name=self.trial.name, day=self.trial.until, step=step, whose=whose, wanted=wanted, found=found))


def _whose(units: list[str], entry: str | None) -> str:
    named = [*units, *([entry] if entry else [])]
    return sentence(" của {names}", names=", ".join(f"“{name}”" for name in named)) if named else ""


def _shown(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"
