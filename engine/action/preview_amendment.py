"""What a new version of its plan would do to a run: shown and nothing changed, or kept until it is approved."""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime

from sqlalchemy import Connection

from engine.action.amending import Amending, considered_or_left, left
from engine.action.holding import run_seen
from engine.action.prepare_run import check_sound, plan_of_year
from engine.action.routing import all_there
from engine.action.scene import Actor, Scene
from engine.action.stuck import MISTAKES
from engine.base.ids import IdSource
from engine.base.text import did_you_mean, fold
from engine.plan.folder import LoadedPlan
from engine.plan.model import Plan
from engine.store import amendments, instances, versions
from engine.store.amending_right import amending_right
from engine.store.amendments import Amendment
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.runs import Run
from engine.store.standings import amendable, standings, unit_instances
from engine.work.amendment import Move, changed_events, coded
from engine.work.amendment_preview import EventChange, Preview, content_text, plan_part
from engine.work.context import groups_of
from engine.work.people import Conflict, Forbidden, NotFound, Viewer
from engine.work.route import COUNTED

PAGE = 500


def preview_amendment(database: Database, ids: IdSource, viewer: Viewer, run_id: str, loaded: LoadedPlan,
                      drops: Iterable[str], now: datetime) -> Preview:
    """What would happen to every open task of the run on that plan; nothing is written.

    Raises NotFound, Forbidden (coordinator, deciding bodies, administrators), Conflict (another plan or year; the run
    is closed; an amendment is under way; an error nobody accepted; a unit is missing), PlanError.
    """
    with database.read() as connection:
        run = run_seen(connection, viewer, run_id)
        right_to_amend(connection, viewer, run)
        return previewed(connection, ids, run, loaded, tuple(drops), now)


def prepare_amendment(database: Database, ids: IdSource, viewer: Viewer, run_id: str, loaded: LoadedPlan,
                      drops: Iterable[str], now: datetime) -> str:
    """Keep the version and its preview, to be looked at and approved on the page of the run; the amendment's id.

    What was kept before and not approved is withdrawn. Raises as preview_amendment does.
    """
    with database.write() as connection:
        run = run_seen(connection, viewer, run_id)
        capacity = right_to_amend(connection, viewer, run)
        preview = previewed(connection, ids, run, loaded, tuple(drops), now)
        versions.keep(connection, loaded.hash, loaded.in_year(run.year).plan, loaded.sources, now)
        new = kept(connection, ids, run, preview, viewer, now)
        record(connection, Act("prepare_amendment", now, viewer.person_id, capacity, new.id, run_id=run.id,
                               detail={"version": loaded.hash, "digest": preview.digest}))
        return new.id


def kept(connection: Connection, ids: IdSource, run: Run, preview: Preview, viewer: Viewer, now: datetime) -> Amendment:
    """The row of a preview that waits for its approval, in place of any before it."""
    for earlier in amendments.of_run(connection, run.id):
        if earlier.status == "prepared":
            amendments.change(connection, earlier.id, status="withdrawn")
    new = Amendment(ids.new(), run.id, run.version_id, preview.version_id, "prepared", json.dumps(preview.drops),
                    preview.digest, content_text(preview), "{}", viewer.person_id, now)
    amendments.add(connection, new)
    return new


def previewed(connection: Connection, ids: IdSource, run: Run, loaded: LoadedPlan, drops: tuple[str, ...],
              now: datetime) -> Preview:
    """The preview inside a transaction. Raises Conflict, PlanError, NotFound (a step to drop that is not there)."""
    base = Scene(connection, ids, run, Actor(), now)
    _may_follow(connection, run, loaded)
    plan_of_year(loaded, run.year)
    check_sound(connection, run.tenant_id, loaded, run.year)
    target = base.at(loaded.hash)
    target.compiled = versions.compiled_here(loaded, run.year)
    forms, new_steps, gone = plan_part(base.plan, target.plan)
    _droppable(base.plan, gone, drops)
    events = event_changes(base, target)
    base.events.update({fold(one.name): one.after for one in events if one.after})
    amending = Amending(target, frozenset(drops), frozenset(fold(one.name) for one in events))
    moves, joining = tuple(_moves(amending)), newcomers(target)
    new = frozenset() if not joining and not any(move.reopened for move in moves) else {step for step, _ in new_steps}
    return Preview(run.id, loaded.hash, tuple(sorted(drops)), events, forms, new_steps, gone, moves, joining,
                   _at_once(target, moves, new))


