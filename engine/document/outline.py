"""Paragraphs become clauses: each with its place in the document's own numbering, its title and its text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from engine.document.block import Paragraph, line_at
from engine.document.marker import Marker
from engine.document.paragraph import is_capital, is_finished

_LEAD = re.compile(r"(?P<title>[^:;.]{3,90}):\s+(?P<text>\S.*)", re.S)
_CLOSING = re.compile(r"Trên đây là|Trong quá trình (?:tổ chức |triển khai )*thực hiện,? (?:nếu |có )")
CLOSING = "kết"
_LONGEST_TITLE = 130
_OWN_TEXT = ("part", "chapter", "section", "capital", "roman", "article", "decimal", "step", "star", "paren", "alpha")
"""Kinds whose clause takes an unmarked paragraph as its own text; a dash does not."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One place of the document. `path` as a reader would cite it: "II.4.2 Bước 3 gạch 1"."""

    path: str
    title: str | None
    text: str
    line: int
    marker: Marker | None = None
    parent: int | None = None
    spots: tuple[tuple[int, int], ...] = ()
    is_part: bool = False
    """A paragraph of running text that stands without a marker."""

    @property
    def words(self) -> str:
        """Title and text together."""
        return f"{self.title}: {self.text}" if self.title and self.text else self.title or self.text

    def line_at(self, offset: int) -> int:
        """The line of the character at that offset of `text`."""
        return line_at(self.spots, offset, self.line)


@dataclass(frozen=True)
class Outline:
    """The clauses of the body in their order, and who stands under whom."""

    clauses: tuple[Clause, ...]
    below: tuple[tuple[int, ...], ...] = field(default=())
    ends: tuple[int, ...] = field(default=())
    """For each clause the index behind its last descendant: what lies below it stands right after it."""

    def above(self, index: int) -> tuple[int, ...]:
        """The clause's ancestors, the nearest first."""
        found: list[int] = []
        parent = self.clauses[index].parent
        while parent is not None:
            found.append(parent)
            parent = self.clauses[parent].parent
        return tuple(found)

    def holds(self, index: int, other: int) -> bool:
        """Whether the other is the clause itself or lies below it."""
        return index <= other < self.ends[index]


class _Builder:
    """Holds the open clauses while paragraphs pass."""

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.open: list[int] = []
        self.labels: dict[tuple[int | None, str], int] = {}
        self.signs: dict[tuple[int | None, str], int] = {}
        self.parts: dict[int | None, int] = {}
        self.has_child: set[int | None] = set()

    def take(self, paragraph: Paragraph) -> None:
        if paragraph.marker is None:
            self._unmarked(paragraph)
        else:
            self._marked(paragraph, paragraph.marker)

    def _marked(self, paragraph: Paragraph, marker: Marker) -> None:
        while self.open and not self._holds(self.open[-1], marker):
            self.open.pop()
        parent = self.open[-1] if self.open else None
        title, text, cut = _split(paragraph.text)
        self._add(Clause(self._path(parent, marker), title, text, paragraph.line, marker, parent,
                         _moved(paragraph.spots, cut)))
        self.open.append(len(self.clauses) - 1)

    def _holds(self, index: int, marker: Marker) -> bool:
        held = self.clauses[index].marker
        if held is None:
            return False
        if held.kind == marker.kind == "decimal":
            return len(held.number) < len(marker.number) and marker.number[: len(held.number)] == held.number
        return held.rank < marker.rank

    def _add(self, clause: Clause) -> None:
        self.clauses.append(clause)
        self.has_child.add(clause.parent)

    def _path(self, parent: int | None, marker: Marker) -> str:
        if not marker.number:
            self.signs[parent, marker.label] = self.signs.get((parent, marker.label), 0) + 1
            label = f"{marker.label} {self.signs[parent, marker.label]}"
        else:
            label = marker.label
            seen = self.labels[parent, label] = self.labels.get((parent, label), 0) + 1
            label = f"{label} lần {seen}" if seen > 1 else label
        if parent is None:
            return label
        above = self.clauses[parent]
        if marker.kind == "decimal" and above.marker is not None and above.marker.kind == "decimal":
            stem = above.path.removesuffix(above.marker.label)
            return f"{stem}{label}" if stem != above.path else f"{above.path}.{label.split('.')[-1]}"
        if marker.kind == "decimal":
            kind = above.marker.kind if above.marker else ""
            return f"{above.path} khoản {label}" if kind == "article" else f"{above.path}.{label}"
        return f"{above.path} {label}"

    def _unmarked(self, paragraph: Paragraph) -> None:
        if _CLOSING.match(paragraph.text):
            self.open.clear()
            self._add(Clause(CLOSING, None, paragraph.text, paragraph.line, None, None, paragraph.spots, True))
            return
        while self.open and not self._owns_text(self.open[-1]):
            self.open.pop()
        parent = self.open[-1] if self.open else None
        owner = self.clauses[parent] if parent is not None else None
        if owner is not None and parent is not None and owner.text == "" and parent not in self.has_child:
            title, text, cut = (owner.title, paragraph.text, 0) if owner.title else _split(paragraph.text)
            self.clauses[parent] = replace(owner, title=title, text=text, spots=_moved(paragraph.spots, cut))
            return
        runs_on = owner is not None and (owner.text.endswith(")") or is_finished(owner.text))
        first = 2 if runs_on else 1
        self.parts[parent] = self.parts.get(parent, first - 1) + 1
        label = f"đoạn {self.parts[parent]}"
        path = f"{owner.path} {label}" if owner else label
        self._add(Clause(path, None, paragraph.text, paragraph.line, None, parent, paragraph.spots, True))

    def _owns_text(self, index: int) -> bool:
        marker = self.clauses[index].marker
        return marker is not None and marker.kind in _OWN_TEXT


