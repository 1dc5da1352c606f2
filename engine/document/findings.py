"""The rules that the text of a document itself can break, run over a document as read."""

from engine.check.finding import Finding
from engine.document.read import Document
from engine.document.rules_form import r03, r04, r05, r06
from engine.document.rules_list import r15
from engine.document.rules_number import r07, r29, r30
from engine.document.rules_reference import r08, r09

RULES = (r03, r04, r05, r06, r07, r08, r09, r15, r29, r30)


def findings_of(document: Document) -> tuple[Finding, ...]:
    """In the order of the file."""
    found = [finding for rule in RULES for finding in rule(document)]
    return tuple(sorted(found, key=lambda f: (f.place, f.rule, f.clauses, f.message)))
