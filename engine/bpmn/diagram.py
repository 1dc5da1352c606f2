"""The diagram part of a BPMN 2.0 file: a pool for each process, one below the other, and where everything stands."""

from collections.abc import Iterable

from lxml import etree

from engine.bpmn.graph import Process
from engine.bpmn.layout import Edge, layout
from engine.bpmn.names import Box
from engine.bpmn.write import bpmn

BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
COLLABORATION = "khung"
_BETWEEN_POOLS, _CORNER = 50, (150, 60)


def collaboration_element(processes: Iterable[Process]) -> etree._Element:
    """<collaboration> with a participant for each process."""
    collaboration = etree.Element(bpmn("collaboration"), id=COLLABORATION)
    for process in processes:
        etree.SubElement(collaboration, bpmn("participant"), id=pool_id(process), name=process.name,
                         processRef=process.id)
    return collaboration


def pool_id(process: Process) -> str:
    return f"{COLLABORATION}.{process.id}"


def diagram_element(processes: Iterable[Process]) -> etree._Element:
    """<BPMNDiagram> with the shapes and edges of every process in its pool."""
    diagram = etree.Element(f"{{{BPMNDI}}}BPMNDiagram", id="hinh")
    plane = etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", id="hinh.mat", bpmnElement=COLLABORATION)
    x, y = _CORNER
    for process in processes:
        y += _add_pool(plane, process, x, y) + _BETWEEN_POOLS
    return diagram


def _add_pool(plane: etree._Element, process: Process, x: int, y: int) -> int:
    """Draws one pool with its corner there; its height."""
    picture = layout(process)
    pool = _shape(plane, pool_id(process), Box(process.id, 0, 0, picture.width, picture.height), x, y)
    pool.set("isHorizontal", "true")
    for number, lane in enumerate(picture.lanes, 1):
        _shape(plane, f"{process.id}.lan.{number}", lane, x, y).set("isHorizontal", "true")
    labels = {label.id: label for label in picture.labels}
    kinds = {n.id: n.kind for n in process.nodes}
    for box in picture.shapes:
        shape = _shape(plane, box.id, box, x, y, labels.get(box.id))
        if kinds[box.id] == "exclusive":
            shape.set("isMarkerVisible", "true")
    for edge in picture.edges:
        _edge(plane, edge, x, y)
    return picture.height


def _shape(plane: etree._Element, element: str, box: Box, x: int, y: int, label: Box | None = None) -> etree._Element:
    shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", id=f"{element}.hinh", bpmnElement=element)
    _bounds(shape, box, x, y)
    if label:
        _bounds(etree.SubElement(shape, f"{{{BPMNDI}}}BPMNLabel"), label, x, y)
    return shape


def _edge(plane: etree._Element, edge: Edge, x: int, y: int) -> None:
    element = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", id=f"{edge.id}.hinh", bpmnElement=edge.id)
    for point_x, point_y in edge.points:
        etree.SubElement(element, f"{{{DI}}}waypoint", x=str(x + point_x), y=str(y + point_y))
    if edge.label:
        _bounds(etree.SubElement(element, f"{{{BPMNDI}}}BPMNLabel"), edge.label, x, y)


def _bounds(parent: etree._Element, box: Box, x: int, y: int) -> None:
    etree.SubElement(parent, f"{{{DC}}}Bounds", x=str(x + box.x), y=str(y + box.y), width=str(box.width),
                     height=str(box.height))


