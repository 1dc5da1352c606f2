"""The people of a counted vote stay those of that day: who conducted, who kept the minutes, who was called."""

from datetime import date, timedelta

import pytest

from engine.action.close_ballot import close_ballot
from engine.action.fire_due import fire_due
from engine.action.hand_over import hand_over
from engine.action.import_organisation import import_organisation
from engine.document.letter import Letter
from engine.plan.organisation import read_organisation
from engine.report.minutes import minutes_of
from engine.report.notices import notices_of
from engine.report.vote_desk import VoteDesk, vote_desk, vote_minutes
from engine.store.vote_closing import Officer
from engine.work.people import Conflict
from engine.work.vote import NOBODY
from tests.action.council import council, result, vote
from tests.action.leave import away
from tests.action.nho import ORGANISATION, World

FOR, AGAINST = "tan-thanh", "khong-tan-thanh"
RULES = "túc số: 2/3, bỏ phiếu: {cách: tán thành, kín: có, chủ toạ: chủ tịch, thư ký: đầu mối}"
CHOICE = ("bỏ phiếu: {cách: chọn, chủ toạ: chủ tịch, chọn nhiều nhất: 1, thông qua: 1 phiếu, "
          "bằng phiếu: chủ toạ quyết định, "
          "lựa chọn: [{mã: x, nhãn: Tập thể X}, {mã: y, nhãn: Tập thể Y}, {mã: z, nhãn: Tập thể Z}]}")
DAY = date(2026, 3, 3)


def minutes(world: World, task_id: str, by: str = "a") -> tuple[VoteDesk, str]:
    """What is known of the finished vote, and all words of its minutes."""
    desk, sheet = vote_minutes(world.database, world.viewer(by), task_id, world.clock.now().date())
    return desk, text_of(minutes_of(desk, sheet))


def text_of(letter: Letter) -> str:
    parts = [letter.number, letter.place, *(getattr(part, "text", "") for part in letter.body),
             *(f"{one.capacity} {one.name}" for one in letter.signatures), *letter.received]
    return "\n".join(parts)


def close(world: World, task_id: str, *decided: str, by: str = "thuong-truc") -> str:
    return close_ballot(world.database, world.ids, world.viewer(by), task_id, decided, world.clock.now())


def test_after_a_hand_over_the_minutes_still_name_who_conducted_and_who_kept_them(database, ids, clock):
    world = council(database, ids, clock, RULES, members=("a", "b", "c"))
    task_id = str(world.task("xet").id)
    for login in "abc":
        vote(world, login, FOR)
    world.at(date(2026, 4, 1))
    for left, follows in (("thuong-truc", "sep-a"), ("dau-moi", "b")):
        hand_over(database, ids, world.viewer("quan-tri"), left, follows, clock.now())

    desk, said = minutes(world, task_id)

    assert desk.chairs == (Officer("Phó Bí Thư", "Thủ trưởng, Thường trực"),)
    assert desk.secretaries == (Officer("Lê Đầu Mối", "Cán bộ, Ban Đầu mối"),)
    assert "Chủ toạ: Phó Bí Thư, Thủ trưởng, Thường trực." in said
    assert said.index("THƯ KÝ Lê Đầu Mối") < said.index("CHỦ TOẠ Phó Bí Thư")


def test_a_substitute_who_conducted_stands_in_the_minutes_after_the_chair_is_back(sqlite, ids, clock):
    world = council(sqlite, ids, clock, RULES, members=("a", "b", "c"))
    task_id = str(world.task("xet").id)
    away(world, "thuong-truc", DAY, DAY, "sep-a", "kt")
    world.at(DAY)
    for login in "ab":
        vote(world, login, FOR)
    close(world, task_id, by="sep-a")
    world.at(DAY + timedelta(days=9))

    desk, said = minutes(world, task_id)

    assert desk.chairs == (Officer("Sếp A", "KT. Thủ trưởng, Thường trực (làm thay Phó Bí Thư)"),)
    assert "CHỦ TOẠ Sếp A" in said and "Không bỏ phiếu (1): Đỗ C." in said


def test_who_was_called_is_told_as_it_was_when_an_account_is_closed_later(sqlite, ids, clock):
    world = council(sqlite, ids, clock, RULES)
    task_id = str(world.task("xet").id)
    for login in ("a", "b", "sep-a", "dau-moi"):
        vote(world, login, FOR)
    close(world, task_id)
    before = minutes(world, task_id)[1]
    closed = ORGANISATION.replace("họ tên: Đỗ C,", "họ tên: Đỗ C, đang làm việc: không,")
    import_organisation(sqlite, ids, read_organisation(closed, "tc.yaml"), clock.now())

    after = minutes(world, task_id)[1]

    assert "được gọi: 5; có mặt bỏ phiếu: 4; vắng hoặc không bỏ phiếu: 1. Túc số (2/3 số thành viên): 4 phiếu" in before
    assert after == before


def _tied(world: World) -> str:
    task_id = str(world.task("xet").id)
    vote(world, "a", ["x"])
    vote(world, "b", ["y"])
    return task_id


