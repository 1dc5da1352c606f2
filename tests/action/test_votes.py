"""A council votes: openly or secretly, with quorum, ties, absences, interests, substitutes and closed accounts."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from engine.action.cast_ballot import cast_ballot
from engine.action.close_ballot import close_ballot
from engine.action.import_organisation import import_organisation
from engine.action.mark_member import Marking, mark_member
from engine.action.replace_member import replace_member
from engine.base.clock import ManualClock
from engine.base.ids import CountedIds
from engine.plan.organisation import read_organisation
from engine.store import ballots, tasks
from engine.store.database import Database
from engine.store.tables import notice
from engine.work.people import Conflict, Forbidden, FormRefused
from engine.work.task import Task
from tests.action.council import CONSENT, SECRET, council, result, vote
from tests.action.nho import ORGANISATION, World, rows
from tests.action.nho import world as initiatives

Council = Callable[..., World]
FOR, AGAINST, NONE, BLANK = "tan-thanh", "khong-tan-thanh", "khong-y-kien", "phieu-trang"


@pytest.fixture
def meeting(database: Database, ids: CountedIds, clock: ManualClock) -> Council:
    return lambda rules, *more, **named: council(database, ids, clock, rules, *more, **named)


def mark(world: World, login: str, kind: str | None, reason: str = "đi công tác", code: str = "",
         by: str = "thuong-truc", everywhere: bool = False) -> str:
    marking = Marking(world.viewer(login).person_id, kind, reason, everywhere)
    return mark_member(world.database, world.ids, world.viewer(by), str(world.task("xet", code).id), marking,
                       world.clock.now())


def close(world: World, *decided: str, by: str = "thuong-truc", task_id: str = "") -> str:
    return close_ballot(world.database, world.ids, world.viewer(by), task_id or str(world.task("xet").id), decided,
                        world.clock.now())


@pytest.mark.parametrize("rules", [CONSENT, SECRET])
def test_the_last_ballot_ends_the_vote_and_leaves_its_counts(meeting, rules):
    world = meeting(rules)
    task_id = str(world.task("xet").id)

    said = [vote(world, login, answer) for login, answer in (
        ("a", FOR), ("sep-a", FOR), ("b", FOR), ("c", NONE), ("dau-moi", BLANK))]

    assert "còn chờ 4 thành viên" in said[0]
    assert said[-1] == "Đã nhận phiếu của bạn; đã đủ phiếu. Kết quả: thông qua."
    assert result(world, task_id) == {
        "so_phieu": 5, "khong_hop_le": 1, "mau_so": 5, "can_phieu": 3, "thong_qua": True, "tan_thanh": 3,
        "khong_tan_thanh": 0, "khong_y_kien": 1, "chu_toa_quyet_dinh": False}
    assert world.tasks() == [("ket-thuc.chính", "dau-moi", "")]


def test_an_open_ballot_may_be_changed_until_the_vote_ends_and_a_secret_one_never(meeting):
    world = meeting(CONSENT)
    vote(world, "a", FOR)
    vote(world, "a", AGAINST)
    with world.database.read() as connection:
        cast = ballots.sheets_of(connection, _task(world), secret=False)

    assert cast == [{"phieu": AGAINST}]


def test_a_secret_ballot_is_not_opened_again(meeting):
    world = meeting(SECRET)
    vote(world, "a", FOR)

    with pytest.raises(Conflict) as refused:
        vote(world, "a", AGAINST)

    assert str(refused.value) == ("Bạn đã bỏ phiếu kín ở việc “Bỏ phiếu xét tập thể”; phiếu kín không mở ra nên không "
                                  "đổi được.")


def test_a_member_marked_absent_is_not_waited_for_and_may_not_vote(meeting):
    world = meeting(CONSENT)
    task_id = str(world.task("xet").id)
    for login in ("a", "sep-a", "b", "c"):
        vote(world, login, FOR)

    mark(world, "dau-moi", "absent")

    assert result(world, task_id)["so_phieu"] == 4


def test_who_is_marked_absent_is_told_why_when_voting_and_may_be_called_back(meeting):
    world = meeting(CONSENT)
    mark(world, "a", "absent")

    with pytest.raises(Forbidden) as refused:
        vote(world, "a", FOR)
    mark(world, "a", None)

    assert "là vắng mặt ở việc “Bỏ phiếu xét tập thể” (đi công tác)" in str(refused.value)
    assert "còn chờ 4 thành viên" in vote(world, "a", FOR)


def test_absence_needs_a_reason_and_the_chair(meeting):
    world = meeting(CONSENT)
    vote(world, "a", FOR)

    with pytest.raises(FormRefused):
        mark(world, "b", "absent", " ")
    with pytest.raises(Forbidden) as refused:
        mark(world, "b", "absent", by="dau-moi")
    with pytest.raises(Conflict) as voted:
        mark(world, "a", "absent")

    assert "do Chủ tịch Hội đồng điều hành" in str(refused.value)
    assert "Trần A đã bỏ phiếu" in str(voted.value)


def test_an_absence_is_noted_in_all_open_votes_of_the_step_at_once(meeting):
    world = meeting(CONSENT, "mỗi đơn vị")
    vote(world, "c", FOR, "hoi-b")

    assert mark(world, "c", "absent", code="hoi-a", everywhere=True) == "Đã ghi Đỗ C là vắng mặt ở 2 phiếu đang mở."


def test_without_its_quorum_the_chair_cannot_end_a_vote(meeting):
    world = meeting(f"túc số: 2/3, {CONSENT}")
    task_id = str(world.task("xet").id)
    for login in ("a", "b", "c"):
        vote(world, login, FOR)

    with pytest.raises(Conflict) as refused:
        close(world)
    vote(world, "sep-a", FOR)
    close(world)

    assert "mới có 3/4 phiếu, chưa đủ túc số" in str(refused.value)
    assert result(world, task_id)["so_phieu"] == 4


def test_the_closing_day_ends_a_vote_that_has_its_quorum(meeting):
    world = meeting(f"túc số: quá bán, chốt: ngày 10/3/2026, {SECRET}")
    task_id = str(world.task("xet").id)
    for login in ("a", "b", "c"):
        vote(world, login, FOR)

    world.tick(date(2026, 3, 10))
    still = world.row(task_id).status
    world.tick(date(2026, 3, 11))

    assert (still, world.row(task_id).status, result(world, task_id)["tan_thanh"]) == ("open", "done", 3)


@pytest.mark.parametrize(("decided", "passed"), [(FOR, True), (AGAINST, False)])
def test_the_chair_decides_a_tie_and_is_told_of_it(meeting, decided, passed):
    world = meeting("bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch, bằng phiếu: chủ toạ quyết định}",
                    members=("a", "b"))
    task_id = str(world.task("xet").id)
    vote(world, "a", FOR)
    said = vote(world, "b", AGAINST)
    with world.database.read() as connection:
        told = connection.execute(select(notice.c.person_id, notice.c.text).order_by(notice.c.id)).all()

    close(world, decided)

    found = result(world, task_id)
    assert said == "Đã nhận phiếu của bạn; đã đủ phiếu, số phiếu ngang nhau."
    assert told[1:] == [(world.viewer("thuong-truc").person_id,
                         "Số phiếu ngang nhau: “Bỏ phiếu xét tập thể”. Chủ toạ quyết định.")]
    assert (found["thong_qua"], found["chu_toa_quyet_dinh"], found["tan_thanh"]) == (passed, True, 1)


def test_a_tie_is_voted_on_once_more_and_then_fails(meeting):
    world = meeting("bỏ phiếu: {cách: tán thành, kín: có, bằng phiếu: bỏ phiếu lại}", members=("a", "b"))
    task_id = str(world.task("xet").id)

    for _ in range(2):
        vote(world, "a", FOR)
        vote(world, "b", AGAINST)

    assert result(world, task_id)["thong_qua"] is False
    with world.database.read() as connection:
        (first,) = ballots.rounds_of(connection, task_id)
    assert (first["tan_thanh"], first["khong_tan_thanh"], first["thong_qua"]) == (1, 1, None)


CHOICES = "lựa chọn: [{mã: x, nhãn: Tập thể X}, {mã: y, nhãn: Tập thể Y}, {mã: z, nhãn: Tập thể Z}]"


def test_the_second_ballot_chooses_among_the_tied_for_the_seats_that_are_left(meeting):
    world = meeting(f"bỏ phiếu: {{cách: chọn, chọn nhiều nhất: 2, thông qua: 1 phiếu, bằng phiếu: bỏ phiếu lại, "
                    f"{CHOICES}}}", members=("a", "b"))
    task_id = str(world.task("xet").id)
    vote(world, "a", ["x", "y"])
    vote(world, "b", ["x", "z"])

    with pytest.raises(FormRefused):
        vote(world, "a", ["x"])
    vote(world, "a", ["z"])
    vote(world, "b", ["z"])

    rows = result(world, task_id)["danh_sach"]
    assert [(row["ten"], row["so_phieu"], row["trung"]) for row in rows] == [
        ("Tập thể X", 2, True), ("Tập thể Y", 1, False), ("Tập thể Z", 1, True)]


def test_a_member_of_the_unit_concerned_takes_no_part(meeting):
    world = meeting("bỏ phiếu: {cách: tán thành, không bỏ phiếu cho đơn vị mình: có}", "mỗi đơn vị")
    for login in ("b", "c", "dau-moi"):
        said = vote(world, login, FOR, "hoi-a")

    with pytest.raises((Forbidden, Conflict)):
        cast_ballot(world.database, world.ids, world.viewer("a"), _id_of(world, "hoi-a"), {"phieu": AGAINST}, None,
                    world.clock.now())

    assert said.endswith("Kết quả: thông qua.")
    with world.database.read() as connection:
        out = ballots.roll_of(connection, _id_of(world, "hoi-a")).of("recused")
    assert [(one.name, one.reason) for one in out] == [("Sếp A", "thuộc Hội A"), ("Trần A", "thuộc Hội A")]


def test_a_substitute_votes_in_the_place_of_a_member_where_the_plan_allows(meeting):
    rules = "bỏ phiếu: {cách: tán thành, thay thành viên: có}"
    world = meeting(rules, members=("a", "b"))
    here, me = str(world.task("xet").id), world.viewer("dau-moi")
    a, b, c = (world.viewer(login).person_id for login in "abc")

    said = replace_member(world.database, world.ids, me, here, b, c, "ốm", world.clock.now())
    with pytest.raises(Conflict):
        replace_member(world.database, world.ids, me, here, a, c, "ốm", world.clock.now())
    vote(world, "a", FOR)
    vote(world, "c", FOR)

    assert said == "Đỗ C thay Vũ B ở việc “Bỏ phiếu xét tập thể”."
    assert result(world, here)["so_phieu"] == 2


def test_a_plan_without_substitutes_refuses_one(meeting):
    world = meeting(CONSENT, members=("a", "b"))
    here, c = str(world.task("xet").id), world.viewer("c").person_id

    with pytest.raises(Conflict) as refused:
        replace_member(world.database, world.ids, world.viewer("thuong-truc"), here, world.viewer("b").person_id, c,
                       "ốm", world.clock.now())

    assert str(refused.value) == "Kế hoạch không cho thay thành viên ở việc “Bỏ phiếu xét tập thể”."


def test_a_closed_account_does_not_keep_a_vote_waiting(meeting):
    world = meeting(f"túc số: 2/3, {SECRET}")
    task_id = str(world.task("xet").id)
    for login in ("a", "sep-a", "b", "dau-moi"):
        vote(world, login, FOR)
    closed = ORGANISATION.replace("họ tên: Đỗ C,", "họ tên: Đỗ C, đang làm việc: không,")

    import_organisation(world.database, world.ids, read_organisation(closed, "tc.yaml"), world.clock.now())

    assert result(world, task_id)["so_phieu"] == 4


def test_score_sheets_are_averaged_to_two_decimals_without_the_highest_and_the_lowest(meeting):
    world = meeting("bộ tiêu chí: diem, bỏ phiếu: {bỏ phiếu cao nhất và thấp nhất: có, kín: có}")
    task_id = str(world.task("xet").id)

    for login, points in (("a", 1), ("sep-a", 7), ("b", 8), ("c", 8), ("dau-moi", 10)):
        vote(world, login, {"hieu-qua": points, "cach-lam": points})

    assert result(world, task_id) == {"tong_diem": 23.0, "ty_le": 76.7, "xep_loai": None}


def test_nobody_outside_the_council_or_the_organisation_touches_a_vote(meeting):
    world = meeting(SECRET)
    here = str(world.task("xet").id)
    stranger = world.viewer("nguoi-la")

    for act in (lambda: close_ballot(world.database, world.ids, stranger, here, (), world.clock.now()),
                lambda: vote(world, "thuong-truc", FOR), lambda: close(world, by="quan-tri")):
        with pytest.raises(Exception, match="Không thấy việc này|không giữ vai trò"):
            act()


def _id_of(world: World, code: str) -> str:
    found = [row for status in ("open", "done") for row in world._rows(status) if row.step == "xet"]
    return str(next(row.id for row in found if row.code == code))


def _task(world: World) -> Task:
    with world.database.read() as connection:
        found = tasks.get(connection, world.viewer("a").tenant_id, str(world.task("xet").id))
    assert found
    return found


def test_what_is_chosen_among_the_initiatives_goes_into_the_register(database, ids, clock):
    more = ("  - {mã: binh-chon, tên: Bình chọn, phạm vi: cả đợt, chủ trì: đoàn chấm, quy trình: tham-dinh,\n"
            "     sau: [lap-doan],\n"
            "     bỏ phiếu: {cách: chọn, kín: có, chọn nhiều nhất: 1, mô hình khi: 'trang_thai == \"accepted\"'},\n"
            "     ghi sổ: [{bảng: danh_sach, đặt: {cong_nhan: dong.trung}}]}\n")
    made = initiatives(database, ids, clock, more)
    made.send("dau-moi", "ban-hanh")
    made.send("a", "dang-ky", answers=rows("Mô hình 1", "Mô hình 2"), code="hoi-a")
    made.send("dau-moi", "dang-ky", "nhan", code="hoi-a")
    made.tick(date(2026, 6, 26))
    made.send("dau-moi", "tong-hop")
    made.tick(date(2026, 9, 1))
    members = [made.viewer(login).person_id for login in "bc"]
    made.send("dau-moi", "lap-doan", answers={"lap-doan": {
        "thanh_vien": members, "ngay_hop": "2026-10-01", "danh_sach": []}})
    second = made.entries()["Mô hình 2"].id

    for login in "bc":
        cast_ballot(database, ids, made.viewer(login), str(made.task("binh-chon").id), {"chon": [second]}, None,
                    clock.now())

    assert {name: entry.data.get("cong_nhan") for name, entry in made.entries().items()} == {
        "Mô hình 1": False, "Mô hình 2": True}


def test_the_chair_hears_once_that_votes_have_opened(meeting):
    world = meeting(SECRET, "mỗi đơn vị")

    with world.database.read() as connection:
        told = connection.execute(select(notice.c.person_id, notice.c.text)).all()

    assert told == [(world.viewer("thuong-truc").person_id, "Phiếu “Bỏ phiếu xét tập thể” đã mở; bạn điều hành.")]
