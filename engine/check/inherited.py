"""Findings in parts taken from a guiding plan: the guide's affair, unless it is the plan that does not fit."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.base.diagnostic import Place
from engine.check.finding import Finding
from engine.check.seen import Seen

_FITS = frozenset({"R01", "R02", "R08", "R16", "R18", "R19", "R25", "R26", "R31", "R35", "R36"})
"""Rules about how the parts of a plan fit together; every other one is about the words of the document."""


def own_findings(seen: Seen, found: Iterable[Finding]) -> Iterator[Finding]:
    """Without what only the guide can repair; what does not fit is shown where the plan takes the part."""
    own = seen.read.at().file
    if seen.read.guide is None:
        yield from found
        return
    for finding in found:
        if finding.place.file == own:
            yield finding
        elif finding.rule in _FITS:
            yield replace(finding, place=_taken_at(seen, finding.place, own))


def _taken_at(seen: Seen, place: Place, own: str) -> Place:
    """Where the plan names the part; a part of a list taken as a whole: where it takes the list, or the guide."""
    path = next(path for path, known in seen.read.places.items() if known == place)
    while path and seen.read.at(*path).file != own:
        path = path[:-1]
    return seen.read.at(*(path or ("inherits" if seen.plan.inherits else "guide",)))
