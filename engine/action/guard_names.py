"""What guards may look at: the scene of an instance, or a task just closed; and what entries have had."""

from collections.abc import Mapping, Sequence

from engine.action.scene import Scene
from engine.plan.condition import HAD, had_name
from engine.plan.model import Plan
from engine.plan.step import Step
from engine.store.instances import Instance
from engine.work.route import element_of


def seen_by(guards: Sequence[str], scene: Scene, instance: Instance,
            closed: Mapping[str, object] | None) -> Mapping[str, object]:
    """The names for these guards. `closed`: those of the task that was closed, where one was."""
    known = scene.context(instance) if closed is None else closed
    found = had(scene, instance, guards)
    return {**known, **found} if found else known


def had(scene: Scene, instance: Instance, guards: Sequence[str]) -> dict[str, object]:
    """For guards of steps that open for an outcome: whether an entry they look at has it."""
    opening = _opening(scene.plan)
    if not opening:
        return {}
    steps = {element_of(guard).split(".")[0] for guard in guards}
    found = {had_name(one.only_from or ""): bool(scene.entries_seen(one, instance)) for one in opening
             if one.id in steps}
    return {HAD: found} if found else {}


def _opening(plan: Plan) -> tuple[Step, ...]:
    """The steps that open only where an outcome is there."""
    return plan.once("opening for an outcome", lambda: tuple(step for step in plan.steps if step.only_from))
