"""The words kheo uses, read from docs/glossary.md, found without tone marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from engine.base.text import fold, slug
from engine.plan.folder import data_dir, read_text

FILE = "glossary.md"


@dataclass(frozen=True, slots=True)
class Term:
    """One word, what it is called in the code, and what it means in both languages."""

    word: str
    english: str
    meaning: str
    meaning_english: str

    @property
    def anchor(self) -> str:
        """Its place on the page: the first of its names."""
        return slug(self.word.split(",")[0])


@cache
def terms() -> tuple[Term, ...]:
    """All of them, in the order of the Vietnamese alphabet's letters without marks."""
    text = read_text(data_dir("docs") / FILE)
    return tuple(sorted(_rows(text.splitlines()), key=lambda term: fold(term.word)))


def found(query: str) -> tuple[Term, ...]:
    """Those with a word that begins like each word of the query, the term itself first, then hits in its name."""
    wanted = fold(query).split()
    hits = [term for term in terms() if _begins(_all(term), wanted)]
    return tuple(sorted(hits, key=lambda term: (fold(term.word) != fold(query), not _begins(term.word, wanted))))


def _begins(text: str, wanted: list[str]) -> bool:
    words = fold(text).replace(",", " ").replace(";", " ").split()
    return all(any(word.startswith(start) for word in words) for start in wanted)


def _all(term: Term) -> str:
    return " ".join((term.word, term.english, term.meaning, term.meaning_english))


def _rows(lines: Iterable[str]) -> Iterable[Term]:
    table = [line for line in lines if line.startswith("|")][2:]
    for line in table:
        word, english, both = (cell.strip().replace("`", "") for cell in line.strip("|").split(" | "))
        meaning, _slash, meaning_english = both.partition(" / ")
        yield Term(word, english, meaning, meaning_english or meaning)
