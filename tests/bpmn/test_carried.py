"""What a plan compiles to can be opened as a drawing, changed there, and read back as a plan that runs the same."""

import shutil
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.carried import to_drawing
from engine.bpmn.compile import Compiled, compile_plan
from engine.bpmn.drawn import open_plan
from engine.bpmn.exchange import validate
from engine.bpmn.write import bpmn
from engine.plan.folder import LoadedPlan, data_dir

NHO = Path(__file__).parents[1] / "data/plans/nho"
FOLDERS = [NHO, *sorted(file.parent for file in data_dir("plan_configs").glob("*/plan.yaml"))]
NEW = """<bpmn:userTask xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="Activity_1" name="Xem lại">
<bpmn:extensionElements><c:properties xmlns:c="http://camunda.org/schema/1.0/bpmn"><c:property name="chủ trì"
value="thường trực"/></c:properties></bpmn:extensionElements></bpmn:userTask>"""


def exported(folder: Path, target: Path) -> tuple[LoadedPlan, Path]:
    """The plan, and its compiled file in an empty folder with what the plan takes parts from."""
    loaded = open_plan(folder)
    file = target / "ve/ra.bpmn"
    file.parent.mkdir()
    for beside in folder.glob("tieu-chi*"):
        shutil.copy(beside, file.parent)
    if loaded.plan.guide:
        shutil.copytree(folder.parent / loaded.plan.guide, target / loaded.plan.guide)
    file.write_bytes(to_drawing(loaded, compile_plan(loaded)))
    return loaded, file


def parts(compiled: Compiled) -> dict[str, tuple[object, ...]]:
    return {scope: (set(p.nodes), set(p.flows), set(p.guards)) for scope, p in compiled.processes.items()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_exported_plan_comes_back_and_runs_the_same(folder: Path, tmp_path: Path) -> None:
    loaded, file = exported(folder, tmp_path)

    again = open_plan(file)

    steps, before = ({s.id: s.model_copy(update={"after": frozenset(s.after)}) for s in one.plan.steps}
                     for one in (again, loaded))
    assert steps == before
    assert again.plan.model_copy(update={"steps": ()}) == loaded.plan.model_copy(update={"steps": ()})
    assert parts(compile_plan(again)) == parts(compile_plan(loaded))
    assert validate(file.read_bytes()) is None


def changed(folder: Path, change) -> LoadedPlan:
    """The small plan, exported, changed as a drawing, read back."""
    _, file = exported(NHO, folder)
    tree = etree.parse(file)
    change({e.get("id"): e for e in tree.iter() if isinstance(e.tag, str)})
    tree.write(file, encoding="UTF-8")
    return open_plan(file)


def test_a_step_drawn_into_an_exported_plan_stands_between_its_neighbours(tmp_path: Path) -> None:
    def insert(by_id: dict[str, etree._Element]) -> None:
        way = next(e for e in by_id.values() if e.tag == bpmn("sequenceFlow") and e.get("targetRef") == "tong-hop.du")
        process = way.getparent()
        process.append(etree.fromstring(NEW))
        etree.SubElement(process, bpmn("sequenceFlow"), id="moi", sourceRef="Activity_1", targetRef="tong-hop.du")
        way.set("targetRef", "Activity_1")

    plan = changed(tmp_path, insert).plan

    assert (plan.step("xem-lai").after, plan.step("xem-lai").actor) == (("ban-hanh",), "thường trực")
    assert plan.step("tong-hop").after == ("xem-lai",)


def test_a_changed_property_and_name_of_an_exported_step_are_read(tmp_path: Path) -> None:
    def change(by_id: dict[str, etree._Element]) -> None:
        task = by_id["ban-hanh.lam"]
        task.set("name", "Ra văn bản")
        for prop in task.iter("{http://camunda.org/schema/1.0/bpmn}property"):
            if prop.get("name") == "chủ trì":
                prop.set("value", "thường trực")

    step = changed(tmp_path, change).plan.step("ban-hanh")

    assert ((step.title or step.name), step.actor) == ("Ra văn bản", "thường trực")
