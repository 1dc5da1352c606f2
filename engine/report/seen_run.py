"""A run as far as a person may look at it: everything, the own units' part, or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, exists, select

from engine.base.calendar import WorkCalendar
from engine.base.text import fold
from engine.bpmn.compile import Compiled
from engine.plan.model import Plan
from engine.store import decided_days, runs, units, versions
from engine.store.offered import offered_to
from engine.store.runs import Run
from engine.store.tables import run as run_table
from engine.store.tables import task
from engine.store.vote_bodies import bodies_of
from engine.work.access import holds, sees_run
from engine.work.context import UnitValue, groups_of
from engine.work.lead import leading, seats_over
from engine.work.people import Forbidden, Held, NotFound, Viewer
from engine.work.plan_calendar import plan_calendar
from engine.work.quota import TargetUnit
from engine.work.recipients import inside
from engine.work.seat import overseers, seat_of

OUTSIDE = "Không thấy đợt này trong phạm vi của bạn; mở lại từ danh sách đợt thực hiện."


@dataclass(frozen=True)
class SeenRun:
    """A run with what its pages need.

    `events`: folded name -> day. `units`: those that take part, by id; `present`: all that there are. `sees_all`: the
    whole run may be read; else only what concerns `own`. `coordinator`: the position in which the viewer coordinates.
    """

    run: Run
    compiled: Compiled
    calendar: WorkCalendar
    events: Mapping[str, date]
    units: Mapping[str, UnitValue]
    sees_all: bool
    own: frozenset[str]
    coordinator: Held | None
    present: tuple[UnitValue, ...] = ()
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Id of a unit -> codes of those over it, where a target counts what is below."""

    @property
    def plan(self) -> Plan:
        return self.compiled.plan

    @property
    def counted(self) -> frozenset[str]:
        """The units whose progress the viewer may count."""
        return frozenset(self.units) if self.sees_all else self.own

    def target_units(self) -> tuple[TargetUnit, ...]:
        """The units that take part, with the groups of the plan they are in."""
        return tuple(TargetUnit(u.code, u.name, groups_of(self.plan, u), self.above.get(u.id, ()))
                     for u in self.units.values())


def seen_run(connection: Connection, viewer: Viewer, run_id: str, today: date) -> SeenRun:
    """The run for who sees it, takes part in it, conducts a vote of it, or receives its plan.

    Raises NotFound outside the viewer's tenant, Forbidden for who has no part in the run.
    """
    run = runs.get(connection, viewer.tenant_id, run_id)
    if run is None:
        raise NotFound(OUTSIDE)
    found = seen_runs(connection, viewer, (run,), today)
    if not found:
        raise Forbidden(f"Đợt “{run.short}” không giao việc cho đơn vị của bạn nên bạn không xem được; "
                        "cần xem thì báo cơ quan đầu mối.")
    return found[0]


def seen_runs(connection: Connection, viewer: Viewer, asked: Sequence[Run], today: date) -> tuple[SeenRun, ...]:
    """Those of the runs of the viewer's tenant that the viewer may look at; as many queries for one as for many."""
    present = units.of_tenant(connection, viewer.tenant_id, today)
    by_code = {unit.code: unit.id for unit in present}
    known = {run: versions.compiled(connection, run.version_id, run.year) for run in asked}
    parts = {run: _part(viewer, run, compiled.plan, present, by_code) for run, compiled in known.items()}
    doubted = {run.id for run, part in parts.items()
               if not (part.sees_all or part.own or _receives(viewer, known[run].plan, present))}
    hidden = doubted - _with_tasks(connection, viewer, doubted) if doubted else doubted
    if hidden:
        hidden -= {body.run.id for body in bodies_of(connection, viewer, hidden)}
    parts = {run: part for run, part in parts.items() if run.id not in hidden}
    if not parts:
        return ()
    decided = decided_days.overrides_of(connection, viewer.tenant_id)
    events = runs.events_of_runs(connection, [run.id for run in parts])
    spanning = {run for run in parts if any(target.with_below for target in known[run].plan.targets)}
    above = units.above_of(connection, viewer.tenant_id) if spanning else {}
    return tuple(
        SeenRun(run, known[run], plan_calendar(known[run].plan, run.year, decided),
                {fold(name): day for name, day in events[run.id].items()}, part.units, part.sees_all, part.own,
                _coordinator(viewer, known[run].plan, by_code), present,
                above if run in spanning else {})
        for run, part in parts.items())


@dataclass(frozen=True)
class _Part:
    """What of a run is the viewer's by the organisation alone."""

    units: Mapping[str, UnitValue]
    sees_all: bool
    own: frozenset[str]


def _part(viewer: Viewer, run: Run, plan: Plan, present: tuple[UnitValue, ...], by_code: Mapping[str, str]) -> _Part:
    taking_part = {unit.id: unit for unit in present if groups_of(plan, unit)}
    return _Part(taking_part, sees_run(viewer, run.tenant_id, overseers(plan, by_code)),
                 _own(viewer, plan, taking_part, present))


def _own(viewer: Viewer, plan: Plan, taking_part: Mapping[str, UnitValue],
         present: Iterable[UnitValue]) -> frozenset[str]:
    """The viewer's units, and those just below the seats from which the viewer sees them."""
    tree = {unit.id: unit for unit in present} if leading(plan) else {}
    below = {unit_id for unit_id in taking_part if tree
             and any(holds(viewer, seat) for seat in seats_over(plan, tree, unit_id))}
    return frozenset(viewer.unit_ids() & taking_part.keys() | below)


def whole_run(connection: Connection, viewer: Viewer, run_id: str, today: date) -> SeenRun:
    """The run for who may read all of it; raises NotFound, Forbidden."""
    seen = seen_run(connection, viewer, run_id, today)
    if not seen.sees_all:
        raise Forbidden(f"Trang này cho xem cả đợt “{seen.run.short}”, chỉ đầu mối, nơi quyết định và người được "
                        "giao xem cả đợt mở được; việc của đơn vị bạn ở trang tổng quan của đợt.")
    return seen


def _with_tasks(connection: Connection, viewer: Viewer, run_ids: Iterable[str]) -> set[str]:
    """A member of a chosen group, or a body the plan names, takes part by its tasks alone."""
    any_of_it = exists().where(task.c.run_id == run_table.c.id, offered_to(viewer))
    return set(connection.execute(
        select(run_table.c.id).where(run_table.c.id.in_(sorted(run_ids)), any_of_it)).scalars())


def _receives(viewer: Viewer, plan: Plan, present: Iterable[UnitValue]) -> bool:
    """Whether the plan, once issued, goes to a unit of the viewer's: its people may read what they are sent."""
    return any(unit.id in viewer.unit_ids() for _, units in inside(plan, present) for unit in units)


def _coordinator(viewer: Viewer, plan: Plan, by_code: Mapping[str, str]) -> Held | None:
    if plan.role(plan.coordinator).unit not in by_code:
        return None
    return holds(viewer, seat_of(plan, plan.coordinator, "", by_code, {}))
