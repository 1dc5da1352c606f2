"""A load whose every effect can be counted: many units with a task, a timer and a message each, all due at once."""

from datetime import UTC, datetime
from functools import lru_cache
from tempfile import TemporaryDirectory

from sqlalchemy import Select, func, select

from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.clock import ManualClock, local_moment
from engine.base.ids import TimedIds
from engine.daemon.scheduler import tick
from engine.plan.folder import PLAN_FILE, load_plan, load_sources
from engine.plan.organisation import read_organisation
from engine.store.database import Database, open_database
from engine.store.schema import upgrade
from engine.store.tables import audit, instance, job, message, notice, outbox, person, step_end, task, timer, unit
from tests.action.nho import PLAN as NHO
from tests.action.telling import Telling

PLAN = NHO.parent / "tai"
BEGUN = datetime(2026, 1, 15, 1, tzinfo=UTC)
DUE = local_moment(datetime(2026, 2, 3, tzinfo=UTC).date(), 9)
"""A working hour by which everything of the load is due."""
MEMBERS = tuple(f"h{number:03}" for number in range(9))
"""The council, whose ballots are open."""


def organisation(units: int) -> str:
    """So many associations, each with one person who has an address."""
    codes = [f"h{number:03}" for number in range(units)]
    said = ["loại đơn vị: {phuong: Phường, ban: Ban, hoi: Hội}", "chức danh: {can-bo: Cán bộ}", "đơn vị:",
            "  - {mã: phuong, tên: Phường, loại: phuong}", "  - {mã: dau-moi, tên: Ban, loại: ban, thuộc: phuong}"]
    said += [f"  - {{mã: {code}, tên: Hội {code}, loại: hoi, thuộc: phuong}}" for code in codes]
    said += ["người:"]
    said += [f"  - {{tài khoản: {code}, họ tên: Người {code}, thư điện tử: {code}@phuong.vn, "
             f"giữ chức: [{{chức danh: can-bo, đơn vị: {code}}}]}}" for code in ("dau-moi", *codes)]
    return "\n".join(said)


def loaded(database: Database, units: int, more: str = "") -> Telling:
    """The run is published and has told its units; nobody has heard it yet, and no scheduler has ever run.

    `more`: further steps of the plan.
    """
    ids = TimedIds()
    world = Telling(database, ids, ManualClock(BEGUN))
    import_organisation(database, ids, read_organisation(organisation(units), "tổ-chức.yaml"), BEGUN)
    plan = load_plan(PLAN)
    if more:
        text = plan.sources[PLAN_FILE].replace("đôn đốc:", f"{more}đôn đốc:")
        plan = load_sources({**plan.sources, PLAN_FILE: text})
    world.run_id = prepare_run(database, ids, world.viewer("dau-moi"), plan, 2026, BEGUN)
    world.send("dau-moi", "ban-hanh")
    members = [world.viewer(login).person_id for login in MEMBERS[:units]]
    world.send("dau-moi", "lap-hoi-dong", answers={"hoi-dong": {"thanh_vien": members}})
    world.half_told("dau-moi", "tin-mot")
    return world


def begun(database: Database) -> bool:
    """Whether somebody has a page in hands."""
    with database.read() as connection:
        return connection.execute(select(job.c.id).where(job.c.status == "leased")).first() is not None


def at_rest(database: Database, now: datetime, letters: bool = False) -> bool:
    """Whether nothing is left to do at that moment."""
    waiting: list[Select[tuple[int]]] = [
        select(func.count()).select_from(timer).where(timer.c.due_at <= now),
        select(func.count()).select_from(task).where(task.c.status == "open", task.c.next_act_at <= now),
        select(func.count()).select_from(message).where(message.c.status == "waiting"),
        select(func.count()).select_from(job).where(job.c.status != "dead", job.c.kind.not_in(("letter", "digest")))]
    if letters:
        waiting.append(select(func.count()).select_from(outbox).where(outbox.c.sent_at.is_(None)))
    with database.read() as connection:
        return all(connection.execute(query).scalar_one() == 0 for query in waiting)


def effects(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Everything that has been done, without ids and moments: two runs of the same load have the same effects."""
    of_unit = unit.c.code
    queries: dict[str, Select[tuple[object, ...]]] = {
        "tasks": select(of_unit, task.c.step, task.c.slot, task.c.round, task.c.status, task.c.next_act_at)
        .join(unit, unit.c.id == task.c.unit_id),
        "notices": select(of_unit, task.c.step, person.c.login, notice.c.level, notice.c.planned_day, notice.c.channel,
                          notice.c.kind, notice.c.text).join(task, task.c.id == notice.c.task_id)
        .join(unit, unit.c.id == task.c.unit_id).join(person, person.c.id == notice.c.person_id),
        "letters": select(outbox.c.recipient, outbox.c.subject, outbox.c.body),
        "step ends": select(of_unit, step_end.c.step).join(instance, instance.c.id == step_end.c.instance_id)
        .outerjoin(unit, unit.c.id == instance.c.unit_id),
        "states": select(instance.c.scope, of_unit, instance.c.state, instance.c.rev, instance.c.status)
        .outerjoin(unit, unit.c.id == instance.c.unit_id),
        "timers": select(of_unit, timer.c.node, timer.c.due_at).join(instance, instance.c.id == timer.c.instance_id)
        .join(unit, unit.c.id == instance.c.unit_id),
        "messages": select(of_unit, message.c.name, message.c.node, message.c.status)
        .join(instance, instance.c.id == message.c.receiver_id).join(unit, unit.c.id == instance.c.unit_id),
        "acts": select(audit.c.command, audit.c.outcome, func.count()).group_by(audit.c.command, audit.c.outcome),
    }
    with database.read() as connection:
        return {name: sorted((tuple(row) for row in connection.execute(query)), key=repr)
                for name, query in queries.items()}


@lru_cache
def effects_unhurt(units: int) -> dict[str, list[tuple[object, ...]]]:
    """What the load leads to when nothing goes wrong."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/kheo.db"
        upgrade(url)
        database = open_database(url)
        loaded(database, units)
        tick(database, TimedIds(), lambda: DUE, None)
        found = effects(database)
        database.close()
    return found
