"""A drawn plan is the plan that its YAML twin says, and runs the same way."""

from pathlib import Path

import pytest

from engine.bpmn.compile import compile_plan
from engine.bpmn.drawn import open_plan
from engine.plan.folder import load_plan, load_sources

DRAWN = Path(__file__).parents[1] / "data/drawn"
TWINS = sorted(file.parent for file in DRAWN.glob("*/twin.yaml"))


@pytest.mark.parametrize("folder", TWINS, ids=lambda folder: folder.name)
def test_a_drawing_says_what_its_twin_says(folder: Path) -> None:
    drawn, twin = open_plan(folder), load_plan(folder / "twin.yaml")

    assert drawn.plan == twin.plan
    assert compile_plan(drawn).processes == compile_plan(twin).processes


@pytest.mark.parametrize("folder", TWINS, ids=lambda folder: folder.name)
def test_a_drawing_given_by_itself_is_the_same_plan(folder: Path) -> None:
    drawing = next(folder.glob("*.bpmn"))

    assert open_plan(drawing).plan == open_plan(folder).plan


@pytest.mark.parametrize("folder", TWINS, ids=lambda folder: folder.name)
def test_what_is_stored_of_a_drawing_needs_no_drawing(folder: Path) -> None:
    drawn = open_plan(folder)

    again = load_sources(drawn.sources)

    assert (again.plan, again.hash) == (drawn.plan, drawn.hash)


def test_a_mistake_in_a_step_is_told_at_its_element() -> None:
    step = open_plan(DRAWN / "io").read.at("steps", 4, "forms")

    assert (Path(step.file).name, step.line) == ("quy-trinh.bpmn", 68)
