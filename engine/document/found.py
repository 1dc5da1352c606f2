"""How a rule of the text says what it found: at which line, in which clauses, with the severity the rule has."""

from engine.base.diagnostic import Place
from engine.check.finding import Finding
from engine.check.rules import RULES
from engine.check.sentence import Sentence
from engine.document.read import Document


def found(document: Document, rule: str, at: tuple[int, tuple[str, ...]], says: Sentence, repair: Sentence) -> Finding:
    line, clauses = at
    return Finding(rule, RULES[rule].severity, Place(document.file, line), clauses, says, repair)
