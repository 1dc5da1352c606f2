"""What one transaction knows of a run: each part read once, when it is first asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Connection

from engine.base.calendar import DayOverride, WorkCalendar
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.base.text import fold
from engine.bpmn.compile import Compiled
from engine.bpmn.graph import ProcessNode
from engine.plan.deadline import parse_deadline
from engine.plan.model import Plan
from engine.plan.step import Step
from engine.store import amendments, decided_days, entries, runs, units, versions
from engine.store.instances import Instance
from engine.store.runs import Run
from engine.store.standpoint import Standpoint, entries_seen
from engine.work.context import UnitValue, scene_context
from engine.work.deadline import Due, due_once
from engine.work.entry import Entry
from engine.work.ladder import due_rungs, first_ahead, passed_before
from engine.work.lead import leader_of, leading, near_seats
from engine.work.plan_calendar import plan_calendar
from engine.work.seat import Seat, seat_of, unit_of
from engine.work.task import BUILT_IN, Place, Task, day_events


@dataclass(frozen=True, slots=True)
class Actor:
    """In whose name the transaction acts; nobody's when a day has come."""

    person_id: str | None = None
    capacity: str = ""
    name: str = ""


class Scene:
    """A run inside an open transaction, seen on one version of its plan: the run's own, or an instance's."""

    def __init__(self, connection: Connection, ids: IdSource, run: Run, actor: Actor, now: datetime,
                 base: "Scene | None" = None) -> None:
        self.connection = connection
        self.ids = ids
        self.run = run
        self.now = now
        self.base: Scene = base or self
        """The scene on the version of the run."""
        self._actor = actor
        self.today: date = local_day(now)
        self.undelivered = False
        """Of the base: messages were left for transactions of their own; `deliver_rest` sees to them."""
        self._units: dict[str, UnitValue] = base._units if base else {}
        self._entries: dict[str, Entry] = base._entries if base else {}
        self._others: dict[str, Scene] = {}

    def at(self, version_id: str | None) -> "Scene":
        """The scene on the version of an instance; None means the run's."""
        base = self.base
        if version_id is None or version_id == base.run.version_id:
            return base
        if version_id not in base._others:
            run = replace(base.run, version_id=version_id)
            base._others[version_id] = Scene(self.connection, self.ids, run, base.actor, self.now, base)
        return base._others[version_id]

    @cached_property
    def amending(self) -> bool:
        """Whether an amendment of the run is being applied: who counts everybody waits until it is through."""
        return self.run.mixed and amendments.is_applying(self.connection, self.run.id)

    @property
    def actor(self) -> Actor:
        return self.base._actor

    @actor.setter
    def actor(self, acting: Actor) -> None:
        self.base._actor = acting

    @cached_property
    def compiled(self) -> Compiled:
        return versions.compiled(self.connection, self.run.version_id, self.run.year)

    @cached_property
    def plan(self) -> Plan:
        return self.compiled.plan

    @cached_property
    def calendar(self) -> WorkCalendar:
        return plan_calendar(self.plan, self.run.year, self.base.decided)

    @cached_property
    def decided(self) -> tuple[DayOverride, ...]:
        """The body's decisions on single days."""
        return decided_days.overrides_of(self.connection, self.run.tenant_id)

    @property
    def events(self) -> dict[str, date]:
        """Folded event name -> day."""
        return self.base._events

    @cached_property
    def _events(self) -> dict[str, date]:
        return {fold(name): day for name, day in runs.events_of(self.connection, self.run.id).items()}

    def node(self, element: str) -> ProcessNode:
        """The node of that element id, in whichever process it stands; KeyError when there is none."""
        return next(process.node(element) for process in self.compiled.processes.values()
                    if any(node.id == element for node in process.nodes))

    def set_event(self, name: str, iso: str) -> None:
        """Fix the event's day; what hangs on it is to be derived again."""
        day = date.fromisoformat(iso)
        written = next(known for known in self.plan.events if fold(known) == fold(name))
        runs.set_event(self.connection, self.run.id, written, day, self.actor.person_id, self.now)
        self.events[fold(name)] = day

    def hold_event(self, name: str, day: date) -> None:
        """The event took place on that day; what hangs on it is to be derived again."""
        written = next(known for known in self.plan.events if fold(known) == fold(name))
        runs.hold_event(self.connection, self.run.id, written, day, self.actor.person_id, self.now)
        self.events[fold(name)] = day

    @property
    def held_events(self) -> frozenset[str]:
        """Folded names of the events that have taken place."""
        return frozenset(map(fold, runs.held_events(self.connection, self.run.id)))

    def forget_events(self) -> None:
        """The rows of the events were written: read them again when next asked for."""
        self.base.__dict__.pop("_events", None)

    @cached_property
    def unit_ids(self) -> Mapping[str, str]:
        """Code -> id of the units that the plan names."""
        return units.ids_of(self.connection, self.run.tenant_id, self.plan.unit_codes)

    @property
    def members(self) -> dict[str, tuple[str, ...]]:
        return self.base._members

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        return runs.members_of(self.connection, self.run.id)

    def published(self) -> None:
        """The run came into force in this transaction."""
        self.run = replace(self.run, status="running", published_at=self.now)

    @property
    def issuer_id(self) -> str:
        return unit_of(self.unit_ids, self.plan.issuer.unit)

    def unit(self, unit_id: str) -> UnitValue:
        if unit_id not in self._units:
            self._units[unit_id] = units.get(self.connection, unit_id)
        return self._units[unit_id]

    def know(self, found: UnitValue | Entry) -> None:
        """Keep a value already read, or changed, for those who ask later."""
        if isinstance(found, Entry):
            self._entries[found.id] = found
        else:
            self._units[found.id] = found

    def entry(self, entry_id: str) -> Entry:
        """The entry as it is in this transaction; KeyError when the run has none of that id."""
        if entry_id not in self._entries:
            found = entries.get(self.connection, self.run.id, entry_id)
            if found is None:
                raise KeyError(entry_id)
            self._entries[entry_id] = found
        return self._entries[entry_id]

    def unit_of(self, instance: Instance) -> UnitValue:
        """The unit whose matter the instance is: the issuer's for the run."""
        return self.unit(instance.unit_id or self.issuer_id)

    def context(self, instance: Instance) -> dict[str, object]:
        """don_vi, dot, mo_hinh for expressions; `dot.ban_hanh` is the day on which the run came into force."""
        entry = self.entry(instance.entry_id) if instance.entry_id else None
        known = scene_context(self.run.year, self.unit_of(instance), entry)
        day = local_day(self.run.published_at) if self.run.published_at else self.today
        return {**known, "dot": {"nam": self.run.year, "ban_hanh": day.isoformat()}}

    def entries_seen(self, step: Step, instance: Instance) -> list[Entry]:
        """The entries at which the step looks from there."""
        entry = self.entry(instance.entry_id) if instance.entry_id else None
        at = Standpoint(self.plan, self.run.id, self.run.tenant_id, self.unit_of(instance), entry, self.today)
        return entries_seen(self.connection, step, at)

    def place(self, instance: Instance) -> Place:
        unit = self.unit_of(instance)
        name = self.entry(instance.entry_id).name if instance.entry_id else ""
        return Place(instance.id, self.run.id, self.run.tenant_id, unit.id, unit.name, instance.entry_id, name,
                     self.actor.name)

    def seat(self, role: str, unit_id: str) -> Seat:
        """Where the role sits for a matter of that unit; where the leading unit lacks the body, with itself."""
        kind = self.plan.role(role).kind
        if kind == "near":
            return self.seats(role, unit_id)[0]
        return seat_of(self.plan, role, unit_id, self.unit_ids if kind == "body" else {},
                       self.members if kind == "members" else {})

    def seats(self, role: str, unit_id: str, *, others: bool = True) -> tuple[Seat, ...]:
        """Every place where the role sits for a matter of that unit; never none unless nobody else shall stand in."""
        given = self.plan.role(role)
        if given.kind != "near":
            return (self.seat(role, unit_id),)
        found = near_seats(self.plan, self.tree, given, unit_id)
        if found or not others:
            return found
        return (Seat(given.name, leader_of(self.plan, self.tree, unit_id) or self.issuer_id),)

    @cached_property
    def tree(self) -> dict[str, UnitValue]:
        """The units there are today, by id."""
        present = units.of_tenant(self.connection, self.run.tenant_id, self.today)
        return {unit.id: unit for unit in present}

    def leads(self, upper: str, lower: str) -> bool:
        """Whether one unit leads the other, or is it."""
        return upper == lower or (bool(leading(self.plan)) and leader_of(self.plan, self.tree, lower) == upper)

    def due(self, phrase: str, opened_at: datetime) -> Due:
        """The days of a phrase of the plan, for what came up at that moment."""
        rule = parse_deadline(phrase, self.plan.before_is_inclusive)
        hangs_on_run = any(fold(event) not in BUILT_IN for event in rule.events)
        events = day_events(self.events if hangs_on_run else {}, opened_at) if rule.events else {}
        return due_once(rule, self.calendar, tuple(events.items()), self.run.year)

    def with_days(self, task: Task) -> Task:
        """The task with its days as calendar and events stand now, and the moment of its next notice."""
        if task.phrase is None:
            return task
        return task.with_days(*self.days_of(task.phrase, task.opened_at))

    def days_of(self, phrase: str, opened_at: datetime) -> tuple[Due, datetime | None]:
        """The days of a phrase, and the moment of the next notice, for what came up at that moment."""
        days = self.due(phrase, opened_at)
        if opened_at == self.now:
            return days, first_ahead(self.plan.ladder, days, self.calendar, self.now)
        passed = passed_before(self.plan.ladder, days, self.calendar, opened_at)
        waiting, ahead = due_rungs(self.plan.ladder, days, self.calendar, self.now, passed)
        return days, self.now if waiting else ahead
