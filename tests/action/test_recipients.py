"""A plan is issued: its recipients in the organisation hear of it once, those outside are named to be written to."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine.action.import_organisation import import_organisation
from engine.action.prepare_run import prepare_run
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.folder import load_plan
from engine.plan.organisation import read_organisation
from engine.store.database import Database
from engine.store.tables import notice, outbox, person, task
from tests.action.nho import ELSEWHERE, ORGANISATION, PLAN, World
from tests.web.site import Site, site
from tests.web.test_vote_page import text_of

WITH_OFFICE = ORGANISATION.replace("người:\n", """  - {mã: van-phong, tên: Văn phòng, loại: ban, thuộc: phuong-nho}
người:
  - {tài khoản: van-thu, họ tên: Cao Văn Thư, giữ chức: [{chức danh: can-bo, đơn vị: van-phong}]}
""")
RECIPIENTS = """
nơi nhận:
  - {tên: Văn phòng Đảng uỷ, mục đích: để biết, đơn vị: van-phong}
  - {tên: Các hội, mục đích: để thực hiện, nhóm đơn vị: [hoi]}
  - {tên: Hội A, mục đích: để biết, nhóm đơn vị: [hoi]}
  - {tên: Ban Tuyên giáo tỉnh, mục đích: để báo cáo}
  - {tên: Lưu văn phòng, mục đích: lưu, đơn vị: dau-moi}
"""


@pytest.fixture
def issued(database: Database, ids: CountedIds, clock: ManualClock, tmp_path: Path) -> World:
    (tmp_path / "plan.yaml").write_text((PLAN / "plan.yaml").read_text("utf-8") + RECIPIENTS, "utf-8")
    made = World(database, ids, clock)
    for text in (WITH_OFFICE, ELSEWHERE):
        import_organisation(database, ids, read_organisation(text, "tổ-chức.yaml"), clock.now())
    made.run_id = prepare_run(database, ids, made.viewer("dau-moi"), load_plan(tmp_path), 2026, clock.now())
    made.send("dau-moi", "ban-hanh")
    return made


@pytest.fixture
def town(issued: World, tmp_path: Path) -> Site:
    return site(issued, tmp_path / "blobs")


def told(made: World) -> dict[str, str]:
    with made.database.read() as connection:
        rows = connection.execute(select(person.c.login, notice.c.text).join(
            notice, notice.c.person_id == person.c.id).where(notice.c.level == -5).order_by(person.c.login)).all()
    assert len(rows) == len({row.login for row in rows})
    return {row.login: row.text for row in rows}


def test_everybody_of_a_recipient_hears_once_for_the_first_reason_and_gets_no_task(issued: World):
    found = told(issued)

    assert found["van-thu"].startswith("Để biết: “Kế hoạch nhỏ") and "ban hành ngày" in found["van-thu"]
    assert {login: text.partition(":")[0] for login, text in found.items() if login != "van-thu"} == dict.fromkeys(
        ("a", "b", "c", "sep-a"), "Để thực hiện")
    with issued.database.read() as connection:
        own = issued.viewer("van-thu").positions[0].unit_id
        tasks = connection.execute(select(func.count()).where(task.c.candidate_unit_id == own)).scalar_one()
        letters = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
    assert (tasks, letters) == (0, 0)


def test_what_comes_later_in_the_run_tells_nobody_again(issued: World):
    before = told(issued)
    issued.tick(date(2026, 1, 28))

    assert told(issued) == before


def test_the_page_of_the_run_says_who_was_told_and_who_is_to_be_written_to(town: Site):
    said = text_of(town.browser("dau-moi").get(f"/dot/{town.world.run_id}").text)

    assert "Văn phòng Đảng uỷ để biết · kheo đã báo, 1 đơn vị" in said
    assert "Các hội để thực hiện · kheo đã báo, 3 đơn vị" in said
    assert "Ban Tuyên giáo tỉnh để báo cáo · ở ngoài kheo, gửi văn bản" in said
    assert "Lưu văn phòng lưu" in said


def test_a_recipient_without_a_part_in_the_run_reads_its_page_and_a_stranger_does_not(town: Site):
    page, reader = f"/dot/{town.world.run_id}", town.browser("van-thu")

    assert "Để biết: “Kế hoạch nhỏ" in reader.get("/thong-bao").text
    assert page in reader.get("/thong-bao").text
    assert reader.get(page).status_code == 200
    assert town.browser("nguoi-la").get(page).status_code == 404
    assert reader.get(f"{page}/nhat-ky").status_code == 403
