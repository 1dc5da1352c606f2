import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from subprocess import PIPE, Popen
from time import sleep

import pytest
from sqlalchemy import select, update

from engine.action.apply_amendment import apply_amendment
from engine.action.approve_amendment import amend_run, approve_amendment
from engine.action.preview_amendment import prepare_amendment, preview_amendment
from engine.action.reverse_amendment import reverse_amendment
from engine.action.save_draft import save_draft
from engine.report.task_page import task_page
from engine.store import amendments, drafts, runs
from engine.store.tables import amended, instance, run, task
from engine.work.draft import Change
from engine.work.people import Conflict, Forbidden, NotFound
from tests.action.amended import applied, check_happened, dump, plan_with, rows_of_run
from tests.action.crashing import crash_at
from tests.action.small_ward import PLAN, small_ward

LATER = ("hạn: chậm nhất ngày 15/6/2026", "hạn: chậm nhất ngày 30/6/2026")
RENAMED = ("tên: Gửi hồ sơ, phạm vi", "tên: Gửi hồ sơ đăng ký, phạm vi")
NO_NOTE = ("- {mã: ghi_chu, nhãn: Ghi chú, bắt buộc: không}", "- {mã: noi_dung, nhãn: Nội dung}")
SENT = "quy trình: gui-va-tiep-nhan, biểu mẫu: [ho-so]"
REPORT = ("đôn đốc:", """  - {mã: bao-cao, tên: Báo cáo, phạm vi: mỗi đơn vị, chủ trì: đơn vị, sau: [gui-ho-so], quy trình: thuc-hien, hạn: chậm nhất ngày 15/11/2026}
đôn đốc:""")  # noqa: E501
WITHOUT = ("""  - {mã: gui-ho-so, tên: Gửi hồ sơ,""", """  - {mã: nop-bai, tên: Nộp bài,""")


@pytest.fixture
def ward(database, ids, clock):
    return small_ward(database, ids, clock.now())


def run_of(ward):
    with ward.database.read() as connection:
        return connection.execute(select(run.c.id)).scalar_one()


def shown(ward, loaded, *drops, login="dau-moi"):
    return preview_amendment(ward.database, ward.ids, ward.viewer(login), run_of(ward), loaded, drops, ward.now)


def amend(ward, loaded, *drops, page=500):
    """Preview, approve, apply; the preview, what came beyond it, and the id of the amendment."""
    preview = shown(ward, loaded, *drops)
    with ward.database.read() as connection:
        before = rows_of_run(connection, run_of(ward))
    key = amend_run(ward.database, ward.ids, ward.viewer("dau-moi"), run_of(ward), loaded, drops, preview.digest,
                    ward.now)
    applied(ward.database, ward.ids, ward.now, page)
    with ward.database.read() as connection:
        after = rows_of_run(connection, run_of(ward))
    return preview, check_happened(before, after, preview, loaded.hash), key


def test_a_preview_tells_every_day_that_moves_and_changes_nothing(ward, tmp_path):
    loaded = plan_with(tmp_path / "moi", PLAN, LATER, RENAMED)
    before = dump(ward.database)

    found = shown(ward, loaded)

    assert found.counts == {
        "instances": 3, "stuck": 0, "days": 2, "forms": 0, "roles": 0, "titles": 2, "opened": 0, "dropped": 0,
        "timers": 0, "reopened": 0, "drafts": 0, "beside": 0, "sheets": 0}
    change = found.content["moves"][0]["tasks"][0]
    assert (change["title_from"], change["title"]) == ("Gửi hồ sơ", "Gửi hồ sơ đăng ký")
    assert (change["days"]["from"]["last_day"], change["days"]["to"]["last_day"]) == ("2026-06-15", "2026-06-30")
    assert "30/06/2026" in change["days"]["why"][0]
    assert dump(ward.database) == before
    assert shown(ward, loaded).digest == found.digest


@pytest.mark.parametrize("page", [1, 2, 500])
def test_what_was_shown_is_what_happens_in_pages_of_any_size(ward, tmp_path, page):
    loaded = plan_with(tmp_path / "moi", PLAN, LATER, RENAMED, REPORT)

    _, beyond, _ = amend(ward, loaded, page=page)

    assert beyond == []
    ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")
    ward.complete("dau-moi", ward.open_task("hoi-phu-nu"), "nhan")
    with ward.database.read() as connection:
        row = connection.execute(select(task.c.title, task.c.last_day).where(
            task.c.id == ward.open_task("hoi-phu-nu"))).one()
    assert tuple(row) == ("Báo cáo", date(2026, 11, 15))


