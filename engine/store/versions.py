"""Plan versions as rows: immutable, keyed by the hash of all their texts."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from threading import Lock

from sqlalchemy import Connection, select

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.bpmn.compile import Compiled, compile_plan
from engine.plan.folder import PLAN_FILE, LoadedPlan, load_sources
from engine.plan.model import Plan
from engine.store.once import insert_once
from engine.store.runs import Run
from engine.store.tables import amendment, instance, plan_version
from engine.work.route import element_of
from engine.work.task import Task

MOST = 300
"""So many compiled versions a process keeps, those used last."""
_COMPILED: OrderedDict[tuple[str, int], Compiled] = OrderedDict()
_KEEPING = Lock()


def keep(connection: Connection, version_id: str, plan: Plan, sources: Mapping[str, str], now: datetime) -> None:
    """Store the version; a version that is there stays as it is."""
    insert_once(connection, plan_version, [{
        "id": version_id, "plan": plan.id, "name": plan.name, "created_at": now,
        "sources": json.dumps(dict(sorted(sources.items())), ensure_ascii=False)}])


def sources_of(connection: Connection, version_id: str) -> dict[str, str]:
    """File name -> text. Raises PlanError (KH076) where the row is gone or is no list of texts any more."""
    text = connection.execute(select(plan_version.c.sources).where(plan_version.c.id == version_id)).scalar()
    try:
        found = json.loads(text or "")
    except ValueError:
        found = None
    if not isinstance(found, dict) or PLAN_FILE not in found:
        raise PlanError((Diagnostic(Place(PLAN_FILE), "KH076", f"bản kế hoạch đã lưu {version_id[:12]} bị hỏng trong "
                                    "cơ sở dữ liệu; khôi phục bản ấy từ bản sao lưu"),))
    return {str(name): str(body) for name, body in found.items()}


def compiled(connection: Connection, version_id: str, year: int) -> Compiled:
    """The version ready to run in that year; compiled once per process as long as it is used, for it never changes."""
    return _kept((version_id, year)) or compiled_here(load_sources(sources_of(connection, version_id)), year)


def readable(connection: Connection, run_id: str, version_id: str, year: int) -> Compiled:
    """That version of a run; where it cannot be read any more, the last on which the run stood that can.

    For who looks after the run: work goes by no other version than its own. Raises PlanError.
    """
    try:
        return compiled(connection, version_id, year)
    except PlanError:
        for before in _stood_on(connection, run_id):
            with suppress(PlanError):
                return compiled(connection, before, year)
        raise


def of_each(connection: Connection, of: Iterable[Run]) -> Iterator[tuple[Run, Compiled]]:
    """The runs, each with its version; one that cannot be read is passed over, and keeps nobody from the others."""
    for one in of:
        with suppress(PlanError):
            yield one, compiled(connection, one.version_id, one.year)


def compiled_here(loaded: LoadedPlan, year: int) -> Compiled:
    """The same for a plan that may not be stored yet."""
    key = (loaded.hash, year)
    found = _kept(key) or compile_plan(loaded, year)
    with _KEEPING:
        _COMPILED[key] = found
        while len(_COMPILED) > MOST:
            _COMPILED.popitem(last=False)
    return found


def _kept(key: tuple[str, int]) -> Compiled | None:
    with _KEEPING:
        if key in _COMPILED:
            _COMPILED.move_to_end(key)
        return _COMPILED.get(key)


def with_flow(digest: str) -> list[str]:
    """The versions this process has used lately that have the flow with that digest."""
    with _KEEPING:
        known = list(_COMPILED.items())
    return sorted({version_id for (version_id, _), found in known
                   if any(process.digest == digest for process in found.processes.values())})


def compiled_for(connection: Connection, run: Run, about: Task) -> Compiled:
    """The version on which the task's instance stands; of a step that an amendment has removed, the last with it."""
    own = None
    if run.mixed:
        own = connection.execute(select(instance.c.version_id).where(instance.c.id == about.instance_id)).scalar()
    found = compiled(connection, own or run.version_id, run.year)
    return found if _has(found, about) else next(
        (one for one in earlier(connection, run) if _has(one, about)), found)


def _has(version: Compiled, about: Task) -> bool:
    return any(node.id == element_of(about.node) for process in version.processes.values() for node in process.nodes)


def earlier(connection: Connection, run: Run) -> Iterator[Compiled]:
    """The versions on which the run has stood, the last first."""
    return (compiled(connection, version_id, run.year) for version_id in _stood_on(connection, run.id))


def _stood_on(connection: Connection, run_id: str) -> Sequence[str]:
    query = select(amendment.c.from_id).where(
        amendment.c.run_id == run_id, amendment.c.approved_at.is_not(None)).order_by(amendment.c.approved_at.desc())
    return connection.execute(query).scalars().all()
