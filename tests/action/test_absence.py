"""Who is away has a substitute: by the calendar, for one position, never for a ballot, never of a substitute."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from engine.action.change_absence import change_absence, end_absence
from engine.action.claim_task import claim_task
from engine.action.enter_absence import enter_absence
from engine.action.import_organisation import import_organisation
from engine.base.calendar import WorkCalendar
from engine.plan.organisation import read_organisation
from engine.report.absences import absence_shown
from engine.report.inbox import inbox_of, side_of
from engine.report.run_log import run_log
from engine.report.task_page import task_page
from engine.report.wanted import Wanted
from engine.store.holders import belonging, holders
from engine.store.tables import answer, audit, notice, outbox, person, substitution
from engine.work.absence import Leave, Substitution
from engine.work.people import Conflict, Forbidden, FormRefused, NotFound
from engine.work.seat import Seat
from tests.action.leave import absences_of, away, position_of, told
from tests.action.nho import ORGANISATION, World, published, rows

FIRST, LAST = date(2026, 1, 20), date(2026, 1, 22)


@pytest.fixture
def running(database, ids, clock) -> World:
    return published(database, ids, clock)


@pytest.fixture
def ward(sqlite, ids, clock) -> World:
    return published(sqlite, ids, clock)


def _todo(made: World, login: str) -> int:
    return side_of(made.database, made.viewer(login), made.clock.now().date()).counts["can-lam"]


def _sitting(made: World, login: str) -> list[str]:
    """Who sits where that person has the first own position."""
    held = made.viewer(login).own[0]
    seat = Seat("", held.unit_id, (held.role,))
    with made.database.read() as connection:
        return [one.name for one in holders(connection, [seat], made.clock.now().date())[seat]]


def _registered(made: World, login: str = "a") -> None:
    made.send(login, "dang-ky", answers=rows("Đường hoa A"), code="hoi-a")


def test_a_substitute_holds_the_position_from_the_first_day_to_the_last(running):
    away(running, "a", FIRST, LAST, "b", "kt")

    seen = []
    for day in (date(2026, 1, 19), FIRST, LAST, date(2026, 1, 23)):
        running.at(day)
        standing_in = [held.capacity for held in running.viewer("b").standing_in]
        seen.append((_todo(running, "b"), _sitting(running, "a"), standing_in))
    there, gone = (1, ["Trần A"], []), (2, ["Vũ B"], ["KT. Cán bộ, Hội A (làm thay Trần A)"])
    assert seen == [there, gone, gone, there]


def test_what_a_substitute_sends_says_for_whom_and_the_audit_names_nobody(running):
    away(running, "a", FIRST, LAST, "b", "kt")
    running.at(FIRST)

    _registered(running, "b")

    with running.database.read() as connection:
        kept = connection.execute(select(answer.c.capacity).where(answer.c.step == "dang-ky")).scalar_one()
        recorded = connection.execute(select(audit.c.capacity).where(
            audit.c.command == "complete_task", audit.c.person_id == running.viewer("b").person_id)).scalar_one()
    assert kept == "KT. Cán bộ, Hội A (làm thay Trần A)"
    assert recorded == "KT. Cán bộ, Hội A (làm thay)"


def test_the_record_of_the_run_says_for_whom_when_it_is_read(running):
    away(running, "a", FIRST, LAST, "b", "kt")
    away(running, "c", FIRST, LAST, "b")
    running.at(FIRST)
    _registered(running, "b")
    running.send("b", "dang-ky", answers=rows("Đường hoa C"), code="hoi-c")
    running.send("b", "dang-ky", answers=rows("Đường hoa B"), code="hoi-b")

    lines = run_log(running.database, running.viewer("dau-moi"), running.run_id, FIRST).lines

    assert [line.capacity for line in lines if line.who == "Vũ B"] == [
        "Cán bộ, Hội B", "Cán bộ, Hội C (làm thay Đỗ C)", "KT. Cán bộ, Hội A (làm thay Trần A)"]


def test_the_list_says_for_whom_a_task_comes_and_costs_two_statements(running, count_statements):
    away(running, "a", FIRST, LAST, "b")
    running.at(FIRST)
    viewer, calendar = running.viewer("b"), WorkCalendar()

    with count_statements(running.database) as sent:
        found = inbox_of(running.database, viewer, Wanted(), None, FIRST, calendar)

    assert len(sent) == 2
    assert sorted((row.unit, row.instead_of.name if row.instead_of else "") for row in found.rows) == [
        ("Hội A", "Trần A"), ("Hội B", "")]


def test_who_signs_in_costs_two_statements_with_a_substitution_as_without(running, count_statements):
    with count_statements(running.database) as before:
        running.viewer("b")
    away(running, "a", FIRST, LAST, "b")
    running.at(FIRST)

    with count_statements(running.database) as after:
        assert running.viewer("b").standing_in

    assert len(after) == len(before)


def test_who_signs_as_substitute_signs_with_the_own_title_below(ward):
    away(ward, "thuong-truc", FIRST, LAST, "a", "kt")
    ward.at(FIRST)

    assert ward.viewer("a").standing_in[0].signature == "KT. Thủ trưởng – Cán bộ"


def test_a_substitute_in_a_body_of_the_party_signs_as_the_party_writes_it(running):
    away(running, "thuong-truc", FIRST, LAST, "a", "kt")
    away(running, "b", FIRST, LAST, "a", "tl")
    party = ORGANISATION.replace("chức danh:", "loại theo thể thức Đảng: [ban]\nchức danh:", 1)
    import_organisation(running.database, running.ids, read_organisation(party, "tc.yaml"), running.clock.now())
    running.at(FIRST)

    assert sorted(held.capacity for held in running.viewer("a").standing_in) == [
        "K/T Thủ trưởng, Thường trực (làm thay Phó Bí Thư)", "TL. Cán bộ, Hội B (làm thay Vũ B)"]


def test_the_record_names_the_absent_after_the_body_was_told_to_be_of_the_party(running):
    away(running, "a", FIRST, LAST, "b", "kt")
    running.at(FIRST)
    _registered(running, "b")
    party = ORGANISATION.replace("chức danh:", "loại theo thể thức Đảng: [hoi]\nchức danh:", 1)
    import_organisation(running.database, running.ids, read_organisation(party, "tc.yaml"), running.clock.now())

    lines = run_log(running.database, running.viewer("dau-moi"), running.run_id, FIRST).lines

    assert [line.capacity for line in lines if line.who == "Vũ B"] == ["KT. Cán bộ, Hội A (làm thay Trần A)"]


def test_a_task_in_the_hands_of_who_is_away_comes_to_the_substitute(running):
    task = running.task("dang-ky", "hoi-a")
    claim_task(running.database, running.ids, running.viewer("a"), task.id, task.rev, running.clock.now())
    away(running, "a", FIRST, LAST, "b")
    before = _todo(running, "b")
    running.at(FIRST)

    assert (before, _todo(running, "b")) == (1, 2)
    assert _todo(running, "sep-a") == 0
    running.send("b", "dang-ky", answers=rows("Đường hoa B"), code="hoi-b")
    assert running.next_task("b") == task.id
    _registered(running, "b")


def test_a_task_always_has_somebody(running):
    away(running, "a", FIRST, LAST)
    running.at(FIRST)

    assert _sitting(running, "a") == ["Trần A"]
    with running.database.read() as connection:
        hoi_a = running.viewer("a").own[0].unit_id
        anybody = holders(connection, [Seat("", hoi_a)], FIRST)[Seat("", hoi_a)]
    assert [one.name for one in anybody] == ["Sếp A"]


def test_an_absent_colleague_still_belongs_to_the_unit_and_so_does_the_substitute(ward):
    away(ward, "a", FIRST, LAST, "b")
    ward.at(FIRST)

    with ward.database.read() as connection:
        there = belonging(connection, ward.viewer("a").own[0].unit_id, FIRST)
    assert there == {ward.viewer(login).person_id for login in ("a", "sep-a", "b")}


def test_reminders_go_to_the_substitute(running):
    away(running, "a", date(2026, 1, 16), date(2026, 2, 10), "b")

    running.tick(date(2026, 2, 9))

    about = running.task("dang-ky", "hoi-a").id
    with running.database.read() as connection:
        reached = connection.execute(
            select(person.c.login).join(notice, notice.c.person_id == person.c.id)
            .where(notice.c.task_id == about, notice.c.kind == "escalation").distinct()).scalars().all()
    assert "b" in reached
    assert "a" not in reached


def test_a_substitute_of_a_substitute_gets_nothing(ward):
    away(ward, "a", FIRST, LAST, "b")
    ward.at(FIRST)
    held = ward.viewer("b").standing_in[0]

    with pytest.raises(Forbidden, match="đang giữ"):
        enter_absence(ward.database, ward.ids, ward.viewer("b"), ward.viewer("b").person_id,
                      Leave(FIRST, LAST, None, (Substitution(held.id, ward.viewer("c").person_id),)), ward.clock.now())
    away(ward, "b", FIRST, LAST, "c")

    assert [one.unit_name for one in ward.viewer("c").positions] == ["Hội C", "Hội B"]
    assert _sitting(ward, "a") == ["Trần A", "Vũ B"]


def test_a_substitute_does_not_review_what_the_same_person_sent(running):
    away(running, "dau-moi", FIRST, LAST, "a")
    _registered(running)
    running.at(FIRST)
    review = running.task("dang-ky", "hoi-a")

    with pytest.raises(Forbidden, match="không tự xem xét"):
        running.complete("a", review.id, review.rev, review.act and "tiep-nhan")
    page = task_page(running.database, running.viewer("a"), review.id, FIRST)

    assert page.acting is None
    assert page.own_work


def test_who_sent_as_a_substitute_does_not_review_it_in_the_own_position(running):
    away(running, "a", FIRST, LAST, "dau-moi")
    running.at(FIRST)
    _registered(running, "dau-moi")
    running.at(date(2026, 1, 26))
    review = running.task("dang-ky", "hoi-a")

    with pytest.raises(Forbidden, match="không tự xem xét"):
        running.complete("dau-moi", review.id, review.rev, "tiep-nhan")


def test_everybody_concerned_is_told_and_nobody_of_the_own_act(ward):
    away(ward, "b", FIRST, LAST, "a", by="quan-tri")

    assert told(ward, "a") == ["Bạn làm thay Vũ B (Cán bộ, Hội B) từ 20/01/2026 đến 22/01/2026."]
    assert told(ward, "b") == ["Quản Trị đã ghi bạn vắng từ 20/01/2026 đến 22/01/2026."]
    assert told(ward, "quan-tri") == []
    with ward.database.read() as connection:
        assert connection.execute(select(outbox.c.recipient, outbox.c.subject).where(
            outbox.c.subject.startswith("kheo:"))).all() == [("a@nho.vn", "kheo: làm thay người vắng")]


def test_an_absence_that_is_ended_is_over_at_once(running):
    away(running, "a", FIRST, LAST, "b")
    running.at(FIRST)

    said = end_absence(running.database, running.ids, running.viewer("a"), absences_of(running, "a")[0].id,
                       running.clock.now())

    assert said == "Đã kết thúc kỳ vắng của Trần A."
    assert (_todo(running, "b"), _sitting(running, "a")) == (1, ["Trần A"])
    assert told(running, "b")[-1] == "Bạn thôi làm thay Trần A."


def test_the_future_of_an_absence_can_be_changed_and_its_past_stays(running):
    away(running, "a", FIRST, LAST, "b")
    running.at(date(2026, 1, 21))
    before = absences_of(running, "a")[0]

    change_absence(running.database, running.ids, running.viewer("a"), before.id, Leave(
        date(2025, 1, 1), date(2026, 1, 30), "họp", (Substitution(position_of(running, "a"),
                                                                  running.viewer("c").person_id, "tl"),)),
        running.clock.now())

    after = absences_of(running, "a")
    assert [(one.leave.first_day, one.leave.last_day) for one in after] == [(date(2026, 1, 21), date(2026, 1, 30))]
    assert (_todo(running, "b"), _todo(running, "c")) == (1, 2)
    with running.database.read() as connection:
        assert len(connection.execute(select(substitution)).all()) == 2
    with pytest.raises(Conflict, match="đã hết"):
        end_absence(running.database, running.ids, running.viewer("a"), before.id, running.clock.now())


@pytest.mark.parametrize(("first", "last", "instead", "says"), [
    (date(2026, 1, 14), LAST, "b", "đã qua"), (LAST, FIRST, "b", "đứng trước ngày đầu"),
    (FIRST, date(2027, 1, 22), "b", "quá một năm"), (FIRST, LAST, "a", "tự làm thay mình"),
    (date(2026, 2, 2), date(2026, 2, 5), "b", "Đã ghi vắng từ 04/02/2026"),
    (date(2026, 3, 4), date(2026, 3, 5), "c", "Đỗ C cũng vắng từ 01/03/2026"),
    (FIRST, LAST, "nguoi-la", "trong tổ chức"),
])
def test_what_cannot_be_is_refused_in_a_sentence(ward, first, last, instead, says):
    away(ward, "a", date(2026, 2, 4), date(2026, 2, 4))
    away(ward, "c", date(2026, 3, 1), date(2026, 3, 9))

    with pytest.raises(FormRefused, match=says):
        away(ward, "a", first, last, instead)

    assert len(absences_of(ward, "a")) == 1


def test_a_manner_that_there_is_not_is_refused(ward):
    with pytest.raises(FormRefused, match="ký thay, thừa lệnh, thừa uỷ quyền"):
        away(ward, "a", FIRST, LAST, "b", "xx")


def test_who_enters_it_for_somebody_else_does_not_take_the_position(ward):
    with pytest.raises(FormRefused, match="không tự nhận làm thay"):
        away(ward, "a", FIRST, LAST, "quan-tri", by="quan-tri")

    assert ward.viewer("quan-tri").positions == ()


def test_who_stands_in_already_may_change_the_days_and_goes_on_standing_in(ward):
    made_admin = ORGANISATION.replace("họ tên: Vũ B,", "họ tên: Vũ B, quản trị: có,")
    import_organisation(ward.database, ward.ids, read_organisation(made_admin, "tc.yaml"), ward.clock.now())
    away(ward, "a", FIRST, LAST, "b", "kt")
    (first,), b = absences_of(ward, "a"), ward.viewer("b")
    longer = replace(first.leave, last_day=date(2026, 1, 30))

    page, _found = absence_shown(ward.database, b, first.id, ward.clock.now().date())
    change_absence(ward.database, ward.ids, b, first.id, longer, ward.clock.now())

    kept = first.leave.substitutions
    assert {post: one.name for post, one in page.kept.items()} == {kept[0].position_id: "Vũ B"}
    assert [(one.leave.last_day, one.leave.substitutions) for one in absences_of(ward, "a")] == [
        (date(2026, 1, 30), kept)]


def test_who_stands_in_for_one_position_does_not_take_another_by_a_change(ward):
    two = ORGANISATION.replace("họ tên: Vũ B,", "họ tên: Vũ B, quản trị: có,").replace(
        "giữ chức: [{chức danh: can-bo, đơn vị: hoi-a}]",
        "giữ chức: [{chức danh: can-bo, đơn vị: hoi-a}, {chức danh: can-bo, đơn vị: hoi-c}]")
    import_organisation(ward.database, ward.ids, read_organisation(two, "tc.yaml"), ward.clock.now())
    away(ward, "a", FIRST, LAST, "b")
    (first,), b = absences_of(ward, "a"), ward.viewer("b")
    more = tuple(Substitution(held.id, b.person_id) for held in ward.viewer("a").own)

    with pytest.raises(FormRefused, match="không tự nhận làm thay"):
        change_absence(ward.database, ward.ids, b, first.id, replace(first.leave, substitutions=more),
                       ward.clock.now())

    assert absences_of(ward, "a") == [first]


def test_a_substitute_whose_account_was_closed_is_shown_and_not_dropped_in_silence(ward):
    away(ward, "a", FIRST, LAST, "b")
    closed = ORGANISATION.replace("họ tên: Vũ B,", "họ tên: Vũ B, đang làm việc: không,")
    import_organisation(ward.database, ward.ids, read_organisation(closed, "tc.yaml"), ward.clock.now())
    (first,), a = absences_of(ward, "a"), ward.viewer("a")

    page, _found = absence_shown(ward.database, a, first.id, ward.clock.now().date())

    assert [one.name for one in page.kept.values()] == ["Vũ B"]
    with pytest.raises(FormRefused, match="đang làm việc trong tổ chức"):
        change_absence(ward.database, ward.ids, a, first.id, replace(first.leave, note="họp"), ward.clock.now())


def test_a_colleague_has_no_say_and_another_ward_sees_nothing(ward):
    with pytest.raises(Forbidden, match="đầu mối của đơn vị hoặc người quản trị"):
        away(ward, "a", FIRST, LAST, "c", by="b")
    with pytest.raises(NotFound):
        away(ward, "a", FIRST, LAST, "c", by="nguoi-la")
    with pytest.raises(NotFound):
        away(ward, "a", FIRST, LAST, "c", by="dau-moi")
    away(ward, "a", FIRST, LAST, "c")
    with pytest.raises(NotFound):
        end_absence(ward.database, ward.ids, ward.viewer("nguoi-la"), absences_of(ward, "a")[0].id, ward.clock.now())
    with pytest.raises(Forbidden):
        end_absence(ward.database, ward.ids, ward.viewer("b"), absences_of(ward, "a")[0].id, ward.clock.now())


def test_the_coordinator_enters_it_for_the_own_people_and_a_substitute_does_not(ward):
    away(ward, "dau-moi", FIRST, LAST, "b")

    assert away(ward, "dau-moi", date(2026, 3, 1), date(2026, 3, 2), by="dau-moi").startswith("Đã ghi Lê Đầu Mối vắng")
    ward.at(FIRST)
    with pytest.raises(Forbidden):
        away(ward, "dau-moi", date(2026, 4, 1), date(2026, 4, 2), by="b")


def test_a_position_of_somebody_else_cannot_be_given_away(ward):
    mine, theirs = ward.viewer("a"), position_of(ward, "thuong-truc")

    with pytest.raises(Forbidden, match="đang giữ"):
        enter_absence(ward.database, ward.ids, mine, mine.person_id,
                      Leave(FIRST, LAST, None, (Substitution(theirs, ward.viewer("b").person_id),)), ward.clock.now())
    assert absences_of(ward, "a") == []


def test_a_closed_account_stands_in_for_nobody(ward):
    away(ward, "a", FIRST, LAST, "b")
    ward.at(FIRST)
    with ward.database.write() as connection:
        connection.execute(update(person).where(person.c.login == "b").values(active=False))

    assert _sitting(ward, "a") == ["Trần A"]


def test_a_substitute_is_still_the_same_person(ward):
    away(ward, "a", FIRST, LAST, "b")
    ward.at(FIRST)

    viewer = ward.viewer("b")
    assert replace(viewer, positions=viewer.own).unit_ids() == {viewer.own[0].unit_id}
    assert (viewer.stood_in, viewer.away_until, ward.viewer("a").away_until) == (True, None, LAST)
