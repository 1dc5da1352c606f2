"""Amendments of running plans in tests: a changed plan folder, a dump of every row, preview against what happened."""

import json
from pathlib import Path

from sqlalchemy import Connection, select

from engine.action.apply_amendment import apply_amendment
from engine.plan.folder import LoadedPlan, load_plan
from engine.store.amendments import applying
from engine.store.database import Database
from engine.store.tables import instance, metadata, task, task_person, timer, wait
from engine.work.amendment_preview import Preview

OWN = {"amendment", "amended", "audit", "plan_version"}
"""Tables that remember an amendment even when it was taken back."""


def plan_with(folder: Path, source: Path, *pairs: tuple[str, str]) -> LoadedPlan:
    """The plan of another folder with those pieces of its text replaced, each of which stands there."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in source.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    text = (source / "plan.yaml").read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / "plan.yaml").write_text(text, "utf-8")
    return load_plan(folder)


def dump(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that an amendment may touch."""
    with database.read() as connection:
        return {table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for table in metadata.sorted_tables if table.name not in OWN}


def applied(database: Database, ids, now, page: int = 500) -> int:
    """Apply every amendment that is under way to the end; how many pages it took."""
    with database.read() as connection:
        keys = applying(connection, now, 100)
    pages = 0
    for key in keys:
        while apply_amendment(database, ids, key, now, page):
            pages += 1
    return pages


def rows_of_run(connection: Connection, run_id: str) -> dict[str, dict]:
    """The run's tasks by id, its waits and timers, as plain values."""
    tasks = {row.id: row._mapping for row in connection.execute(select(task).where(task.c.run_id == run_id))}
    persons: dict[str, set[str]] = {}
    for row in connection.execute(select(task_person).where(task_person.c.task_id.in_(tasks))):
        persons.setdefault(row.task_id, set()).add(row.person_id)
    instances = {row.id: row._mapping for row in connection.execute(
        select(instance).where(instance.c.run_id == run_id))}
    timers = {(row.instance_id, row.node): (row.rule, row.due_at) for row in connection.execute(
        select(timer).where(timer.c.instance_id.in_(instances)))}
    waits = {(row.instance_id, row.node): row.message for row in connection.execute(
        select(wait).where(wait.c.run_id == run_id))}
    return {"tasks": tasks, "persons": persons, "instances": instances, "timers": timers, "waits": waits}


COMPARED = ("step", "slot", "act", "role", "candidate_unit_id", "title", "step_index", "step_total", "phrase",
            "last_day", "last_working_day", "overdue_after", "status", "rev")


def check_happened(before: dict[str, dict], after: dict[str, dict], preview: Preview, version: str) -> list[str]:
    """Compare every row with what the preview said; the tasks that came up beyond it (what it set going)."""
    assert {move.instance_id for move in preview.moves} <= before["instances"].keys()
    touched, beyond = set(), []
    for move in preview.moves:
        own = after["instances"][move.instance_id]
        if move.reason:
            assert own["version_id"] not in (None, version), move
            assert own["state"] == before["instances"][move.instance_id]["state"] or own["rev"] > 0
        else:
            assert own["version_id"] is None
        for change in move.changes:
            row = after["tasks"][change.before.id]
            assert {key: row[key] for key in COMPARED} == {key: getattr(change.after, key) for key in COMPARED}
            assert json.loads(row["why"]) == list(change.after.why)
            assert frozenset(after["persons"].get(change.before.id, ())) == change.after.persons
            touched.add(change.before.id)
        for gone in move.dropped:
            assert after["tasks"][gone.id]["status"] == "cancelled"
            touched.add(gone.id)
        there = {row["node"]: row for row in after["tasks"].values() if row["instance_id"] == move.instance_id}
        for new in move.opened:
            row = there[new.node]
            assert {key: row[key] for key in COMPARED} == {key: getattr(new, key) for key in COMPARED}
            touched.add(row["id"])
        for one in move.timers:
            assert after["timers"].get((move.instance_id, one.node), (one.rule, one.due_at)) == (one.rule, one.due_at)
        for node, message in (move.waits or {}).items():
            assert after["waits"].get((move.instance_id, node), message) == message
    for key, row in after["tasks"].items():
        if key not in touched:
            if key in before["tasks"]:
                assert dict(row) == dict(before["tasks"][key])
            else:
                beyond.append(f"{row['node']} {row['unit_id']}")
    return beyond

