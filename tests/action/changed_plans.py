"""Shipped plans half-way through their year, and the changes that a body makes to such a plan."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from engine.base.diagnostic import PlanError
from engine.base.ids import CountedIds
from engine.plan.folder import LoadedPlan, load_plan
from engine.rehearse.organisation import synthetic_organisation
from engine.rehearse.rehearsal import Rehearsal
from engine.rehearse.stage import Ground, Stage, build_stage
from engine.store.database import Database
from engine.work.task import Task
from tests.rehearse.played import organisation_of, year_of

Raw = dict[str, Any]
Change = Callable[[Raw], None]


def played(database: Database, folder: Path, until: date) -> Stage:
    """The plan's run with a few units whose people are sometimes late, as it stands on that evening."""
    loaded = load_plan(folder)
    year = year_of(loaded)
    organisation = synthetic_organisation(loaded.plan, organisation_of(folder), 3)
    stage = build_stage(loaded, organisation, year, ground=Ground(database, CountedIds(width=9)))
    Rehearsal(stage, "realistic", 3).play(until.replace(year=until.year - 2000 + year))
    return stage


def changed(folder: Path, target: Path, change: Change) -> LoadedPlan | None:
    """The plan with its file changed; None when it is no plan any more."""
    target.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if file.is_file():
            (target / file.name).write_bytes(file.read_bytes())
    raw = deepcopy(yaml.safe_load((folder / "plan.yaml").read_text("utf-8")))
    try:
        change(raw)
    except KeyError:  # a step that the plan makes of a recurring one, say
        return None
    (target / "plan.yaml").write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), "utf-8")
    try:
        return load_plan(target)
    except PlanError:
        return None


def step_of(raw: Raw, step: str) -> Raw:
    return {one["mã"]: one for one in raw["bước"]}[step]


def later(task: Task) -> Change:
    """The step's deadline in the slot of the task falls twelve days later, on a day the plan names."""
    day = (task.last_day or date(2026, 1, 1)) + timedelta(days=12)

    def change(raw: Raw) -> None:
        step = step_of(raw, task.step)
        phrase = f"chậm nhất ngày {day:%d/%m/%Y}"
        step["hạn"] = {**step["hạn"], task.slot: phrase} if isinstance(step["hạn"], dict) else phrase

    return change


def renamed(step: str) -> Change:
    def change(raw: Raw) -> None:
        one = step_of(raw, step)
        one["tên"] += " (sửa)"
        if "việc" in one:
            one["việc"] += " (sửa)"

    return change


def with_field(form: str) -> Change:
    def change(raw: Raw) -> None:
        one = {one["mã"]: one for one in raw["biểu mẫu"]}[form]
        one["trường"].append({"mã": "ghi_them", "nhãn": "Ghi thêm", "bắt buộc": "không"})

    return change


def without_field(form: str, field: str) -> Change:
    def change(raw: Raw) -> None:
        one = {one["mã"]: one for one in raw["biểu mẫu"]}[form]
        one["trường"] = [each for each in one["trường"] if each["mã"] != field]

    return change


def with_step(scope: str, actor: str, after: str, day: date) -> Change:
    def change(raw: Raw) -> None:
        raw["bước"].append({
            "mã": "buoc-them", "tên": "Bước thêm", "phạm vi": scope, "chủ trì": actor, "sau": [after], "tự đặt": "có",
            "quy trình": "thuc-hien", "hạn": f"chậm nhất ngày {day:%d/%m/%Y}", "hạn tự đặt": ["chính"]})

    return change


def without_step(step: str) -> Change:
    def change(raw: Raw) -> None:
        raw["bước"] = [one for one in raw["bước"] if one["mã"] != step]

    return change


def other_role(name: str) -> Change:
    def change(raw: Raw) -> None:
        raw["vai trò"][name]["tên"] += " (mới)"

    return change


def other_actor(step: str, role: str) -> Change:
    def change(raw: Raw) -> None:
        step_of(raw, step)["chủ trì"] = role

    return change


def event_later(name: str, day: date) -> Change:
    def change(raw: Raw) -> None:
        raw["sự kiện"][name]["ngày"] = f"{day:%d/%m/%Y}"

    return change
