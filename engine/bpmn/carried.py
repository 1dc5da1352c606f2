"""What a plan compiles to, as a drawing that can be changed and read back: its keys stand in extension properties."""

from collections.abc import Mapping

from lxml import etree

from engine.base.text import fold
from engine.bpmn.compile import Compiled
from engine.bpmn.drawn_people import text_of
from engine.bpmn.drawn_refusals import CAMUNDA
from engine.bpmn.exchange import to_xml
from engine.bpmn.parse import parse_bpmn
from engine.bpmn.write import bpmn, kheo
from engine.plan.folder import PLAN_FILE, LoadedPlan
from engine.plan.inherited import guide_of, inherit
from engine.plan.occurrences import times_of
from engine.plan.source import Items, Node, Pair, Scalar, Table, compose
from engine.plan.step import MAIN
from engine.plan.written import in_one_line

_DRAWN = frozenset({"sau", "pham vi"})
"""What the ways and the pools say."""


def to_drawing(loaded: LoadedPlan, compiled: Compiled) -> bytes:
    """UTF-8 text of the BPMN file; `open_plan` reads the plan out of it, with the ways as they are drawn then."""
    root = parse_bpmn(to_xml(tuple(compiled.processes.values())))
    tree = _whole(loaded.sources)
    pairs = tree.pairs if isinstance(tree, Table) else ()
    said = {text_of(step, "mã") or "": step for pair in pairs if fold(pair.key) == "buoc"
            for step in (pair.node.items if isinstance(pair.node, Items) else ()) if isinstance(step, Table)}
    collaboration = root.find(bpmn("collaboration"))
    if collaboration is not None:
        _say(collaboration, [p for p in pairs if fold(p.key) != "buoc"])
    _mark(root, loaded)
    told: set[str] = set()
    for task in _tasks(root):
        own = _own(task)
        step = own.get("of") or own.get("step") or ""
        if step in said and step not in told:
            told.add(step)
            _say(task, _properties(said[step], task, shown=not own.get("of")))
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _whole(sources: Mapping[str, str]) -> Node:
    """The tree of the plan with what it takes from its guiding plan."""
    tree = compose(sources[PLAN_FILE], PLAN_FILE)
    guide = guide_of(tree, lambda name: (name, sources[name]) if name in sources else None)
    return inherit(tree, guide) if guide else tree


def _mark(root: etree._Element, loaded: LoadedPlan) -> None:
    """Says of what the plan does not write as a step which recurring step it is a time of, or that it is a duty."""
    wholes = {f"{step.id}-{time.id}": step.id for step in loaded.plan.steps if step.recurs
              for time in times_of(step.recurs)}
    duties = {duty.id for duty in loaded.plan.duties}
    for own in root.iter(kheo("node")):
        step = own.get("step", "")
        if step in wholes:
            own.set("of", wholes[step])
        if step in duties:
            own.set("duty", "true")


def _tasks(root: etree._Element) -> list[etree._Element]:
    """The tasks of all steps, those of a step's main slot first."""
    found = [task for task in root.iter(bpmn("userTask")) if _own(task).get("step")]
    return sorted(found, key=lambda task: _own(task).get("slot") != MAIN)


def _own(task: etree._Element) -> etree._Element:
    own = task.find(f"{bpmn('extensionElements')}/{kheo('node')}")
    return etree.Element(kheo("node")) if own is None else own


def _properties(step: Table, task: etree._Element, *, shown: bool) -> list[Pair]:
    """The step's keys but those that the drawing says itself; a task shows its title, else the name of its step."""
    title = "việc" if text_of(step, "việc") else "tên"
    told = {*_DRAWN, fold(title)} if shown and text_of(step, title) == task.get("name") else _DRAWN
    return [pair for pair in step.pairs if fold(pair.key) not in told]


def _say(element: etree._Element, pairs: list[Pair]) -> None:
    extension = element.find(bpmn("extensionElements"))
    if extension is None:
        extension = etree.Element(bpmn("extensionElements"))
        element.insert(0, extension)
    holder = etree.SubElement(extension, f"{{{CAMUNDA}}}properties", nsmap={"camunda": CAMUNDA})
    for pair in pairs:
        etree.SubElement(holder, f"{{{CAMUNDA}}}property", name=pair.key, value=_text(pair.node))


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else in_one_line(node)
