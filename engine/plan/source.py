"""The text of a plan becomes a tree of nodes with places; what YAML allows and a plan must not is refused here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.base.text import fold, nfc
from engine.plan.yaml_words import in_vietnamese

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_NUMBER = re.compile(r"[-+]?(\d{1,15}|\d{1,15}\.\d{1,15})")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One written value; `plain` when it stands without quotes."""

    place: Place
    text: str
    plain: bool = True

    @property
    def value(self) -> object:
        """true, false, null and plain numbers; everything else stays text: `no`, 05/02/2026, 1_000, 0x10."""
        if not self.plain:
            return self.text
        if self.text.lower() in _WORDS:
            return _WORDS[self.text.lower()]
        if _NUMBER.fullmatch(self.text):
            return float(self.text) if "." in self.text else int(self.text)
        return self.text


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Pair:
    """One key of a mapping as it is written, where it stands, and its value."""

    key: str
    place: Place
    node: "Node"


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; no two keys are equal, marks and case aside."""

    place: Place
    pairs: tuple[Pair, ...]


Node = Scalar | Items | Table


def compose(text: str, file: str, loader: type = LOADER) -> Node:
    """The tree of the text's NFC form; raises PlanError with KH001 to KH009."""
    text = nfc(text.removeprefix("\ufeff"))
    if len(text.encode()) > MAX_BYTES:
        _refuse(Place(file), "KH007", f"tệp lớn hơn {MAX_BYTES // 1000} KB; hãy chia nhỏ hoặc bỏ bớt nội dung")
    return _Composer(text, file, loader).document()


def plain(node: Node) -> object:
    """The tree as dicts, lists and values."""
    if isinstance(node, Table):
        return {pair.key: plain(pair.node) for pair in node.pairs}
    return [plain(item) for item in node.items] if isinstance(node, Items) else node.value


def _refuse(place: Place, code: str, message: str) -> None:
    raise PlanError((Diagnostic(place, code, message),))


class _Composer:
    """Builds the tree from parser events, so that nothing (alias, tag) is expanded before it is seen."""

    def __init__(self, text: str, file: str, loader: type) -> None:
        self._text = text
        self._file = file
        self._found: list[Diagnostic] = []
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=loader))

    def document(self) -> Node:
        root = None
        try:
            for event in self._events:
                if isinstance(event, yaml.DocumentStartEvent):
                    if root is not None:
                        self._note(event, "KH003", 'tệp chỉ được có một tài liệu; bỏ dòng "---" thứ hai và phần sau nó')
                        break
                    root = self._node(next(self._events), 0)
        except yaml.YAMLError as error:
            self._found.append(in_vietnamese(error, self._text, self._file))
        if not self._found and (root is None or (isinstance(root, Scalar) and root.plain and not root.text)):
            self._found.append(Diagnostic(Place(self._file), "KH002", "tệp trống, không có kế hoạch nào"))
        if self._found or root is None:
            raise PlanError(tuple(sorted(self._found)))
        return root

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1) if mark else Place(self._file)

    def _note(self, event: yaml.Event, code: str, message: str) -> None:
        self._found.append(Diagnostic(self._place(event), code, message))

    def _node(self, event: yaml.Event, depth: int) -> Node:
        place = self._place(event)
        if depth > MAX_DEPTH:
            raise PlanError((*self._found, Diagnostic(place, "KH007", f"lồng nhau quá {MAX_DEPTH} cấp")))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._note(event, "KH004", "không dùng tham chiếu & và * của YAML; viết lại nội dung ở từng chỗ")
        if tag := getattr(event, "tag", None):
            self._note(event, "KH006", f'không dùng thẻ kiểu "{tag}" của YAML; bỏ thẻ này')
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(place, tuple(self._items(depth)))
        if isinstance(event, yaml.MappingStartEvent):
            return Table(place, tuple(self._pairs(depth)))
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(place, event.value, not event.style)
        return Scalar(place, "", False)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[Pair]:
        seen: dict[str, Pair] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar) or not isinstance(key.value, str) or not key.text.strip():
                self._note(event, "KH008", 'tên mục phải là chữ; đặt trong dấu "" nếu là số')
                continue
            if key.plain and key.text == "<<":
                self._note(event, "KH004", 'không dùng "<<" để gộp mục; viết lại các mục ở đây')
                continue
            pair = Pair(key.text.strip(), key.place, value)
            first = seen.setdefault(fold(pair.key), pair)
            if first is pair:
                yield pair
            else:
                self._note(event, "KH005", _twice(pair, first))


def _twice(pair: Pair, first: Pair) -> str:
    written = "" if first.key == pair.key else f' (viết là "{first.key}")'
    return f'mục "{pair.key}" đã có ở dòng {first.place.line}, cột {first.place.column}{written}; giữ lại một mục'
