"""The text of a plan becomes a Plan with places, or every mistake of the first phase that fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from engine.base.diagnostic import Diagnostic, Place, PlanError
from engine.base.text import did_you_mean, fold, nfc
from engine.plan.attached import Beside, attach, nothing_beside
from engine.plan.inherited import guide_of, inherit
from engine.plan.model import Plan
from engine.plan.shape import Key, item_in, keys_of, part_in, value_in, wants_text
from engine.plan.source import Items, Node, Scalar, Table, compose
from engine.plan.step import MAIN

Path = tuple[str | int, ...]
Root = TypeVar("Root", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Read(Generic[Root]):
    """What a text says and where; paths as in ReadPlan."""

    value: Root
    places: Mapping[Path, Place]
    key_places: Mapping[Path, Place]


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan and where each part stands. Paths are field names and numbers: ("steps", 3, "deadlines", "chính")."""

    plan: Plan
    places: Mapping[Path, Place]
    """Where a value begins."""
    key_places: Mapping[Path, Place] = field(default_factory=dict)
    """Where the key of a value begins."""
    attached: Mapping[str, str] = field(default_factory=dict)
    """Texts of the other files that are part of it, by name: sheets beside it, the guiding plan."""
    guide: "ReadPlan | None" = None
    """The guiding plan that this one makes concrete."""

    def at(self, *path: str | int) -> Place:
        """The place of the value, or of the nearest part around it that is written in the file."""
        return _nearest(self.places, path)

    def key_at(self, *path: str | int) -> Place:
        """The place of the key, or of the nearest part around it that is written in the file."""
        return self.key_places[path] if path in self.key_places else self.at(*path)


def read_plan(text: str, file: str, beside: Beside = nothing_beside) -> ReadPlan:
    """Raises PlanError with KH001-KH009 for the text, KH050 and KH028 for files it takes parts from, else KH010-KH018
    for keys and values; names are not followed.
    """
    return read_plan_tree(compose(text, file), beside)


def read_plan_tree(root: Node, beside: Beside = nothing_beside) -> ReadPlan:
    """The same for a plan whose tree was not made of one text."""
    tree, attached = attach(root, beside)
    guide = guide_of(tree, beside)
    if guide is None:
        return _as_plan(tree, attached)
    above = _as_plan(guide.tree, guide.texts)
    return replace(_as_plan(inherit(tree, guide), {**attached, **guide.texts}), guide=above)


def _as_plan(tree: Node, texts: Mapping[str, str]) -> ReadPlan:
    read = _read_tree(Plan, "kế hoạch", tree)
    return ReadPlan(read.value, read.places, read.key_places, texts)


def read_as(root: type[Root], what: str, text: str, file: str) -> Read[Root]:
    """The same for a text of another shape; `what` names it where no key can be named."""
    return _read_tree(root, what, compose(text, file))


def _read_tree(root: type[Root], what: str, tree: Node) -> Read[Root]:
    walk = _Walk(root, what)
    data = walk.take(tree, root, ())
    try:
        value = root.model_validate(data)
    except ValidationError as error:
        found = [d for e in _causes(error) if (d := walk.explain(e)) is not None]
        raise PlanError(tuple(sorted({*walk.found, *found}))) from None
    if walk.found:
        raise PlanError(tuple(sorted(walk.found)))
    return Read(value, walk.places, walk.key_places)


def _nearest(places: Mapping[Path, Place], path: Path) -> Place:
    while path not in places:
        path = path[:-1]
    return places[path]


