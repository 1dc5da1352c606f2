"""What is refused, what is done once, and what an interruption leaves behind."""

import contextlib
import threading
from datetime import date

import pytest
from sqlalchemy import func, select

from engine.action.cast_ballot import cast_ballot
from engine.action.close_run import close_run
from engine.action.complete_task import complete_task
from engine.action.fire_due import fire_due
from engine.action.move_event import move_event
from engine.action.nominate_entry import nominate_entry
from engine.action.prepare_run import prepare_run
from engine.action.save_draft import save_draft
from engine.base.diagnostic import PlanError
from engine.base.ids import TimedIds
from engine.plan.folder import PLAN_FILE, load_plan, load_sources
from engine.store import drafts
from engine.store.tables import answer, audit, draft, notice, outbox
from engine.work.form import FieldError
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound, Overtaken
from tests.action.nho import PLAN, World, published, rows, world


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


def test_a_person_of_another_unit_may_not_send_and_nothing_is_saved(running):
    task = running.task("dang-ky", "hoi-a")

    with pytest.raises(Forbidden) as refused:
        running.complete("b", task.id, answers=rows("Mô hình 1"))

    assert str(refused.value) == (
        "Việc “Đăng ký mô hình” do Đơn vị thực hiện; bạn không giữ vai trò này nên không làm thay. "
        "Nếu cần, hãy báo cơ quan đầu mối.")
    assert running.row(task.id).status == "open"
    assert running.entries() == {}


def test_an_administrator_sees_but_does_not_act(running):
    with pytest.raises(Forbidden):
        running.complete("quan-tri", running.task("dang-ky", "hoi-a").id, answers=rows("Mô hình 1"))


def test_for_another_tenant_nothing_exists(running):
    task, stranger, now = running.task("dang-ky", "hoi-a"), running.viewer("nguoi-la"), running.clock.now()
    attempts = (
        lambda: running.complete("nguoi-la", task.id, answers=rows("Mô hình 1")),
        lambda: save_draft(running.database, stranger, task.id, {}, now),
        lambda: cast_ballot(running.database, running.ids, stranger, task.id, {}, None, now),
        lambda: move_event(running.database, running.ids, stranger, running.run_id, "họp chấm", date(2026, 10, 1), now),
        lambda: nominate_entry(running.database, running.ids, stranger, running.run_id, {}, now),
        lambda: close_run(running.database, running.ids, stranger, running.run_id, now),
    )

    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


def test_what_belongs_to_the_coordinator_is_refused_to_units(running):
    viewer, now = running.viewer("a"), running.clock.now()
    attempts = (
        lambda: move_event(running.database, running.ids, viewer, running.run_id, "họp chấm", date(2026, 10, 1), now),
        lambda: nominate_entry(running.database, running.ids, viewer, running.run_id, {}, now),
        lambda: close_run(running.database, running.ids, viewer, running.run_id, now),
        lambda: prepare_run(running.database, running.ids, viewer, load_plan(PLAN), 2026, now),
    )

    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()


def test_a_plan_is_prepared_once_a_year(running):
    with pytest.raises(Conflict) as refused:
        prepare_run(running.database, running.ids, running.viewer("dau-moi"), load_plan(PLAN), 2026,
                    running.clock.now())

    assert str(refused.value) == "Kế hoạch “Kế hoạch nhỏ” năm 2026 đã có đợt thực hiện; hãy mở đợt đó ở mục Kế hoạch."


def test_a_plan_with_wrong_references_is_not_prepared(running):
    sources = dict(load_plan(PLAN).sources)
    sources[PLAN_FILE] = sources[PLAN_FILE].replace("biểu mẫu: [ra-mat]", "biểu mẫu: [ra-mac]")

    with pytest.raises(PlanError) as refused:
        prepare_run(running.database, running.ids, running.viewer("dau-moi"), load_sources(sources), 2026,
                    running.clock.now())

    assert 'ý bạn là "ra-mat"?' in str(refused.value)


