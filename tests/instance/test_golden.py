"""States once saved stay readable for ever: what is open in them, and where they go, as it was when they were saved."""

from itertools import permutations

import pytest

from engine.bpmn.spec import flow_key, spec_of
from engine.instance.codec import decode, encode
from engine.instance.fact import InstanceError
from engine.instance.step import open_nodes, step
from tests.instance.golden_files import FOLDER, read, said

FILES = sorted(FOLDER.glob("*/*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_saved_state_says_what_it_said_and_goes_on(file):
    process, points = read(file)

    assert points
    for point in points:
        assert said(open_nodes(process, point.state)) == point.open
        assert said(step(process, point.state, point.command).facts) == point.facts


@pytest.mark.parametrize("file", [f for f in FILES if f.parent.name == "v2"], ids=lambda file: file.stem)
def test_a_state_of_today_is_written_to_the_same_bytes(file):
    process, points = read(file)

    for point in points:
        assert encode(decode(point.state, spec_of(flow_key(process)))) == point.state


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_state_with_one_byte_changed_or_cut_short_is_refused(version):
    process, points = read(FOLDER / version / "tra-lai.json")
    state = points[-1].state
    damaged = [state[:i] + bytes([state[i] ^ flip]) + state[i + 1:] for i in range(len(state)) for flip in (1, 32, 255)]
    damaged += [state[:i] for i in range(len(state))] + [state + b"\0", state + state, b"kh", b"\0" * 40]

    for one in damaged:
        with pytest.raises(InstanceError, match="^trạng thái "):
            open_nodes(process, one)


def test_a_state_is_refused_by_a_process_that_lacks_what_it_went_through():
    states = {file.stem: read(file) for file in FILES if file.parent.name == "v2"}
    accepted = []

    for name, other in permutations(states, 2):
        point = states[name][1][-1]
        try:
            assert said(open_nodes(states[other][0], point.state)) == point.open
            accepted.append((name, other))
        except InstanceError as refusal:
            assert "không khớp" in str(refusal)

    assert accepted == [("xa-mau-ha-tinh-2026-entry", "ha-tinh-annual-entry")]  # it carries on its province's steps
