"""Units of the small ward that send paper, and who enters it for them."""

from datetime import date

from sqlalchemy import insert, select

from engine.action.enter_paper import enter_paper
from engine.plan.folder import PLAN_FILE, LoadedPlan, load_plan, load_sources
from engine.store.tables import person, position, unit
from engine.work.on_behalf import Paper
from tests.action.nho import PLAN, World

CAME = date(2026, 1, 20)


def plan_with(*changes: tuple[str, str]) -> LoadedPlan:
    """The small plan with these pieces of its text changed."""
    loaded = load_plan(PLAN)
    text = loaded.sources[PLAN_FILE]
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return load_sources({**loaded.sources, PLAN_FILE: text})


BY_STAMP = ("chính: trước ngày 05/02/2026", "chính: trước ngày 05/02/2026 (tính theo dấu bưu điện)")


def join(made: World, login: str, name: str, code: str, role: str = "can-bo") -> None:
    """One more person at the unit of that code."""
    with made.database.write() as connection:
        home = connection.execute(select(unit.c.id, unit.c.tenant_id).where(unit.c.code == code)).one()
        person_id = made.ids.new()
        connection.execute(insert(person).values(
            id=person_id, tenant_id=home.tenant_id, login=login, name=name, session_key="k", active=True))
        connection.execute(insert(position).values(
            id=made.ids.new(), person_id=person_id, unit_id=home.id, role=role, title="Cán bộ"))


def begin(made: World, login: str, task_id: str, arrived: date | None = CAME, stamped: date | None = None,
          number: str = "") -> str:
    return enter_paper(made.database, made.ids, made.viewer(login), task_id, Paper(arrived, stamped, number),
                       made.clock.now())


def signed_plan(how: str) -> LoadedPlan:
    """The registration is signed before it is sent: `how` is "được" or "bắt buộc"."""
    return plan_with(("tên: Đăng ký mô hình\n    trường:",
                      "tên: Đăng ký mô hình\n    xác nhận: {của: T/M cấp uỷ, cách: \"Ký tên, đóng dấu\", "
                      f"trình ký: {how}}}\n    trường:"))
