"""A small ward at work: two associations that send a file each, the office that receives them, another ward."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from engine.action.complete_task import complete_task
from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.plan.folder import LoadedPlan, load_plan
from engine.plan.organisation import read_organisation
from engine.report.viewer import load_viewer
from engine.store.database import Database
from engine.store.people import account_of
from engine.store.tables import task, unit
from engine.work.people import Viewer

PLAN = Path(__file__).parents[1] / "data/small-plan"
ORGANISATION = """loại đơn vị: {phuong: Phường, ban: Ban, hoi: Hội}
chức danh: {can-bo: Cán bộ}
đơn vị:
  - {mã: phuong-mau, tên: Phường Mẫu, loại: phuong}
  - {mã: ban-dan-van, tên: Ban Dân vận, loại: ban, thuộc: phuong-mau}
  - {mã: hoi-phu-nu, tên: Hội Phụ nữ, loại: hoi, thuộc: phuong-mau}
  - {mã: hoi-nong-dan, tên: Hội Nông dân, loại: hoi, thuộc: phuong-mau}
người:
  - {tài khoản: dau-moi, họ tên: Lê Đầu Mối, giữ chức: [{chức danh: can-bo, đơn vị: ban-dan-van}]}
  - {tài khoản: phu-nu, họ tên: Trần Phụ Nữ, giữ chức: [{chức danh: can-bo, đơn vị: hoi-phu-nu}]}
  - {tài khoản: nong-dan, họ tên: Vũ Nông Dân, giữ chức: [{chức danh: can-bo, đơn vị: hoi-nong-dan}]}
"""
ELSEWHERE = """loại đơn vị: {phuong: Phường}
chức danh: {can-bo: Cán bộ}
đơn vị:
  - {mã: phuong-khac, tên: Phường Khác, loại: phuong}
người:
  - {tài khoản: nguoi-la, họ tên: Người Lạ, quản trị: có, giữ chức: [{chức danh: can-bo, đơn vị: phuong-khac}]}
"""


@dataclass(frozen=True)
class Ward:
    """Where it lives, and when."""

    database: Database
    ids: IdSource
    now: datetime

    def viewer(self, login: str) -> Viewer:
        with self.database.read() as connection:
            account = account_of(connection, login)
        assert account
        found = load_viewer(self.database, account.id, account.session_key, local_day(self.now))
        assert found
        return found

    def open_task(self, code: str) -> str:
        """The open task about the unit of that code."""
        with self.database.read() as connection:
            return str(connection.execute(
                select(task.c.id).join(unit, unit.c.id == task.c.unit_id)
                .where(unit.c.code == code, task.c.status == "open")).scalar_one())

    def complete(self, login: str, task_id: str, outcome: str, *file_ids: str) -> None:
        """With these files in the form, if any."""
        with self.database.read() as connection:
            rev = connection.execute(select(task.c.rev).where(task.c.id == task_id)).scalar_one()
        me = self.viewer(login)
        complete_task(self.database, self.ids, me, task_id, rev, outcome,
                      {"ho-so": {"tep": list(file_ids)}} if file_ids else {}, "thiếu", task_id, self.now)


def small_ward(database: Database, ids: IdSource, now: datetime, plan: LoadedPlan | None = None) -> Ward:
    """The plan is in force: each association has its task, tasks of one do not concern the other."""
    for text in (ORGANISATION, ELSEWHERE):
        import_organisation(database, ids, read_organisation(text, "tc.yaml"), now)
    ward = Ward(database, ids, now)
    prepare_run(database, ids, ward.viewer("dau-moi"), plan or load_plan(PLAN), 2026, now)
    with database.read() as connection:
        opening = connection.execute(select(task.c.id).where(task.c.status == "open")).scalar_one()
    ward.complete("dau-moi", opening, "xong")
    return ward
