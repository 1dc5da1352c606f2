"""bpmn.io's own viewer opens what kheo writes, and the drawn blocks, without a warning."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from engine.bpmn.carried import to_drawing
from engine.bpmn.compile import compile_plan
from engine.bpmn.drawn import open_plan
from engine.bpmn.exchange import validate
from engine.plan.folder import data_dir, load_plan

VIEWER = Path(__file__).parents[2] / "node_modules" / "bpmn-js" / "dist" / "bpmn-viewer.production.min.js"
PLANS = sorted(p for p in data_dir("plan_configs").iterdir() if p.is_dir())
BLOCKS = sorted(data_dir("workflows").glob("*.bpmn"))
SHOW = """async (xml) => {
  const viewer = new BpmnJS({container: '#diagram'});
  const {warnings} = await viewer.importXML(xml);
  const drawn = viewer.get('elementRegistry').filter(e => e.type !== 'label' && e.parent).map(e => e.id);
  return {warnings: warnings.map(w => w.message), drawn};
}"""

SAVE = """async (xml) => {
  const viewer = new BpmnJS({container: '#diagram'});
  await viewer.importXML(xml);
  return (await viewer.saveXML({format: true})).xml;
}"""
SMALL = Path(__file__).parents[1] / "data/plans/nho"


@pytest.fixture
def viewer(page: Page) -> Page:
    page.set_content("<style>html, body, #diagram {margin: 0; height: 100%}</style><div id='diagram'></div>")
    page.add_script_tag(path=VIEWER)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("folder", PLANS, ids=lambda f: f.name)
def test_a_compiled_plan_is_shown_whole_and_without_a_warning(viewer, folder):
    loaded = load_plan(folder)
    compiled = compile_plan(loaded)
    processes = tuple(compiled.processes.values())

    shown = viewer.evaluate(SHOW, to_drawing(loaded, compiled).decode())

    assert shown["warnings"] == []
    elements = [e.id for p in processes for e in (*p.nodes, *p.flows)]
    lanes = [f"{p.id}.lan.{i}" for p in processes for i, _ in enumerate(p.lanes, 1)]
    assert sorted(shown["drawn"]) == sorted([*elements, *lanes, *(f"khung.{p.id}" for p in processes)])


@pytest.mark.browser
def test_the_drawn_blocks_are_shown_without_a_warning(viewer):
    for block in BLOCKS:
        data = block.read_bytes()

        shown = viewer.evaluate(SHOW, data.decode())

        assert (block.name, shown["warnings"], validate(data)) == (block.name, [], None)
        assert len(shown["drawn"]) >= 7


@pytest.mark.browser
def test_an_exported_plan_that_bpmn_io_has_saved_is_still_the_plan(viewer, tmp_path):
    loaded = load_plan(SMALL)
    saved = tmp_path / "luu.bpmn"
    saved.write_text(viewer.evaluate(SAVE, to_drawing(loaded, compile_plan(loaded)).decode()), "utf-8")

    again = open_plan(saved)

    by_id = [sorted(one.plan.steps, key=lambda step: step.id) for one in (again, loaded)]
    assert by_id[0] == by_id[1]
    assert again.plan.model_copy(update={"steps": ()}) == loaded.plan.model_copy(update={"steps": ()})
