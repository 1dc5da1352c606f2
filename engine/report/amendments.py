"""The amendments of a run: what is waiting for approval, what is under way, what was applied or taken back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.base.diagnostic import PlanError
from engine.report.seen_run import whole_run
from engine.store import amendments, runs, versions
from engine.store.acted_since import what_hinders
from engine.store.amending_right import amending_right
from engine.store.amendments import STATUS, Amendment
from engine.store.database import Database
from engine.store.runs import Run
from engine.store.tables import amended, entry, instance, person, unit
from engine.work.amendment_preview import counts_of
from engine.work.people import Forbidden, NotFound, Viewer

_STATES = ("waiting", "moved", "kept", "overtaken", "started")


@dataclass(frozen=True, slots=True)
class Stayed:
    """An instance that did not move: whose it is, and why."""

    unit: str
    subject: str | None
    reason: str


@dataclass(frozen=True)
class AmendmentLine:
    """One amendment with its preview as it was kept. `hinders`: why it cannot be taken back, "" when it can.

    `unreadable`: why its plan cannot be used any more, as long as it is to be used; "" when it can.
    """

    id: str
    status: str
    words: str
    digest: str
    prepared_by: str
    prepared_at: datetime
    approved_by: str | None
    capacity: str
    approved_at: datetime | None
    applied_at: datetime | None
    reversed_by: str | None
    reversed_at: datetime | None
    drops: tuple[str, ...]
    content: Mapping[str, Any]
    counts: Mapping[str, int]
    progress: Mapping[str, int]
    stayed: tuple[Stayed, ...]
    hinders: str
    unreadable: str

    @property
    def done(self) -> int:
        return sum(count for state, count in self.progress.items() if state != "waiting")

    @property
    def total(self) -> int:
        return sum(self.progress.values())


@dataclass(frozen=True)
class AmendmentPage:
    """The page. `refusal`: why the viewer may only read, "" for who may amend."""

    run: Run
    refusal: str
    amendments: tuple[AmendmentLine, ...]


def amendment_page(database: Database, viewer: Viewer, run_id: str, today: date) -> AmendmentPage:
    """For who may read the whole run; raises NotFound, Forbidden."""
    with database.read() as connection:
        run = _run(connection, viewer, run_id, today)
        found = [one for one in amendments.of_run(connection, run.id) if one.status != "withdrawn"]
        names = {row.id: row.name for row in connection.execute(select(person.c.id, person.c.name).where(
            person.c.id.in_({by for one in found for by in (one.prepared_by, one.approved_by, one.reversed_by)})))}
        lines = tuple(_line(connection, run, one, names) for one in found)
        return AmendmentPage(run, amending_right(connection, viewer, run).refusal, lines)


def _run(connection: Connection, viewer: Viewer, run_id: str, today: date) -> Run:
    """Where its plan cannot be read any more, for who may amend it: this is where it is mended."""
    try:
        return whole_run(connection, viewer, run_id, today).run
    except PlanError:
        return _amended(connection, viewer, run_id)[0]


def _amended(connection: Connection, viewer: Viewer, run_id: str,
             amendment_id: str | None = None) -> tuple[Run, Amendment | None]:
    """The run, for who may amend it; with its amendment, if one is named. Raises NotFound, Forbidden."""
    run = runs.get(connection, viewer.tenant_id, run_id)
    found = amendments.get(connection, viewer.tenant_id, amendment_id) if amendment_id else None
    if run is None or amendment_id and (found is None or found.run_id != run_id):
        raise NotFound("Không thấy đợt hoặc bản sửa này trong phạm vi của bạn.")
    right = amending_right(connection, viewer, run)
    if right.capacity is None:
        raise Forbidden(right.refusal)
    return run, found


def check_amended(database: Database, viewer: Viewer, run_id: str, amendment_id: str) -> None:
    """Raises NotFound where the run has no such amendment, Forbidden for who may not amend it."""
    with database.read() as connection:
        _amended(connection, viewer, run_id, amendment_id)


def _unreadable(connection: Connection, run: Run, one: Amendment) -> str:
    try:
        versions.compiled(connection, one.to_id, run.year)
    except PlanError as broken:
        return f"{broken.diagnostics[0].code} {broken.diagnostics[0].message}"
    return ""


def _line(connection: Connection, run: Run, one: Amendment, names: Mapping[str, str]) -> AmendmentLine:
    content = json.loads(one.preview)
    return AmendmentLine(
        one.id, one.status, STATUS[one.status], one.digest, names[one.prepared_by], one.prepared_at,
        names.get(one.approved_by or ""), one.capacity, one.approved_at, one.applied_at,
        names.get(one.reversed_by or ""), one.reversed_at, tuple(json.loads(one.drops)), content,
        counts_of(content, content["instances"]), _progress(connection, one.id), _stayed(connection, one.id),
        what_hinders(connection, run, one) if one.status in amendments.TAKEN_BACK else "",
        _unreadable(connection, run, one) if one.status in ("prepared", "applying") else "")


def _stayed(connection: Connection, amendment_id: str) -> tuple[Stayed, ...]:
    rows = connection.execute(
        select(unit.c.name, entry.c.name, amended.c.reason).select_from(amended)
        .join(instance, instance.c.id == amended.c.instance_id).outerjoin(unit, unit.c.id == instance.c.unit_id)
        .outerjoin(entry, entry.c.id == instance.c.entry_id)
        .where(amended.c.amendment_id == amendment_id, amended.c.status.in_(("kept", "overtaken")))
        .order_by(unit.c.name, amended.c.instance_id))
    return tuple(Stayed(row[0] or "", row[1], row[2]) for row in rows)


def _progress(connection: Connection, amendment_id: str) -> dict[str, int]:
    found = amendments.progress(connection, amendment_id)
    return {state: found.get(state, 0) for state in _STATES}


def amendment_progress(database: Database, viewer: Viewer, amendment_id: str) -> dict[str, int]:
    """How many instances are waiting, moved, kept, overtaken, started. Raises NotFound."""
    with database.read() as connection:
        if amendments.get(connection, viewer.tenant_id, amendment_id) is None:
            raise NotFound("Không thấy bản sửa kế hoạch này trong phạm vi của bạn.")
        return _progress(connection, amendment_id)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a version, by file, and the steps whose open work may be let go."""

    sources: Mapping[str, str]
    drops: tuple[str, ...]


def texts_of(database: Database, viewer: Viewer, run_id: str, amendment_id: str | None = None) -> Texts:
    """Those of the run's version, or of one that was prepared. Raises NotFound, Forbidden, PlanError."""
    with database.read() as connection:
        run, found = _amended(connection, viewer, run_id, amendment_id)
        sources = versions.sources_of(connection, found.to_id if found else run.version_id)
        return Texts(sources, tuple(json.loads(found.drops)) if found else ())
