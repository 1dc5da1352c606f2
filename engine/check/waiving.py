"""The waivers of a plan put to its findings; a waiver that covers nothing is itself found."""

import re
from collections.abc import Iterator
from dataclasses import replace

from engine.base.text import fold
from engine.check.finding import Finding, Waived
from engine.check.rules import RULES
from engine.check.seen import Seen
from engine.check.sentence import sentence
from engine.plan.measure import Waiver


def waive(seen: Seen, found: list[Finding]) -> Iterator[Finding]:
    """The findings, each with the first waiver that covers it, and one R00 for each waiver that covers none.

    A waiver names a rule and, in `mục`, a place of the document: it covers the findings of that rule at that place or a
    part of it. Without `mục` it covers the whole rule. Waivers for what only the document's text shows are left alone.
    """
    used: set[int] = set()
    for finding in found:
        covering = [n for n, waiver in enumerate(seen.plan.waivers) if covers(waiver, finding)]
        used.update(covering)
        first = seen.plan.waivers[covering[0]] if covering else None
        yield replace(finding, waived=Waived(first.reason, first.by)) if first else finding
    for number, waiver in enumerate(seen.plan.waivers):
        if waiver.rule and number not in used and _reads_plan_alone(waiver.rule):
            yield _unused(seen, number, waiver)


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether the waiver is for this finding; case, spaces and marks of a place do not matter."""
    if waiver.rule is None or fold(waiver.rule) != fold(finding.rule):
        return False
    return waiver.at is None or any(lies_in(clause, waiver.at) for clause in finding.clauses)


def lies_in(clause: str, place: str) -> bool:
    """Whether a clause is the named place or a part of it.

    >>> lies_in("III.1 gạch 2", "III.1"), lies_in("III.12", "III.1")
    (True, False)
    """
    inner, outer = _bare(clause), _bare(place)
    return inner[: len(outer)] == outer


def _bare(place: str) -> list[str]:
    return re.findall(r"[a-z]+|\d+", fold(place))


def _reads_plan_alone(rule: str) -> bool:
    known = RULES.get(rule.upper())
    return known is None or known.reads == "plan"


def _unused(seen: Seen, number: int, waiver: Waiver) -> Finding:
    place = sentence(" ở mục {at}", at=waiver.at) if waiver.at else ""
    says = sentence("Ngoại lệ cho quy tắc {rule}{place} không khớp với phát hiện nào.", rule=waiver.rule, place=place)
    repair = sentence("bỏ ngoại lệ này, hoặc sửa “quy tắc”, “mục” cho khớp với phát hiện cần chấp nhận")
    return seen.found("R00", ("waivers", number), says, repair, [waiver.at] if waiver.at else [])
