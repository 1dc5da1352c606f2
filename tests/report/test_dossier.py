"""The dossier of a step: on the page of its task from the draft, on that of its review and of the entry as sent."""

from datetime import date

import pytest

from engine.action.save_draft import save_draft
from engine.report.entry_page import entry_page
from engine.report.task_page import task_page
from tests.action.nho import World, rows, world

TODAY = date(2026, 2, 2)
PLAN = """\
  - mã: luu-ho-so
    tên: Lưu hồ sơ
    phạm vi: mỗi mô hình
    chủ trì: đơn vị
    tiếp nhận: đầu mối
    quy trình: gui-va-tiep-nhan
    biểu mẫu: [bao-cao]
    mở khi xong: dang-ky
    hồ sơ: luu-tru
hồ sơ:
  - mã: luu-tru
    tên: Hồ sơ lưu trữ
    thành phần:
      - {mã: noi_dung, tên: Báo cáo}
"""
MISSING = ("Hồ sơ lưu trữ", ("Thiếu báo cáo.",))
COMPLETE = ("Hồ sơ lưu trữ", ())


@pytest.fixture
def running(database, ids, clock) -> World:
    """Hội A has an accepted initiative; its dossier is asked."""
    made = world(database, ids, clock, PLAN)
    made.send("dau-moi", "ban-hanh")
    made.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    made.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    return made


def _on_task(at: World, login: str, task_id: str):
    found = task_page(at.database, at.viewer(login), task_id, TODAY).dossier
    return found and (found.name, found.missing)


def _on_entry(at: World, login: str):
    page = entry_page(at.database, at.viewer(login), at.entries()["Mô hình 1"].id, TODAY)
    return [(found.name, found.missing) for found in page.dossiers]


def test_the_draft_tells_its_writers_and_nobody_else(running):
    task_id = running.task("luu-ho-so").id
    before = _on_task(running, "a", task_id)
    save_draft(running.database, running.viewer("a"), task_id, {"bao-cao": {"noi_dung": "Đã làm"}}, running.clock.now())

    assert (before, _on_task(running, "a", task_id)) == (MISSING, COMPLETE)
    assert (_on_task(running, "dau-moi", task_id), _on_entry(running, "dau-moi")) == (MISSING, [MISSING])


def test_what_was_sent_tells_the_reviewer_and_the_page_of_the_entry(running):
    running.send("a", "luu-ho-so", answers={"bao-cao": {"noi_dung": "Đã làm"}})

    assert _on_task(running, "dau-moi", running.task("luu-ho-so").id) == COMPLETE
    assert _on_entry(running, "a") == [COMPLETE]


def test_a_step_without_a_dossier_shows_none(running):
    assert _on_task(running, "b", running.task("dang-ky", "hoi-b").id) is None
