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
from engine.store import runs
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
    """The day, as ISO 8601, whose sample has still to be compared, from two in the morning on; at most `limit`."""
    local = now.astimezone(VIETNAM)
    day = local.date().isoformat()
    done = local.hour < _FROM_HOUR or store.is_claimed(connection, _DAY, day)
    return () if done else (day,)[:limit]


def reconcile_daily(database: Database, ids: IdSource, now: datetime) -> Reconciled | None:
    """Once a day a sample of everything; another part every day. None when it was done or is not due.

    The day counts as done with what was found, in one transaction: killed before, it is compared again.
    """
    with database.read() as connection:
        due = reconcile_due(connection, now, 1)
    if not due:
        return None
    done = _reconciled(database, ids, Among(), DAILY, now)
    with database.write() as connection:
        return _recorded(connection, ids, done, now) if store.claim(connection, _DAY, due[0]) else None


def differences_of(connection: Connection, ids: IdSource, instance_id: str, now: datetime) -> list[Found]:
    """Where the rows of one instance differ from its state."""
    return _page(connection, ids, store.of_ids(connection, [instance_id]), Kept(), now)


def _reconciled(database: Database, ids: IdSource, among: Among, sample: int | None, now: datetime) -> Reconciled:
    with database.read() as connection:
        total = store.count(connection, among)
        chosen = _chosen(connection, among, total, sample, now)
    found, kept, checked, after = list[Found](), Kept(), 0, ""
    while True:
        with database.read() as connection:
            page = (store.page_of(connection, among, after, PAGE) if chosen is None else
                    store.of_ids(connection, chosen[checked:checked + PAGE]))
            found += _page(connection, ids, page, kept, now)
        checked += len(page)
        if len(page) < PAGE:
            return Reconciled(checked, total, tuple(found))
        after = page[-1].id


def _chosen(connection: Connection, among: Among, total: int, sample: int | None,
            now: datetime) -> tuple[str, ...] | None:
    """Ids spread evenly over all; another day chooses others, so that in the end all come by. None: all of them."""
    if sample is None or sample >= total:
        return None
    stride = -(-total // max(sample, 1))
    return store.every(connection, among, stride, local_day(now).toordinal() % stride)


def _page(connection: Connection, ids: IdSource, page: Sequence[Instance], kept: Kept, now: datetime) -> list[Found]:
    rows = store.rows_of(connection, page)
    scenes = {run_id: Scene(connection, ids, runs.of_id(connection, run_id), Actor(), now)
              for run_id in dict.fromkeys(one.run_id for one in page)}
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
