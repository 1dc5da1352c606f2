"""What goes wrong with one instance, or one amendment, stops no other; what was never there leaves no letter."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from engine.action.approve_amendment import amend_run
from engine.action.preview_amendment import preview_amendment
from engine.action.reverse_amendment import reverse_amendment
from engine.action.save_draft import save_draft
from engine.action.star_task import star_task
from engine.action.urge_due import urge_due
from engine.base.clock import local_moment
from engine.daemon.scheduler import tick
from engine.report.amendments import amendment_page
from engine.store import jobs
from engine.store.messages import BACK_OFF
from engine.store.tables import amendment, draft, incident, message, person, run, task, unit
from tests.action.amended import applied, dump, plan_with
from tests.action.small_ward import PLAN, Ward, small_ward
from tests.action.telling import PLAN as TIN
from tests.action.telling import telling
from tests.action.test_amendment import LATER, RENAMED
from tests.action.test_amendment_reach import MORE

BY_LEAD = ("chủ trì: đơn vị, tiếp nhận", "chủ trì: đầu mối, tiếp nhận")
UNREADABLE = "bản nháp của việc “Gửi hồ sơ” không đọc được; khôi phục bản nháp ấy rồi xem trước lại"
REMINDED = local_moment(date(2026, 6, 11), 9)


@pytest.fixture
def ward(database, ids, clock):
    return small_ward(database, ids, clock.now())


def run_of(ward: Ward) -> str:
    """The run of the ward's plan."""
    with ward.database.read() as connection:
        return str(connection.execute(select(run.c.id).where(run.c.plan == "ke-hoach-nho")).scalar_one())


def approved(ward: Ward, loaded) -> str:
    """The id of the amendment, approved and not yet applied."""
    me, run_id = ward.viewer("dau-moi"), run_of(ward)
    digest = preview_amendment(ward.database, ward.ids, me, run_id, loaded, (), ward.now).digest
    return amend_run(ward.database, ward.ids, me, run_id, loaded, (), digest, ward.now)


def recode(ward: Ward, code: str, to: str) -> None:
    """Give the unit another code: the plan no longer finds it, or finds it again."""
    with ward.database.write() as connection:
        connection.execute(update(unit).where(unit.c.code == code).values(code=to))


def state_of(ward: Ward, key: str) -> tuple[str, int, list[tuple[str, str]]]:
    """Status of the amendment, how many moved; who stayed, and why."""
    page = amendment_page(ward.database, ward.viewer("dau-moi"), run_of(ward), ward.now.date())
    line = next(one for one in page.amendments if one.id == key)
    return line.status, line.progress["moved"], [(one.unit, one.reason.split(" ở ")[0]) for one in line.stayed]


@pytest.mark.parametrize("page", [1, 500])
def test_an_instance_that_cannot_be_read_stays_with_the_reason_and_the_others_go_on(ward, tmp_path, page):
    mine = ward.open_task("hoi-phu-nu")
    save_draft(ward.database, ward.viewer("phu-nu"), mine, {"ho-so": {"ghi_chu": "A"}}, ward.now)
    key = approved(ward, plan_with(tmp_path / "moi", PLAN, LATER, RENAMED))
    with ward.database.write() as connection:
        connection.execute(update(draft).values(forms="{"))

    applied(ward.database, ward.ids, ward.now, page)

    assert state_of(ward, key) == ("applied", 2, [("Hội Phụ nữ", UNREADABLE)])
    with ward.database.read() as connection:
        titles = connection.execute(select(task.c.title).where(task.c.status == "open").order_by(task.c.title))
        assert titles.scalars().all() == ["Gửi hồ sơ", "Gửi hồ sơ đăng ký"]
    reverse_amendment(ward.database, ward.ids, ward.viewer("dau-moi"), key, ward.now)


def test_who_cannot_follow_or_begin_keeps_nobody_back_and_who_cannot_begin_is_tried_again(
        database, ids, clock, tmp_path):
    ward = small_ward(database, ids, clock.now())
    key = approved(ward, plan_with(tmp_path / "moi", PLAN, MORE, BY_LEAD))
    recode(ward, "ban-dan-van", "ban-khac")  # whom the plan names is not found: nobody can follow it

    applied(database, ids, ward.now)
    recode(ward, "ban-khac", "ban-dan-van")
    amended = state_of(ward, key)
    tick(database, ids, lambda: ward.now + BACK_OFF[0], None)

    assert amended[:2] == ("applied", 1)  # the run's own
    assert [name for name, _ in amended[2]] == ["Hội Nông dân", "Hội Phụ nữ"]
    ward.open_task("ban-dan-van")
    with database.read() as connection:
        assert connection.execute(select(message.c.status).where(message.c.tries > 1)).scalars().all() == ["delivered"]


def test_an_amendment_that_fails_is_the_trouble_of_its_own_body_alone(database, ids, clock, tmp_path):
    ward, other = small_ward(database, ids, clock.now()), telling(database, ids, clock, 2, mark="x")
    key = approved(ward, plan_with(tmp_path / "moi", PLAN, LATER))
    loaded, lead = plan_with(tmp_path / "khac", TIN, ("tên: Báo tin", "tên: Báo tin gấp")), other.viewer("dau-moi")
    digest = preview_amendment(database, ids, lead, other.run_id, loaded, (), ward.now).digest
    theirs = amend_run(database, ids, lead, other.run_id, loaded, (), digest, ward.now)
    with database.write() as connection:
        connection.execute(update(amendment).where(amendment.c.id == key).values(drops="{"))

    for wait in (timedelta(0), *jobs.BACK_OFF):
        clock.advance(wait)
        tick(database, ids, clock.now, None)

    with database.read() as connection:
        status = {row[0]: row[1] for row in connection.execute(select(amendment.c.id, amendment.c.status))}
        owners = [tuple(row) for row in connection.execute(select(incident.c.run_id, incident.c.command))]
    assert status == {key: "applying", theirs: "applied"}
    assert owners == [(run_of(ward), "job")]


def test_a_letter_about_a_task_that_was_taken_back_never_leaves(database, ids, clock, tmp_path):
    ward = small_ward(database, ids, clock.now())
    before = dump(database)
    key = approved(ward, plan_with(tmp_path / "moi", PLAN, MORE))
    applied(database, ids, ward.now)
    new = ward.open_task("ban-dan-van")
    star_task(database, ward.viewer("dau-moi"), new, True)
    with database.write() as connection:
        connection.execute(update(person).values(email="a@b.vn"))
        connection.execute(update(task).where(task.c.id == new).values(next_act_at=REMINDED))
    letters = urge_due(database, ids, REMINDED, 10, [new]).letters

    reverse_amendment(database, ids, ward.viewer("dau-moi"), key, ward.now)

    assert letters == 1
    assert dump(database)["outbox"] == before["outbox"] == []
