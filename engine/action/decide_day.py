"""A day becomes a day off or a working day for a body, and every open deadline is derived again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from engine.action.redating import MovedDay, moved_days, redate_all
from engine.action.scene import Actor, Scene
from engine.base.calendar import DayOverride
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.store import decided_days, runs, units
from engine.store.audit import Act, record
from engine.store.crossed import done_again
from engine.store.database import Database
from engine.store.decided_days import DecidedDay
from engine.work.people import Conflict, Forbidden, NotFound, Viewer

YEARS = 2
"""A decision lies at most so many years away from today."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a document decides about a day. `working` None: no decision (any more)."""

    day: date
    working: bool | None
    source: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class MovedRun:
    """What moved in one run; `units`: id -> name of the units that `moved` speaks of."""

    run_id: str
    short: str
    year: int
    moved: tuple[MovedDay, ...]
    units: Mapping[str, str]


def preview_day(database: Database, ids: IdSource, viewer: Viewer, decision: Decision,
                now: datetime) -> tuple[MovedRun, ...]:
    """What `decide_day` would move; nothing is written. Raises as it does."""
    with database.read() as connection:
        _check(viewer, decision, now)
        decided = _with(decided_days.overrides_of(connection, viewer.tenant_id), decision)

        def moved(scene: Scene) -> tuple[MovedDay, ...]:
            scene.decided = decided
            return moved_days(scene)

        return _each_run(connection, ids, viewer, now, moved)


@done_again
def decide_day(database: Database, ids: IdSource, viewer: Viewer, decision: Decision,
               now: datetime) -> tuple[MovedRun, ...]:
    """Keeps the decision and derives every open deadline of the body again; says what moved.

    Raises Forbidden (administrators only), NotFound (nothing to withdraw), Conflict (a day too far away, no document).
    """
    with database.write() as connection:
        _check(viewer, decision, now)
        if decision.working is None:
            if not decided_days.withdraw(connection, viewer.tenant_id, decision.day):
                raise NotFound(f"Không có quyết định nào về ngày {decision.day:%d/%m/%Y} để rút.")
        else:
            decided_days.decide(connection, viewer.tenant_id, DecidedDay(
                decision.day, decision.working, decision.source, decision.decided_on or local_day(now),
                viewer.person_id, now))
        found = _each_run(connection, ids, viewer, now, redate_all)
        record(connection, Act("decide_day", now, viewer.person_id, "Quản trị", decision.day.isoformat(), detail={
            "working": decision.working, "source": decision.source, "moved": sum(len(run.moved) for run in found)}))
        return found


@done_again
def rederive_days(database: Database, ids: IdSource, viewer: Viewer, now: datetime) -> tuple[MovedRun, ...]:
    """Derives every open deadline of the body again, for when the official calendar itself is another one."""
    with database.write() as connection:
        _administrator(viewer)
        found = _each_run(connection, ids, viewer, now, redate_all)
        record(connection, Act("rederive_days", now, viewer.person_id, "Quản trị", "",
                               detail={"moved": sum(len(run.moved) for run in found)}))
        return found


def _each_run(connection: Connection, ids: IdSource, viewer: Viewer, now: datetime,
              move: Callable[[Scene], tuple[MovedDay, ...]]) -> tuple[MovedRun, ...]:
    found = []
    names = {unit.id: unit.name for unit in units.units_of(connection, viewer.tenant_id)}
    for run in runs.open_of(connection, viewer.tenant_id, lock=move is redate_all):
        moved = move(Scene(connection, ids, run, Actor(viewer.person_id, "Quản trị"), now))
        if moved:
            concerned = {one.unit_id: names[one.unit_id] for one in moved}
            found.append(MovedRun(run.id, run.short, run.year, moved, concerned))
    return tuple(found)


def _with(decided: tuple[DayOverride, ...], decision: Decision) -> tuple[DayOverride, ...]:
    others = tuple(one for one in decided if one.day != decision.day)
    return others if decision.working is None else (
        *others, DayOverride(decision.day, decision.working, decision.source))


def _administrator(viewer: Viewer) -> None:
    if not viewer.administrator:
        raise Forbidden("Chỉ người quản trị sửa được lịch làm việc; hãy gửi văn bản quyết định cho người quản trị.")


def _check(viewer: Viewer, decision: Decision, now: datetime) -> None:
    _administrator(viewer)
    if abs(decision.day.year - local_day(now).year) > YEARS:
        raise Conflict(f"Ngày {decision.day:%d/%m/%Y} cách hôm nay quá {YEARS} năm; kiểm tra lại năm.")
    if decision.working is not None and not decision.source.strip():
        raise Conflict("Chưa ghi văn bản quyết định; ghi số, ký hiệu và cơ quan ban hành.")
    if decision.decided_on and decision.decided_on > local_day(now):
        raise Conflict(f"Ngày quyết định {decision.decided_on:%d/%m/%Y} ở tương lai; kiểm tra lại.")