def _at_once(target: Scene, moves: Iterable[Move], missing: Set[str]) -> tuple[str, ...]:
    """The steps that wait for everybody and need not; `missing`: steps that somebody is still to do."""
    if target.run.status != "running":
        return ()
    found: dict[str, None] = {}
    for move in moves:
        for message in (move.waits or {}).values():
            if not move.reason and message.endswith(COUNTED):
                step = target.plan.step(message.removesuffix(COUNTED))
                if not missing & set(step.needs) and all_there(target, step.needs, move.unit_id):
                    found[step.name] = None
    return tuple(found)


def _moves(amending: Amending) -> Iterable[Move]:
    scene = amending.target
    ids = amendable(scene.connection, scene.base.run, scene.run.version_id)
    for start in range(0, len(ids), PAGE):
        yield from _moves_of(amending, ids[start:start + PAGE])


def _moves_of(amending: Amending, ids: Sequence[str]) -> Iterable[Move]:
    """What cannot be read stays, and keeps nothing else from being looked at: its page is read one by one."""
    connection = amending.target.connection
    try:
        found = standings(connection, ids)
    except MISTAKES as problem:
        if len(ids) > 1:
            return [move for key in ids for move in _moves_of(amending, [key])]
        return [left(amending, one, problem) for one in instances.of_ids(connection, ids)]
    return [considered_or_left(amending, standing) for standing in found]


def _may_follow(connection: Connection, run: Run, loaded: LoadedPlan) -> None:
    if run.status == "closed":
        raise Conflict(f"Đợt “{run.short}” đã đóng nên không sửa được kế hoạch của đợt nữa.")
    if loaded.plan.id != run.plan:
        raise Conflict(coded("KH070", f"Đợt “{run.short}” chạy kế hoạch “{run.plan}”, tệp đưa vào là kế hoạch "
                       f"“{loaded.plan.id}”; bản sửa phải giữ nguyên mã kế hoạch."))
    if under_way := [one.id for one in amendments.of_run(connection, run.id) if one.status == "applying"]:
        raise Conflict(coded("KH071", f"Đợt “{run.short}” đang áp dụng bản sửa {under_way[0]}; hãy chờ xong, hoặc đảo "
                                      "lại bản ấy, rồi sửa tiếp."))
    if loaded.hash == run.version_id and not run.mixed:
        raise Conflict(coded("KH072", f"Đợt “{run.short}” đã chạy đúng bản kế hoạch này, không có gì để sửa."))


def _droppable(plan: Plan, gone: tuple[tuple[str, str], ...], drops: tuple[str, ...]) -> None:
    """Only work of a step that the new plan lacks may be taken away."""
    names = [step for step, _ in gone]
    for step in drops:
        if step not in names:
            there = any(one.id == step for one in plan.steps)
            why = f"Bước “{step}” vẫn còn trong kế hoạch mới" if there else f"Kế hoạch không có bước “{step}”"
            raise NotFound(coded("KH073", f"{why}{did_you_mean(step, names)}; chỉ gỡ được việc của bước mà kế hoạch "
                                          "mới bỏ."))


def right_to_amend(connection: Connection, viewer: Viewer, run: Run) -> str:
    """The capacity in which the viewer may amend; raises Forbidden."""
    right = amending_right(connection, viewer, run)
    if right.capacity is None:
        raise Forbidden(right.refusal)
    return right.capacity


def event_changes(base: Scene, target: Scene) -> tuple[EventChange, ...]:
    """The events to which the new plan gives another day; one that has taken place keeps its day."""
    found = []
    for name in changed_events(base.plan, target.plan):
        day = target.due(target.plan.events[name].date or "", target.now).opening_day
        before = base.events.get(fold(name))
        if fold(name) not in base.held_events and day != before:
            found.append(EventChange(name, before, day))
    return tuple(found)


def newcomers(target: Scene) -> Mapping[str, str]:
    """Units of a run in force that take part by the new plan and have no process yet: id -> name."""
    if target.run.status != "running" or not target.plan.steps_of("unit"):
        return {}
    known = unit_instances(target.connection, target.run.id)
    return {key: unit.name for key, unit in target.tree.items() if groups_of(target.plan, unit) and key not in known}
