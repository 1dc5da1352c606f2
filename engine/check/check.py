"""All rules run over a plan: the findings in the order of the file, waivers applied."""

from collections.abc import Callable, Iterator
from operator import attrgetter

from engine.base.calendar import WorkCalendar
from engine.check.arising import r16
from engine.check.cascade import r26
from engine.check.dates import r11, r12, r13
from engine.check.documents import r27, r30
from engine.check.eligibility import r17
from engine.check.finding import Finding
from engine.check.forms import r03, r04, r05, r06
from engine.check.inherited import own_findings
from engine.check.names import r32
from engine.check.order import r01, r02, r18, r31
from engine.check.owners import r10, r23
from engine.check.papers import r21, r22
from engine.check.peak import r36
from engine.check.period import r24, r28
from engine.check.promises import r19
from engine.check.quotas import r14
from engine.check.reach import r35
from engine.check.references import r08
from engine.check.scoring import r20, r33
from engine.check.seen import Seen
from engine.check.validity import r25
from engine.check.value_lists import r15
from engine.check.waiving import waive
from engine.plan.folder import LoadedPlan
from engine.plan.organisation import Organisation

_RULES: tuple[Callable[[Seen], Iterator[Finding]], ...] = (
    r01, r02, r03, r04, r05, r06, r08, r10, r11, r12, r13,
    r14, r15, r16, r17, r18, r19, r20, r21, r22, r23, r24,
    r25, r26, r27, r28, r30, r31, r32, r33, r35, r36,
)


def check_plan(
    loaded: LoadedPlan, year: int, calendar: WorkCalendar, organisation: Organisation | None = None,
) -> tuple[Finding, ...]:
    """Every finding of a plan that reads and compiles without a mistake; sorted by place, then by rule."""
    seen = Seen(loaded.in_year(year), year, calendar, organisation)
    found = [*own_findings(seen, (finding for rule in _RULES for finding in rule(seen)))]
    return tuple(sorted(waive(seen, found), key=attrgetter("place", "rule", "message")))