NO_SUCH_DAY = "nơi nhận:\n  - {tên: Cấp trên, trích mục: [{mục: III.1, nguyên văn: 'trước ngày 31/6/2026'}]}\n"
ACCEPTED = ("chấp nhận ngoại lệ:\n"
            "  - {quy tắc: R30, mục: III.1, lý do: Hiểu là ngày 30/6, người chấp nhận: Trưởng ban}\n")


def test_a_plan_with_an_error_that_nobody_accepted_is_not_prepared(sqlite, ids, clock):
    with pytest.raises(Conflict) as refused:
        world(sqlite, ids, clock, more=NO_SUCH_DAY)

    first, second = str(refused.value).splitlines()
    assert first == ("Kế hoạch “Kế hoạch nhỏ” còn 1 lỗi nên chưa đưa vào thực hiện được; hãy sửa từng lỗi, hoặc ghi lý "
                     "do ở mục “chấp nhận ngoại lệ” của tệp kế hoạch:")
    assert second.endswith("R30 “ngày 31/6/2026”: tháng 6 không có ngày 31.")


def test_an_error_accepted_in_writing_does_not_keep_a_plan_from_being_prepared(sqlite, ids, clock):
    assert world(sqlite, ids, clock, more=NO_SUCH_DAY + ACCEPTED).run_id


def test_every_mistake_is_told_and_everything_typed_comes_back(running):
    task = running.task("dang-ky", "hoi-a")
    typed = {"dang-ky": {"danh_sach": [{"_id": "1", "ten": "", "linh_vuc": "khong-co"}, {"_id": "2", "ten": "Hai"}]}}

    with pytest.raises(FormRefused) as refused:
        running.complete("a", task.id, answers=typed)

    assert refused.value.answers == typed
    assert [(e.row, e.column) for e in refused.value.errors] == [("1", "ten"), ("1", "linh_vuc"), ("2", "linh_vuc")]
    assert (running.row(task.id).status, running.entries()) == ("open", {})


