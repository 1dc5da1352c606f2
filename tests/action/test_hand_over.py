"""Somebody leaves: everything personal passes to who follows at once, and what does not is named."""

from datetime import date

import pytest
from sqlalchemy import select, update

from engine.action.cast_ballot import cast_ballot
from engine.action.claim_task import claim_task
from engine.action.delegate_task import delegate_task
from engine.action.hand_over import hand_over
from engine.action.import_organisation import import_organisation
from engine.action.save_draft import save_draft
from engine.action.save_view import ViewAsked, save_view
from engine.plan.organisation import read_organisation
from engine.report.handover import handover_preview
from engine.report.viewer import viewer_by_login
from engine.store.saved_views import seen_by
from engine.store.tables import audit, outbox, person, run_member, task, task_person
from engine.work.draft import Change
from engine.work.people import Conflict, Forbidden, NotFound
from tests.action.council import CONSENT, council
from tests.action.leave import absences_of, away, told
from tests.action.nho import ORGANISATION, World, published, rows

NEW = "  - {tài khoản: moi, họ tên: Ngô Mới, thư điện tử: moi@nho.vn}\n"


def _with_newcomer(made: World) -> World:
    import_organisation(made.database, made.ids, read_organisation(ORGANISATION + NEW, "tổ-chức.yaml"),
                        made.clock.now())
    return made


@pytest.fixture
def running(database, ids, clock) -> World:
    return _with_newcomer(published(database, ids, clock))


@pytest.fixture
def ward(sqlite, ids, clock) -> World:
    return _with_newcomer(published(sqlite, ids, clock))


def _apply(made: World, old: str = "a", new: str = "moi", by: str = "quan-tri"):
    return hand_over(made.database, made.ids, made.viewer(by), old, new, made.clock.now())


def _preview(made: World, old: str = "a", new: str = "moi", by: str = "quan-tri"):
    return handover_preview(made.database, made.viewer(by), old, new, made.clock.now().date())


def _busy(made: World) -> None:
    """Trần A has a task in hand, a draft in it, and a saved view."""
    a, now, row = made.viewer("a"), made.clock.now(), made.task("dang-ky", "hoi-a")
    claim_task(made.database, made.ids, a, row.id, row.rev, now)
    save_draft(made.database, a, row.id, Change(rows("Đường hoa A")), now)
    save_view(made.database, made.ids, a, ViewAsked("", "Việc gấp", "brand", "", "xem=qua-han"))


def test_positions_work_and_views_pass_and_the_account_is_closed(running):
    _busy(running)
    old = running.viewer("a")

    found = _apply(running)

    new, row = running.viewer("moi"), running.task("dang-ky", "hoi-a")
    assert list(found.parts()) == ["Cán bộ, Hội A", "1 việc đang giữ", "1 bản nháp của đơn vị", "1 chế độ xem đã lưu"]
    assert [one.capacity for one in new.positions] == ["Cán bộ, Hội A"]
    assert row.claimed_by == new.person_id
    assert viewer_by_login(running.database, "a", running.clock.now().date()) is None
    with running.database.read() as connection:
        assert [view.name for view in seen_by(connection, new)] == ["Việc gấp"]
        assert connection.execute(select(person.c.session_key).where(person.c.id == old.person_id)).scalar_one() != ""
    running.send("moi", "dang-ky", answers=rows("Đường hoa A"), code="hoi-a")


def test_the_preview_is_what_then_happens_and_does_nothing(running):
    _busy(running)

    before = _preview(running)

    assert [one.capacity for one in running.viewer("a").positions] == ["Cán bộ, Hội A"]
    assert running.viewer("moi").positions == ()
    assert _apply(running) == before


def test_who_follows_hears_of_it_once(running):
    _busy(running)

    _apply(running)

    said = ("Bạn nhận bàn giao từ Trần A: Cán bộ, Hội A; 1 việc đang giữ; 1 bản nháp của đơn vị; "
            "1 chế độ xem đã lưu.")
    assert told(running, "moi") == [said]
    with running.database.read() as connection:
        letters = connection.execute(select(outbox.c.subject, outbox.c.body).where(
            outbox.c.recipient == "moi@nho.vn")).all()
        detail = connection.execute(select(audit.c.detail).where(audit.c.command == "hand_over")).scalar_one()
    assert letters == [("kheo: bàn giao công việc", f"Kính gửi Ngô Mới,\n\n{said}\n")]
    assert "Trần" not in detail and '"in_hand":1' in detail


