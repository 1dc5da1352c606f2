"""Read a document: head, outline, obligations, forms named and attached, places named; the rules look at the result."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from engine.document.attached import AttachedForm, attached_form
from engine.document.block import Block, Grid, Line, flat
from engine.document.head import Head, Receiver, Signed, head_of, receivers_of, signed_of
from engine.document.mention import Cited, NamedForm, PlaceNamed, cited_documents, named_forms, named_places, self_names
from engine.document.obligation import Obligation, obligations_of
from engine.document.outline import Clause, Outline, outline_of
from engine.document.paragraph import paragraphs, width_of
from engine.document.place import numbers_of, targets_of
from engine.document.schedule import scheduled
from engine.document.source import blocks_of
from engine.document.split import split
from engine.document.topic import Topic, topics_of

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Spot(Generic[Thing]):
    """Something named in a clause; `index` of the clause in the outline, `line` in the file."""

    thing: Thing
    index: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A place of the document named in it once in a clause, and the clauses it leads to."""

    place: PlaceNamed
    index: int
    line: int
    text: str
    targets: tuple[int, ...]

    @property
    def words(self) -> str:
        return " ".join(self.text[self.place.start: self.place.end].split())


@dataclass(frozen=True)
class Document:
    """A document as read."""

    file: str
    head: Head
    outline: Outline
    topics: tuple[Topic | None, ...]
    obligations: tuple[Obligation, ...]
    attached: tuple[AttachedForm, ...]
    named: tuple[Spot[NamedForm], ...]
    references: tuple[Reference, ...]
    selves: tuple[Spot[str], ...]
    cited: tuple[Spot[Cited], ...]
    receivers: tuple[Receiver, ...]
    signed: Signed
    lines: tuple[Line, ...]
    """Every line of the source, for rules that look at the whole text."""

    def clause(self, index: int) -> Clause:
        return self.outline.clauses[index]


def read_document(name: str, data: bytes) -> Document:
    """Raises DocumentRefused for a file that is no document."""
    return document_of(name, blocks_of(name, data))


def document_of(name: str, blocks: Sequence[Block]) -> Document:
    """The document those lines and tables make."""
    parts = split(blocks)
    body = [block for block in parts.body if isinstance(block, Line)]
    outline = outline_of((*paragraphs(body, width_of(body)),))
    topics = topics_of(outline)
    tables = [block for block in parts.body if isinstance(block, Grid)]
    obligations = (*obligations_of(outline, topics), *scheduled(outline, tables))
    selves = tuple(_named(outline, self_names, lambda found: found[1]))
    calls = Counter(spot.thing[0] for spot in selves)
    head = head_of(parts.head, calls.most_common(1)[0][0] if calls else None)
    return Document(
        name, head, outline, topics, obligations,
        tuple(form for annex in parts.annexes if (form := attached_form(annex))),
        tuple(_named(outline, named_forms, lambda found: found.start)),
        tuple(_references(outline)),
        tuple(Spot(spot.thing[0], spot.index, spot.line, spot.text) for spot in selves),
        tuple(_named(outline, cited_documents, lambda found: found.start)),
        receivers_of(parts.tail), signed_of(parts.tail), flat(blocks))


def _references(outline: Outline) -> Iterator[Reference]:
    numbers = numbers_of(outline)
    seen: set[tuple[int, str, str, str | None]] = set()
    for spot in _named(outline, named_places, lambda found: found.start):
        place = spot.thing
        key = (spot.index, place.word, place.number, place.to)
        if key not in seen:
            seen.add(key)
            targets = targets_of(outline, numbers, place, spot.index)
            yield Reference(place, spot.index, spot.line, spot.text, targets)


def _named(outline: Outline, find: Callable[[str], Iterable[Thing]],
           start: Callable[[Thing], int]) -> Iterator[Spot[Thing]]:
    """What `find` finds in the title and in the text of every clause."""
    for index, clause in enumerate(outline.clauses):
        for thing in find(clause.title or ""):
            yield Spot(thing, index, clause.line, clause.title or "")
        for thing in find(clause.text):
            yield Spot(thing, index, clause.line_at(start(thing)), clause.text)
