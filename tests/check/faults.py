"""What the checker finds in a shipped plan, and whether a fault of its document is among it."""

from engine.check.check import check_plan
from engine.check.finding import Finding
from engine.check.waiving import lies_in
from engine.plan.folder import data_dir, load_plan
from engine.plan.organisation import read_organisation
from engine.work.plan_calendar import plan_calendar


def findings_of(plan: str, year: int) -> tuple[Finding, ...]:
    """All findings of that plan of plan_configs, its organisation known."""
    folder = data_dir("plan_configs") / plan
    loaded, file = load_plan(folder), folder / "organisation.yaml"
    organisation = read_organisation(file.read_text("utf-8"), file.name)
    return check_plan(loaded, year, plan_calendar(loaded.plan, year, ()), organisation)


def told(findings: tuple[Finding, ...], rule: str, places: tuple[str, ...], words: str) -> list[str]:
    """The sentences of that rule that name all those places of the document and hold the words."""
    return [one.message for one in findings if one.rule == rule and words in one.message
            and all(any(lies_in(clause, place) for clause in one.clauses) for place in places)]
