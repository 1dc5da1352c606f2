"""The people and the plan of W1: twenty bodies with a committee and five units each, one run of the same plan each."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.action.complete_task import complete_task
from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.plan.folder import LoadedPlan, load_plan
from engine.plan.organisation import Organisation, PersonEntry, PositionEntry, UnitEntry
from engine.store.database import Database
from engine.store.people import account_of, viewer_of_person
from engine.store.tasks import open_of_run
from engine.work.people import Viewer

BODIES, UNITS_OF_BODY, YEAR = 20, 5, 2026
_PLAN = Path(__file__).parent / "w1"
_OFFICER = "can-bo"


@dataclass(frozen=True, slots=True)
class Body:
    """One issuing body at work. People stand as the web would find them behind their sessions."""

    run_id: str
    office: Viewer
    committee: Viewer
    units: tuple[Viewer, ...]


def plan_of_w1() -> LoadedPlan:
    """The plan folder beside this module."""
    return load_plan(_PLAN)


def build_bodies(database: Database, ids: IdSource, now: datetime, count: int = BODIES,
                 units: int = UNITS_OF_BODY) -> tuple[Body, ...]:
    """The bodies, each with so many units and with the plan published."""
    loaded = plan_of_w1()
    return tuple(_body(database, ids, loaded, (number, units), now) for number in range(count))


def _body(database: Database, ids: IdSource, loaded: LoadedPlan, which: tuple[int, int], now: datetime) -> Body:
    number, count = which
    import_organisation(database, ids, _organisation(number, count), now)
    office = _person(database, f"v{number}", now)
    run_id = prepare_run(database, ids, office, loaded, YEAR, now)
    with database.read() as connection:
        opening = open_of_run(connection, run_id)[0]
    complete_task(database, ids, office, opening.id, opening.rev, "xong", {}, None, "", now)
    units = tuple(_person(database, f"u{number}-{unit}", now) for unit in range(count))
    return Body(run_id, office, _person(database, f"h{number}", now), units)


def _person(database: Database, login: str, now: datetime) -> Viewer:
    with database.read() as connection:
        account = account_of(connection, login)
        found = viewer_of_person(connection, account.id, local_day(now)) if account else None
    assert found
    return found


def _organisation(number: int, count: int) -> Organisation:
    root = f"xa-{number}"
    below = [("van-phong", "Văn phòng", "ban", f"v{number}"), ("hoi-dong", "Hội đồng thẩm định", "ban", f"h{number}")]
    below += [(f"don-vi-{n}", f"Đơn vị số {n}", "don-vi", f"u{number}-{n}") for n in range(count)]
    return Organisation(
        kinds={"xa": "Xã", "ban": "Ban", "don-vi": "Đơn vị"}, roles={_OFFICER: "Cán bộ"},
        units=(UnitEntry(code=root, name=f"Xã số {number}", kind="xa"),
               *(UnitEntry(code=code, name=name, kind=kind, parent=root) for code, name, kind, _ in below)),
        people=tuple(PersonEntry(login=login, name=f"Cán bộ {name}, xã số {number}",
                                 positions=(PositionEntry(role=_OFFICER, unit=code),))
                     for code, name, _, login in below))
