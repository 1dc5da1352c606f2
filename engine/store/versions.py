"""Plan versions as rows: immutable, keyed by the hash of all their texts."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from engine.bpmn.compile import Compiled, compile_plan
from engine.plan.folder import load_sources
from engine.plan.model import Plan
from engine.store.once import insert_once
from engine.store.runs import Run
from engine.store.tables import instance, plan_version

_COMPILED: dict[tuple[str, int], Compiled] = {}


def keep(connection: Connection, version_id: str, plan: Plan, sources: Mapping[str, str], now: datetime) -> None:
    """Store the version; a version that is there stays as it is."""
    insert_once(connection, plan_version, [{
        "id": version_id, "plan": plan.id, "name": plan.name, "created_at": now,
        "sources": json.dumps(dict(sorted(sources.items())), ensure_ascii=False)}])


def sources_of(connection: Connection, version_id: str) -> dict[str, str]:
    """File name -> text; NoResultFound when there is no such version."""
    text = connection.execute(select(plan_version.c.sources).where(plan_version.c.id == version_id)).scalar_one()
    return {str(name): str(body) for name, body in json.loads(text).items()}


def compiled(connection: Connection, version_id: str, year: int) -> Compiled:
    """The version ready to run in that year; compiled once per process, for it never changes."""
    key = (version_id, year)
    if key not in _COMPILED:
        _COMPILED[key] = compile_plan(load_sources(sources_of(connection, version_id)), year)
    return _COMPILED[key]


def compiled_for(connection: Connection, run: Run, instance_id: str) -> Compiled:
    """The version on which an instance of the run stands."""
    own = None
    if run.mixed:
        own = connection.execute(select(instance.c.version_id).where(instance.c.id == instance_id)).scalar()
    return compiled(connection, own or run.version_id, run.year)
