"""Where a rehearsal takes place: a database in memory with the organisation in it and the run prepared."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.calendar import WorkCalendar
from engine.base.clock import local_moment
from engine.base.ids import CountedIds, IdSource
from engine.bpmn.compile import Compiled, compile_plan
from engine.plan.deadline import parse_deadline
from engine.plan.folder import LoadedPlan
from engine.plan.model import Plan
from engine.plan.organisation import Organisation
from engine.rehearse.cast import Cast
from engine.rehearse.organisation import participants_of
from engine.store.database import Database, memory_database
from engine.store.units import ids_of
from engine.work.deadline import due
from engine.work.plan_calendar import plan_calendar
from engine.work.seat import seat_of
from engine.work.task import of_slot

_BEFORE = 20
"""The run is prepared at most so many working days before its opening step is due."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The content of every paper that is attached; unless somebody keeps one, there is none to open."""

    digest: str = "0" * 64
    size: int = 1


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a run is played: beside other tenants it may be, or alone in memory."""

    database: Database
    ids: IdSource
    paper: Paper = Paper()


@dataclass(frozen=True)
class Stage:
    """A run that is prepared, and everything around it."""

    database: Database
    ids: IdSource
    compiled: Compiled
    run_id: str
    tenant_id: str
    year: int
    calendar: WorkCalendar
    begins: date
    cast: Cast
    participants: tuple[str, ...]
    """Codes of the units that take part."""
    paper: Paper = Paper()

    @property
    def plan(self) -> Plan:
        return self.compiled.plan

    def officials(self, now: datetime) -> tuple[str, ...]:
        """Ids of the people in the bodies of the plan, in the order of its roles, each once."""
        with self.database.read() as connection:
            unit_ids = ids_of(connection, self.tenant_id, self.plan.unit_codes)
        seats = [seat_of(self.plan, name, "", unit_ids, {}) for name, role in self.plan.roles.items()
                 if role.kind == "body"]
        return tuple(dict.fromkeys(person.id for seat in seats for person in self.cast.sitting(seat, now)))


def build_stage(loaded: LoadedPlan, organisation: Organisation, year: int, earliest: date | None = None,
                ground: Ground | None = None) -> Stage:
    """The run of that year, prepared by its coordinator, not after `earliest`; Conflict or PlanError where it cannot
    be. Without `ground`, alone in memory."""
    compiled = compile_plan(loaded, year)
    calendar = plan_calendar(compiled.plan, year, ())
    begins = min(day for day in (first_day(compiled.plan, calendar, year), earliest) if day)
    ground = ground or Ground(memory_database(), CountedIds(width=9))
    database, ids, now = ground.database, ground.ids, local_moment(begins, 8)
    tenant_id = import_organisation(database, ids, organisation, now).tenant_id
    cast = Cast(database)
    with database.read() as connection:
        unit_ids = ids_of(connection, tenant_id, compiled.plan.unit_codes)
    coordinator = cast.sitting(seat_of(compiled.plan, compiled.plan.coordinator, "", unit_ids, {}), now)[0]
    run_id = prepare_run(database, ids, cast.viewer(coordinator.id, now), loaded, year, now)
    return Stage(database, ids, compiled, run_id, tenant_id, year, calendar, begins, cast,
                 participants_of(compiled.plan, organisation), ground.paper)


def first_day(plan: Plan, calendar: WorkCalendar, year: int) -> date:
    """The first working day of the year on which the plan can have been issued: after what it rests on, and not long
    before its opening step is due."""
    day = date(year, 1, 1)
    based = [named.on(year) for one in plan.basis if one.dated and (
        named := parse_deadline(f"ngày {one.dated}").day) and named.on(year).year == year]
    day = max([day, *(on + timedelta(days=1) for on in based)])
    phrase = of_slot(plan.step(plan.opening).deadlines, "chính")
    if phrase:
        rule = parse_deadline(phrase, plan.before_is_inclusive)
        last = due(rule, calendar, {}, year).last_working_day if not rule.events else None
        if last:
            day = min(max(day, calendar.add_working(last, -_BEFORE)), last)
    return calendar.first_working(day)