def test_a_return_needs_its_reason(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    with pytest.raises(FormRefused) as refused:
        running.send("dau-moi", "dang-ky", "tra-lai", reason="  ", code="hoi-a")

    assert refused.value.errors == (
        FieldError("", "ly_do", None, None, "Hãy nêu lý do để nơi nhận biết cần bổ sung gì."),)


def test_a_double_click_finds_its_first_effect(running):
    task = running.task("dang-ky", "hoi-a")

    first = running.complete("a", task.id, answers=rows("Mô hình 1"), key="khoá-1")
    second = running.complete("a", task.id, answers=rows("Mô hình 1"), key="khoá-1")

    assert first == second
    with running.database.read() as connection:
        sent = select(func.count()).select_from(answer).where(answer.c.step == "dang-ky")
        assert connection.execute(sent).scalar_one() == 1


def test_who_comes_second_reads_who_was_first_and_keeps_what_was_typed(running):
    task = running.task("dang-ky", "hoi-a")
    running.complete("a", task.id, answers=rows("Mô hình 1"))

    with pytest.raises(Overtaken) as refused:
        running.complete("sep-a", task.id, answers=rows("Mô hình 2"))

    assert str(refused.value) == (
        "Trần A (Cán bộ, Hội A) đã gửi việc “Đăng ký mô hình” lúc 08:00 ngày 15/01/2026. Bài của bạn chưa được gửi; "
        "hãy mở bản đã gửi để so với bản của bạn.")
    assert refused.value.typed == rows("Mô hình 2")
    assert refused.value.sent["dang-ky"]["danh_sach"][0]["ten"] == "Mô hình 1"
    with pytest.raises(Overtaken):
        save_draft(running.database, running.viewer("sep-a"), task.id, rows("Mô hình 2"), running.clock.now())


def test_a_page_older_than_the_task_is_refused(running):
    with pytest.raises(Conflict):
        running.complete("a", running.task("dang-ky", "hoi-a").id, rev=0, answers=rows("Mô hình 1"))


def test_an_outcome_the_task_does_not_know_is_refused(running):
    with pytest.raises(Conflict) as refused:
        running.complete("a", running.task("dang-ky", "hoi-a").id, outcome="nhan", answers=rows("Mô hình 1"))

    assert str(refused.value) == (
        "Việc “Đăng ký mô hình” không có kết quả “nhan”; hãy chọn một trong: “Gửi”.")


def test_a_draft_is_kept_unchecked_with_its_share_and_gone_when_sent(running):
    task = running.task("dang-ky", "hoi-a")

    save_draft(running.database, running.viewer("a"), task.id,
               {"dang-ky": {"danh_sach": [{"_id": "1", "ten": "Một", "linh_vuc": "?"}]}}, running.clock.now())

    with running.database.read() as connection:
        assert drafts.answers_in(connection, task.id) == {
            "dang-ky": {"danh_sach": [{"_id": "1", "ten": "Một", "linh_vuc": "?"}]}}
    assert running.row(task.id).draft_percent == 100
    running.complete("a", task.id, answers=rows("Mô hình 1"))
    with running.database.read() as connection:
        assert connection.execute(select(draft)).all() == []


def test_a_crash_between_rolls_everything_back(running):
    task = running.task("dang-ky", "hoi-a")

    class Exhausted:
        """Ids that run out after the answer and the first entry were written."""

        left = 3

        def new(self) -> str:
            self.left -= 1
            if self.left < 0:
                raise RuntimeError("mất điện")
            return f"x{self.left}"

    with pytest.raises(RuntimeError):
        complete_task(running.database, Exhausted(), running.viewer("a"), task.id, 1, "xong",
                      rows("Mô hình 1", "Mô hình 2"), None, "k", running.clock.now())

    assert running.row(task.id).status == "open"
    assert running.entries() == {}
    running.complete("a", task.id, answers=rows("Mô hình 1", "Mô hình 2"), key="k")


def test_every_command_stands_in_the_audit_with_capacity_and_version(running):
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    with running.database.read() as connection:
        found = connection.execute(select(audit).where(audit.c.run_id == running.run_id).order_by(audit.c.seq)).all()
    assert [(row.command, row.capacity, row.outcome) for row in found] == [
        ("prepare_run", "Cán bộ, Ban Đầu mối", "done"), ("complete_task", "Cán bộ, Ban Đầu mối", "done"),
        ("complete_task", "Cán bộ, Hội A", "done")]
    assert load_plan(PLAN).hash in found[-1].detail


def test_a_proposed_initiative_skips_registration_and_goes_on(running):
    unit = running.task("dang-ky", "hoi-b").unit_id
    answers = {"de-xuat": {"ten": "Mô hình tìm thấy", "don_vi_thuc_hien": unit, "linh_vuc": "kinh-te"}}

    nominate_entry(running.database, running.ids, running.viewer("dau-moi"), running.run_id, answers,
                   running.clock.now())

    entry = running.entries()["Mô hình tìm thấy"]
    assert (entry.unit_id, entry.registered, entry.status) == (unit, False, "accepted")
    assert [t[0] for t in running.tasks()] == ["dang-ky.chính"] * 3
    assert ("entry", "active") in running.instances()


def test_an_initiative_is_proposed_once(running):
    unit = running.task("dang-ky", "hoi-b").unit_id
    answers = {"de-xuat": {"ten": "Mô hình tìm thấy", "don_vi_thuc_hien": unit, "linh_vuc": "kinh-te"}}
    again = {"de-xuat": {**answers["de-xuat"], "ten": "mô hình TÌM thấy"}}
    viewer, now = running.viewer("dau-moi"), running.clock.now()
    nominate_entry(running.database, running.ids, viewer, running.run_id, answers, now)

    with pytest.raises(FormRefused) as refused:
        nominate_entry(running.database, running.ids, viewer, running.run_id, again, now)

    assert refused.value.errors == (FieldError("de-xuat", "ten", None, None, (
        "Hội B đã có mô hình “mô hình TÌM thấy” trong sổ; hãy mở mô hình đó, hoặc đề xuất với tên khác.")),)
    assert list(running.entries()) == ["Mô hình tìm thấy"]


def test_nobody_is_proposed_before_publication(database, ids, clock):
    prepared = world(database, ids, clock)

    with pytest.raises(Conflict):
        nominate_entry(database, ids, prepared.viewer("dau-moi"), prepared.run_id, {}, clock.now())


def test_reminders_go_once_to_whom_the_ladder_names(running):
    first = running.tick(date(2026, 1, 28))
    again = running.tick(date(2026, 1, 28), 10)
    on_the_day = running.tick(date(2026, 2, 4))
    late = running.tick(date(2026, 2, 6))
    later = running.tick(date(2026, 2, 10))

    assert [(f.notices, f.letters) for f in (first, again, on_the_day, late, later)] == [
        (5, 1), (0, 0), (5, 1), (5, 1), (3, 0)]
    with running.database.read() as connection:
        letters = connection.execute(select(outbox.c.recipient, outbox.c.subject)).all()
        last_rung = select(notice.c.text).where(notice.c.level == 4).order_by(notice.c.text)
        escalated = connection.execute(last_rung).scalars().all()
        assert [tuple(row) for row in letters] == [
            ("a@nho.vn", "Kế hoạch nhỏ: Đăng ký mô hình — còn 5 ngày làm việc"),
            ("a@nho.vn", "Kế hoạch nhỏ: Đăng ký mô hình — hạn hôm nay"),
            ("a@nho.vn", "Kế hoạch nhỏ: Đăng ký mô hình — quá hạn 1 ngày làm việc")]
        assert escalated[0] == (
            "Quá hạn 3 ngày làm việc: “Đăng ký mô hình” của Hội A, hạn thứ Tư 04/02/2026.")


def test_nobody_is_urged_about_what_is_done(running):
    for login in "abc":
        running.send(login, "dang-ky", answers=rows(f"Mô hình {login}"), code=f"hoi-{login}")
        running.send("dau-moi", "dang-ky", "nhan", code=f"hoi-{login}")

    assert running.tick(date(2026, 2, 6)).notices == 0


def test_two_schedulers_at_once_send_each_notice_once(running):
    running.at(date(2026, 2, 4))
    done = []

    def tick():
        done.append(fire_due(running.database, TimedIds(), running.clock.now()))

    both = [threading.Thread(target=tick) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sum(fired.notices for fired in done) == 5


class Meeting:
    """Ids that are handed out when all who want one are inside their transactions, or after half a second."""

    def __init__(self, guests: int) -> None:
        self._door = threading.Barrier(guests)
        self._ids = TimedIds()

    def new(self) -> str:
        with contextlib.suppress(threading.BrokenBarrierError):
            self._door.wait(0.5)
        return self._ids.new()


def test_units_that_finish_at_once_open_the_roll_up_once(running):
    for login in "abc":
        running.send(login, "dang-ky", answers=rows(f"Mô hình {login}"), code=f"hoi-{login}")
        running.send("dau-moi", "dang-ky", "nhan", code=f"hoi-{login}")
    running.tick(date(2026, 5, 15))
    given = [(running.viewer(login), running.task("bao-cao", f"hoi-{login}").id) for login in "abc"]
    meeting = Meeting(len(given))

    def send(viewer, task_id):
        complete_task(running.database, meeting, viewer, task_id, 1, "xong", {"bao-cao": {"noi_dung": "Đã làm."}},
                      None, f"k{task_id}", running.clock.now())

    threads = [threading.Thread(target=send, args=(viewer, task_id)) for viewer, task_id in given]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert running.tasks() == [("tong-hop.chính", "dau-moi", "")]
