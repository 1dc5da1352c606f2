"""One more try at what an incident stopped: a timer fires, a message arrives, notices are written; or it is looked
whether a person's command would go through now, for the person to give it again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.action.commands import DOING, command_of
from engine.action.fire_timer import fire, trouble_of
from engine.action.inform import inform
from engine.action.moving import Asked, Movement
from engine.action.reconcile import differences_of
from engine.action.reconcile import trouble_of as trouble_of_rows
from engine.action.routing import settle
from engine.action.scene import Actor, Scene
from engine.action.stuck import At, Stuck
from engine.action.urging import urge
from engine.base.ids import IdSource
from engine.instance.fact import Deliver, Start
from engine.instance.step import open_nodes, step
from engine.store import jobs, messages, tasks
from engine.store.instances import Instance
from engine.store.messages import Arrived
from engine.store.runs import Run
from engine.store.stalled import due_of_run, instance_of, rouse, send_again, timer_there
from engine.work.incident import Doing, Incident, Status
from engine.work.seat import unit_of

_AGAIN = -1
"""The level of the notice that says a task can be sent again: no rung of a ladder has it."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Attempt:
    """Within the transaction that holds the incident and its run."""

    connection: Connection
    ids: IdSource
    incident: Incident
    run: Run | None
    now: datetime


def attempt(tried: Attempt) -> Status:
    """ "retried" when it was done now, "resolved" when nothing is left to be done here. Raises Stuck."""
    if tried.run and tried.run.status == "closed":
        return "resolved"
    return _HOW.get(tried.incident.trouble.command, _look)(tried)


def _fire(tried: Attempt) -> Status:
    trouble, connection = tried.incident.trouble, tried.connection
    instance = instance_of(connection, trouble.instance_id or "")
    stands, waits = timer_there(connection, trouble.subject, trouble.node)
    if tried.run is None or instance is None or instance.status != "active" or not stands:
        return "resolved"
    try:
        fire(connection, tried.ids, tried.run, instance.id, trouble.node, waits, tried.now)
    except Stuck as stuck:
        raise Stuck(trouble_of(stuck.trouble, instance.id, trouble.node)) from stuck
    return "retried"


def _notice(tried: Attempt) -> Status:
    """A page of the run's tasks is urged at once, the rest is due from now on."""
    if tried.run is None:
        return "resolved"
    rouse(tried.connection, tried.run.id, tried.now)
    first = due_of_run(tried.connection, tried.run.id, tried.now, _PAGE)
    due = tasks.due_among(tried.connection, first, tried.now)
    with At(tried.run.tenant_id, tried.run.id, tried.run.id, "", "notice"):
        urge(Scene(tried.connection, tried.ids, tried.run, Actor(), tried.now), due)
    return "retried"


def _message(tried: Attempt) -> Status:
    """The message that was given up is delivered; closed, when nobody waits for it there any more."""
    trouble, connection = tried.incident.trouble, tried.connection
    found = messages.given_up(connection, trouble.instance_id or "", trouble.node)
    if tried.run is None or found is None:
        return _look(tried)
    if not found.stands:
        messages.arrived(connection, [Arrived(found.message, "closed", "bên nhận không còn chờ tin này")], tried.now)
        return "resolved"
    movement = Movement(Scene(connection, tried.ids, tried.run, Actor(), tried.now))
    movement.ask(Asked(found.message.receiver_id, Deliver if trouble.node else Start, trouble.node))
    settle(movement)
    messages.arrived(connection, [Arrived(found.message)], tried.now)
    return "retried"


def _letter(tried: Attempt) -> Status:
    """The letter is due again; the sender opens another incident when it fails again."""
    again = send_again(tried.connection, tried.incident.trouble.subject, tried.now)
    return "retried" if again else "resolved"


def _job(tried: Attempt) -> Status:
    """The job waits from now on; the worker opens another incident when it is given up again."""
    return "retried" if jobs.retry(tried.connection, tried.incident.trouble.subject, tried.now) else "resolved"


def _look(tried: Attempt) -> Status:
    """Whether the step would go through now; the person who gave the command is told."""
    trouble = tried.incident.trouble
    if tried.run is None:
        return "resolved"
    scene = Scene(tried.connection, tried.ids, tried.run, Actor(), tried.now)
    instance = instance_of(tried.connection, trouble.instance_id or "")
    with At(trouble.tenant_id, tried.run.id, trouble.subject, trouble.node, trouble.command, trouble.unit_id):
        for code in sorted(scene.plan.unit_codes):
            unit_of(scene.unit_ids, code)
        if instance is not None and instance.status == "active":
            _step(scene, instance, tried.incident)
    _tell(scene, tried.incident)
    return "resolved"


def _step(scene: Scene, instance: Instance, incident: Incident) -> None:
    """The recorded step, computed and thrown away; a node that is open no longer needs none."""
    process = scene.compiled.processes[instance.scope]
    trouble = incident.trouble
    is_open = not trouble.node or trouble.node in {str(f.node) for f in open_nodes(process, instance.state)}
    truths = trouble.detail.get("truths")
    if is_open and isinstance(truths, dict):
        said = tuple(sorted((str(name), int(holds)) for name, holds in truths.items()))
        kind = next(kind for kind, doing in DOING.items() if doing == trouble.command)
        step(process, instance.state or None, command_of(kind, trouble.node, said))


def _tell(scene: Scene, incident: Incident) -> None:
    """The person whose task was not sent hears that it can be sent now."""
    detail = incident.trouble.detail
    found = tasks.get(scene.connection, scene.run.tenant_id, str(detail.get("task", "")))
    if found is None or found.status != "open" or not detail.get("by"):
        return
    about = f" — “{found.subject}”" if found.subject else ""
    text = f"Sự cố đã được gỡ: “{found.title}”{about} nay gửi lại được."
    inform(scene, found, _AGAIN, [str(detail["by"])], text)


def _reconcile(tried: Attempt) -> Status:
    trouble = tried.incident.trouble
    found = differences_of(tried.connection, tried.ids, trouble.subject, tried.now)
    together = [one for one in found if one.difference.node == trouble.node]
    if together:
        raise Stuck(trouble_of_rows(together))
    return "resolved"


def _transition(tried: Attempt) -> Status:
    """It was computed anew already; only a person can say that the cause is gone."""
    raise Stuck(tried.incident.trouble)


_HOW: dict[Doing, Callable[[Attempt], Status]] = {
    "fire": _fire, "notice": _notice, "letter": _letter, "deliver": _message, "start": _message,
    "reconcile": _reconcile, "job": _job,
    "transition": _transition}
