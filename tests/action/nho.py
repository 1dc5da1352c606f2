"""The small plan at work: three associations, the coordinator, the deciding body; another ward beside them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Row, select

from engine.action.closing import Completed
from engine.action.complete_task import complete_task
from engine.action.fire_due import Fired, fire_due
from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.clock import ManualClock, local_day, local_moment
from engine.base.ids import CountedIds
from engine.plan.folder import PLAN_FILE, LoadedPlan, data_dir, load_plan, load_sources
from engine.plan.organisation import read_organisation
from engine.report.next_task import next_task
from engine.report.viewer import load_viewer
from engine.report.wanted import Wanted
from engine.store import entries
from engine.store.database import Database
from engine.store.people import account_of
from engine.store.tables import instance, task, unit
from engine.work.context import Answers
from engine.work.entry import Entry
from engine.work.people import Viewer

PLAN = Path(__file__).parents[1] / "data/plans/nho"
ORGANISATION = """loại đơn vị: {phuong: Phường, ban: Ban, hoi: Hội}
chức danh: {can-bo: Cán bộ, thu-truong: Thủ trưởng}
đơn vị:
  - {mã: phuong-nho, tên: Phường Nhỏ, loại: phuong}
  - {mã: dau-moi, tên: Ban Đầu mối, loại: ban, thuộc: phuong-nho}
  - {mã: thuong-truc, tên: Thường trực, loại: ban, thuộc: phuong-nho}
  - {mã: hoi-a, tên: Hội A, loại: hoi, thuộc: phuong-nho}
  - {mã: hoi-b, tên: Hội B, loại: hoi, thuộc: phuong-nho}
  - {mã: hoi-c, tên: Hội C, loại: hoi, thuộc: phuong-nho}
người:
  - {tài khoản: quan-tri, họ tên: Quản Trị, quản trị: có}
  - {tài khoản: dau-moi, họ tên: Lê Đầu Mối, thư điện tử: dm@nho.vn, giữ chức: [{chức danh: can-bo, đơn vị: dau-moi}]}
  - {tài khoản: thuong-truc, họ tên: Phó Bí Thư, giữ chức: [{chức danh: thu-truong, đơn vị: thuong-truc}]}
  - {tài khoản: a, họ tên: Trần A, thư điện tử: a@nho.vn, giữ chức: [{chức danh: can-bo, đơn vị: hoi-a}]}
  - {tài khoản: sep-a, họ tên: Sếp A, giữ chức: [{chức danh: thu-truong, đơn vị: hoi-a}]}
  - {tài khoản: b, họ tên: Vũ B, giữ chức: [{chức danh: can-bo, đơn vị: hoi-b}]}
  - {tài khoản: c, họ tên: Đỗ C, giữ chức: [{chức danh: can-bo, đơn vị: hoi-c}]}
