"""A drawn plan is the plan that its YAML twin says, and runs the same way."""

from pathlib import Path

import pytest

from engine.bpmn.compile import compile_plan
from engine.bpmn.drawn import open_plan
from engine.plan.folder import load_plan, load_sources
from engine.rehearse.rehearse import Settings, rehearse
from engine.rehearse.written import written

DRAWN = Path(__file__).parents[1] / "data/drawn"
TWINS = sorted(file.parent for file in DRAWN.glob("*/twin.yaml"))
BESIDE = [folder for folder in TWINS if (folder / "plan.yaml").exists()]


def drawing_in(folder: Path) -> Path:
    return next(folder.glob("*.bpmn"))


@pytest.mark.parametrize("folder", TWINS, ids=lambda folder: folder.name)
def test_a_drawing_says_what_its_twin_says(folder: Path) -> None:
    drawn, twin = open_plan(drawing_in(folder)), load_plan(folder / "twin.yaml")

    assert drawn.plan == twin.plan
    assert compile_plan(drawn).processes == compile_plan(twin).processes


@pytest.mark.parametrize("folder", TWINS, ids=lambda folder: folder.name)
def test_a_drawing_is_rehearsed_as_its_twin_is(folder: Path) -> None:
    settings = Settings(2026, 3, 1, "realistic")

    drawn = rehearse(open_plan(drawing_in(folder)), None, settings)

    assert written(drawn, []) == written(rehearse(load_plan(folder / "twin.yaml"), None, settings), [])
    assert drawn.tasks


@pytest.mark.parametrize("folder", BESIDE, ids=lambda folder: folder.name)
def test_the_folder_of_a_drawing_is_the_same_plan(folder: Path) -> None:
    assert open_plan(folder).plan == open_plan(drawing_in(folder)).plan


@pytest.mark.parametrize("folder", TWINS, ids=lambda folder: folder.name)
def test_what_is_stored_of_a_drawing_needs_no_drawing(folder: Path) -> None:
    drawn = open_plan(drawing_in(folder))

    again = load_sources(drawn.sources)

    assert (again.plan, again.hash) == (drawn.plan, drawn.hash)


def test_moving_shapes_makes_no_new_version(tmp_path: Path) -> None:
    text = drawing_in(DRAWN / "camunda7").read_text("utf-8")
    (tmp_path / "plan.yaml").write_bytes((DRAWN / "camunda7/plan.yaml").read_bytes())
    (tmp_path / "phat-dong.bpmn").write_text(text.replace('x="240"', 'x="999"'), "utf-8")

    assert open_plan(tmp_path).hash == open_plan(DRAWN / "camunda7").hash


def test_a_mistake_in_a_step_is_told_at_its_element() -> None:
    step = open_plan(DRAWN / "io").read.at("steps", 4, "forms")

    assert (Path(step.file).name, step.line) == ("quy-trinh.bpmn", 68)
