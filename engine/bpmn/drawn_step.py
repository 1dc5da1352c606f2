"""A step while its parts are gathered from a drawing: no part may be said twice."""

from dataclasses import dataclass, field

from lxml import etree

from engine.base.text import fold
from engine.bpmn.drawn_people import text_of
from engine.bpmn.drawn_refusals import Refusals
from engine.bpmn.drawn_shape import Pool
from engine.plan.source import Items, Node, Pair, Scalar, Table
from engine.plan.step import MAIN


@dataclass
class StepSaid:
    """One step; `pairs` are its keys as a plan file would write them, by folded key."""

    id: str
    task: etree._Element
    pool: Pool
    scope: str
    refusals: Refusals
    pairs: dict[str, Pair] = field(default_factory=dict)

    def table(self) -> Table:
        return self.refusals.table(self.task, *self.pairs.values())

    def add(self, key: str, element: etree._Element, name: str) -> None:
        """One more name in a list of the step."""
        place, before = self.refusals.place(element), self.pairs.get(fold(key))
        items: tuple[Node, ...] = before.node.items if before and isinstance(before.node, Items) else ()
        if name not in {item.text for item in items if isinstance(item, Scalar)}:
            named = self.refusals.scalar(element, name)
            self.pairs[fold(key)] = Pair(key, place, Items(place, (*items, named)))

    def once(self, element: etree._Element, key: str, text: str) -> None:
        """A text that only one thing may say."""
        known = text_of(self.table(), key)
        if known is not None and known != text:
            self.refusals.refuse(element, "KH085", f'cho bước "{self.id}" một “{key}” thứ hai ("{text}", đã có '
                                 f'"{known}"); giữ một')
        self.pairs.setdefault(fold(key), self.refusals.pair(key, element, text))

    def slot(self, key: str, slot: str, node: Node) -> None:
        """A value for one slot of `hạn` or `biểu mẫu`."""
        before = self.pairs.get(fold(key))
        by_slot: tuple[Pair, ...] = ()
        if before is not None:
            plain = Pair(MAIN, before.node.place, before.node)
            by_slot = before.node.pairs if isinstance(before.node, Table) else (plain,)
        if slot in {pair.key for pair in by_slot}:
            self.refusals.refuse(self.task, "KH085", f'nói “{key}” của phần "{slot}" hai lần; giữ một')
            return
        self.pairs[fold(key)] = Pair(key, node.place, Table(node.place, (*by_slot, Pair(slot, node.place, node))))