"""
ELSEWHERE = """loại đơn vị: {phuong: Phường}
chức danh: {can-bo: Cán bộ}
đơn vị: [{mã: phuong-khac, tên: Phường Khác, loại: phuong}]
người: [{tài khoản: nguoi-la, họ tên: Người Lạ, quản trị: có, giữ chức: [{chức danh: can-bo, đơn vị: phuong-khac}]}]
"""
ALL = Wanted()


@dataclass
class World:
    """Database, ids, clock, and the run when there is one."""

    database: Database
    ids: CountedIds
    clock: ManualClock
    run_id: str = ""

    def at(self, day: date, hour: int = 9) -> None:
        self.clock.set(local_moment(day, hour))

    def tick(self, day: date, hour: int = 9) -> Fired:
        """Move the clock and do what is due."""
        self.at(day, hour)
        return fire_due(self.database, self.ids, self.clock.now())

    def viewer(self, login: str) -> Viewer:
        with self.database.write() as connection:
            account = account_of(connection, login)
        assert account
        found = load_viewer(self.database, account.id, account.session_key, local_day(self.clock.now()))
        assert found
        return found

    def tasks(self, status: str = "open") -> list[tuple[str, str, str]]:
        """(step.slot, unit code, subject) of the run's tasks of that status, sorted."""
        return sorted((f"{r.step}.{r.slot}", r.code, r.subject) for r in self._rows(status))

    def task(self, step: str, code: str = "", subject: str = "", slot: str = "") -> Row[tuple[object, ...]]:
        """The one open task that fits."""
        found = [r for r in self._rows("open") if r.step == step and code in ("", r.code)
                 and subject in ("", r.subject) and slot in ("", r.slot)]
        assert len(found) == 1, (step, code, subject, found)
        return found[0]

    def row(self, task_id: str) -> Row[tuple[object, ...]]:
        with self.database.read() as connection:
            return connection.execute(select(task).where(task.c.id == task_id)).one()

    def send(self, login: str, step: str, outcome: str = "xong", answers: Answers | None = None,
             reason: str | None = None, code: str = "", subject: str = "") -> Completed:
        """Complete the one open task of the step, as that person."""
        row = self.task(step, code, subject)
        return self.complete(login, row.id, row.rev, outcome, answers or {}, reason)

    def complete(self, login: str, task_id: str, rev: int = 1, outcome: str = "xong", answers: Answers | None = None,
                 reason: str | None = None, key: str = "") -> Completed:
        return complete_task(self.database, self.ids, self.viewer(login), task_id, rev, outcome, answers or {}, reason,
                             key or self.ids.new(), self.clock.now())

    def next_task(self, login: str, wanted: Wanted = ALL, sent: str = "") -> str | None:
        """Where the person goes on in that list after sending that task."""
        return next_task(self.database, self.viewer(login), wanted, sent, local_day(self.clock.now()))

    def entries(self) -> dict[str, Entry]:
        """The run's entries by name."""
        with self.database.read() as connection:
            return {entry.name: entry for entry in entries.of_run(connection, self.run_id)}

    def instances(self) -> list[tuple[str, str]]:
        """(scope, status), sorted."""
        with self.database.read() as connection:
            rows = connection.execute(select(instance.c.scope, instance.c.status)
                                      .where(instance.c.run_id == self.run_id)).all()
        return sorted((row.scope, row.status) for row in rows)

    def _rows(self, status: str) -> list[Row[tuple[object, ...]]]:
        with self.database.read() as connection:
            return list(connection.execute(
                select(task, unit.c.code).join(unit, unit.c.id == task.c.unit_id)
                .where(task.c.run_id == self.run_id, task.c.status == status)))


def world(database: Database, ids: CountedIds, clock: ManualClock, more: str = "",
          loaded: LoadedPlan | None = None) -> World:
    """The organisation, and the run prepared on 15 January 2026; `more` is put before the last section of the plan."""
    made = World(database, ids, clock)
    for text in (ORGANISATION, ELSEWHERE):
        import_organisation(database, ids, read_organisation(text, "tổ-chức.yaml"), clock.now())
    loaded = loaded or load_plan(PLAN)
    if more:
        block = (data_dir("workflows") / "xac-nhan.bpmn").read_text("utf-8")
        text = loaded.sources[PLAN_FILE].replace("đôn đốc:", f"{more}đôn đốc:")
        loaded = load_sources({**loaded.sources, PLAN_FILE: text, "workflows/xac-nhan.bpmn": block})
    made.run_id = prepare_run(database, ids, made.viewer("dau-moi"), loaded, 2026, clock.now())
    return made


def published(database: Database, ids: CountedIds, clock: ManualClock) -> World:
    """The same after the coordinator has published."""
    made = world(database, ids, clock)
    made.send("dau-moi", "ban-hanh")
    return made


def rows(*names: str, new: bool = False) -> dict[str, dict[str, object]]:
    """A registration of these initiatives; the row's id is the name's slug."""
    listed = [{"_id": f"r{name[-1]}", "ten": name, "linh_vuc": "kinh-te", "moi": new} for name in names]
    return {"dang-ky": {"danh_sach": listed}}
