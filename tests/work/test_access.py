"""Who may act and who may see."""

from dataclasses import replace
from datetime import UTC, datetime

from engine.work.access import may_act, may_see, sees_run
from engine.work.people import Held, Viewer
from engine.work.seat import Seat
from engine.work.task import Task

OFFICER = Held("p1", "u1", "Hội A", "/t/u1/", "can-bo", "Cán bộ đầu mối")
CHIEF = Held("p2", "u1", "Hội A", "/t/u1/", "thu-truong", "Chủ tịch")
ELSEWHERE = Held("p3", "u2", "Hội B", "/t/u2/", "can-bo", "Cán bộ đầu mối")
TASK = Task("v1", "i1", "r1", "t", "u1", None, "dang-ky.gui", "dang-ky", "chính", "do", "Thủ trưởng đơn vị", "u1",
            ("thu-truong",), "Đăng ký", "", 1, 1, 2, "open", datetime(2026, 1, 15, tzinfo=UTC))
REVIEW = replace(TASK, candidate_unit_id="u9", candidate_positions=())
BALLOT = replace(TASK, candidate_unit_id=None, candidate_positions=(), role="Đoàn chấm", persons=frozenset({"x"}))
OVERSEER = Seat("Thường trực", "u9")


def viewer(*positions: Held, person: str = "y", tenant: str = "t", administrator: bool = False) -> Viewer:
    return Viewer(person, "Y", "y", tenant, positions, administrator)


def test_one_acts_by_a_fitting_position_in_the_unit():
    assert may_act(viewer(OFFICER), TASK) is None
    assert may_act(viewer(ELSEWHERE, OFFICER, CHIEF), TASK) == CHIEF
    assert may_act(viewer(replace(ELSEWHERE, role="thu-truong")), TASK) is None


def test_any_position_will_do_where_the_role_names_none():
    assert may_act(viewer(replace(OFFICER, unit_id="u9")), REVIEW) == replace(OFFICER, unit_id="u9")


def test_a_member_acts_as_a_member_whatever_positions_are_held():
    assert may_act(viewer(ELSEWHERE, person="x"), BALLOT) == replace(ELSEWHERE, title="Đoàn chấm")
    assert may_act(viewer(person="x"), BALLOT) == Held("", "", "", "", "", "Đoàn chấm")
    assert may_act(viewer(OFFICER, CHIEF), BALLOT) is None


def test_an_administrator_sees_and_does_not_act():
    administrator = viewer(administrator=True)

    assert may_act(administrator, TASK) is None
    assert may_see(administrator, TASK, [])


def test_one_sees_the_tasks_of_ones_unit_and_those_one_may_do():
    assert may_see(viewer(OFFICER), TASK, [])
    assert may_see(viewer(OFFICER), REVIEW, [])
    assert may_see(viewer(replace(OFFICER, unit_id="u9")), REVIEW, [])
    assert may_see(viewer(person="x"), BALLOT, [])
    assert not may_see(viewer(ELSEWHERE), TASK, [OVERSEER])


def test_an_overseer_sees_the_whole_run():
    assert may_see(viewer(replace(ELSEWHERE, unit_id="u9")), TASK, [OVERSEER])
    assert sees_run(viewer(replace(ELSEWHERE, unit_id="u9")), "t", [OVERSEER])
    assert not sees_run(viewer(ELSEWHERE), "t", [OVERSEER])


def test_nothing_is_seen_or_done_across_tenants():
    stranger = viewer(CHIEF, person="x", tenant="other", administrator=True)

    assert may_act(stranger, TASK) is None
    assert may_act(stranger, BALLOT) is None
    assert not may_see(stranger, TASK, [])
    assert not sees_run(stranger, "t", [])
