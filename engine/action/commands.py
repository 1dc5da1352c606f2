"""The kinds of command to an instance: what they are called on record, and how one is made."""

from engine.instance.fact import Cancel, Command, Complete, Deliver, Fire, Start, Truths
from engine.work.incident import Doing

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
