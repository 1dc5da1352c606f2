"""The rehearsal itself: day after day what the clock brings and what people do, on the real engine."""

import heapq
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from engine.action.open_step import open_step
from engine.base.clock import local_day, local_moment
from engine.plan.deadline import parse_deadline
from engine.rehearse.answers import Author
from engine.rehearse.behaviour import HABITS, About, Behaviour, Deadline, People
from engine.rehearse.clockwork import TICKS, Clockwork
from engine.rehearse.desk import Desk
from engine.rehearse.stage import Stage
from engine.store import tasks
from engine.store.units import ids_of, units_of
from engine.work.people import Conflict, Viewer
from engine.work.route import element_of
from engine.work.seat import seat_of
from engine.work.task import Task

_AFTER_LAST = timedelta(days=45)
"""How long after the last deadline the rehearsal goes on: the ladder has climbed to its end by then."""
_AT_NOON = time(12)
_ORDERED = (11, 16)
_ORDER = "Văn bản chỉ đạo của cấp trên"
"""Month and day on which the level above asks for what no day opens, and what the coordinator then names."""
_PROPOSED_AFTER = 80
"""Working days until somebody proposes what was not registered."""


@dataclass(order=True, slots=True)
class _Planned:
    moment: datetime
    task_id: str
    again: bool = field(compare=False, default=False)
    """Sent with gaps before; whole this time."""
    member: str | None = field(compare=False, default=None)
    """Whose ballot it is, where each member votes in their own time."""


class Rehearsal:
    """One run, played to its end."""

    def __init__(self, stage: Stage, behaviour: Behaviour, seed: int) -> None:
        self.stage = stage
        self.behaviour = behaviour
        self.people = People(HABITS[behaviour], seed, stage.calendar)
        author = Author(stage.plan, self.people, stage.officials(local_moment(stage.begins, 8)))
        self.desk = Desk(stage, self.people, author)
        self._queue: list[_Planned] = []
        self._seen = ""
        self._clockwork = Clockwork(stage)
        self._last = date(stage.year, 12, 31)
        with stage.database.read() as connection:
            self._codes = {unit.id: unit.code for unit in units_of(connection, stage.tenant_id)}

    def play(self, until: date | None = None, each_day: Callable[[], None] = lambda: None) -> date:
        """Every day until the year is over and nothing dated is ahead, `until` at the latest; the last day."""
        day = self.stage.begins
        while day <= min(self._last, until or self._last):
            each_day()
            for tick in TICKS:
                now = local_moment(day, tick.hour, tick.minute)
                self.work_until(now)
                if self._clockwork.look(now):
                    self.look_in(now)
                self.act_by_themselves(day, tick)
            day += timedelta(days=1)
        return min(self._last, until or self._last)

    def act_by_themselves(self, day: date, tick: time) -> bool:
        """What nobody asks for: the proposal outside registration, the order from above, each on its day at noon;
        whether it is such a day."""
        calendar = self.stage.calendar
        proposes = tick == _AT_NOON and day == calendar.add_working(self.stage.begins, _PROPOSED_AFTER)
        orders = tick == _AT_NOON and day == calendar.first_working(date(self.stage.year, *_ORDERED))
        if proposes:
            self._propose(local_moment(day, tick.hour, 30))
        if orders:
            self._order(local_moment(day, tick.hour, 40))
        return proposes or orders

    def work_until(self, now: datetime) -> bool:
        """What people do before that moment; whether anybody did anything."""
        worked = False
        while self._queue and self._queue[0].moment < now:
            planned = heapq.heappop(self._queue)
            worked = True
            self._clockwork.stir()
            with self.stage.database.read() as connection:
                task = tasks.get(connection, self.stage.tenant_id, planned.task_id)
            if task is None or task.status != "open":
                continue
            about = self.about(task)
            gaps = not planned.again and task.act == "do" and self.people.chance(
                about, "incomplete", self.people.habits.incomplete)
            if planned.member:
                self.desk.vote(task, about, planned.member, planned.moment)
            elif not self.desk.do(task, about, planned.moment, whole=not gaps):
                self._plan(_Planned(self.people.again(about, planned.moment), task.id, again=True))
        return worked

    def about(self, task: Task) -> About:
        """What the task's draws hang on; nothing of it depends on the order of events."""
        return About(self._codes[task.unit_id], task.step, task.slot, task.subject, task.round)

    def look_in(self, now: datetime) -> None:
        """Everybody looks into the inbox and makes up their mind."""
        with self.stage.database.read() as connection:
            found = tasks.opened_after(connection, self.stage.run_id, self._seen)
        for task in found:
            self._seen = task.id
            leads = self.stage.plan.role(self._role_of(task)).kind != "subject"
            if task.last_day:
                self._last = max(self._last, self._capped(task.last_day + _AFTER_LAST))
            for member, about in self._doers(task, now):
                moment = self.people.begins(about, self._deadline(task), now, leads)
                if moment:
                    self._plan(_Planned(moment, task.id, member=member))

    def _doers(self, task: Task, now: datetime) -> list[tuple[str | None, About]]:
        """Whoever does the task; of a ballot every member, whose draws are their own."""
        about = self.about(task)
        if not task.persons:
            return [(None, about)]
        members = [self.stage.cast.viewer(person, now) for person in self.stage.cast.actors(task, now)]
        return [(one.person_id, replace(about, slot=f"{about.slot}/{one.name}")) for one in members] or [(None, about)]

    def _plan(self, planned: _Planned) -> None:
        heapq.heappush(self._queue, planned)
        self._last = max(self._last, self._capped(local_day(planned.moment)))

    def _capped(self, day: date) -> date:
        return min(day, date(self.stage.year + 1, 6, 30))

    def _role_of(self, task: Task) -> str:
        scope = self.stage.plan.step(task.step).scope
        return self.stage.compiled.processes[scope].node(element_of(task.node)).role

    def _deadline(self, task: Task) -> Deadline:
        rule = parse_deadline(task.phrase, self.stage.plan.before_is_inclusive) if task.phrase else None
        on_the_day = rule is not None and rule.event is not None and rule.count is None and rule.bound != "exclusive"
        return Deadline(task.last_working_day, task.overdue_after, on_the_day)

    def _propose(self, now: datetime) -> None:
        """An initiative found outside registration, where the plan has such."""
        register = self.stage.plan.register_
        if register is None or register.nomination is None:
            return
        viewer = self._sitting(register.nomination.by, now)
        if viewer:
            self._clockwork.stir()
            self.desk.propose(viewer, About(self._codes[viewer.positions[0].unit_id], "", "", "", 1), now)

    def _order(self, now: datetime) -> None:
        """The level above asks for what no day opens: the coordinator opens it wherever it waits."""
        stage = self.stage
        coordinator = self._sitting(stage.plan.coordinator, now)
        for step in stage.plan.steps:
            if step.by_hand and coordinator:
                self._clockwork.stir()
                with suppress(Conflict):
                    open_step(stage.database, stage.ids, coordinator, stage.run_id, step.id, _ORDER, now)

    def _sitting(self, role: str, now: datetime) -> Viewer | None:
        """Who sits in that role of a body first."""
        if self.stage.plan.role(role).kind != "body":
            return None
        with self.stage.database.read() as connection:
            unit_ids = ids_of(connection, self.stage.tenant_id, self.stage.plan.unit_codes)
        found = self.stage.cast.sitting(seat_of(self.stage.plan, role, "", unit_ids, {}), now)
        return self.stage.cast.viewer(found[0].id, now) if found else None
