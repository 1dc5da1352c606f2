"""All rules run over a plan: the findings in the order of the file, waivers applied."""

from collections.abc import Callable, Iterator
from operator import attrgetter

from engine.base.calendar import WorkCalendar
from engine.check.finding import Finding
from engine.check.forms import r03, r04, r05, r06
from engine.check.names import r32
from engine.check.order import r01, r02
from engine.check.owners import r10, r23
from engine.check.papers import r21, r22
from engine.check.promises import r19
from engine.check.quotas import r14
from engine.check.references import r08
from engine.check.scoring import r20, r33
from engine.check.seen import Seen
from engine.check.value_lists import r15
from engine.check.waiving import waive
from engine.plan.folder import LoadedPlan
from engine.plan.organisation import Organisation

_RULES: tuple[Callable[[Seen], Iterator[Finding]], ...] = (
    r01,
    r02,
    r03,
    r04,
    r05,
    r06,
    r08,
    r10,
    r14,
    r15,
    r19,
    r20,
    r21,
    r22,
    r23,
    r32,
    r33,
)


def check_plan(
    loaded: LoadedPlan, year: int, calendar: WorkCalendar, organisation: Organisation | None = None,
) -> tuple[Finding, ...]:
    """Every finding of a plan that reads and compiles without a mistake; sorted by place, then by rule."""
    seen = Seen(loaded, year, calendar, organisation)
    found = [finding for rule in _RULES for finding in rule(seen)]
    return tuple(sorted(waive(seen, found), key=attrgetter("place", "rule", "message")))
