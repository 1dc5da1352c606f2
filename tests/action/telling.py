"""A plan whose run tells its units things, with as many units as a test wants; receivers can be put out of order."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select, update

from engine.action.complete_task import complete_task
from engine.action.deliver_messages import deliver_messages
from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.clock import ManualClock
from engine.base.ids import IdSource
from engine.plan.folder import PLAN_FILE, load_plan, load_sources
from engine.plan.organisation import read_organisation
from engine.store.database import Database
from engine.store.tables import instance, message, run, unit
from engine.work.context import Answers
from engine.work.people import Viewer
from tests.action.crashing import crash_at
from tests.action.nho import World

PLAN = Path(__file__).parents[1] / "data/plans/tin"
SPOILT = b"khong doc duoc"
CHECKERS = "ban-kiem-tra"
"""The body that does step `nghe-hai` of every unit: while it has another code, nobody can hear `tin-hai`."""
BODIES = ("dau-moi", CHECKERS)


@dataclass
class Telling(World):
    """The run of the plan `tin`; units are called h000, h001, …, and so is the one person of each.

    `mark`: before every login and the code of the root, so that several stand side by side.
    """

    mark: str = ""

    def viewer(self, login: str) -> Viewer:
        return super().viewer(self.mark + login)

    def rows(self, *statuses: str) -> list[Row[Any]]:
        """The run's tasks of these statuses, with the codes of their units."""
        return [row for status in statuses for row in self._rows(status)]

    def deliver(self, page: int = 100) -> int:
        """Deliver until nothing is left whose turn has come; how many pages it took."""
        pages = 0
        while deliver_messages(self.database, self.ids, self.clock.now(), page, self.run_id):
            pages += 1
        return pages

    def half_told(self, login: str, step: str, answers: Answers | None = None, code: str = "") -> None:
        """The act is committed; the program ends before it has told anybody."""
        work, me = self.task(step, code), self.viewer(login)
        with crash_at(self.database, 1, after_commit=True) as death:
            complete_task(self.database, self.ids, me, work.id, work.rev, "xong", answers or {}, None, "",
                          self.clock.now())
        assert death.came

    def messages(self) -> list[Row[Any]]:
        """Every message, in the order in which it was written."""
        with self.database.read() as connection:
            return list(connection.execute(
                select(message).where(message.c.run_id == self.run_id).order_by(message.c.seq)))

    def statuses(self) -> dict[str, int]:
        """How many messages there are of each status."""
        found = [one.status for one in self.messages()]
        return {status: found.count(status) for status in sorted(set(found))}

    def instance_of(self, code: str) -> str:
        """The id of the unit's instance."""
        with self.database.read() as connection:
            return str(connection.execute(
                select(instance.c.id).join(unit, unit.c.id == instance.c.unit_id)
                .where(unit.c.code == code, instance.c.scope == "unit", instance.c.run_id == self.run_id)).scalar_one())

    def swap_state(self, instance_id: str, state: bytes = SPOILT) -> bytes:
        """Give the instance another saved state; the one it had."""
        with self.database.write() as connection:
            before = connection.execute(select(instance.c.state).where(instance.c.id == instance_id)).scalar_one()
            connection.execute(update(instance).where(instance.c.id == instance_id).values(state=state))
        return bytes(before)

    def recode(self, code: str, to: str) -> None:
        """Give the unit another code: the plan no longer finds it, or finds it again."""
        with self.database.write() as connection:
            tenant = select(run.c.tenant_id).where(run.c.id == self.run_id).scalar_subquery()
            connection.execute(update(unit).where(unit.c.code == code, unit.c.tenant_id == tenant).values(code=to))


def organisation(units: int, people: int, mark: str = "") -> str:
    """So many associations; the first so many have a person."""
    codes, root = [f"h{number:03}" for number in range(units)], f"phuong{mark}"
    said = ["loại đơn vị: {phuong: Phường, ban: Ban, hoi: Hội}", "chức danh: {can-bo: Cán bộ}", "đơn vị:",
            f"  - {{mã: {root}, tên: Phường, loại: phuong}}"]
    said += [f"  - {{mã: {code}, tên: Ban {code}, loại: ban, thuộc: {root}}}" for code in BODIES]
    said += [f"  - {{mã: {code}, tên: Hội {code}, loại: hoi, thuộc: {root}}}" for code in codes]
    said += ["người:"]
    said += [f"  - {{tài khoản: {mark}{code}, họ tên: Người {code}, giữ chức: [{{chức danh: can-bo, đơn vị: {code}}}]}}"
             for code in (*BODIES, *codes[:people])]
    return "\n".join(said)


def telling(database: Database, ids: IdSource, clock: ManualClock, units: int, people: int = 3,
            mark: str = "", more: str = "") -> Telling:
    """The run, prepared; `world.send("dau-moi", "ban-hanh")` publishes it. `more`: further steps of the plan."""
    world = Telling(database, ids, clock, mark=mark)
    text = organisation(units, min(units, people), mark)
    import_organisation(database, ids, read_organisation(text, "tổ-chức.yaml"), clock.now())
    loaded = load_plan(PLAN)
    if more:
        loaded = load_sources({**loaded.sources, PLAN_FILE: loaded.sources[PLAN_FILE].replace(
            "đôn đốc:", f"{more}đôn đốc:")})
    world.run_id = prepare_run(database, ids, world.viewer("dau-moi"), loaded, 2026, clock.now())
    return world