def test_who_is_through_gets_the_step_that_was_added(ward, tmp_path):
    ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")
    ward.complete("dau-moi", ward.open_task("hoi-phu-nu"), "nhan")

    found, beyond, _ = amend(ward, plan_with(tmp_path / "moi", PLAN, REPORT))

    assert (found.counts["reopened"], found.counts["opened"], beyond) == (1, 1, [])
    ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")


def test_a_draft_follows_its_fields_and_what_has_no_place_stands_beside(ward, tmp_path):
    key = ward.open_task("hoi-phu-nu")
    save_draft(ward.database, ward.viewer("phu-nu"), key, {"ho-so": {"ghi_chu": "Đang hỏi"}}, ward.now)

    found, _, _ = amend(ward, plan_with(tmp_path / "moi", PLAN, NO_NOTE))

    assert [(f.field, f.kind) for f in found.forms[0].fields] == [("noi_dung", "added"), ("ghi_chu", "removed")]
    assert (found.counts["forms"], found.counts["drafts"], found.counts["beside"]) == (2, 1, 1)
    with ward.database.read() as connection:
        kept = drafts.answers_in(connection, key)
    beside = beside_on_page(ward, key)
    assert (kept, [(b.form, b.label, b.value) for b in beside]) == ({"ho-so": {}}, [("Hồ sơ", "Ghi chú", "Đang hỏi")])
    save_draft(ward.database, ward.viewer("phu-nu"), key, {"ho-so": {"noi_dung": "Mới"}}, ward.now)
    assert beside_on_page(ward, key) == beside


def test_what_an_open_page_still_brings_for_a_field_that_is_gone_stands_beside_under_its_name(ward, tmp_path):
    key = ward.open_task("hoi-phu-nu")
    save_draft(ward.database, ward.viewer("phu-nu"), key, {"ho-so": {"ghi_chu": "Đang hỏi"}}, ward.now)
    amend(ward, plan_with(tmp_path / "moi", PLAN, NO_NOTE))

    for words in ("Đang", "Đang hỏi lại"):
        brought = Change({"ho-so": {}}, frozenset(), seen=1, tab="t1",
                         astray={"ho-so.ghi_chu": (words,), "ho-so.la": ("Ai biết",)})
        save_draft(ward.database, ward.viewer("phu-nu"), key, brought, ward.now)

    assert [(b.form, b.label, b.value) for b in beside_on_page(ward, key)] == [
        ("Hồ sơ", "Ghi chú", "Đang hỏi lại"), ("", "ho-so.la", "Ai biết")]


def test_who_was_chosen_in_a_field_that_goes_is_told_by_name(ward, tmp_path):
    key, who = ward.open_task("hoi-phu-nu"), ward.viewer("phu-nu")
    chosen = (NO_NOTE[0], "- {mã: ghi_chu, nhãn: Người lập, loại: người, bắt buộc: không}")
    amend(ward, plan_with(tmp_path / "moi", PLAN, chosen))
    save_draft(ward.database, who, key, {"ho-so": {"ghi_chu": who.person_id}}, ward.now)

    amend(ward, plan_with(tmp_path / "nua", PLAN, NO_NOTE))

    assert [(b.label, b.value) for b in beside_on_page(ward, key)] == [("Người lập", who.name)]


def beside_on_page(ward, key):
    return task_page(ward.database, ward.viewer("phu-nu"), key, date(2026, 1, 15)).filling.beside


@pytest.mark.parametrize("drops", [(), ("gui-ho-so",)])
def test_open_work_of_a_step_that_goes_stays_on_the_old_plan_unless_it_is_let_go(ward, tmp_path, drops):
    found, beyond, _ = amend(ward, plan_with(tmp_path / "moi", PLAN, WITHOUT), *drops)

    assert beyond == []
    if drops:
        assert (found.counts["stuck"], found.counts["dropped"], found.counts["opened"]) == (0, 2, 2)
        ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")
    else:
        assert {move.reason for move in found.moves if move.reason} == {
            "“Gửi hồ sơ” đang mở mà kế hoạch mới không còn bước “Gửi hồ sơ”"}
        ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")
        ward.complete("dau-moi", ward.open_task("hoi-phu-nu"), "nhan")


def test_one_whose_state_cannot_be_read_stays_and_hinders_nobody_else(ward, tmp_path):
    with ward.database.write() as connection:
        damaged = connection.execute(select(task.c.instance_id).where(
            task.c.id == ward.open_task("hoi-phu-nu"))).scalar_one()
        connection.execute(update(instance).where(instance.c.id == damaged).values(state=b"{}"))

    found, beyond, _ = amend(ward, plan_with(tmp_path / "moi", PLAN, LATER, RENAMED))

    assert beyond == []
    assert [(move.instance_id, move.reason) for move in found.moves if move.reason] == [
        (damaged, "trạng thái đã lưu không đọc được; xem trang Sự cố")]
    ward.complete("nong-dan", ward.open_task("hoi-nong-dan"), "xong")


