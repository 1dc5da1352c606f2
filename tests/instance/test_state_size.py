"""A saved state stays below 2,000 bytes: every shipped process, and loops that people go around fifty times.

`pytest -s tests/instance/test_state_size.py` prints the figures.
"""

from statistics import median

import pytest

from engine.bpmn.compile import compile_plan
from engine.bpmn.drawn import open_plan
from engine.instance.step import MAX_ROUNDS
from tests.bpmn.drawn import RETURNS, draw
from tests.instance.golden_files import PLANS, walk

MOST = 2_000
FOLDERS = sorted(folder for folder in PLANS.iterdir() if folder.is_dir())
BRANCHES = draw("""
    bat-dau > re > gui-a > nhan-a > chon-a
    chon-a > gui-a ?lai-a
    chon-a > re2 !
    re > gui-b > nhan-b > ky-b > chon-b
    chon-b > gui-b ?lai-b
    chon-b > re2 !
    re > tin-c > moc-c > gui-c > chon-c
    chon-c > tin-c ?lai-c
    chon-c > re2 !
    han-gui-a > nhac-a > kt-a
    re2 > kt
""", han_gui_a={"interrupting": False})


def sizes(process, steps, seeds, again):
    return [len(point.state) for seed in range(seeds) for point in walk(process, steps, seed, again)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_states_of_a_shipped_plan_are_small_also_when_everything_is_returned_again_and_again(folder):
    for scope, process in compile_plan(open_plan(folder)).processes.items():
        found = sizes(process, 100, 2, 0.4) + sizes(process, 200, 1, 0.95) or [0]  # a process may end as it starts

        print(f"{folder.name} {scope}: {len(process.nodes)} nodes, median {median(found)} bytes, max {max(found)}")
        assert max(found) <= MOST


def test_fifty_rounds_of_one_loop_and_of_three_at_once_in_any_order_are_small():
    one, three = sizes(RETURNS, 2 * MAX_ROUNDS, 1, 1.0), sizes(BRANCHES, 500, 3, 0.98)

    print(f"one loop: max {max(one)} bytes; three loops: median {median(three)}, max {max(three)}")
    assert len(one) == 2 * MAX_ROUNDS - 1
    assert len(three) > 600
    assert max(one + three) <= MOST
