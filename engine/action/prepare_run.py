"""A plan is made ready for a year: its version kept, its run opened; publishing is the coordinator's first task."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from engine.action.moving import Movement
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.action.stuck import on_record
from engine.base.diagnostic import PlanError
from engine.base.ids import IdSource
from engine.bpmn.compile import compile_plan
from engine.check.check import check_plan
from engine.plan.folder import LoadedPlan
from engine.plan.model import Plan
from engine.plan.refs import check_references
from engine.plan.yearly import in_year, refused_year
from engine.store import decided_days, runs, units, versions
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.runs import Run
from engine.work.access import holds
from engine.work.people import Conflict, Forbidden, Viewer
from engine.work.plan_calendar import plan_calendar
from engine.work.seat import seat_of


def prepare_run(database: Database, ids: IdSource, viewer: Viewer, loaded: LoadedPlan, year: int, now: datetime) -> str:
    """The id of the new run. Its opening step waits for the coordinator; units see nothing before that is done.

    Raises PlanError (mistakes in the plan), Forbidden, Conflict (not a year of the plan; an error that nobody accepted;
    there is such a run; the organisation lacks a unit).
    """
    plan = plan_of_year(loaded, year)
    with on_record(database, ids, viewer, "prepare_run", now), database.write() as connection:
        unit_ids = units.ids_of(connection, viewer.tenant_id, plan.unit_codes)
        capacity = _right_to_prepare(viewer, plan, unit_ids)
        check_sound(connection, viewer.tenant_id, loaded, year)
        versions.keep(connection, loaded.hash, plan, loaded.sources, now)
        run = Run(ids.new(), viewer.tenant_id, loaded.hash, plan.id, plan.name, plan.short, year, "prepared")
        if not runs.add(connection, run, now):
            raise Conflict(f"Kế hoạch “{plan.short}” năm {year} đã có đợt thực hiện; hãy mở đợt đó ở mục Kế hoạch.")
        scene = Scene(connection, ids, run, Actor(viewer.person_id, capacity), now)
        _add_events(connection, scene)
        movement = Movement(scene)
        movement.start([(None, None)])
        settle(movement)
        record(connection, Act("prepare_run", now, viewer.person_id, capacity, run.id,
                               detail={"plan": plan.id, "version": loaded.hash, "year": year}, run_id=run.id))
        return run.id


def plan_of_year(loaded: LoadedPlan, year: int) -> Plan:
    """The plan in its year, whole enough to run. Raises Conflict (not a year of the plan), PlanError."""
    refused = refused_year(loaded.plan, year)
    if refused:
        raise Conflict(refused)
    plan = in_year(loaded.plan, year)
    mistakes = check_references(replace(loaded.read, plan=plan))
    if mistakes:
        raise PlanError(mistakes)
    compile_plan(loaded, year)
    return plan


def check_sound(connection: Connection, tenant_id: str, loaded: LoadedPlan, year: int) -> None:
    """Refuses a plan with an error that nobody has accepted, or that gives work to a unit that is not there.

    What other units there are is not asked: the organisation of an installation is not the plan's to accept.
    """
    yearly = loaded.in_year(year)
    decided = decided_days.overrides_of(connection, tenant_id)
    forbidding = [one for one in check_plan(yearly, year, plan_calendar(yearly.plan, year, decided)) if one.forbids]
    if forbidding:
        found = "\n".join(f"{one.place}: {one.rule} {one.message}" for one in forbidding)
        raise Conflict(f"Kế hoạch “{yearly.plan.short}” còn {len(forbidding)} lỗi nên chưa đưa vào thực hiện được; hãy "
                       f"sửa từng lỗi, hoặc ghi lý do ở mục “chấp nhận ngoại lệ” của tệp kế hoạch:\n{found}")
    _all_units_there(yearly.plan, units.ids_of(connection, tenant_id, yearly.plan.unit_codes))


def _right_to_prepare(viewer: Viewer, plan: Plan, unit_ids: Mapping[str, str]) -> str:
    """The capacity in which the viewer prepares: as coordinator, or as administrator."""
    if plan.role(plan.coordinator).unit in unit_ids:
        held = holds(viewer, seat_of(plan, plan.coordinator, "", unit_ids, {}))
        if held is not None:
            return held.capacity
    if viewer.administrator:
        return "Quản trị"
    coordinator = plan.role(plan.coordinator).name
    raise Forbidden(f"Chỉ {coordinator} hoặc người quản trị được chuẩn bị đợt của kế hoạch “{plan.short}”; "
                    "hãy nhờ một trong hai nơi đó.")


def _all_units_there(plan: Plan, unit_ids: Mapping[str, str]) -> None:
    missing = sorted(plan.unit_codes - set(unit_ids))
    if missing:
        named = ", ".join(f"“{code}”" for code in missing)
        raise Conflict(f"Tổ chức chưa có đơn vị {named} mà kế hoạch “{plan.short}” giao việc; "
                       "hãy thêm đơn vị đó vào tổ chức hoặc sửa kế hoạch.")


def _add_events(connection: Connection, scene: Scene) -> None:
    """The plan's events, dated where the plan dates them."""
    days = {name: scene.due(given.date, scene.now).opening_day if given.date else None
            for name, given in scene.plan.events.items()}
    runs.add_events(connection, scene.run.id, days)
    scene.forget_events()