class _Walk:
    """Goes through the nodes beside the model classes: keys become field names, places are kept."""

    def __init__(self, root: type[BaseModel], what: str) -> None:
        self._root = root
        self._what = what
        self.found: list[Diagnostic] = []
        self.places: dict[Path, Place] = {}
        self.key_places: dict[Path, Place] = {}
        self._reported: set[Path] = set()

    def take(self, node: Node, annotation: Any, path: Path) -> object:
        self.places[path] = node.place
        part, value = part_in(annotation), value_in(annotation)
        if value is not None and not isinstance(node, Table):
            self.take(node, value, (*path, MAIN))
        if isinstance(node, Scalar):
            return nfc(node.text) if wants_text(annotation) and node.value is not None else node.value
        if isinstance(node, Items):
            item = item_in(annotation if value is None else value)
            return [self.take(n, item, (*path, i)) for i, n in enumerate(node.items)]
        if part is not None:
            return self._part(node, part, path)
        return {p.key: self._named(p.node, value, (*path, p.key), p.place) for p in node.pairs}

    def _part(self, node: Table, part: type[BaseModel], path: Path) -> dict[str, object]:
        known, taken = keys_of(part), {}
        for pair in node.pairs:
            key = known.get(fold(pair.key))
            if key is None:
                near = did_you_mean(pair.key, [k.word for k in known.values()])
                self._note(pair.place, "KH010", f'không có mục "{pair.key}"{near}')
                continue
            inner = (*path, key.field)
            if key.field in taken:
                self._note(pair.place, "KH005", f'mục "{pair.key}" nói lại mục "{key.word}"; gộp làm một')
                continue
            if isinstance(pair.node, Scalar) and pair.node.value is None:
                self._reported.add(inner)
                self._note(pair.place, "KH013", f'mục "{key.word}" để trống; ghi giá trị hoặc bỏ mục này')
                continue
            taken[key.field] = self._named(pair.node, key.annotation, inner, pair.place)
        return taken

    def _named(self, node: Node, annotation: Any, path: Path, place: Place) -> object:
        self.key_places[path] = place
        return self.take(node, annotation, path)

    def _note(self, place: Place, code: str, message: str) -> None:
        self.found.append(Diagnostic(place, code, message))

    def explain(self, error: ErrorDetails) -> Diagnostic | None:
        """The mistake pydantic found, in Vietnamese; None when the walk has told it already."""
        path, key = _path(self._root, error["loc"])
        if path in self._reported:
            return None
        chosen = path and isinstance(path[-1], str) and key and path[-1] != key.field and path in self.key_places
        word = str(path[-1]) if chosen else key.word if key else self._what
        if error["type"] == "missing":
            return Diagnostic(_nearest(self.places, path[:-1]), "KH011", f'thiếu mục "{word}"')
        place = _nearest(self.places, path)
        if error["loc"] and error["loc"][-1] == "[key]":
            place = self.key_places.get(path, place)
        code, says = _sentence(error)
        return Diagnostic(place, code, f'mục "{word}" {says}')


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """Without "too short" of lists whose items are at fault."""
    details = error.errors(include_url=False)
    return [e for e in details if e["type"] != "too_short" or not any(
        d["loc"][: len(e["loc"])] == e["loc"] and d is not e for d in details)]


def _path(root: type[BaseModel], location: tuple[int | str, ...]) -> tuple[Path, Key | None]:
    """Pydantic's location (words of the file) as a path of field names, and the last key on it."""
    path: list[str | int] = []
    annotation: Any = root
    last: Key | None = None
    for step in location:
        if step == "[key]":
            continue
        part = part_in(annotation)
        if part is not None:
            keys = keys_of(part).values()
            last = next(k for k in keys if step in (k.word, k.field))
            annotation, step = last.annotation, last.field
        else:
            annotation = item_in(annotation) if isinstance(step, int) else value_in(annotation)
        path.append(step)
    return tuple(path), last


_SENTENCES = {
    "string_type": ("KH012", "phải là chữ, không phải danh sách hay nhóm mục"),
    "tuple_type": ("KH012", "phải là danh sách; viết [a, b] hoặc mỗi dòng một dấu \"-\""),
    "dict_type": ("KH012", "phải là nhóm mục; mỗi dòng một \"tên: giá trị\""),
    "model_type": ("KH012", "phải là nhóm mục; mỗi dòng một \"tên: giá trị\""),
    "string_too_short": ("KH013", "để trống; ghi giá trị hoặc bỏ mục này"),
    "too_short": ("KH013", "phải có ít nhất một dòng"),
    "int_type": ("KH016", "phải là số nguyên"),
    "int_parsing": ("KH016", "phải là số nguyên"),
    "int_from_float": ("KH016", "phải là số nguyên"),
    "float_type": ("KH016", "phải là số; phần lẻ viết sau dấu chấm"),
    "float_parsing": ("KH016", "phải là số; phần lẻ viết sau dấu chấm"),
    "string_too_long": ("KH014", "dài quá {max_length} ký tự"),
    "string_pattern_mismatch": ("KH014", "chỉ dùng chữ thường không dấu, số, và một dấu - hoặc _ ở giữa, như dang-ky"),
    "greater_than_equal": ("KH017", "phải từ {ge} trở lên"),
    "less_than_equal": ("KH017", "phải từ {le} trở xuống"),
}


def _sentence(error: ErrorDetails) -> tuple[str, str]:
    if error["type"] == "word":
        return "KH015", error["msg"]
    if error["type"] == "value_error":
        return "KH018", error["msg"].removeprefix("Value error, ")
    code, says = _SENTENCES.get(error["type"], ("KH018", "có giá trị không dùng được ở đây"))
    return code, says.format(**error.get("ctx", {}))
