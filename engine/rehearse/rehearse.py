"""From a plan to its rehearsal: the one way in."""

from dataclasses import dataclass

from engine.plan.folder import LoadedPlan
from engine.plan.organisation import Organisation
from engine.rehearse.behaviour import Behaviour
from engine.rehearse.organisation import synthetic_organisation
from engine.rehearse.outcome import Outcome, outcome_of
from engine.rehearse.rehearsal import Rehearsal
from engine.rehearse.stage import build_stage


@dataclass(frozen=True, slots=True)
class Settings:
    """How to rehearse. `units`: how many take part; None: as many as in the organisation beside the plan."""

    year: int
    units: int | None = None
    seed: int = 1
    behaviour: Behaviour = "realistic"


def rehearse(loaded: LoadedPlan, real: Organisation | None, settings: Settings) -> Outcome:
    """The whole period, played; `real` lends kinds and names of units. Conflict where the run cannot be prepared."""
    organisation = synthetic_organisation(loaded.plan, real, settings.units)
    stage = build_stage(loaded, organisation, settings.year)
    rehearsal = Rehearsal(stage, settings.behaviour, settings.seed)
    return outcome_of(rehearsal, rehearsal.play())