def test_what_was_passed_on_is_answered_for_by_who_follows(ward):
    row = ward.task("dang-ky", "hoi-a")
    delegate_task(ward.database, ward.ids, ward.viewer("a"), row.id, row.rev, ward.viewer("sep-a").person_id, None,
                  ward.clock.now())

    _apply(ward)

    assert ward.task("dang-ky", "hoi-a").delegated_by == ward.viewer("moi").person_id


def test_who_had_it_passed_on_by_the_one_who_leaves_simply_has_it(ward):
    row = ward.task("dang-ky", "hoi-a")
    delegate_task(ward.database, ward.ids, ward.viewer("a"), row.id, row.rev, ward.viewer("sep-a").person_id, None,
                  ward.clock.now())

    _apply(ward, "a", "sep-a")

    after = ward.task("dang-ky", "hoi-a")
    assert (after.claimed_by, after.delegated_by) == (ward.viewer("sep-a").person_id, None)


def test_a_position_that_the_other_holds_already_is_not_held_twice(ward):
    with ward.database.write() as connection:
        connection.execute(update(person).where(person.c.login == "c").values(email=None))
    _apply(ward, "b", "moi")

    found = _preview(ward, "moi", "c")

    assert found.positions == ("Cán bộ, Hội B",)
    _apply(ward, "moi", "c")
    assert [one.capacity for one in ward.viewer("c").positions] == ["Cán bộ, Hội C", "Cán bộ, Hội B"]


def test_a_member_of_a_council_passes_on_the_seat_and_not_the_open_ballot(sqlite, ids, clock):
    made = _with_newcomer(council(sqlite, ids, clock, CONSENT, members=("a", "b", "c")))
    ballot, old = made.task("xet").id, made.viewer("a").person_id

    found = _apply(made)

    assert found.members == ("thành viên Hội đồng (Xét tập thể)",)
    assert [(one.what, one.task_id) for one in found.left] == [("phiếu “Bỏ phiếu xét tập thể”", ballot)]
    new = made.viewer("moi").person_id
    with sqlite.read() as connection:
        members = set(connection.execute(select(run_member.c.person_id)).scalars())
        called = set(connection.execute(select(task_person.c.person_id).where(
            task_person.c.task_id == ballot)).scalars())
    assert new in members and old not in members
    assert old in called and new not in called


def test_a_closed_member_no_longer_holds_up_the_vote(sqlite, ids, clock):
    made = _with_newcomer(council(sqlite, ids, clock, CONSENT, members=("a", "b")))
    cast_ballot(sqlite, made.ids, made.viewer("b"), made.task("xet").id, {"phieu": "tan-thanh"}, None, clock.now())

    _apply(made)

    with sqlite.read() as connection:
        assert connection.execute(select(task.c.status).where(task.c.step == "xet")).scalar_one() == "done"


def test_absences_of_who_leaves_end_and_those_stood_in_for_are_named(ward):
    away(ward, "a", date(2026, 1, 20), date(2026, 1, 22), "b")
    away(ward, "c", date(2026, 1, 27), date(2026, 1, 28), "a")
    old = absences_of(ward, "a")

    found = _apply(ward)

    assert [one.what for one in found.left] == ["làm thay Đỗ C"]
    ward.at(date(2026, 1, 20))
    assert old and [one.capacity for one in ward.viewer("b").positions] == ["Cán bộ, Hội B"]
    assert [one.capacity for one in ward.viewer("moi").positions] == ["Cán bộ, Hội A"]


@pytest.mark.parametrize(("old", "new", "by", "refusal"), [
    ("a", "moi", "dau-moi", Forbidden), ("a", "moi", "nguoi-la", NotFound), ("a", "nguoi-la", "quan-tri", NotFound),
    ("nguoi-la", "a", "quan-tri", NotFound), ("a", "a", "quan-tri", Conflict), ("quan-tri", "a", "quan-tri", Conflict),
    ("khong-co", "a", "quan-tri", NotFound),
])
def test_only_an_administrator_hands_over_and_only_in_the_own_ward(ward, old, new, by, refusal):
    with pytest.raises(refusal):
        _preview(ward, old, new, by)
    with pytest.raises(refusal):
        _apply(ward, old, new, by)

    assert [one.capacity for one in ward.viewer("a").positions] == ["Cán bộ, Hội A"]


def test_what_was_handed_over_is_not_handed_over_again(ward):
    _apply(ward)

    with pytest.raises(NotFound, match="không có tài khoản"):
        _apply(ward)
