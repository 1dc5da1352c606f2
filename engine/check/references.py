"""R08: a sentence of the document that refers to the section it stands in, or criteria that refer to each other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.base.text import fold
from engine.check.finding import Finding
from engine.check.seen import Seen
from engine.check.sentence import Sentence, sentence
from engine.plan.criteria import CriteriaSet, Criterion
from engine.plan.element import Binding
from engine.plan.measure import Principle
from engine.plan.read import Path

Section = tuple[str, ...]
_NUMBER = r"(?:[IVX]+\.)?\d+(?:\.\d+)*"
_REFERENCE = re.compile(rf"(?:mục|khoản|điểm|tiết)\s+({_NUMBER})(?:\s*[-–]\s*({_NUMBER}))?(?=(.{{0,60}}))", re.DOTALL)
_TYPES = ("Nghị quyết", "Nghị định", "Luật", "Quyết định", "Thông tư", "Chỉ thị", "Hướng dẫn", "Kế hoạch", "Quy định",
          "Quy chế", "Kết luận", "Công văn", "Chương trình", "Đề án", "Điều lệ")
_ELSEWHERE = re.compile(
    rf"[\s,;]*(?:(?:phần|mục)\s+\w+[\s,]*)?(?:của\s+)?(?:{'|'.join(_TYPES)})\b(?!\s+này)", re.IGNORECASE)
_PART = re.compile(r"[\s,]*phần\s+([IVX]+)\b")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a sentence at `place` refers to: `said` in its words, `sections` as numbers."""

    path: Path
    part: Binding
    place: str
    said: str
    sections: tuple[Section, ...]

    def own(self) -> Section | None:
        """The section referred to that holds the sentence itself."""
        return next((section for section in self.sections if _holds(section, self.place)), None)


def r08(seen: Seen) -> Iterator[Finding]:
    """A reference that contains itself, or criteria that refer to each other in a circle."""
    references = tuple(_references(seen))
    told: set[tuple[str, str]] = set()
    for reference in references:
        section = reference.own()
        if section is not None and (reference.place, reference.said) not in told:
            told.add((reference.place, reference.said))
            yield seen.found(
                "R08", reference.path,
                sentence("Mục {place} dẫn “{said}”, mà chính mục {place} nằm trong {section}: dẫn chiếu chứa chính nó.",
                         place=reference.place, said=reference.said, section=".".join(section).upper()),
                _repair(seen, reference, section), (reference.place,))
    yield from _circles(seen, references)


def _repair(seen: Seen, reference: Reference, section: Section) -> Sentence:
    sets = {one.id: one for one in seen.plan.criteria}
    included = reference.part.includes if isinstance(reference.part, CriteriaSet) else ()
    meant = [clause.at for name in included for clause in sets[name].clauses if _holds(section, clause.at)]
    rest = [".".join(other).upper() for other in reference.sections if other != section]
    if meant:
        return sentence("dẫn mục {meant} thay cho “{said}”", meant=meant[0], said=reference.said)
    if rest:
        return sentence("chỉ dẫn mục {rest}, bỏ {section}", rest=", ".join(rest), section=".".join(section).upper())
    return sentence("dẫn đúng tiểu mục cần dẫn thay cho “{said}”", said=reference.said)


def _circles(seen: Seen, references: tuple[Reference, ...]) -> Iterator[Finding]:
    """Criteria and principles that refer to each other; a reference that holds itself is told above."""
    ours = [r for r in references if isinstance(r.part, CriteriaSet | Criterion | Principle) and r.own() is None]
    to: dict[str, list[str]] = {}
    for r in ours:
        held = [other.place for other in ours if any(_holds(section, other.place) for section in r.sections)]
        to.setdefault(r.place, []).extend(held)
    told: set[str] = set()
    for reference in ours:
        way = () if reference.place in told else _way_back(reference.place, to)
        if way:
            told.update(way)
            yield seen.found(
                "R08", reference.path,
                sentence("Tiêu chí dẫn chiếu vòng: {way}.", way=" → ".join((*way, reference.place))),
                sentence("bỏ một câu dẫn trong vòng ấy, ghi thẳng tiêu chí cần áp dụng"), way)


def _way_back(start: str, to: dict[str, list[str]]) -> tuple[str, ...]:
    """The shortest way from a place back to itself over at least one other; empty when there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    met = {start}
    for way in ways:
        for place in to.get(way[-1], ()):
            if place == start and len(way) > 1:
                return way
            if place not in met:
                met.add(place)
                ways.append((*way, place))
    return ()


def _references(seen: Seen) -> Iterator[Reference]:
    for path, part in seen.parts:
        for number, clause in enumerate(part.clauses):
            for match in _REFERENCE.finditer(clause.quote or ""):
                rest = match[3]
                sections = tuple(s for n in (match[1], match[2]) if n and (s := _section(n, rest)) is not None)
                if sections and not _ELSEWHERE.match(rest):
                    yield Reference((*path, "clauses", number), part, clause.at, match[0], sections)


def _section(number: str, rest: str) -> Section | None:
    """None for a bare "mục 3": every part of a document has one."""
    within = _PART.match(rest)
    section = (*((within[1].lower(),) if within else ()), *fold(number).split("."))
    return section if len(section) > 1 else None


def _holds(section: Section, place: str) -> bool:
    """Whether a place of the document lies in the section; a section without Roman part is looked for in any."""
    inner = tuple(re.findall(r"[a-z]+|\d+", fold(place)))
    if section[0].isdigit() and inner and not inner[0].isdigit():
        inner = inner[1:]
    return inner[: len(section)] == section