@pytest.mark.parametrize("pairs", [[LATER, RENAMED], [NO_NOTE], [REPORT], [WITHOUT]])
def test_taken_back_every_row_is_as_it_was(ward, tmp_path, pairs):
    save_draft(ward.database, ward.viewer("phu-nu"), ward.open_task("hoi-phu-nu"), {"ho-so": {"ghi_chu": "A"}},
               ward.now - timedelta(hours=1))
    before = dump(ward.database)
    _, _, key = amend(ward, plan_with(tmp_path / "moi", PLAN, *pairs), *(["gui-ho-so"] if WITHOUT in pairs else []))
    assert dump(ward.database) != before

    reverse_amendment(ward.database, ward.ids, ward.viewer("dau-moi"), key, ward.now)

    assert dump(ward.database) == before
    ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")


def test_it_is_not_taken_back_when_somebody_has_acted_under_it(ward, tmp_path):
    _, _, key = amend(ward, plan_with(tmp_path / "moi", PLAN, LATER))
    ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")

    with pytest.raises(Conflict, match="KH075 Trần Phụ Nữ đã làm việc theo bản sửa này lúc 08:00 ngày 15/01/2026"):
        reverse_amendment(ward.database, ward.ids, ward.viewer("dau-moi"), key, ward.now)


def test_a_draft_written_under_it_keeps_it(ward, tmp_path):
    _, _, key = amend(ward, plan_with(tmp_path / "moi", PLAN, LATER))
    save_draft(ward.database, ward.viewer("phu-nu"), ward.open_task("hoi-phu-nu"), {"ho-so": {"ghi_chu": "A"}},
               ward.now + timedelta(minutes=1))

    with pytest.raises(Conflict, match="Trần Phụ Nữ .*lưu nháp “Gửi hồ sơ”"):
        reverse_amendment(ward.database, ward.ids, ward.viewer("dau-moi"), key, ward.now)


def test_when_the_situation_has_moved_on_nothing_happens_and_the_difference_is_named(ward, tmp_path):
    loaded = plan_with(tmp_path / "moi", PLAN, LATER)
    key = prepare_amendment(ward.database, ward.ids, ward.viewer("dau-moi"), run_of(ward), loaded, (), ward.now)
    digest = shown(ward, loaded).digest
    ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")
    before = dump(ward.database)

    with pytest.raises(Conflict, match="KH074 .*Khác ở: Hội Phụ nữ: không còn đổi “Gửi hồ sơ”"):
        approve_amendment(ward.database, ward.ids, ward.viewer("dau-moi"), key, digest, ward.now)

    assert dump(ward.database) == before
    again = shown(ward, loaded).digest
    approve_amendment(ward.database, ward.ids, ward.viewer("dau-moi"), key, again, ward.now)
    assert applied(ward.database, ward.ids, ward.now) == 1


def test_who_acts_between_approval_and_application_stays_and_can_follow_later(ward, tmp_path):
    loaded = plan_with(tmp_path / "moi", PLAN, LATER)
    amend_run(ward.database, ward.ids, ward.viewer("dau-moi"), run_of(ward), loaded, (), shown(ward, loaded).digest,
              ward.now)
    ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")
    applied(ward.database, ward.ids, ward.now)
    with ward.database.read() as connection:
        states = sorted(connection.execute(select(amended.c.status)).scalars())
    assert states == ["moved", "moved", "overtaken"]

    amend(ward, loaded)

    with ward.database.read() as connection:
        assert connection.execute(select(run.c.mixed)).scalar_one() is False


def test_only_those_who_lead_the_run_amend_it(ward, tmp_path):
    loaded = plan_with(tmp_path / "moi", PLAN, LATER)

    with pytest.raises(Forbidden, match="Chỉ Ban Dân vận, nơi quyết định hoặc người quản trị"):
        shown(ward, loaded, login="phu-nu")
    with pytest.raises(NotFound):
        shown(ward, loaded, login="nguoi-la")


def test_another_plan_the_same_plan_and_a_step_that_stays_are_refused(ward, tmp_path):
    other = plan_with(tmp_path / "khac", PLAN, ("kế hoạch: ke-hoach-nho", "kế hoạch: ke-hoach-khac"))
    same = plan_with(tmp_path / "cu", PLAN)
    later = plan_with(tmp_path / "moi", PLAN, LATER)

    for loaded, drops, said in ((other, (), "KH070"), (same, (), "KH072"), (later, ("gui-ho-so",), "KH073")):
        with pytest.raises((Conflict, NotFound), match=said):
            shown(ward, loaded, *drops)