def _moved(spots: tuple[tuple[int, int], ...], cut: int) -> tuple[tuple[int, int], ...]:
    return tuple((max(0, start - cut), line) for start, line in spots)


def _split(text: str) -> tuple[str | None, str, int]:
    """Title, text, and how many characters the text was cut at the front."""
    stripped = text.rstrip(": ")
    if is_capital(text) or (len(text) <= _LONGEST_TITLE and not is_finished(text)):
        return text.strip(), "", len(text)
    if text.endswith(":") and len(stripped) <= 2 * _LONGEST_TITLE and not re.search(r"[.;]\s", stripped):
        return stripped, "", len(text)
    lead = _LEAD.match(text)
    if lead and len(lead["title"].split()) <= 12:
        return lead["title"], lead["text"], lead.start("text")
    return None, text, 0


def outline_of(found: Iterable[Paragraph]) -> Outline:
    """The outline of the body's paragraphs."""
    builder = _Builder()
    for paragraph in found:
        builder.take(paragraph)
    clauses = _settled(builder.clauses)
    below: list[list[int]] = [[] for _ in clauses]
    for index, clause in enumerate(clauses):
        if clause.parent is not None:
            below[clause.parent].append(index)
    return Outline(tuple(clauses), tuple(map(tuple, below)), _ends(clauses))


def _ends(clauses: Sequence[Clause]) -> tuple[int, ...]:
    ends = [index + 1 for index in range(len(clauses))]
    for index in range(len(clauses) - 1, -1, -1):
        parent = clauses[index].parent
        if parent is not None:
            ends[parent] = max(ends[parent], ends[index])
    return tuple(ends)


def _settled(clauses: list[Clause]) -> list[Clause]:
    """Long headings without a full stop over other clauses are titles; a last paragraph after bullets is called so."""
    parents = {clause.parent for clause in clauses}
    last = {clause.parent: index for index, clause in enumerate(clauses)}
    settled = list(clauses)
    before: dict[int | None, Clause] = {}
    for index, clause in enumerate(clauses):
        if clause.title is None and clause.marker and clause.marker.kind in _OWN_TEXT and index in parents:
            if not is_finished(clause.text) and len(clause.text) < 400:
                settled[index] = replace(clause, title=clause.text, text="", spots=())
        elif clause.title and not clause.text and clause.marker and clause.marker.kind in ("dash", "plus", "dot") and (
                index not in parents):
            settled[index] = replace(clause, title=None, text=clause.title)
        if clause.is_part and clause.parent is not None and last[clause.parent] == index and index:
            sibling = before.get(clause.parent)
            if sibling is not None and not sibling.is_part and clause.path.endswith("đoạn 1"):
                settled[index] = replace(clause, path=clause.path.replace("đoạn 1", "cuối"))
        before[clause.parent] = clause
    return settled
