"""A picture in which no shape lies over another, every shape stands in its lane, and every flow can be followed."""

from itertools import combinations

import pytest

from engine.bpmn.compile import compile_plan
from engine.bpmn.graph import Flow, Process, ProcessNode
from engine.bpmn.grid import Cell, place
from engine.bpmn.layout import Edge, Layout, layout
from engine.bpmn.names import Box, beside, name_size
from engine.plan.folder import data_dir, load_plan
from tests.bpmn.plans import woven

SHIPPED = [p for folder in sorted(data_dir("plan_configs").iterdir()) if folder.is_dir()
           for p in compile_plan(load_plan(folder)).processes.values()]
BIG = Process(
    "to", "To", "unit",
    (ProcessNode("s", "start", lane="A"), ProcessNode("f", "parallel", lane="A"),
     *(ProcessNode(f"{i}.{j}", "task", f"Việc {i} {j}", lane="AB"[(i + j) % 2]) for i in range(10) for j in range(4)),
     *(ProcessNode(f"e{i}", "end", lane="A") for i in range(10))),
    (Flow("sf", "s", "f"), *(Flow(f"f{i}", "f", f"{i}.0") for i in range(10)),
     *(Flow(f"{i}-{j}", f"{i}.{j}", f"{i}.{j + 1}") for i in range(10) for j in range(3)),
     *(Flow(f"{i}-e", f"{i}.3", f"e{i}") for i in range(10))),
    lanes=("A", "B"))
CASES = [pytest.param(p, id=f"{p.id} {len(p.nodes)}") for p in (*woven(), *SHIPPED, BIG)]


def inside(inner: Box, outer: Box) -> bool:
    return (outer.x <= inner.x and inner.x + inner.width <= outer.x + outer.width
            and outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height)


def cut(edge: Edge, box: Box) -> bool:
    """Whether the line runs through the inside of the box."""
    return any(min(x, far_x) < box.x + box.width and max(x, far_x) > box.x
               and min(y, far_y) < box.y + box.height and max(y, far_y) > box.y
               for (x, y), (far_x, far_y) in zip(edge.points, edge.points[1:], strict=False))


@pytest.mark.parametrize("process", CASES)
def test_no_two_shapes_meet_and_each_stands_in_its_lane(process):
    picture = layout(process)
    lanes = {lane.id: lane for lane in picture.lanes}
    shapes = {box.id: box for box in picture.shapes}

    assert [(a.id, b.id) for a, b in combinations(picture.shapes, 2) if a.meets(b)] == []
    assert [n.id for n in process.nodes if n.lane and not inside(shapes[n.id], lanes[n.lane])] == []
    assert [(a.id, b.id) for a, b in combinations(picture.lanes, 2) if a.meets(b)] == []


@pytest.mark.parametrize("process", CASES)
def test_every_flow_runs_at_right_angles_from_border_to_border_through_no_shape(process):
    picture = layout(process)
    shapes = {box.id: box for box in picture.shapes}
    flows = {f.id: f for f in process.flows}

    for edge in picture.edges:
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in zip(edge.points, edge.points[1:], strict=False)), edge
        assert [box.id for box in picture.shapes if cut(edge, box)] == [], edge
        for point, node in ((edge.points[0], flows[edge.id].source), (edge.points[-1], flows[edge.id].target)):
            spot = Box("", *point, 0, 0)
            assert inside(spot, shapes[node]), edge


@pytest.mark.parametrize("process", CASES)
def test_names_cover_no_shape_and_no_other_name(process):
    picture = layout(process)
    names = [*picture.labels, *(e.label for e in picture.edges if e.label)]

    assert [(a.id, b.id) for a, b in combinations(names, 2) if a.meets(b)] == []
    assert [(a.id, b.id) for a in names for b in picture.shapes if a.meets(b)] == []
    assert all(inside(name, Box("", 0, 0, picture.width, picture.height)) for name in names)


@pytest.mark.parametrize("process", CASES)
def test_the_same_process_gives_the_same_picture(process):
    assert layout(process) == layout(process)


def test_a_small_process_is_drawn_as_one_would_by_hand():
    process = Process(
        "nho", "Nhỏ", "unit",
        (ProcessNode("s", "start", lane="A"), ProcessNode("t", "task", "Gửi", lane="A"),
         ProcessNode("e", "end", lane="A")),
        (Flow("st", "s", "t"), Flow("te", "t", "e")), lanes=("A",))

    assert layout(process) == Layout(
        400, 120, (Box("A", 30, 0, 370, 120),),
        (Box("s", 80, 42, 36, 36), Box("t", 150, 20, 160, 80), Box("e", 344, 42, 36, 36)),
        (Edge("st", ((116, 60), (150, 60))), Edge("te", ((310, 60), (344, 60)))), ())


def test_a_loop_is_found_and_its_node_stands_where_the_longest_way_ends():
    ways = ["s>a", "a>x", "x>a", "x>b", "s>b", "b>e"]
    kinds = {"s": "start", "x": "exclusive", "e": "end"}
    process = Process("vong", "Vòng", "unit", tuple(ProcessNode(n, kinds.get(n, "task")) for n in "saxbe"),
                      tuple(Flow(w, w[0], w[2]) for w in ways))

    grid = place(process)

    assert grid.back == {"x>a"}
    assert grid.cells == {"s": Cell(0, 0), "a": Cell(1, 0), "x": Cell(2, 0), "b": Cell(3, 0), "e": Cell(4, 0)}


def test_a_name_moves_on_along_its_flow_until_it_covers_nothing():
    way = ((0, 0), (100, 0))
    wide, high = name_size("Trả lại")

    assert beside("f", "Trả lại", way, ()) == Box("f", 12, -high - 2, wide, high)
    assert beside("f", "Trả lại", way, (Box("a", 0, -40, 90, 40),)) == Box("f", 12, 2, wide, high)
