"""The flow inside a transaction: commands to instances, and what comes of them into rows."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.action.opening import cut_offs, open_at, opening_timer, round_end
from engine.action.scene import Scene
from engine.action.stuck import At
from engine.bpmn.graph import Process, ProcessNode
from engine.bpmn.reach import guards_ahead
from engine.instance.fact import (
    Awaiting,
    Cancel,
    Cancelled,
    Command,
    Complete,
    Deliver,
    DueSet,
    Ended,
    Fact,
    Fire,
    Fired,
    InstanceError,
    Opened,
    Received,
    Sent,
    Start,
    Truths,
)
from engine.instance.step import step
from engine.plan.condition import HAD, had_name
from engine.store import instances, step_ends, tasks
from engine.store.instances import Instance, Timer, Wait
from engine.store.stalled import put_away
from engine.work.entry import Entry
from engine.work.incident import Doing
from engine.work.route import element_of, round_of, start_of, truths
from engine.work.task import Task


@dataclass(frozen=True, slots=True)
class Asked:
    """A command waiting for its turn; `outcome` and `names` are those of the task that was closed."""

    instance_id: str
    command: type[Command]
    node: str = ""
    outcome: str | None = None
    names: Mapping[str, object] = field(default_factory=dict)
    returned: Task | None = None
    """The task whose outcome sends the work back: what comes up again is marked as returned."""


class Movement:
    """The commands of one transaction. `sent` and `awaited` are taken up by routing when the rows are written."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene.base
        self.queue: deque[Asked] = deque()
        self.opened: list[Task] = []
        self.sent: list[tuple[Instance, str]] = []
        self.awaited: list[Wait] = []
        self.changed = False
        """Something happened that may complete what a step of the run waits for."""
        self._told: set[tuple[str, str]] = set()
        self._finished: set[tuple[str, str]] = set()
        self._held: dict[str, Instance] = {}

    def start(self, scope_unit_entry: Sequence[tuple[str | None, str | None]]) -> None:
        """New instances for (unit, entry) pairs: (None, None) is the run's own, (unit, None) a unit's."""
        scene = self.scene
        new = [Instance(scene.ids.new(), scene.run.id, "entry" if entry else "unit" if unit else "run", unit, entry,
                        b"", 0, "active") for unit, entry in scope_unit_entry]
        new = [instance for instance in new if scene.plan.steps_of(instance.scope)]
        if new:
            instances.add(scene.connection, new)
            self._held |= {instance.id: instance for instance in new}
            self.queue.extend(Asked(instance.id, Start) for instance in new)

    def start_entry(self, entry: Entry) -> None:
        self.scene.know(entry)
        self.start([(entry.unit_id, entry.id)])

    def hold(self, instance: Instance) -> None:
        """An instance that is locked already."""
        self._held[instance.id] = instance

    def finish(self, instance: Instance, step: str) -> None:
        """The step is over in the instance; said twice, it is written once."""
        if (instance.id, step) not in self._finished:
            self._finished.add((instance.id, step))
            step_ends.finish_step(self.scene.connection, instance.id, step, instance.run_id, self.scene.now)
            self.changed = True

    def ask(self, asked: Asked) -> None:
        self.queue.append(asked)

    def deliver(self, wait: Wait) -> None:
        """The message of the wait has come; said twice, it comes once."""
        if (wait.instance_id, wait.node) not in self._told:
            self._told.add((wait.instance_id, wait.node))
            self.queue.append(Asked(wait.instance_id, Deliver, wait.node))

    def next(self) -> None:
        """Carry out the command that stands first. Raises Stuck when its instance cannot go on."""
        asked = self.queue.popleft()
        instance = self._held.get(asked.instance_id) or instances.lock(self.scene.connection, asked.instance_id)
        if instance.status != "active":
            return
        at = At(self.scene.run.tenant_id, instance.run_id, instance.id, asked.node, DOING[asked.command],
                instance.unit_id)
        with at.placed():
            self._carry_out(instance, asked, at)

    def _carry_out(self, instance: Instance, asked: Asked, at: At) -> None:
        scene = self.scene.at(instance.version_id)
        process = scene.compiled.processes[instance.scope]
        element = element_of(asked.node) if asked.node else start_of(process)
        said: Truths = ()
        if asked.command is not Cancel:
            guards = guards_ahead(process, element, asked.outcome)
            said = truths(process, guards, {**scene.context(instance), **self._had(instance, guards), **asked.names})
        at.truths = dict(said)
        try:
            moved = step(process, instance.state or None, command_of(asked.command, asked.node, said))
        except InstanceError:
            if asked.command is not Cancel:
                raise
            self._put_away(instance)
            return
        over = any(isinstance(fact, Ended) for fact in moved.facts)
        status = "cancelled" if asked.command is Cancel else "ended" if over else "active"
        self.hold(instances.save(scene.connection, instance, moved.state, status))
        self.changed = self.changed or status == "cancelled"
        self._write(instance, process, moved.facts, asked)

    def _put_away(self, instance: Instance) -> None:
        """An instance whose state says nothing can be ended all the same."""
        put_away(self.scene.connection, instance.id, self.scene.now)
        self.hold(instances.save(self.scene.connection, instance, instance.state, "cancelled"))
        self.changed = True

    def _had(self, instance: Instance, guards: Sequence[str]) -> dict[str, object]:
        """For guards of steps that open for an outcome: whether an entry they look at has it."""
        scene = self.scene.at(instance.version_id)
        plan = scene.plan
        steps = {element_of(guard).split(".")[0] for guard in guards}
        asking = [one for one in plan.steps if one.only_from and one.id in steps]
        found = {had_name(one.only_from or ""): bool(scene.entries_seen(one, instance)) for one in asking}
        return {HAD: found} if found else {}

    def _of_round(self, instance_id: str, drawn: ProcessNode, node: str) -> list[str]:
        """The nodes of the tasks that several bodies have there."""
        here = tasks.open_of_instance(self.scene.connection, instance_id) if drawn.act == "opine" else []
        return [task.node for task in here if round_of(task.node) == node]

    def _write(self, instance: Instance, process: Process, facts: Sequence[Fact], asked: Asked) -> None:
        scene = self.scene.at(instance.version_id)
        opened: list[Task] = []
        waits: list[Wait] = []
        timers: list[Timer] = []
        gone: list[str] = []
        for fact in facts:
            match fact:
                case Opened(node):
                    drawn = process.node(node.element)
                    opened += open_at(scene, instance, drawn, node, asked.returned)
                    timers += round_end(scene, instance.id, drawn, str(node))
                case Awaiting(node, message):
                    waits.append(Wait(instance.id, str(node), message, instance.scope, instance.unit_id,
                                      instance.entry_id, instance.version_id))
                case DueSet(node, rule):
                    timers.append(opening_timer(scene, instance.id, str(node), rule))
                case Cancelled(node) | Received(node) | Fired(node):
                    gone += [str(node), *self._of_round(instance.id, process.node(node.element), str(node))]
                case Sent(name):
                    self.finish(instance, name)
                    self.sent.append((instance, name))
        connection = scene.connection
        if gone:
            tasks.cancel(connection, instance.id, gone, scene.now)
            instances.drop(connection, instance.id, gone)
        tasks.add(connection, opened)
        instances.add_waits(connection, instance.run_id, waits)
        instances.add_timers(connection, [*timers, *cut_offs(scene, waits)])
        self.opened += opened
        self.awaited += waits


DOING: dict[type[Command], Doing] = {
    Start: "start", Complete: "complete", Deliver: "deliver", Fire: "fire", Cancel: "cancel"}


def command_of(kind: type[Command], node: str, said: Truths) -> Command:
    """The command of that kind at the node."""
    match kind:
        case t if t is Start:
            return Start(said)
        case t if t is Complete:
            return Complete(node, said)
        case t if t is Deliver:
            return Deliver(node, said)
        case t if t is Fire:
            return Fire(node, said)
    return Cancel()
