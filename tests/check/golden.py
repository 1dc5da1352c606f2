"""The findings that a check must make in the five source documents, and where: data/requirements/checks.yaml."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from engine.base.text import fold

COPY = Path(__file__).parents[1] / "data/requirements/checks.yaml"
_SHORT = {"g": "gach", "b": "buoc"}


@dataclass(frozen=True)
class Golden:
    """One finding that must be made, at one of the places."""

    plan: str
    rule: str
    at: str
    reads: str

    def __str__(self) -> str:
        return f"{self.plan} {self.rule} {self.at}"


def goldens() -> list[Golden]:
    """All of them, in the order of the file."""
    said = yaml.safe_load(COPY.read_text("utf-8"))
    reads = {rule["id"]: rule["from"] for rule in said["rules"]}
    return [Golden(plan, one["rule"], one["at"], reads[one["rule"]])
            for plan, several in said["golden"].items() for one in several]


def stands_at(at: str, clauses: Iterable[str]) -> bool:
    """Whether one of the clauses is one of the places that `at` names, a part of it, or the point it is a part of.

    >>> stands_at("II.5.2.2 B1, B3", ["II.5.2.2 Bước 3"]), stands_at("III.1", ["III.12"])
    (True, False)
    """
    known = tuple(clauses)
    return any(stands_in(place, known) for place in places(at))


def stands_in(place: list[str], clauses: Iterable[str]) -> bool:
    """The same for one place."""
    return any(_within(_words(clause), place) for clause in clauses)


def _within(clause: list[str], place: list[str]) -> bool:
    return clause[: len(place)] == place or (len(clause) > 1 and place[: len(clause)] == clause)


def places(at: str) -> list[list[str]]:
    """The places; "B3" after "II.5.2.2 B1" stands for "II.5.2.2 B3"."""
    found: list[list[str]] = []
    for part in re.split(r"\s*[/,;]\s*", at):
        words = _words(part)
        if found and words[0] in _SHORT.values():
            words = found[-1][: len(found[-1]) - len(words)] + words
        found.append(words)
    return found


def _words(place: str) -> list[str]:
    return [_SHORT.get(word, word.lstrip("0") or word) for word in re.findall(r"[a-z]+|\d+", fold(place))]
