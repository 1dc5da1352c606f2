"""The rows of one instance beside its saved state, with what its plan, the calendar and the organisation say now."""

from datetime import datetime

from engine.action.redating import armed
from engine.action.routing import said_before
from engine.action.scene import Scene
from engine.action.stuck import reason_of
from engine.base.diagnostic import PlanError
from engine.base.text import fold
from engine.bpmn.graph import Process
from engine.instance.fact import InstanceError
from engine.instance.replay import Replayed, replay
from engine.instance.step import open_nodes
from engine.plan.deadline import parse_deadline
from engine.store.instances import Instance, Timer, Wait
from engine.work.deadline import Due
from engine.work.ladder import first_ahead
from engine.work.reconcile import Days, Derived, Difference, OpenFact, Rows, WantedTimer, compared, over, unstarted
from engine.work.reconcile_inbox import Wanted, of_inbox
from engine.work.seat import Seat
from engine.work.task import BUILT_IN


class Kept:
    """States that many instances share are read once: what is open in them, by version, year, scope and state."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, int, str, bytes], tuple[OpenFact, ...]] = {}

    def facts(self, scene: Scene, instance: Instance) -> tuple[OpenFact, ...]:
        """What is open; raises InstanceError."""
        key = (scene.run.version_id, scene.run.year, instance.scope, instance.state)
        if key not in self._facts:
            if len(self._facts) > 20_000:
                self._facts.clear()
            self._facts[key] = open_nodes(scene.compiled.processes[instance.scope], instance.state)
        return self._facts[key]


def differences(scene: Scene, instance: Instance, rows: Rows, kept: Kept) -> list[Difference]:
    """Where they differ; `scene` is on the version of the instance."""
    if instance.status == "cancelled":
        return over(rows)
    if not instance.state:
        return unstarted(rows)
    try:
        facts = kept.facts(scene, instance)
    except (InstanceError, PlanError) as error:
        return [Difference("state", "", reason_of(error), "trạng thái đọc được")]
    process = scene.compiled.processes[instance.scope]
    found = compared(process, scene.plan, facts, rows, _derived(scene))
    return found + of_inbox(process, facts, _sent(process, instance), rows, _wanted(scene, instance))


def _sent(process: Process, instance: Instance) -> tuple[str, ...]:
    """The steps that the instance has announced as over."""
    found = replay(process, process, instance.state, (), frozenset())
    return found.sent if isinstance(found, Replayed) else ()


def _wanted(scene: Scene, instance: Instance) -> Wanted:
    """Bodies near a unit change with the organisation, and who has a task stays: they are not told."""
    def seat(role: str, unit_id: str) -> Seat | None:
        try:
            return None if scene.plan.role(role).kind == "near" else scene.seat(role, unit_id)
        except KeyError:
            return None

    def ahead(days: Days) -> datetime | None:
        return first_ahead(scene.plan.ladder, Due("", *days), scene.calendar, scene.now)

    def was_said(node: str, message: str) -> bool:
        wait = Wait(instance.id, node, message, instance.scope, instance.unit_id, instance.entry_id)
        return not scene.base.amending and said_before(scene, wait) is not None

    return Wanted(seat, ahead, lambda unit_id: scene.unit(unit_id).name, was_said)


def _derived(scene: Scene) -> Derived:
    def moment(timer: WantedTimer) -> datetime | None:
        counts = any(fold(event) in BUILT_IN for event in parse_deadline(timer.rule).events)
        if counts and timer.since is None:
            raise ValueError("nobody knows since when it counts")
        return armed(scene, Timer("", "", timer.rule, None), timer.cuts_off, timer.since or scene.now).due_at

    def days(phrase: str, opened_at: datetime) -> Days:
        found = scene.due(phrase, opened_at)
        return found.last_day, found.last_working_day, found.overdue_after

    return Derived(moment, days, scene.now)
