"""The flow inside a transaction: commands to instances, and what comes of them into rows."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.action.commands import DOING, command_of
from engine.action.guard_names import seen_by
from engine.action.opening import again, cut_offs, keep_out, open_at, opening_timer, round_end
from engine.action.scene import Scene
from engine.action.stuck import At
from engine.action.vote_notices import tell_opened
from engine.bpmn.graph import Process, ProcessNode
from engine.bpmn.reach import guards_ahead
from engine.instance.fact import (
    Awaiting,
    Cancel,
    Cancelled,
    Command,
    DueSet,
    Ended,
    Fact,
    Fired,
    InstanceError,
    Opened,
    Received,
    Sent,
    Start,
    Truths,
)
from engine.instance.step import step
from engine.store import instances, step_ends, tasks
from engine.store.instances import Instance, Timer, Wait
from engine.store.messages import Arrived, Message
from engine.store.stalled import put_away
from engine.work.entry import Entry
from engine.work.route import element_of, round_of, start_of, truths
from engine.work.task import Task

AT_ONCE = 50
"""So many messages are delivered in the transaction that sends them; more wait for transactions of their own."""


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
    withdrawn: Task | None = None
    """The task that was sent and is taken back: it comes up again as it was."""
    message: Message | None = None
    """What brings the command from another instance; None for what a person or a day asks."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something announced: its name, by which instance (None: by the run as a whole), at which of its nodes."""

    name: str
    sender: Instance | None = None
    node: str = ""


class Movement:
    """The commands of one transaction. `sent` and `awaited` are taken up by routing when the rows are written, `posted`
    by posting, which passes messages on and notes in `arrived` what became of them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene.base
        self.queue: deque[Asked] = deque()
        self.opened: list[Task] = []
        self.sent: list[Said] = []
        self.awaited: list[Wait] = []
        self.posted: list[Message] = []
        self.arrived: list[Arrived] = []
        self.room = AT_ONCE
        """How many more messages are delivered in this transaction."""
        self.behind: set[tuple[str | None, str]] = set()
        """Pairs of sender and receiver in which something said before has not arrived."""
        self.page: frozenset[int | None] = frozenset()
        """The messages, as rows, that this transaction was begun for."""
        self.gone: set[tuple[str, str]] = set()
        """(instance, node) of what waits there no longer."""
        self.changed = False
        """Something happened that may complete what any step of the run waits for."""
        self.ended: set[str] = set()
        """Steps that were finished: they complete what only some steps of the run wait for."""
        self._told: set[tuple[str, str]] = set()
        self._finished: set[tuple[str, str]] = set()
        self._held: dict[str, Instance] = {}

    def start(self, scope_unit_entry: Sequence[tuple[str | None, str | None]],
              said: Said | None = None) -> tuple[str, ...]:
        """New instances for (unit, entry) pairs: (None, None) is the run's own, (unit, None) a unit's; their ids.

        They are there at once, and counted; `said` reaches them as a message that starts them. Without it they start
        before anything else happens.
        """
        scene = self.scene
        new = [Instance(scene.ids.new(), scene.run.id, "entry" if entry else "unit" if unit else "run", unit, entry,
                        b"", 0, "active") for unit, entry in scope_unit_entry]
        new = [instance for instance in new if scene.plan.steps_of(instance.scope)]
        if new:
            instances.add(scene.connection, new)
            self._held |= {instance.id: instance for instance in new}
            if said is None:
                self.queue.extend(Asked(instance.id, Start) for instance in new)
            else:
                self.posted += [self._message(said, instance.id) for instance in new]
        return tuple(instance.id for instance in new)

    def start_entry(self, entry: Entry, said: Said) -> None:
        self.scene.know(entry)
        self.start([(entry.unit_id, entry.id)], said)

    def hold(self, instance: Instance) -> None:
        """An instance that is locked already."""
        self._held[instance.id] = instance

    def instance(self, instance_id: str) -> Instance:
        """The instance as it is now, locked."""
        if instance_id not in self._held:
            self._held[instance_id] = instances.lock(self.scene.connection, instance_id)
        return self._held[instance_id]

    def forget(self, instance_id: str) -> None:
        """What was last written about the instance was taken back: the rows are asked again."""
        self._held.pop(instance_id, None)
        self._finished = {known for known in self._finished if known[0] != instance_id}

    def finish(self, instance: Instance, step: str) -> None:
        """The step is over in the instance; said twice, it is written once."""
        if (instance.id, step) not in self._finished:
            self._finished.add((instance.id, step))
            step_ends.finish_step(self.scene.connection, instance.id, step, instance.run_id, self.scene.now)
            self.ended.add(step)

    def ask(self, asked: Asked) -> None:
        self.queue.append(asked)

    def deliver(self, wait: Wait, said: Said) -> None:
        """The message is for who waits there; said twice, it comes once."""
        if (wait.instance_id, wait.node) not in self._told:
            self._told.add((wait.instance_id, wait.node))
            self.posted.append(self._message(said, wait.instance_id, wait.node))

    def _message(self, said: Said, receiver_id: str, node: str = "") -> Message:
        sender = said.sender.id if said.sender else None
        return Message(self.scene.run.id, said.name, sender, said.node, receiver_id, node)

    def next(self) -> None:
        """Carry out the command that stands first. Raises Stuck when its instance cannot go on."""
        asked = self.queue.popleft()
        instance = self.instance(asked.instance_id)
        if instance.status != "active":
            return
        at = At(self.scene.run.tenant_id, instance.run_id, instance.id, asked.node, DOING[asked.command],
                instance.unit_id)
        with at:
            self._carry_out(instance, asked, at)

    def _carry_out(self, instance: Instance, asked: Asked, at: At) -> None:
        scene = self.scene.at(instance.version_id)
        process = scene.compiled.processes[instance.scope]
        element = element_of(asked.node) if asked.node else start_of(process)
        said: Truths = ()
        if asked.command is not Cancel and (guards := guards_ahead(process, element, asked.outcome)):
            said = truths(process, guards, seen_by(guards, scene, instance, asked.names if asked.outcome else None))
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
        sent: list[Said] = []
        for fact in facts:
            match fact:
                case Opened(node):
                    drawn = process.node(node.element)
                    new = open_at(scene, instance, drawn, node, asked.returned)
                    opened += [again(scene, one, asked.withdrawn) for one in new] if asked.withdrawn else new
                    timers += round_end(scene, instance.id, drawn, str(node))
                case Awaiting(node, message):
                    waits.append(Wait(instance.id, str(node), message, instance.scope, instance.unit_id,
                                      instance.entry_id, instance.version_id))
                case DueSet(node, rule):
                    timers.append(opening_timer(scene, instance.id, str(node), rule))
                case Cancelled(node) | Received(node) | Fired(node):
                    gone += [str(node), *self._of_round(instance.id, process.node(node.element), str(node))]
                case Sent(name, node):
                    self.finish(instance, name)
                    sent.append(Said(name, instance, str(node)))
        connection = scene.connection
        if gone:
            tasks.cancel(connection, instance.id, gone, scene.now)
            instances.drop(connection, instance.id, gone)
        if opened:
            tasks.add(connection, opened)
            keep_out(scene, opened)
            tell_opened(scene, opened)
        if waits:
            instances.add_waits(connection, instance.run_id, waits)
            timers += cut_offs(scene, waits)
        if timers:
            instances.add_timers(connection, timers)
        # Last, when nothing can fail any more: a savepoint takes rows back, not these.
        self.opened += opened
        self.awaited += waits
        self.sent += sent
        self.gone |= {(instance.id, node) for node in gone}
