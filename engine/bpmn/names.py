"""Where the names of flows stand in a picture: beside their flow, over no shape and no other name."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Point = tuple[int, int]
LINE = 14
"""Height of one line of a name outside a shape, in pixels."""
_LETTER = 5.4
"""Mean width of a letter at the 11 pixels in which diagrams set such names."""
_WIDEST = 120


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; `id` is the node's or flow's id, of a lane its name."""

    id: str
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> Point:
        return self.x + self.width // 2, self.y + self.height // 2

    def meets(self, other: "Box") -> bool:
        """Whether the two share more than a border."""
        return (self.x < other.x + other.width and other.x < self.x + self.width
                and self.y < other.y + other.height and other.y < self.y + self.height)


def name_size(text: str) -> Point:
    """Width and height of a name, broken into lines where it is long."""
    wide = math.ceil(len(text) * _LETTER) + 6
    if wide <= _WIDEST:
        return wide, LINE
    return _WIDEST, math.ceil(wide * 1.1 / _WIDEST) * LINE


def beside(flow_id: str, name: str, points: Sequence[Point], occupied: Sequence[Box]) -> Box:
    """The first place beside the flow, near its source, that meets nothing; the very first when there is none."""
    places = [Box(flow_id, x, y, *name_size(name)) for x, y in _corners(points, *name_size(name))]
    return next((p for p in places if not any(p.meets(box) for box in occupied)), places[0])


def _corners(points: Sequence[Point], width: int, height: int) -> Iterator[Point]:
    for (x, y), (far_x, far_y) in zip(points, points[1:], strict=False):
        if y == far_y and abs(x - far_x) >= width + 4:
            for away in (12, 4):
                left = x + away if far_x > x else x - width - away
                yield left, y - height - 2
                yield left, y + 2
        elif x == far_x and abs(y - far_y) >= height + 8:
            top = y + 6 if far_y > y else y - height - 6
            yield x + 6, top
            yield x - width - 6, top
    (x, y), (far_x, _) = points[0], points[1]
    yield (x + 4 if far_x >= x else x - width - 4), y - height - 2
