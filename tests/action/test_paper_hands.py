"""Whose hands the paper of a unit is in: let go and gone on with, passed to a colleague, urged while it is entered."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.action.claim_task import claim_task
from engine.action.enter_paper import enter_paper, leave_paper
from engine.action.forget_papers import forget_papers
from engine.action.hand_over import hand_over
from engine.action.remove_file import remove_file
from engine.action.save_draft import save_draft
from engine.action.take_over_paper import take_over_paper
from engine.report.paper_shown import leaving_paper, paper_page
from engine.report.task_page import task_page
from engine.store import drafts, files, papers
from engine.store.files import File
from engine.store.tables import audit, file, notice
from engine.work.on_behalf import SCANS, Paper
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound
from tests.action.leave import away
from tests.action.nho import World, published, rows, world
from tests.action.on_paper import BY_STAMP, CAME, begin, join, plan_with, signed_plan

ARRIVED = date(2026, 2, 6)
TYPED = rows("Theo giấy")


@pytest.fixture
def running(database, ids, clock) -> World:
    """The plan is in force since 15 January; two people receive what the associations send."""
    made = published(database, ids, clock)
    join(made, "dau-moi-2", "Hồ Thứ Hai", "dau-moi")
    made.at(date(2026, 1, 21))
    return made


def _begun(made: World) -> str:
    task_id = str(made.task("dang-ky", "hoi-a").id)
    begin(made, "dau-moi", task_id)
    save_draft(made.database, made.viewer("dau-moi"), task_id, TYPED, made.clock.now())
    return task_id


def _draft(made: World, task_id: str):
    with made.database.read() as connection:
        return drafts.answers_in(connection, task_id)


def _attached(made: World, task_id: str, name: str = "giay.pdf", place: tuple[str, str] = SCANS) -> str:
    """A file of the paper that is being entered."""
    with made.database.write() as connection:
        entering = papers.open_for(connection, task_id)
        assert entering
        new = File(made.ids.new(), "d" * 64, name, "application/pdf", 10, task_id, *place, entering.by,
                   made.clock.now(), entering.id)
        files.add(connection, new)
    return new.id


def _there(made: World, file_id: str) -> bool:
    with made.database.read() as connection:
        return files.get(connection, made.viewer("a").tenant_id, file_id) is not None


def _take_over(made: World, login: str, task_id: str) -> str:
    return take_over_paper(made.database, made.ids, made.viewer(login), task_id, made.clock.now())


def _leave(made: World, login: str, task_id: str) -> None:
    leave_paper(made.database, made.ids, made.viewer(login), task_id, made.clock.now())


def test_who_lets_go_finds_what_was_entered_again(running):
    task_id = _begun(running)
    scan, typed = _attached(running, task_id), _draft(running, task_id)
    asked = leaving_paper(running.database, running.viewer("dau-moi"), task_id)
    _leave(running, "dau-moi", task_id)
    assert _draft(running, task_id) is None

    said = begin(running, "dau-moi", task_id)

    assert (asked.mine, asked.attached, asked.percent) == (True, 1, 100)
    assert said == "Bạn đang nhập thay Hội A; nội dung bạn nhập lần trước còn nguyên."
    assert (_draft(running, task_id), running.row(task_id).draft_percent) == (typed, 100)
    page = paper_page(running.database, running.viewer("dau-moi"), task_id)
    assert [one.id for one in page.scans] == [scan]


def test_the_unit_is_asked_before_it_takes_its_task_back_and_nobody_else(running):
    task_id = _begun(running)

    asked = leaving_paper(running.database, running.viewer("a"), task_id)

    assert (asked.mine, asked.attached, asked.percent, asked.entering.by_name) == (False, None, None, "Lê Đầu Mối")
    for login, refusal in (("b", Forbidden), ("dau-moi-2", Forbidden), ("thuong-truc", Forbidden),
                           ("nguoi-la", NotFound)):
        with pytest.raises(refusal):
            leaving_paper(running.database, running.viewer(login), task_id)
    with pytest.raises(Conflict, match="Không ai đang nhập thay"):
        leaving_paper(running.database, running.viewer("b"), running.task("dang-ky", "hoi-b").id)


def test_what_was_let_go_is_forgotten_once_the_unit_has_sent(running):
    task_id = _begun(running)
    scan = _attached(running, task_id)
    claim_task(running.database, running.ids, running.viewer("a"), task_id, running.row(task_id).rev,
               running.clock.now())
    with running.database.write() as connection:
        forget_papers(connection, running.clock.now())
    assert _there(running, scan)
    running.send("a", "dang-ky", answers=rows("Mô hình 1"), code="hoi-a")
    review = running.task("dang-ky", "hoi-a").id
    assert task_page(running.database, running.viewer("dau-moi"), review, ARRIVED).files == ()

    with running.database.write() as connection:
        forget_papers(connection, running.clock.now())

    assert not _there(running, scan)
    with running.database.read() as connection:
        left = papers.left_by(connection, task_id, running.viewer("dau-moi").person_id)
        said = connection.execute(select(audit.c.command).where(audit.c.subject == scan)).scalars().all()
    assert left and left.set_aside is None
    assert said == ["remove_file"]


def test_a_colleague_goes_on_and_who_began_is_told(running):
    task_id = _begun(running)
    scan, typed = _attached(running, task_id), _draft(running, task_id)
    shown = task_page(running.database, running.viewer("dau-moi-2"), task_id, ARRIVED).paper
    assert (shown.mine, shown.can_take_over, shown.can_begin) == (False, True, False)

    _take_over(running, "dau-moi-2", task_id)

    assert _draft(running, task_id) == typed
    assert [one.id for one in paper_page(running.database, running.viewer("dau-moi-2"), task_id).scans] == [scan]
    with running.database.read() as connection:
        told = connection.execute(select(notice.c.text).where(
            notice.c.person_id == running.viewer("dau-moi").person_id)).scalars().all()
        commands = connection.execute(select(audit.c.command).where(audit.c.subject == task_id)).scalars().all()
    assert "Hồ Thứ Hai đã nhận tiếp việc nhập thay “Đăng ký mô hình” mà bạn đang làm." in told
    assert commands == ["enter_paper", "take_over_paper"]
    with pytest.raises(Forbidden):
        running.send("dau-moi", "dang-ky", answers=TYPED, code="hoi-a")
    running.send("dau-moi-2", "dang-ky", answers=TYPED, code="hoi-a")
    sent = task_page(running.database, running.viewer("a"), task_id, ARRIVED).paper.sent
    assert sent and sent.by_name == "Hồ Thứ Hai"


def test_nobody_else_takes_it_over(running):
    task_id = _begun(running)
    for login, refusal in (("b", Forbidden), ("a", Forbidden), ("thuong-truc", Forbidden), ("quan-tri", Forbidden),
                           ("nguoi-la", NotFound), ("dau-moi", Conflict)):
        with pytest.raises(refusal):
            _take_over(running, login, task_id)
    with pytest.raises(Conflict, match="không có ai khác đang nhập thay"):
        _take_over(running, "dau-moi-2", running.task("dang-ky", "hoi-b").id)
    assert running.row(task_id).claimed_by == running.viewer("dau-moi").person_id


@pytest.mark.parametrize("how", ["handed over", "stood in for"])
def test_who_follows_or_stands_in_attaches_the_demanded_scan(database, ids, clock, how):
    made = world(database, ids, clock, loaded=signed_plan("bắt buộc"))
    join(made, "dau-moi-2", "Hồ Thứ Hai", "thuong-truc" if how == "stood in for" else "dau-moi")
    made.send("dau-moi", "ban-hanh")
    made.at(date(2026, 1, 21))
    task_id = str(made.task("dang-ky", "hoi-a").id)
    with pytest.raises(FormRefused, match="bắt buộc bản chụp"):
        begin(made, "dau-moi", task_id)
    enter_paper(database, ids, made.viewer("dau-moi"), task_id, Paper(CAME), clock.now(), scan=True)
    if how == "handed over":
        hand_over(database, ids, made.viewer("quan-tri"), "dau-moi", "dau-moi-2", clock.now())
    else:
        away(made, "dau-moi", date(2026, 1, 21), date(2026, 1, 30), "dau-moi-2", "kt")

    page = paper_page(database, made.viewer("dau-moi-2"), task_id)
    enter_paper(database, ids, made.viewer("dau-moi-2"), task_id, Paper(CAME, number="5"), clock.now(), scan=True)
    scan = _attached(made, task_id)
    wrong = _attached(made, task_id, "nham.pdf")
    remove_file(database, made.viewer("dau-moi-2"), task_id, wrong, clock.now())
    made.send("dau-moi-2", "dang-ky", answers=TYPED, code="hoi-a")

    assert (page.holder, page.demanded) == (None, True)
    assert (_there(made, scan), _there(made, wrong)) == (True, False)


def test_the_draft_of_the_unit_loses_its_files_when_its_paper_was_sent(running):
    task_id = str(running.task("dang-ky", "hoi-a").id)
    own = File("tep-a", "d" * 64, "a.pdf", "application/pdf", 10, task_id, "dang-ky", "f",
               running.viewer("a").person_id, running.clock.now())
    with running.database.write() as connection:
        files.add(connection, own)
    begin(running, "dau-moi", task_id)
    scan = _attached(running, task_id)

    running.send("dau-moi", "dang-ky", answers=TYPED, code="hoi-a")

    assert (_there(running, "tep-a"), _there(running, scan)) == (False, True)
    with running.database.read() as connection:
        gone = connection.execute(select(file.c.removed_at).where(file.c.id == "tep-a")).scalar_one()
        said = connection.execute(select(audit.c.command).where(audit.c.subject == "tep-a")).scalars().all()
    assert gone and said == ["remove_file"]


def _urged(made: World, task_id: str) -> dict[str, list[str]]:
    with made.database.read() as connection:
        found = connection.execute(select(notice.c.person_id, notice.c.text).where(
            notice.c.task_id == task_id, notice.c.kind != "information").order_by(notice.c.made_at)).all()
    names = {made.viewer(login).person_id: login for login in ("a", "sep-a", "dau-moi", "dau-moi-2")}
    return {name: [row.text for row in found if names[row.person_id] == name]
            for name in sorted({names[row.person_id] for row in found})}


@pytest.mark.parametrize("stamped, told", [
    (date(2026, 2, 4), {"dau-moi"}), (date(2026, 2, 6), {"dau-moi", "dau-moi-2"})])
def test_while_a_paper_is_entered_who_enters_it_is_urged_and_not_the_unit(database, ids, clock, stamped, told):
    made = world(database, ids, clock, loaded=plan_with(BY_STAMP))
    join(made, "dau-moi-2", "Hồ Thứ Hai", "dau-moi")
    made.send("dau-moi", "ban-hanh")
    task_id = str(made.task("dang-ky", "hoi-a").id)
    made.at(date(2026, 2, 6), 6)
    before = _urged(made, task_id)
    begin(made, "dau-moi", task_id, ARRIVED, stamped)

    made.tick(date(2026, 2, 9))
    made.tick(date(2026, 2, 11))

    found = _urged(made, task_id)
    assert before == {}
    assert set(found) == told
    assert all(f"Đang được nhập thay từ bản giấy tính theo dấu bưu điện ngày {stamped:%d/%m/%Y}." in text
               for texts in found.values() for text in texts)
