"""R08 and R09: references that contain themselves or go round, lead nowhere, or call the document by another type."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from engine.check.finding import Finding
from engine.check.sentence import sentence
from engine.document.found import found
from engine.document.outline import Outline
from engine.document.place import KINDS_OF
from engine.document.read import Document, Reference

_INCLUDES = ("tiêu chí", "tiêu chuẩn", "điều kiện", "quy định tại", "yêu cầu")
_LOOKED_AT = 200


def r08(document: Document) -> Iterator[Finding]:
    outline = document.outline
    takers = [reference for reference in document.references if _takes_over(reference)]
    places = [reference.index for reference in takers]
    for reference in document.references:
        at = document.clause(reference.index).path
        holding = next((n for n in reference.targets if outline.holds(n, reference.index)), None)
        if holding is not None:
            target = document.clause(holding).path
            yield found(document, "R08", (reference.line, (at,)), sentence(
                "“{words}” nằm ngay trong {target}, nên dẫn chiếu chứa chính nó.", words=reference.words,
                target=target),
                sentence("dẫn tới phần hẹp hơn của {target} mà mục này cần, như {inner}", target=target,
                         inner=_inner(document, holding, reference.index)))
        elif _takes_over(reference) and (back := _way_back(outline, reference, takers, places)) is not None:
            there = document.clause(back.index).path
            yield found(document, "R08", (reference.line, (at, there)), sentence(
                "{at} dẫn tới {there}, rồi {there} dẫn ngược lại {at}: dẫn chiếu đi vòng.", at=at, there=there),
                sentence("ghi rõ nội dung ở một trong hai mục thay cho lời dẫn"))


def _way_back(outline: Outline, reference: Reference, takers: Sequence[Reference],
              places: Sequence[int]) -> Reference | None:
    """A later reference, within what this one takes over, that takes over the place of this one."""
    for target in reference.targets:
        first, last = bisect_left(places, target), bisect_left(places, outline.ends[target])
        for other in takers[first: min(last, first + _LOOKED_AT)]:
            if other.index > reference.index and any(outline.holds(n, reference.index) for n in other.targets):
                return other
    return None


def _takes_over(reference: Reference) -> bool:
    before = reference.text[max(0, reference.place.start - 60): reference.place.start].lower()
    return any(word in before for word in _INCLUDES)


def _inner(document: Document, holding: int, inside: int) -> str:
    """The first part of the holding clause that does not hold the reference."""
    around = {inside, *document.outline.above(inside)}
    return next((document.clause(n).path for n in document.outline.below[holding] if n not in around),
                document.clause(holding).path)


def r09(document: Document) -> Iterator[Finding]:
    yield from _nowhere(document)
    head = document.head
    called = [spot.thing for spot in document.selves]
    if head.type is None or (called and head.type not in called and len(called) > 2):
        return
    known = {head.type, *_types_in_head(document)}
    cited_types = {(spot.index, spot.thing.type.split()[0]) for spot in document.cited}
    for spot in document.selves:
        cited = (spot.index, spot.thing.split()[0]) in cited_types
        if spot.thing in known or cited:
            continue
        at = document.clause(spot.index).path
        yield found(document, "R09", (spot.line, (at,)), sentence(
            "Văn bản là {right} nhưng ở đây tự gọi là “{wrong} này”.", right=head.type.lower(), wrong=spot.thing),
            sentence("viết “{right} này”, hoặc ghi số, ngày của {wrong} được dẫn", right=head.type,
                     wrong=spot.thing.lower()))


def _nowhere(document: Document) -> Iterator[Finding]:
    parts = ", ".join(c.path for c in document.outline.clauses if c.parent is None and c.marker is not None)
    kinds = {clause.marker.kind for clause in document.outline.clauses if clause.marker}
    for reference in document.references:
        if not reference.targets and kinds & set(KINDS_OF[reference.place.word]):
            at = document.clause(reference.index).path
            yield found(document, "R09", (reference.line, (at,)), sentence(
                "Văn bản không có {words}; các phần là {parts}.", words=reference.words, parts=parts),
                sentence("sửa “{words}” cho đúng số của mục được dẫn", words=reference.words))


def _types_in_head(document: Document) -> set[str]:
    """Types named in capitals before the body: a decision and the rules it carries."""
    first = min((clause.line for clause in document.outline.clauses), default=0)
    lines = [line.text for line in document.lines if line.number < first]
    return {spot for spot in {s.thing for s in document.selves}
            if any(spot.upper() in line or f"theo {spot.lower()} số" in line.lower() for line in lines)}

