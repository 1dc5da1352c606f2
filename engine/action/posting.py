"""Messages on their way: few are delivered where they are sent, many wait as rows; who cannot receive stops nobody."""

from engine.action.moving import Asked, Movement
from engine.action.stuck import MISTAKES, Stuck, reason_of
from engine.instance.fact import Deliver, Start
from engine.store import incidents, messages
from engine.store.database import savepoint
from engine.store.messages import Arrived, Due, Message
from engine.work.incident import Trouble


def post(movement: Movement) -> None:
    """Take up what was sent: to be delivered here when few are to receive it, else by `deliver_messages`."""
    batch, movement.posted = movement.posted, []
    if not batch:
        return
    if len(batch) > movement.room:
        _leave(movement, batch)
        return
    movement.room -= len(batch)
    movement.behind |= _behind(movement, batch)
    movement.queue.extend(_asked(message) for message in batch)


def take_up(movement: Movement, page: list[Due]) -> None:
    """The messages of a page come in turn; one that nobody waits for any more is closed."""
    movement.page = frozenset(due.message.seq for due in page)
    movement.gone |= {(due.message.receiver_id, due.message.node) for due in page if not due.stands}
    movement.queue.extend(_asked(due.message) for due in page)


def carry_out(movement: Movement) -> None:
    """Carry out the command that stands first. Raises Stuck, unless a message brought it: that one is tried again."""
    message = movement.queue[0].message
    if message is None:
        movement.next()
        return
    if message.pair in movement.behind and message.seq is None:
        movement.queue.popleft()
        _leave(movement, [message])
        return
    if reason := _deaf(movement, message):
        movement.queue.popleft()
        movement.arrived.append(Arrived(message, "closed", reason))
        return
    try:
        with savepoint(movement.scene.connection):
            movement.next()
    except Stuck as stuck:
        _put_back(movement, message, stuck.trouble)
    except MISTAKES as mistake:
        _put_back(movement, message, _trouble(movement, message, mistake))
    else:
        movement.arrived.append(Arrived(message))


def put_off(movement: Movement, message: Message, problem: Exception) -> None:
    """The transaction in which it was to be delivered is lost for that reason: it is tried again later."""
    trouble = problem.trouble if isinstance(problem, Stuck) else _trouble(movement, message, problem)
    _put_back(movement, message, trouble)


def note(movement: Movement) -> None:
    """What was delivered or closed goes on record."""
    messages.arrived(movement.scene.connection, movement.arrived, movement.scene.now)
    movement.arrived = []


def _asked(message: Message) -> Asked:
    return Asked(message.receiver_id, Deliver if message.node else Start, message.node, message=message)


def _leave(movement: Movement, left: list[Message]) -> None:
    messages.add(movement.scene.connection, left, movement.scene.now)
    movement.scene.undelivered = True


def _behind(movement: Movement, batch: list[Message]) -> frozenset[tuple[str | None, str]]:
    """Pairs of whose earlier messages some are still on their way; who starts has heard nothing before."""
    receivers = {message.receiver_id for message in batch if message.node}
    if not receivers:
        return frozenset()
    return messages.undelivered(movement.scene.connection, receivers, movement.page)


def _deaf(movement: Movement, message: Message) -> str:
    """Why the message has no effect any more; "" when it has one."""
    receiver = movement.instance(message.receiver_id)
    if receiver.status != "active":
        return "bên nhận đã kết thúc" if receiver.status == "ended" else "bên nhận đã được huỷ"
    if not message.node:
        return "bên nhận đã bắt đầu" if receiver.state else ""
    return "bên nhận không còn chờ tin này" if (message.receiver_id, message.node) in movement.gone else ""


def _trouble(movement: Movement, message: Message, mistake: Exception) -> Trouble:
    """A mistake of the program, or a row it cannot read, as the trouble of who was to receive the message."""
    receiver = movement.instance(message.receiver_id)
    return Trouble(movement.scene.run.tenant_id, "deliver" if message.node else "start", receiver.id,
                   reason_of(mistake), receiver.run_id, receiver.id, receiver.unit_id, message.node, heals=True)


def _put_back(movement: Movement, message: Message, trouble: Trouble) -> None:
    """Tried again later where that may help; else, and after the last try, it is an incident."""
    scene = movement.scene
    movement.forget(message.receiver_id)
    movement.behind.add(message.pair)
    if messages.failed(scene.connection, message, trouble.reason, scene.now, trouble.heals):
        incidents.open_incident(scene.connection, scene.ids, trouble, scene.now)
