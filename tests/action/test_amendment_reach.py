"""Amendments that reach beyond what is open: events, units that join or leave, steps that need fewer, messages."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.action.add_comment import add_comment
from engine.action.approve_amendment import amend_run
from engine.action.move_event import hold_event
from engine.action.preview_amendment import preview_amendment
from engine.action.reconcile import reconcile
from engine.action.reverse_amendment import reverse_amendment
from engine.store.tables import event, run, task
from engine.work.people import Conflict
from tests.action.amended import applied, check_happened, dump, plan_with, rows_of_run
from tests.action.small_ward import PLAN, small_ward

MEETING = ("bước mở đợt: ban-hanh", "sự kiện:\n  hội nghị: {ngày: 20/6/2026, tự ấn định: có}\nbước mở đợt: ban-hanh")
BEFORE_IT = ("hạn: chậm nhất ngày 15/6/2026", "hạn: trước 03 ngày hội nghị")
MOVED = ("ngày: 20/6/2026", "ngày: 30/6/2026")
WITHOUT = ("  - {mã: gui-ho-so, tên: Gửi hồ sơ,", "  - {mã: nop-bai, tên: Nộp bài,")
MORE = ("loại: [hoi]", "loại: [hoi, ban]")
FEWER = ("loại: [hoi]", "đơn vị: [hoi-phu-nu]")
REPORT = ("đôn đốc:", "  - {mã: bao-cao, tên: Báo cáo, phạm vi: mỗi đơn vị, chủ trì: đơn vị, sau: [gui-ho-so], "
                      "quy trình: thuc-hien, hạn: chậm nhất ngày 15/11/2026}\nđôn đốc:")
NEEDED = ("cần: [gui-ho-so]", "cần: [bao-cao]")
LAST = ("đôn đốc:", "  - {mã: tong-hop, tên: Tổng hợp, phạm vi: cả đợt, chủ trì: đầu mối, sau: [ban-hanh], "
                    "cần: [gui-ho-so], quy trình: thuc-hien, hạn: chậm nhất ngày 20/12/2026}\nđôn đốc:")


@pytest.fixture
def folder(tmp_path):
    """The small plan with a meeting on which its deadline hangs."""
    plan_with(tmp_path / "cu", PLAN, MEETING, BEFORE_IT)
    return tmp_path / "cu"


def start(database, ids, clock, folder):
    return small_ward(database, ids, clock.now(), plan_with(folder, folder))


def amend(ward, loaded, page=2):
    """The preview, what came up beyond it, and the amendment."""
    lead = ward.viewer("dau-moi")
    with ward.database.read() as connection:
        run_id = connection.execute(select(run.c.id)).scalar_one()
        before = rows_of_run(connection, run_id)
    preview = preview_amendment(ward.database, ward.ids, lead, run_id, loaded, (), ward.now)
    key = amend_run(ward.database, ward.ids, lead, run_id, loaded, (), preview.digest, ward.now)
    applied(ward.database, ward.ids, ward.now, page)
    with ward.database.read() as connection:
        after = rows_of_run(connection, run_id)
    assert reconcile(ward.database, ward.ids, lead, run_id, None, ward.now).differences == ()
    return preview, check_happened(before, after, preview, loaded.hash), key


def last_days(ward):
    with ward.database.read() as connection:
        return set(connection.execute(select(task.c.last_day).where(task.c.status == "open")).scalars())


def test_another_day_of_an_event_moves_what_hangs_on_it_also_where_the_instance_stays(
        database, ids, clock, folder, tmp_path):
    ward = start(database, ids, clock, folder)
    before, days = dump(database), last_days(ward)

    moved, _, key = amend(ward, plan_with(tmp_path / "a", folder, MOVED))
    assert (days, last_days(ward)) == ({date(2026, 6, 17)}, {date(2026, 6, 27)})
    assert moved.content["events"] == [{"event": "hội nghị", "from": "2026-06-20", "to": "2026-06-30"}]
    reverse_amendment(database, ids, ward.viewer("dau-moi"), key, ward.now)
    assert dump(database) == before

    stuck, _, key = amend(ward, plan_with(tmp_path / "b", folder, MOVED, WITHOUT))
    assert (stuck.counts["stuck"], stuck.counts["days"], last_days(ward)) == (2, 2, {date(2026, 6, 27)})
    reverse_amendment(database, ids, ward.viewer("dau-moi"), key, ward.now)
    assert dump(database) == before


def test_an_event_that_has_taken_place_keeps_its_day(database, ids, clock, folder, tmp_path):
    ward = start(database, ids, clock, folder)
    with database.read() as connection:
        run_id = connection.execute(select(run.c.id)).scalar_one()
    hold_event(database, ids, ward.viewer("dau-moi"), run_id, "hội nghị", date(2026, 1, 14), ward.now)

    preview, _, _ = amend(ward, plan_with(tmp_path / "a", folder, MOVED))

    with database.read() as connection:
        assert connection.execute(select(event.c.actual_on)).scalar_one() == date(2026, 1, 14)
    assert (preview.content["events"], preview.counts["days"]) == ([], 0)


@pytest.mark.parametrize("page", [1, 2, 500])
def test_a_unit_that_joins_begins_and_is_taken_back(database, ids, clock, folder, tmp_path, page):
    ward = start(database, ids, clock, folder)
    before = dump(database)

    preview, beyond, key = amend(ward, plan_with(tmp_path / "a", folder, MORE), page)

    assert preview.content["newcomers"] == ["Ban Dân vận"]
    assert [line.split()[0] for line in beyond] == ["gui-ho-so.gui"]
    ward.open_task("ban-dan-van")
    reverse_amendment(database, ids, ward.viewer("dau-moi"), key, ward.now)
    assert dump(database) == before


def test_a_unit_that_leaves_goes_on_by_the_old_plan(database, ids, clock, folder, tmp_path):
    ward = start(database, ids, clock, folder)

    preview, _, _ = amend(ward, plan_with(tmp_path / "a", folder, FEWER))

    assert {move.unit: move.reason for move in preview.moves if move.reason} == {
        "Hội Nông dân": "đơn vị không còn thuộc nhóm tham gia; việc đang mở làm tiếp theo bản cũ"}
    ward.complete("nong-dan", ward.open_task("hoi-nong-dan"), "xong")


def test_what_a_new_step_of_the_run_needs_may_be_there_already(database, ids, clock, folder, tmp_path):
    ward = start(database, ids, clock, folder)
    for login, code in (("phu-nu", "hoi-phu-nu"), ("nong-dan", "hoi-nong-dan")):
        ward.complete(login, ward.open_task(code), "xong")
        ward.complete("dau-moi", ward.open_task(code), "nhan")
    before = dump(database)

    preview, beyond, key = amend(ward, plan_with(tmp_path / "a", folder, LAST))

    assert (preview.at_once, [line.split()[0] for line in beyond]) == (("Tổng hợp",), ["tong-hop.lam"])
    reverse_amendment(database, ids, ward.viewer("dau-moi"), key, ward.now)
    assert dump(database) == before


def test_what_needs_a_new_step_waits_for_those_who_had_ended(database, ids, clock, folder, tmp_path):
    ward = start(database, ids, clock, folder)
    for login, code in (("phu-nu", "hoi-phu-nu"), ("nong-dan", "hoi-nong-dan")):
        ward.complete(login, ward.open_task(code), "xong")
        ward.complete("dau-moi", ward.open_task(code), "nhan")

    preview, beyond, _ = amend(ward, plan_with(tmp_path / "a", folder, REPORT, LAST, NEEDED), page=1)

    assert (preview.counts["reopened"], preview.at_once, beyond) == (3, (), [])
    for login, code in (("phu-nu", "hoi-phu-nu"), ("nong-dan", "hoi-nong-dan")):
        ward.complete(login, ward.open_task(code), "xong")
    ward.complete("dau-moi", ward.open_task("phuong-mau"), "xong")


def test_who_stayed_may_go_on_and_the_amendment_is_taken_back_all_the_same(database, ids, clock, folder, tmp_path):
    ward = start(database, ids, clock, folder)
    _, _, key = amend(ward, plan_with(tmp_path / "a", folder, FEWER, MOVED))
    sent = ward.open_task("hoi-nong-dan")
    ward.complete("nong-dan", sent, "xong")

    reverse_amendment(database, ids, ward.viewer("dau-moi"), key, ward.now)

    with database.read() as connection:
        assert connection.execute(select(task.c.status).where(task.c.id == sent)).scalar_one() == "done"
        run_id, mixed = connection.execute(select(run.c.id, run.c.mixed)).one()
    assert (mixed, last_days(ward)) == (False, {date(2026, 6, 17), None})
    assert reconcile(database, ids, ward.viewer("dau-moi"), run_id, None, ward.now).differences == ()
    ward.complete("dau-moi", ward.open_task("hoi-nong-dan"), "nhan")


def test_a_word_said_or_a_day_decided_since_keeps_the_amendment(database, ids, clock, folder, tmp_path):
    ward = start(database, ids, clock, folder)
    _, _, key = amend(ward, plan_with(tmp_path / "a", folder, MOVED))
    add_comment(database, ids, ward.viewer("phu-nu"), ward.open_task("hoi-phu-nu"), "Hạn mới từ khi nào?", ward.now)

    with pytest.raises(Conflict, match="KH075 Trần Phụ Nữ .*trao đổi"):
        reverse_amendment(database, ids, ward.viewer("dau-moi"), key, ward.now)
