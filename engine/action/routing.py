"""Who hears what: the end of a step goes to whoever waits; steps of the run open when all they need is there."""

from engine.action.moving import Movement, Said
from engine.action.opening import keep_answers
from engine.action.posting import carry_out, note, post
from engine.action.scene import Scene
from engine.store import answers, instances, runs, step_ends, units
from engine.store.instances import Instance, Wait
from engine.store.step_ends import Asked
from engine.work.context import groups_of, merged
from engine.work.lead import does, leading, led_by
from engine.work.route import COUNTED, Heard, counted_with, creators, heard, passed_over, sends_to


def settle(movement: Movement) -> None:
    """Carry out commands and pass messages on until nothing is left to do in this transaction.

    Raises Stuck when the instance of a command cannot go on; one that cannot receive a message stops nobody else.
    """
    post(movement)
    while movement.queue or _rolled_up(movement):
        carry_out(movement)
        pass_on(movement)
    note(movement)
    for task in movement.opened:
        if task.returned:
            keep_answers(movement.scene, task)


def pass_on(movement: Movement) -> None:
    """What was sent reaches who waits, who waits hears what was sent before; their commands then stand in the queue."""
    sent, awaited = movement.sent, movement.awaited
    movement.sent, movement.awaited = [], []
    for said in sent:
        _announce(movement, said)
    for wait in awaited:
        if wait.message.endswith(COUNTED):
            movement.changed = True
        elif before := said_before(movement.scene.at(wait.version_id), wait):
            movement.deliver(wait, before)
    post(movement)


def publish(movement: Movement, said: Said) -> None:
    """The plan comes into force: the process of each participating unit is there, and told to start."""
    scene = movement.scene
    runs.publish(scene.connection, scene.run.id, scene.now)
    scene.published()
    present = units.of_tenant(scene.connection, scene.run.tenant_id, scene.today)
    taking_part = [unit for unit in present if groups_of(scene.plan, unit)]
    for unit in taking_part:
        scene.know(unit)
    movement.start([(unit.id, None) for unit in taking_part], said)
    movement.changed = True


def _announce(movement: Movement, said: Said) -> None:
    sender, step = said.sender, said.name
    if sender is None:
        return
    scene = movement.scene.at(sender.version_id)
    if sender.unit_id is None or leading(scene.plan):
        waiting = instances.waiting(scene.connection, scene.run.id, [step])
    else:
        waiting = instances.waiting_near(scene.connection, scene.run.id, step, sender.unit_id)
    if waiting:
        chosen = _chosen(scene, sender, step)
        for wait in waiting:
            if _reaches(scene, sender, wait) and chosen.by(wait.entry_id, wait.unit_id):
                movement.deliver(wait, said)
    if sender.scope == "run" and step == scene.plan.opening:
        publish(movement, said)


def said_before(scene: Scene, wait: Wait) -> Said | None:
    """The message when it was sent before anybody waited, or is waived: who was proposed need not have registered.

    `scene` is on the version of who waits.
    """
    if wait.entry_id and wait.message in creators(scene.plan) and not scene.entry(wait.entry_id).registered:
        register = scene.plan.register_
        if register and register.nomination and register.nomination.waives_registration:
            return Said(wait.message)
    above = scene.unit(wait.unit_id).line if wait.unit_id else None
    for sender in step_ends.finished_by(scene.connection, scene.run.id, wait.message, above):
        there = scene.at(sender.version_id)
        if not any(step.id == wait.message for step in there.plan.steps):
            there = scene  # the step was finished before an amendment removed it
        if _reaches(there, sender, wait) and _chosen(there, sender, wait.message).by(wait.entry_id, wait.unit_id):
            return Said(wait.message, sender)
    return None


def _reaches(scene: Scene, sender: Instance, wait: Wait) -> bool:
    """Whether the sender's end of the step is meant for who waits; a unit outside the groups of the step is mute."""
    if sender.unit_id is None or wait.unit_id is None:
        return sends_to(sender.scope, False, wait.scope)
    if not does(scene.plan, scene.plan.step(wait.message), scene.unit(sender.unit_id)):
        return False
    above = sender.unit_id == wait.unit_id or (sender.scope == "unit" and scene.leads(sender.unit_id, wait.unit_id))
    return sends_to(sender.scope, above, wait.scope)


def _chosen(scene: Scene, sender: Instance, step: str) -> Heard:
    """To whom the sender's step is announced, by what was answered in it."""
    selection = scene.plan.step(step).announces_to
    if selection is None:
        return Heard()
    sent = answers.of_step(scene.connection, sender.id, step)
    return heard(selection, merged(one.forms for one in sent), scene.context(sender))


def _rolled_up(movement: Movement) -> bool:
    """Open the steps of the run for which everybody has finished; whether there was one."""
    scene = movement.scene
    if not (movement.changed or movement.ended) or scene.run.status != "running" or scene.amending:
        return False
    ended = None if movement.changed else frozenset(movement.ended)
    movement.changed = False
    movement.ended.clear()
    for wait in _counting(scene, ended):
        there = scene.at(wait.version_id)
        if all_there(there, there.plan.step(wait.message.removesuffix(COUNTED)).needs, wait.unit_id):
            movement.deliver(wait, Said(wait.message))
    post(movement)
    return bool(movement.queue)


def _counting(scene: Scene, ended: frozenset[str] | None) -> list[Wait]:
    """Who waits for everybody, and for one of the steps that have `ended`; other versions may have such steps too."""
    plan = scene.plan
    counting = [step.id + COUNTED for step in plan.steps
                if step.needs and (ended is None or counted_with(plan, step.id) & ended)]
    if not scene.run.mixed:
        return instances.waiting(scene.connection, scene.run.id, counting) if counting else []
    waiting = instances.waiting(scene.connection, scene.run.id)
    return [wait for wait in waiting if wait.message.endswith(COUNTED)]


def all_there(scene: Scene, needs: tuple[str, ...], leader: str | None) -> bool:
    """Whether all valid units, or entries, have finished these steps; of entries, when no unit can add more.

    For a step of a leading unit those it leads are asked; for one of the run, all.
    """
    among = [unit.id for unit in led_by(scene.plan, scene.tree, leader)] if leader else None
    wanted = list(needs)
    if any(scene.plan.step(name).scope == "entry" for name in needs):
        wanted += creators(scene.plan)
    return all(not _missing(scene, name, among) for name in dict.fromkeys(wanted))


def _missing(scene: Scene, name: str, among: list[str] | None) -> bool:
    step = scene.plan.step(name)
    return step_ends.unfinished(scene.connection, Asked(
        scene.run.id, step.scope, name, scene.today, passed_over(scene.plan, name), among))
