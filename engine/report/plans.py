"""The plans that lie ready on this installation, each with what reading it said."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from engine.base.diagnostic import Diagnostic, PlanError
from engine.bpmn.drawn import open_plan
from engine.plan.folder import PLAN_FILE, LoadedPlan
from engine.plan.model import Plan
from engine.plan.yearly import in_year, refused_year
from engine.store.database import Database
from engine.store.tables import run, unit
from engine.work.access import holds
from engine.work.people import Viewer
from engine.work.seat import seat_of


@dataclass(frozen=True)
class PlanChoice:
    """A plan folder. `loaded` is None when there are `mistakes`; `run_id`: the run of that plan and year there is.

    `years`: those for which it may be prepared, `year` the first of them (else the last that has a run). `hinders`:
    why this viewer cannot prepare it, None when nothing does.
    """

    folder: str
    name: str
    short: str
    year: int
    steps: int
    loaded: LoadedPlan | None
    mistakes: tuple[Diagnostic, ...]
    run_id: str | None
    hinders: str | None
    years: tuple[int, ...] = ()


def plan_choices(database: Database, viewer: Viewer, folder: Path, year: int) -> tuple[PlanChoice, ...]:
    """The plans in the folder for who may prepare one of them, by name; `year` is for plans that recur."""
    query = select(run.c.plan, run.c.year, run.c.id).where(run.c.tenant_id == viewer.tenant_id)
    with database.read() as connection:
        known = {(row.plan, row.year): row.id for row in connection.execute(query)}
        codes = {row.code: row.id for row in connection.execute(
            select(unit.c.code, unit.c.id).where(unit.c.tenant_id == viewer.tenant_id))}
    paths = sorted(path.parent for path in folder.glob(f"*/{PLAN_FILE}"))
    found = tuple(_choice(path, known, codes, viewer, year) for path in paths)
    coordinated = (one.loaded and _coordinates(viewer, one.loaded.plan, codes) for one in found)
    return found if viewer.administrator or any(coordinated) else ()


def _choice(
    path: Path, known: dict[tuple[str, int], str], codes: dict[str, str], viewer: Viewer, year: int,
) -> PlanChoice:
    loaded, mistakes = _read(path, max(file.stat().st_mtime_ns for file in path.iterdir()))
    if loaded is None:
        why = f"Còn {len(mistakes)} lỗi phải sửa trong tệp kế hoạch."
        return PlanChoice(path.name, path.name, path.name, year, 0, None, mistakes, None, why)
    plan = loaded.plan
    offered = [one for one in ((plan.year,) if plan.year else (year, year + 1)) if not refused_year(plan, one)]
    free = tuple(one for one in offered if (plan.id, one) not in known)
    this_year = free[0] if free else offered[-1] if offered else plan.since or year
    run_id = known.get((plan.id, this_year))
    shown = in_year(plan, this_year)
    return PlanChoice(path.name, shown.name, shown.short, this_year, len(plan.steps), loaded, (), run_id,
                      _hindrance(viewer, shown, codes, run_id), free or (this_year,))


def _hindrance(viewer: Viewer, plan: Plan, codes: dict[str, str], run_id: str | None) -> str | None:
    if run_id:
        return "Kế hoạch này đã có đợt thực hiện."
    if not viewer.administrator and not _coordinates(viewer, plan, codes):
        return f"Chỉ {plan.role(plan.coordinator).name} hoặc người quản trị được chuẩn bị đợt này."
    if missing := sorted(plan.unit_codes - codes.keys()):
        named = ", ".join(f"“{code}”" for code in missing)
        return f"Tổ chức chưa có đơn vị {named} mà kế hoạch giao việc."
    return None


def _coordinates(viewer: Viewer, plan: Plan, codes: dict[str, str]) -> bool:
    if plan.role(plan.coordinator).unit not in codes:
        return False
    return holds(viewer, seat_of(plan, plan.coordinator, "", codes, {})) is not None


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> tuple[LoadedPlan | None, tuple[Diagnostic, ...]]:
    """Read again only when a file of the folder has `changed`; places name the file within its folder."""
    try:
        return open_plan(path), ()
    except PlanError as error:
        return None, error.diagnostics
