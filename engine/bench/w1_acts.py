"""The acts of W1, breadth first: all starts, then each of the five completions for every instance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from engine.action.complete_task import complete_task
from engine.action.nominate_entry import nominate_entry
from engine.base.clock import local_moment
from engine.base.ids import IdSource
from engine.bench.w1_world import UNITS_OF_BODY, YEAR, Body
from engine.store.database import Database
from engine.store.tables import task
from engine.work.context import Answers
from engine.work.people import Viewer

BEGIN = local_moment(date(YEAR, 1, 15), 8)
_REGISTER = (
    ("linh_vuc", "kinh-te"),
    ("dia_chi", "Nhà văn hoá thôn Đông, đường liên thôn số 7, xã Bình An, tỉnh Hưng Thịnh"),
    ("thoi_gian", "Từ ngày 01 tháng 3 đến ngày 30 tháng 11 năm 2026, sơ kết vào tháng 7"),
    ("ket_qua", "Ít nhất 40 hộ tham gia, 25 hộ thoát nghèo bền vững; thu gom và phân loại rác tại nguồn ở cả ba thôn; "
                "lập một tổ tự quản giữ gìn an ninh trật tự, một tủ sách pháp luật; vận động nhân dân hiến đất mở "
                "rộng 1,2 km đường nội đồng; 100% hội viên ký cam kết không vi phạm an toàn giao thông."),
    ("nhac_ngay", "2026-06-30"),
)
_REPORT = ("Đã vận động 43 hộ tham gia, mở rộng 1,3 km đường, trồng 600 cây xanh; tổ tự quản họp hằng tháng; "
           "kiến nghị cấp trên hỗ trợ thêm kinh phí mua thùng rác và nhân rộng cách làm ra các thôn còn lại.")


@dataclass(frozen=True, slots=True)
class Round:
    """What everybody does in one round; `reviews`: the committee acts, else the unit."""

    reviews: bool
    outcome: str
    reason: str | None = None
    form: str | None = None


ROUNDS = (Round(False, "xong", form="dang-ky"), Round(True, "tra-lai", "Chưa rõ kết quả dự kiến, đề nghị bổ sung."),
          Round(False, "xong", form="dang-ky"), Round(True, "nhan"), Round(False, "xong", form="bao-cao"))


@dataclass(frozen=True, slots=True)
class Entry:
    """An instance of W1: number i belongs to unit i % 100, its review to committee i % 20."""

    number: int
    body: Body
    unit: Viewer

    @property
    def name(self) -> str:
        return f"Mô hình khéo vận động nhân dân số {self.number:06}"

    def answers(self, form: str | None) -> Answers:
        """What is written into the form."""
        if form == "dang-ky":
            return {form: {"ten": self.name, **dict(_REGISTER)}}
        return {form: {"noi_dung": _REPORT}} if form else {}


@dataclass(frozen=True, slots=True)
class Sending:
    """One completion, as the web hands it to the action."""

    viewer: Viewer
    task_id: str
    rev: int
    outcome: str
    answers: Answers
    reason: str | None
    key: str
    now: datetime

    def do(self, database: Database, ids: IdSource) -> None:
        complete_task(database, ids, self.viewer, self.task_id, self.rev, self.outcome, self.answers, self.reason,
                      self.key, self.now)


@dataclass(frozen=True, slots=True)
class Starting:
    """One start."""

    entry: Entry

    def do(self, database: Database, ids: IdSource) -> None:
        unit_id = self.entry.unit.positions[0].unit_id
        answers = {"mo-so": {"ten": self.entry.name, "linh_vuc": "kinh-te", "don_vi": unit_id}}
        nominate_entry(database, ids, self.entry.body.office, self.entry.body.run_id, answers, BEGIN)


Act = Starting | Sending


def entries_of(bodies: Sequence[Body], count: int) -> tuple[Entry, ...]:
    """So many instances."""
    places = [(bodies[i % len(bodies)], i // len(bodies) % UNITS_OF_BODY) for i in range(count)]
    return tuple(Entry(i, body, body.units[unit]) for i, (body, unit) in enumerate(places))


def sendings(database: Database, entries: Sequence[Entry], number: int) -> tuple[Sending, ...]:
    """The completions of that round, for the tasks that are open now."""
    one = ROUNDS[number]
    with database.read() as connection:
        rows = connection.execute(select(task.c.subject, task.c.id, task.c.rev).where(
            task.c.status == "open", task.c.entry_id.is_not(None))).all()
    opened = {row.subject: row for row in rows}
    return tuple(
        Sending(entry.body.committee if one.reviews else entry.unit, opened[entry.name].id, opened[entry.name].rev,
                one.outcome, entry.answers(one.form), one.reason, f"{number}-{entry.number:08}",
                BEGIN + timedelta(days=number + 1)) for entry in entries)
