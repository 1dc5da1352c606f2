"""The gate before publication: every name a plan uses must be one it declares, and the parts must fit together."""

from engine.base.diagnostic import Diagnostic
from engine.plan.read import ReadPlan
from engine.plan.refs_days import days
from engine.plan.refs_expressions import expressions
from engine.plan.refs_forms import forms
from engine.plan.refs_measure import measures
from engine.plan.refs_outcomes import outcomes
from engine.plan.refs_people import people
from engine.plan.refs_recurring import recurring
from engine.plan.refs_steps import steps
from engine.plan.refs_trials import trials
from engine.plan.refs_votes import votes


def check_references(read: ReadPlan) -> tuple[Diagnostic, ...]:
    """Every mistake in the order of the file: KH027 while an id stands twice, else KH020-KH029 and KH040-KH049."""
    parts = (people, steps, votes, forms, measures, outcomes, recurring, days, expressions, trials)
    found = sorted({d for part in parts for d in part(read)})
    same_ids = tuple(d for d in found if d.code == "KH027")
    return same_ids or tuple(found)
