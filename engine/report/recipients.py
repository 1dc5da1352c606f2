"""The recipients of a plan on the page of its run: who is told here, who has to be written to."""

from dataclasses import dataclass
from typing import Literal

from engine.report.seen_run import SeenRun
from engine.work.recipients import FOR, inside


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """`units`: how many units of the organisation it means; `way`: told by the program, sent by post, or filed."""

    name: str
    purpose: str
    units: int
    way: Literal["told", "post", "file"]


def recipients_of(seen: SeenRun) -> tuple[RecipientLine, ...]:
    """In the order of the plan."""
    return tuple(RecipientLine(one.name, FOR[one.purpose], len(units),
                               "file" if one.purpose == "archive" else "told" if units else "post")
                 for one, units in inside(seen.plan, seen.present))
