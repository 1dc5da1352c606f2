"""All rules run over a plan: the findings in the order of the file, waivers applied."""

from collections.abc import Callable, Iterator
from operator import attrgetter

from engine.base.calendar import WorkCalendar
from engine.check.finding import Finding
from engine.check.order import r01, r02
from engine.check.seen import Seen
from engine.check.waiving import waive
from engine.plan.folder import LoadedPlan
from engine.plan.organisation import Organisation

_RULES: tuple[Callable[[Seen], Iterator[Finding]], ...] = (
    r01,
    r02,
)


def check_plan(
    loaded: LoadedPlan, year: int, calendar: WorkCalendar, organisation: Organisation | None = None,
) -> tuple[Finding, ...]:
    """Every finding of a plan that reads and compiles without a mistake; sorted by place, then by rule."""
    seen = Seen(loaded, year, calendar, organisation)
    found = [finding for rule in _RULES for finding in rule(seen)]
    return tuple(sorted(waive(seen, found), key=attrgetter("place", "rule", "message")))