def test_while_it_is_applied_no_other_is_begun(ward, tmp_path):
    loaded = plan_with(tmp_path / "moi", PLAN, LATER)
    key = amend_run(ward.database, ward.ids, ward.viewer("dau-moi"), run_of(ward), loaded, (),
                    shown(ward, loaded).digest, ward.now)

    with pytest.raises(Conflict, match="KH071"):
        shown(ward, replace(loaded))
    assert apply_amendment(ward.database, ward.ids, key, ward.now)
    assert not apply_amendment(ward.database, ward.ids, key, ward.now)


def test_the_page_of_what_was_done_in_a_step_that_is_gone_can_still_be_read(ward, tmp_path):
    key = ward.open_task("hoi-phu-nu")
    ward.complete("phu-nu", key, "xong")
    ward.complete("dau-moi", ward.open_task("hoi-phu-nu"), "nhan")
    amend(ward, plan_with(tmp_path / "moi", PLAN, WITHOUT), "gui-ho-so")

    found = task_page(ward.database, ward.viewer("phu-nu"), key, date(2026, 1, 15))

    assert (found.task.status, found.step.name) == ("done", "Gửi hồ sơ")


SCRIPT = """
import sys, time
from datetime import datetime
from engine.action.apply_amendment import apply_amendment
from engine.base.ids import TimedIds
from engine.store.database import open_database
database = open_database(sys.argv[1])
while apply_amendment(database, TimedIds(), sys.argv[3], datetime.fromisoformat(sys.argv[2]), 1):
    print("page", flush=True)
    time.sleep(0.3)
"""


@pytest.mark.parametrize("pages", [0, 1, 2])
def test_killed_between_two_pages_it_goes_on_where_it_was(ward, database_url, tmp_path, pages):
    loaded = plan_with(tmp_path / "moi", PLAN, LATER, RENAMED, REPORT)
    preview = shown(ward, loaded)
    run_id = run_of(ward)
    with ward.database.read() as connection:
        before = rows_of_run(connection, run_id)
    key = amend_run(ward.database, ward.ids, ward.viewer("dau-moi"), run_id, loaded, (), preview.digest, ward.now)
    given = [database_url, ward.now.isoformat(), key]
    with Popen([sys.executable, "-c", SCRIPT, *given], stdout=PIPE, text=True) as worker:
        for _ in range(pages):
            assert worker.stdout and worker.stdout.readline() == "page\n"
        worker.kill()
    with ward.database.read() as connection:
        assert connection.execute(select(run.c.mixed)).scalar_one()

    assert applied(ward.database, ward.ids, ward.now, 1) >= 1

    with ward.database.read() as connection:
        after = rows_of_run(connection, run_id)
    assert check_happened(before, after, preview, loaded.hash) == []
    ward.complete("phu-nu", ward.open_task("hoi-phu-nu"), "xong")


def test_dying_at_any_statement_of_a_page_leaves_nothing_half_done(sqlite, ids, clock, tmp_path):
    ward = small_ward(sqlite, ids, clock.now())
    loaded = plan_with(tmp_path / "moi", PLAN, LATER, NO_NOTE)
    save_draft(sqlite, ward.viewer("phu-nu"), ward.open_task("hoi-phu-nu"), {"ho-so": {"ghi_chu": "A"}}, ward.now)
    preview = shown(ward, loaded)
    run_id = run_of(ward)
    with sqlite.read() as connection:
        before = rows_of_run(connection, run_id)
    key = amend_run(sqlite, ids, ward.viewer("dau-moi"), run_id, loaded, (), preview.digest, ward.now)
    whole = dump(sqlite)

    number, reached = 1, True
    while reached:
        with crash_at(sqlite, number) as death:
            apply_amendment(sqlite, ids, key, ward.now)
        reached = death.came
        assert not reached or dump(sqlite) == whole
        number += 5

    applied(sqlite, ids, ward.now)
    with sqlite.read() as connection:
        assert check_happened(before, rows_of_run(connection, run_id), preview, loaded.hash) == []
    assert number > 50


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_who_waits_for_a_run_that_is_being_amended_is_asked_to_look_again(ward, tmp_path):
    """SQLite lets nobody begin while another writes; on PostgreSQL the run is read, then waited for."""
    loaded, run_id, mine = plan_with(tmp_path / "moi", PLAN, LATER), run_of(ward), ward.open_task("hoi-phu-nu")
    prepare_amendment(ward.database, ward.ids, ward.viewer("dau-moi"), run_id, loaded, (), ward.now)

    with ThreadPoolExecutor(1) as pool:
        with ward.database.write() as connection:
            runs.lock(connection, run_id, exclusive=True)
            amendments.set_run(connection, run_id, version_id=loaded.hash, mixed=True)
            sending = pool.submit(ward.complete, "phu-nu", mine, "xong")
            sleep(1)
            assert not sending.done()
        with pytest.raises(Conflict, match="vừa được sửa; hãy tải lại trang"):
            sending.result(10)
