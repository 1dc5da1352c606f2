"""What a rule found: where, which clauses of the document, what is wrong, how it may be repaired, who accepted it."""

from dataclasses import dataclass
from typing import Literal

from engine.base.diagnostic import Place

Severity = Literal["E", "W", "I"]
"""E: publication needs a written waiver; W: a warning; I: information."""


@dataclass(frozen=True, slots=True)
class Waived:
    """The waiver of the plan that covers a finding."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `rule` is R01-R36 (KHnnn for a mistake of the file); `clauses` name places of the document."""

    rule: str
    severity: Severity
    place: Place
    clauses: tuple[str, ...]
    message: str
    repair: str | None = None
    waived: Waived | None = None

    @property
    def forbids(self) -> bool:
        """Whether a plan with this finding cannot be published."""
        return self.severity == "E" and self.waived is None