def test_the_chair_ends_a_tied_choice_with_none_of_the_tied(sqlite, ids, clock):
    world = council(sqlite, ids, clock, CHOICE, members=("a", "b"))
    task_id = _tied(world)

    with pytest.raises(Conflict) as silent:
        close(world, task_id)
    with pytest.raises(Conflict):
        close(world, task_id, "x", NOBODY)
    close(world, task_id, NOBODY)

    found = result(world, task_id)
    assert str(silent.value) == (
        "Việc “Bỏ phiếu xét tập thể” ngang phiếu, chờ chủ toạ quyết định: đánh dấu nhiều nhất 1 mục, hoặc chọn không "
        "lấy mục nào trong các mục ngang phiếu.")
    assert (found["thong_qua"], [row["trung"] for row in found["danh_sach"]]) == (False, [False] * 3)
    assert ("không thông qua (số phiếu ngang nhau, chủ toạ quyết định không lấy mục nào trong các mục ngang phiếu)."
            in minutes(world, task_id)[1])


def test_nobody_is_no_answer_to_a_tied_consent(sqlite, ids, clock):
    world = council(sqlite, ids, clock, "bỏ phiếu: {cách: tán thành, chủ toạ: chủ tịch, "
                                          "bằng phiếu: chủ toạ quyết định}", members=("a", "b"))
    task_id = str(world.task("xet").id)
    vote(world, "a", FOR)
    vote(world, "b", AGAINST)

    for decided in ((), (NOBODY,)):
        with pytest.raises(Conflict, match="thông qua hoặc không thông qua"):
            close(world, task_id, *decided)


def test_a_tie_after_the_closing_day_comes_to_the_chair_who_can_end_it(sqlite, ids, clock):
    world = council(sqlite, ids, clock, f"túc số: quá bán, chốt: ngày 10/3/2026, {CHOICE}", members=("a", "b", "c"))
    task_id = _tied(world)

    world.at(date(2026, 3, 11))
    fire_due(sqlite, ids, clock.now())
    desk = vote_desk(sqlite, world.viewer("thuong-truc"), task_id, date(2026, 3, 11))
    close(world, task_id, "x")

    assert desk.tally is not None and set(desk.tally.tied) == {"x", "y"}
    assert [row["_id"] for row in result(world, task_id)["danh_sach"] if row["trung"]] == ["x"]
    assert "Vắng mặt (1): Đỗ C (không bỏ phiếu đến lúc kiểm phiếu)." in minutes(world, task_id)[1]


def test_a_tie_that_the_chair_counts_early_waits_for_the_chair_alone(sqlite, ids, clock):
    world = council(sqlite, ids, clock, f"túc số: quá bán, {CHOICE}", members=("a", "b", "c"))
    task_id = _tied(world)

    said = close(world, task_id)
    close(world, task_id, "y")

    assert said == "Số phiếu ngang nhau ở việc “Bỏ phiếu xét tập thể”; chủ toạ quyết định."
    assert [row["_id"] for row in result(world, task_id)["danh_sach"] if row["trung"]] == ["y"]


def test_those_whom_the_plan_names_hear_once_of_a_vote_that_is_over_and_reach_what_they_may_see(sqlite, ids, clock):
    world = council(sqlite, ids, clock, "bỏ phiếu: {cách: tán thành, chủ toạ: chủ tịch}, "
                                        "thông báo cho: [chủ tịch, đơn vị]", "mỗi đơn vị", members=("b", "c"))
    task_id = str(world.task("xet", "hoi-a").id)
    for login in ("b", "c"):
        vote(world, login, FOR, "hoi-a")
    world.at(DAY)
    fire_due(sqlite, ids, clock.now())

    heard = {login: [(row.text, row.task_id) for row in notices_of(sqlite, world.viewer(login))
                     if "đã xong" in row.text] for login in ("thuong-truc", "a", "sep-a", "b", "dau-moi")}

    said = [("Xét tập thể: Hội A đã xong ngày 02/03/2026.", task_id)]
    assert heard == {"thuong-truc": said, "a": said, "sep-a": said, "b": [], "dau-moi": []}


def test_the_chair_and_the_secretary_come_from_their_notices_to_the_vote_and_a_former_chair_does_not(
        sqlite, ids, clock):
    world = council(sqlite, ids, clock, RULES)
    task_id = str(world.task("xet").id)
    chair = world.viewer("thuong-truc")
    assert [row.task_id for row in notices_of(sqlite, chair)] == [task_id]

    left = ORGANISATION.replace("họ tên: Phó Bí Thư, giữ chức: [{chức danh: thu-truong, đơn vị: thuong-truc}]",
                                "họ tên: Phó Bí Thư, giữ chức: [{chức danh: thu-truong, đơn vị: hoi-c}]")
    import_organisation(sqlite, ids, read_organisation(left, "tc.yaml"), clock.now())
    world.at(DAY)

    assert [(row.task_id, row.run_id) for row in notices_of(sqlite, world.viewer("thuong-truc"))] == [
        (None, world.run_id)]


def test_a_number_is_read_as_a_number_of_ballots_and_a_share_as_a_share(sqlite, ids, clock):
    world = council(sqlite, ids, clock, f"túc số: 2 người, {CHOICE}", members=("a", "b"))
    task_id = str(world.task("xet").id)
    for login in "ab":
        vote(world, login, ["x"])

    said = minutes(world, task_id)[1]

    assert "Túc số: 2 phiếu, đủ." in said
    assert "Thông qua khi đạt 1 phiếu: 1/2 phiếu." in said
