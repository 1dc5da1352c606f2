"""The rows of instances are derived again from their saved states; where they differ is told, and kept when asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from engine.action.comparing import Kept, differences
from engine.action.handling import handles
from engine.action.scene import Actor, Scene
from engine.base.clock import VIETNAM, local_day
from engine.base.diagnostic import PlanError
from engine.base.ids import IdSource
from engine.store import compared as store
from engine.store import runs, units
from engine.store.compared import Among
from engine.store.database import Database
from engine.store.incidents import open_incident
from engine.store.instances import Instance
from engine.work.incident import Trouble
from engine.work.people import Viewer
from engine.work.reconcile import (
    Difference,
    sentence,
)
from engine.work.route import element_of

PAGE = 200
DAILY = 1000
PARTS = 4
"""The day's sample is so many keys: as many processes share it."""
_DAY = "reconciled_on"
_FROM_HOUR = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A difference with its place. `step`: the name of the step at the node."""

    tenant_id: str
    instance: Instance
    difference: Difference
    step: str | None

    @property
    def sentence(self) -> str:
        return sentence(self.difference, self.step)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was compared: `checked` of `instances`; `recorded`: incidents that the differences are kept in."""

    checked: int
    instances: int
    differences: tuple[Found, ...]
    recorded: int = 0


def reconcile(database: Database, ids: IdSource, viewer: Viewer, run_id: str | None, sample: int | None,
              now: datetime, record: bool = False) -> Reconciled:
    """Compare about `sample` instances, all with None, of one run or of the tenant; with `record` each difference
    becomes an incident.

    Every instance is compared within one read: rows that move meanwhile make no difference. Raises NotFound, Forbidden
    (the run's coordinator and administrators; administrators alone for all runs).
    """
    with database.read() as connection:
        handles(connection, viewer, run_id)
    done = _reconciled(database, ids, Among(viewer.tenant_id, run_id), sample, now)
    if not record:
        return done
    with database.write() as connection:
        return _recorded(connection, ids, done, now)


def reconcile_due(connection: Connection, now: datetime, limit: int) -> tuple[str, ...]:
    """The parts of the day's sample that have still to be compared, from two in the morning on; at most `limit`.

    A key is the day as ISO 8601 and the number of the part: "2026-11-27 0".
    """
    local = now.astimezone(VIETNAM)
    if local.hour < _FROM_HOUR:
        return ()
    day, done = local.date().isoformat(), store.claimed(connection, [_setting(part) for part in range(PARTS)])
    return tuple(f"{day} {part}" for part in range(PARTS) if done.get(_setting(part)) != day)[:limit]


def reconcile_daily(database: Database, ids: IdSource, key: str, now: datetime) -> Reconciled | None:
    """Once a day that part of a sample of everything; others every day. None when it was done or is not due.

    The part counts as done with what was found, in one transaction: killed before, it is compared again.
    """
    with database.read() as connection:
        if key not in reconcile_due(connection, now, PARTS):
            return None
        total = store.count(connection, Among())
        stride, first = _spread(total, DAILY, now)
        day, _, part = key.partition(" ")
        chosen = store.every(connection, Among(), stride * PARTS, first + stride * int(part))
    done = _of_ids(database, ids, chosen, total, now)
    with database.write() as connection:
        return _recorded(connection, ids, done, now) if store.claim(connection, _setting(part), day) else None


def _setting(part: object) -> str:
    return f"{_DAY} {part}"


def _spread(total: int, sample: int, now: datetime) -> tuple[int, int]:
    """Every how many-th instance, from which on: spread evenly, another day others, so that in the end all come by."""
    stride = max(-(-total // max(sample, 1)), 1)
    return stride, local_day(now).toordinal() % stride


def differences_of(connection: Connection, ids: IdSource, instance_id: str, now: datetime) -> list[Found]:
    """Where the rows of one instance differ from its state."""
    return _page(connection, ids, store.of_ids(connection, [instance_id]), Kept(), now)


def _reconciled(database: Database, ids: IdSource, among: Among, sample: int | None, now: datetime) -> Reconciled:
    with database.read() as connection:
        total = store.count(connection, among)
        stride, first = _spread(total, total if sample is None else sample, now)
        chosen = store.every(connection, among, stride, first) if stride > 1 else None
    return _all(database, ids, among, total, now) if chosen is None else _of_ids(database, ids, chosen, total, now)


def _all(database: Database, ids: IdSource, among: Among, total: int, now: datetime) -> Reconciled:
    found, kept, checked, after = list[Found](), Kept(), 0, ""
    while True:
        with database.read() as connection:
            page = store.page_of(connection, among, after, PAGE)
            found += _page(connection, ids, page, kept, now)
        checked += len(page)
        if len(page) < PAGE:
            return Reconciled(checked, total, tuple(found))
        after = page[-1].id


def _of_ids(database: Database, ids: IdSource, chosen: Sequence[str], total: int, now: datetime) -> Reconciled:
    """Those that are still there."""
    found, kept, checked = list[Found](), Kept(), 0
    for first in range(0, len(chosen), PAGE):
        with database.read() as connection:
            page = store.of_ids(connection, chosen[first:first + PAGE])
            found += _page(connection, ids, page, kept, now)
        checked += len(page)
    return Reconciled(checked, total, tuple(found))


def _page(connection: Connection, ids: IdSource, page: Sequence[Instance], kept: Kept, now: datetime) -> list[Found]:
    rows = store.rows_of(connection, page)
    scenes = {run_id: Scene(connection, ids, runs.of_id(connection, run_id), Actor(), now)
              for run_id in dict.fromkeys(one.run_id for one in page)}
    known = units.of_ids(connection, {one.unit_id for one in page if one.unit_id})
    for one in page:
        if one.unit_id in known:
            scenes[one.run_id].know(known[one.unit_id])
    found = []
    for one in page:
        scene = scenes[one.run_id].at(one.version_id)
        found += [Found(scene.run.tenant_id, one, difference, _step(scene, difference.node))
                  for difference in differences(scene, one, rows[one.id], kept)]
    return found


def _step(scene: Scene, node: str) -> str | None:
    wanted = element_of(node).split(".")[0]
    try:
        return next((step.name for step in scene.plan.steps if step.id == wanted), None)
    except PlanError:
        return None


def _recorded(connection: Connection, ids: IdSource, done: Reconciled, now: datetime) -> Reconciled:
    """One incident for each instance and node."""
    places: dict[tuple[str, str], list[Found]] = {}
    for found in done.differences:
        places.setdefault((found.instance.id, found.difference.node), []).append(found)
    for together in places.values():
        open_incident(connection, ids, trouble_of(together), now)
    return replace(done, recorded=len(places))


def trouble_of(together: Sequence[Found]) -> Trouble:
    """The differences of one instance at one node as what could not be reconciled."""
    first = together[0]
    return Trouble(
        first.tenant_id, "reconcile", first.instance.id, "; ".join(found.sentence for found in together),
        first.instance.run_id, first.instance.id, first.instance.unit_id, first.difference.node,
        {"kinds": [found.difference.kind for found in together]})
