"""Incidents as their handlers see them: where, what was being done, why, what to do; a page at a time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from engine.plan.model import Plan
from engine.report.incident_right import HandledRun, concerns, handled_runs
from engine.store.database import Database
from engine.store.runs import Run
from engine.store.tables import entry, incident, instance, notice, outbox, person, unit
from engine.work.incident import Doing, Status, Trouble, advice
from engine.work.people import NotFound, Viewer
from engine.work.route import element_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident. `run`, `unit`, `entry`, `step`: where, as far as it is known; `to`: whom a letter is for."""

    id: str
    run: Run | None
    unit: str | None
    entry: str | None
    step: str | None
    to: str | None
    instance_id: str | None
    node: str
    command: Doing
    reason: str
    advice: str
    detail: Mapping[str, Any]
    opened_at: datetime
    tries: int
    last_tried_at: datetime
    next_try_at: datetime | None
    status: Status
    resolved_by: str | None
    resolved_at: datetime | None
    note: str | None


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """A page, newest first. `more`: the key of the next one; `open`: how many are open in all that is asked."""

    lines: tuple[IncidentLine, ...]
    open: int
    more: str | None
    run: Run | None
    runs: tuple[Run, ...]


def incident_page(database: Database, viewer: Viewer, today: date, run_id: str | None = None, ended: bool = False,
                  after: str | None = None) -> IncidentPage:
    """Those that are open, or with `ended` those that are over, of one run or of all; `after`: the key of the page.

    Raises NotFound (no such run in the tenant, no such key), Forbidden (neither coordinator nor administrator).
    """
    with database.read() as connection:
        mine = handled_runs(connection, viewer, today)
        chosen = _chosen(mine, run_id)
        about = concerns(viewer, mine)
        if run_id:
            about &= incident.c.run_id == run_id
        state = incident.c.status != "open" if ended else incident.c.status == "open"
        query = _query().where(about, state).order_by(incident.c.opened_at.desc(), incident.c.id.desc())
        if after:
            key = connection.execute(select(incident.c.opened_at).where(about, incident.c.id == after)).scalar()
            query = query.where(_behind(key, after))
        rows = connection.execute(query.limit(PAGE + 1)).all()
        count = connection.execute(select(func.count()).where(about, incident.c.status == "open")).scalar_one()
    known = {one.run.id: one for one in mine}
    return IncidentPage(tuple(_line(row, known) for row in rows[:PAGE]), int(count),
                        rows[PAGE - 1].id if len(rows) > PAGE else None, chosen, tuple(one.run for one in mine))


def incident_shown(database: Database, viewer: Viewer, today: date, incident_id: str) -> IncidentLine:
    """One incident; raises NotFound, Forbidden."""
    with database.read() as connection:
        there = select(incident.c.id).where(incident.c.id == incident_id, incident.c.tenant_id == viewer.tenant_id)
        if connection.execute(there).first() is None:
            raise NotFound("Không thấy sự cố này trong phạm vi của bạn.")
        mine = handled_runs(connection, viewer, today)
        row = connection.execute(_query().where(concerns(viewer, mine), incident.c.id == incident_id)).one_or_none()
    if row is None:
        raise NotFound("Không thấy sự cố này trong các đợt bạn làm đầu mối.")
    return _line(row, {one.run.id: one for one in mine})


def _chosen(mine: tuple[HandledRun, ...], run_id: str | None) -> Run | None:
    if run_id is None:
        return None
    found = next((one.run for one in mine if one.run.id == run_id), None)
    if found is None:
        raise NotFound("Không thấy đợt này trong phạm vi của bạn; mở lại từ danh sách đợt thực hiện.")
    return found


def _behind(opened_at: datetime | None, incident_id: str) -> ColumnElement[bool]:
    if opened_at is None:
        raise NotFound("Không có trang sự cố này; hãy mở lại danh sách sự cố.")
    return or_(incident.c.opened_at < opened_at,
               and_(incident.c.opened_at == opened_at, incident.c.id < incident_id))


def _query() -> Any:
    by, to = person.alias("by"), person.alias("addressee")
    return (
        select(incident, unit.c.name.label("unit_name"), entry.c.name.label("entry_name"), by.c.name.label("by_name"),
               to.c.name.label("to_name"))
        .outerjoin(instance, instance.c.id == incident.c.instance_id)
        .outerjoin(unit, unit.c.id == func.coalesce(incident.c.unit_id, instance.c.unit_id))
        .outerjoin(entry, entry.c.id == instance.c.entry_id).outerjoin(by, by.c.id == incident.c.resolved_by)
        .outerjoin(outbox, (incident.c.command == "letter") & (outbox.c.id == incident.c.subject))
        .outerjoin(notice, notice.c.id == outbox.c.id)
        .outerjoin(to, to.c.id == notice.c.person_id))


def _line(row: Row[Any], known: Mapping[str, HandledRun]) -> IncidentLine:
    of = known.get(row.run_id) if row.run_id else None
    trouble = Trouble(row.tenant_id, row.command, row.subject, row.reason, heals=row.heals)
    return IncidentLine(
        row.id, of.run if of else None, row.unit_name, row.entry_name, _step(of.plan if of else None, row.node),
        row.to_name, row.instance_id, row.node, row.command, row.reason, advice(trouble), json.loads(row.detail),
        row.opened_at, row.tries, row.last_tried_at, row.next_try_at, row.status, row.by_name, row.resolved_at,
        row.note)


def _step(plan: Plan | None, node: str) -> str | None:
    """The name of the step to which the node belongs."""
    wanted = element_of(node).split(".")[0]
    return next((step.name for step in plan.steps if step.id == wanted), None) if plan else None
