"""A unit sent paper: who receives it enters it on its behalf, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.action.claim_task import claim_task
from engine.action.delegate_task import delegate_task
from engine.action.enter_paper import leave_paper
from engine.action.look_alone import look_alone
from engine.action.reconcile import differences_of
from engine.action.remove_file import remove_file
from engine.action.replace_answers import keep_before
from engine.action.save_draft import save_draft
from engine.action.withdraw_task import withdraw_task
from engine.report.inbox import inbox_of
from engine.report.next_task import next_task
from engine.report.task_page import task_page
from engine.report.wanted import Wanted
from engine.store import drafts, papers
from engine.store.files import File, add
from engine.store.tables import answer, audit, notice
from engine.work.draft import Change
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound
from engine.work.plan_calendar import plan_calendar
from tests.action.nho import World, published, rows, world
from tests.action.on_paper import BY_STAMP, CAME, begin, join, plan_with

ARRIVED = date(2026, 2, 6)


@pytest.fixture
def running(database, ids, clock) -> World:
    """The plan is in force since 15 January; two people receive what the associations send."""
    made = published(database, ids, clock)
    join(made, "dau-moi-2", "Hồ Thứ Hai", "dau-moi")
    made.at(ARRIVED)
    return made


def _entered(made: World, **paper: date | None):
    task = made.task("dang-ky", "hoi-a")
    begin(made, "dau-moi", task.id, **paper)
    return made.send("dau-moi", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a"), task


def _saved(made: World, task):
    with made.database.read() as connection:
        return drafts.of_task(connection, task.id)


def _told(made: World, login: str) -> list[str]:
    with made.database.read() as connection:
        return list(connection.execute(select(notice.c.text).where(
            notice.c.person_id == made.viewer(login).person_id).order_by(notice.c.made_at)).scalars())


def _draft(made: World, task):
    with made.database.read() as connection:
        return drafts.answers_in(connection, task.id)


def _kept(made: World, task):
    with made.database.read() as connection:
        return papers.of_step(connection, task.instance_id, task.step)[-1]


def test_the_result_is_the_units_and_says_who_entered_it(running):
    done, task = _entered(running, arrived=CAME)

    with running.database.read() as connection:
        sent = connection.execute(select(answer.c.by, answer.c.capacity).where(answer.c.task_id == task.id)).one()
        commands = connection.execute(select(audit.c.command).where(audit.c.subject == task.id)).scalars().all()
        assert differences_of(connection, running.ids, task.instance_id, running.clock.now()) == []
    assert done.message == "Đã gửi “Đăng ký mô hình” thay Hội A; Hội A được báo."
    assert not done.withdraws
    assert tuple(sent) == (running.viewer("dau-moi").person_id, "Cán bộ (nhập thay), Ban Đầu mối")
    assert commands == ["enter_paper", "complete_task"]
    entry = running.entries()["Mô hình 1"]
    assert entry.unit_id == running.row(task.id).unit_id
    assert _kept(running, task).counts_on == CAME


def test_everybody_of_the_unit_hears_of_it_and_may_take_it_back(running):
    _, task = _entered(running, arrived=CAME)

    assert "nhập thay “Đăng ký mô hình” từ bản giấy của Hội A, tính theo ngày đến 20/01/2026, trong hạn" in _told(
        running, "a")[-1]
    assert _told(running, "sep-a")[-1] == _told(running, "a")[-1]
    again = withdraw_task(running.database, running.ids, running.viewer("a"), task.id, running.clock.now()).task_id
    assert running.row(again).behalf_unit_id is None
    running.send("a", "dang-ky", answers=rows("Mô hình 2"), code="hoi-a")


def test_who_entered_it_does_not_receive_it_and_a_colleague_does(running):
    _, task = _entered(running)
    review = running.task("dang-ky", "hoi-a")

    with pytest.raises(Forbidden, match="nhập thay bản giấy nên không tự xem xét"):
        running.complete("dau-moi", review.id, review.rev, "nhan")
    with pytest.raises(Forbidden):
        claim_task(running.database, running.ids, running.viewer("dau-moi"), review.id, review.rev,
                   running.clock.now())
    with pytest.raises(FormRefused, match="Hãy chọn một đồng nghiệp"):
        delegate_task(running.database, running.ids, running.viewer("dau-moi-2"), review.id, review.rev,
                      running.viewer("dau-moi").person_id, None, running.clock.now())
    with pytest.raises(Conflict, match="Cơ quan còn Hồ Thứ Hai"):
        look_alone(running.database, running.ids, running.viewer("dau-moi"), review.id, running.clock.now())
    assert next_task(running.database, running.viewer("dau-moi"), Wanted(), task.id, ARRIVED) != review.id
    running.send("dau-moi-2", "dang-ky", "nhan", code="hoi-a")


def test_where_the_body_has_one_person_it_is_done_openly(database, ids, clock):
    made = published(database, ids, clock)
    made.at(ARRIVED)
    _, task = _entered(made)
    review = made.task("dang-ky", "hoi-a")
    with pytest.raises(Forbidden):
        made.complete("dau-moi", review.id, review.rev, "nhan")

    said = look_alone(made.database, made.ids, made.viewer("dau-moi"), review.id, made.clock.now())
    made.send("dau-moi", "dang-ky", "nhan", code="hoi-a")

    assert said.startswith("Đã ghi nhận: cơ quan hôm nay không còn người khác")
    assert _kept(made, task).alone
    assert "tự xem xét bản mình nhập thay" in _told(made, "a")[-1]


@pytest.mark.parametrize("paper, decides, in_time", [
    ({"arrived": date(2026, 2, 6), "stamped": date(2026, 2, 4)}, date(2026, 2, 4), True),
    ({"arrived": None, "stamped": date(2026, 2, 5)}, date(2026, 2, 5), True),
    ({"arrived": date(2026, 2, 6), "stamped": date(2026, 2, 6)}, date(2026, 2, 6), False),
    ({"arrived": date(2026, 2, 6)}, date(2026, 2, 6), False),
])
def test_the_postmark_decides_where_the_plan_says_so(database, ids, clock, paper, decides, in_time):
    made = world(database, ids, clock, loaded=plan_with(BY_STAMP))
    made.send("dau-moi", "ban-hanh")
    made.at(ARRIVED)

    _, task = _entered(made, **paper)

    found = _kept(made, task)
    assert (found.counts_on, found.in_time, found.by_stamp) == (decides, in_time, "stamped" in paper)


def test_else_the_day_of_arrival_decides(running):
    _, task = _entered(running, arrived=date(2026, 2, 6), stamped=date(2026, 2, 4))

    found = _kept(running, task)
    assert (found.counts_on, found.in_time, found.by_stamp) == (date(2026, 2, 6), False, False)


@pytest.mark.parametrize("arrived, stamped, says", [
    (None, None, "Hãy ghi ngày đến."),
    (None, date(2026, 2, 4), "Hãy ghi ngày đến."),
    (date(2026, 2, 7), None, "Ngày đến 07/02/2026 sau hôm nay"),
    (ARRIVED, date(2026, 2, 7), "Ngày dấu bưu điện 07/02/2026 sau hôm nay"),
    (date(2026, 1, 14), None, "trước ngày mở việc 15/01/2026"),
    (date(2026, 1, 20), date(2026, 1, 21), "sau ngày đến 20/01/2026"),
])
def test_a_day_that_cannot_be_is_refused(running, arrived, stamped, says):
    task = running.task("dang-ky", "hoi-a")

    with pytest.raises(FormRefused, match=says):
        begin(running, "dau-moi", task.id, arrived, stamped)

    assert running.row(task.id).behalf_unit_id is None


def test_only_who_receives_it_enters_it(running):
    task = running.task("dang-ky", "hoi-a")

    for login, refusal in (("b", Forbidden), ("thuong-truc", Forbidden), ("a", Forbidden), ("quan-tri", Forbidden),
                           ("nguoi-la", NotFound)):
        with pytest.raises(refusal):
            begin(running, login, task.id)
    assert running.row(task.id).rev == task.rev


def test_a_colleague_does_not_send_what_another_enters(running):
    task = running.task("dang-ky", "hoi-a")
    begin(running, "dau-moi", task.id)

    with pytest.raises(Conflict, match="Lê Đầu Mối đang nhập thay"):
        begin(running, "dau-moi-2", task.id)
    with pytest.raises(Forbidden):
        running.send("dau-moi-2", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    with pytest.raises(Forbidden):
        running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")


def test_who_lost_the_position_does_not_send_any_more(running):
    task = running.task("dang-ky", "hoi-a")
    begin(running, "dau-moi-2", task.id)
    gone = running.viewer("dau-moi-2")
    with pytest.raises(Forbidden):
        running.complete("quan-tri", task.id, task.rev + 1)
    without = type(gone)(gone.person_id, gone.name, gone.login, gone.tenant_id)
    with pytest.raises(Forbidden):
        save_draft(running.database, without, task.id, rows("Mô hình 1"), running.clock.now())


@pytest.mark.parametrize("step, code", [("ban-hanh", ""), ("dang-ky", "hoi-a")])
def test_a_step_of_the_run_or_one_that_the_plan_keeps_is_not_entered(database, ids, clock, step, code):
    made = world(database, ids, clock, loaded=plan_with(
        ("    biểu mẫu: [dang-ky]\n", "    biểu mẫu: [dang-ky]\n    nhập thay: không\n")))
    if step == "dang-ky":
        made.send("dau-moi", "ban-hanh")
    task = made.task(step, code)

    with pytest.raises((Conflict, Forbidden), match="không cho nhập thay|Chỉ nơi nhận"):
        begin(made, "dau-moi", task.id, date(2026, 1, 15))


def test_the_draft_of_the_unit_is_not_shown_and_comes_back_with_all_that_lies_beside_it(running):
    task = running.task("dang-ky", "hoi-a")
    save_draft(running.database, running.viewer("a"), task.id, rows("Của Hội A"), running.clock.now())
    save_draft(running.database, running.viewer("sep-a"), task.id, Change(
        {"dang-ky": {"danh_sach": [{"_id": "rA", "ten": "Của sếp A"}]}}, frozenset({"dang-ky.danh_sach.rA.ten"}),
        seen=0, tab="t2", astray={"dang-ky.cu": ("Mục cũ",)}), running.clock.now())
    keep_before(running.database, running.viewer("a"), task.id, {"dang-ky": {}}, "Đã xóa dòng 1.")
    percent = running.row(task.id).draft_percent
    own = _saved(running, task)
    assert own.draft.n == 2 and own.draft.older and own.beside and own.before

    begin(running, "dau-moi", task.id)
    assert _draft(running, task) is None
    assert running.row(task.id).draft_percent is None
    save_draft(running.database, running.viewer("dau-moi"), task.id, rows("Theo giấy"), running.clock.now())
    leave_paper(running.database, running.ids, running.viewer("dau-moi"), task.id, running.clock.now())

    assert _saved(running, task) == own
    now = running.row(task.id)
    assert (now.claimed_by, now.behalf_unit_id, now.draft_percent) == (None, None, percent)


def test_the_unit_takes_its_task_back_while_it_is_being_entered(running):
    task = running.task("dang-ky", "hoi-a")
    save_draft(running.database, running.viewer("a"), task.id, rows("Của Hội A"), running.clock.now())
    own = _draft(running, task)
    begin(running, "dau-moi", task.id)

    claim_task(running.database, running.ids, running.viewer("a"), task.id, running.row(task.id).rev,
               running.clock.now())

    with pytest.raises(Forbidden):
        running.send("dau-moi", "dang-ky", answers=rows("Theo giấy"), code="hoi-a")
    assert _draft(running, task) == own
    running.send("a", "dang-ky", answers=rows("Của Hội A"), code="hoi-a")
    assert running.row(task.id).behalf_unit_id is None


def test_the_files_of_the_units_draft_are_not_removed_by_who_enters(running):
    task = running.task("dang-ky", "hoi-a")
    begin(running, "dau-moi", task.id)
    file = File("tep-a", "d" * 64, "a.pdf", "application/pdf", 10, task.id, "dang-ky", "f",
                running.viewer("a").person_id, running.clock.now())
    with running.database.write() as connection:
        add(connection, file)

    with pytest.raises(NotFound):
        remove_file(running.database, running.viewer("dau-moi"), task.id, "tep-a", running.clock.now())


def test_what_is_being_entered_stands_in_the_inbox_of_who_enters_it(running):
    task = running.task("dang-ky", "hoi-a")

    def listed(login: str, view: str) -> set[str]:
        viewer = running.viewer(login)
        calendar = plan_calendar(plan_with().plan, 2026, ())
        found = inbox_of(running.database, viewer, Wanted(view), None, ARRIVED, calendar)
        return {row.id for row in found.rows}

    assert task.id not in listed("dau-moi", "can-lam")
    begin(running, "dau-moi", task.id)
    assert task.id in listed("dau-moi", "can-lam")
    assert task.id in listed("a", "cho-nguoi-khac")
    running.send("dau-moi", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    review = running.task("dang-ky", "hoi-a")
    assert task.id in listed("dau-moi", "da-xong")
    assert review.id in listed("dau-moi", "cho-nguoi-khac")
    assert review.id not in listed("dau-moi", "can-lam")
    assert review.id in listed("dau-moi-2", "can-lam")


@pytest.mark.parametrize("how", ["returned", "withdrawn"])
def test_what_the_unit_then_sends_itself_is_not_said_to_come_from_that_paper(running, how):
    _, first = _entered(running, arrived=CAME)
    review = running.task("dang-ky", "hoi-a").id

    def said(login: str, task_id: str) -> str | None:
        sent = task_page(running.database, running.viewer(login), task_id, ARRIVED).paper.sent
        return sent.by_name if sent else None

    assert {said("dau-moi-2", review), said("a", first.id)} == {"Lê Đầu Mối"}
    running.at(date(2026, 2, 7))
    if how == "returned":
        running.send("dau-moi-2", "dang-ky", "tra-lai", reason="Thiếu tên", code="hoi-a")
    else:
        withdraw_task(running.database, running.ids, running.viewer("a"), first.id, running.clock.now())
    running.at(date(2026, 2, 8))
    second = running.task("dang-ky", "hoi-a").id
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")

    assert {said("dau-moi-2", running.task("dang-ky", "hoi-a").id), said("a", second)} == {None}
    assert said("a", first.id) == "Lê Đầu Mối"


def test_a_returned_paper_is_the_units_again(running):
    _entered(running)

    running.send("dau-moi-2", "dang-ky", "tra-lai", reason="Thiếu tên", code="hoi-a")

    again = running.task("dang-ky", "hoi-a")
    assert (again.claimed_by, again.behalf_unit_id, again.returned) == (None, None, 1)
    begin(running, "dau-moi", again.id, ARRIVED)


def test_a_task_sent_without_paper_costs_no_statement_more(running, count_statements):
    task = running.task("dang-ky", "hoi-b")
    with count_statements(running.database) as sent:
        running.send("b", "dang-ky", answers=rows("Mô hình 3"), code="hoi-b")

    assert not [statement for statement in sent if "paper" in statement or "entered_by =" in statement.lower()
                and statement.lower().startswith("update")]
    assert running.row(task.id).status == "done"
