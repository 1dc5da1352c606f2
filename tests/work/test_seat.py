"""Where roles sit."""

from pathlib import Path

from engine.plan.folder import load_plan
from engine.work.seat import Seat, overseers, seat_of

PLAN = load_plan(Path(__file__).parents[1] / "data/plans/nho").plan
UNITS = {"dau-moi": "u1", "thuong-truc": "u2"}


def test_a_role_sits_in_its_unit_in_the_unit_of_the_matter_or_in_chosen_persons():
    assert seat_of(PLAN, "Đầu mối", "u7", UNITS, {}) == Seat("Ban đầu mối", "u1", ("can-bo",))
    assert seat_of(PLAN, "đơn vị", "u7", UNITS, {}) == Seat("Đơn vị", "u7", ("can-bo", "thu-truong"))
    assert seat_of(PLAN, "đoàn chấm", "u7", UNITS, {"doan cham": ("x", "y")}) == Seat(
        "Đoàn chấm", members=("x", "y"))


def test_coordinator_deciders_and_readers_oversee_the_run_each_once():
    assert overseers(PLAN, UNITS) == (Seat("Ban đầu mối", "u1", ("can-bo",)), Seat("Thường trực", "u2"))
