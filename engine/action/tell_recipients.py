"""A plan is issued: the recipients it names hear of it, each person of theirs once, without a task."""

from engine.action.scene import Scene
from engine.store import notices, units
from engine.store.holders import holders_in
from engine.store.notices import RECEIVED, Notice
from engine.work.recipients import FOR, inside
from engine.work.task import Task
from engine.work.words import upper_first


def tell_recipients(scene: Scene, issued: Task) -> None:
    """Who receives it for several reasons is told of the first in the order of the plan."""
    here = units.of_tenant(scene.connection, scene.run.tenant_id, scene.today)
    told: dict[str, str] = {}
    for one, found in inside(scene.plan, here):
        if found and one.purpose != "archive":
            for person in holders_in(scene.connection, [unit.id for unit in found], scene.today):
                told.setdefault(person, one.purpose)
    notices.add(scene.connection, [
        Notice(scene.ids.new(), issued.id, scene.run.id, RECEIVED, scene.today, person, "inbox", "information",
               f"{upper_first(FOR[purpose])}: “{scene.run.name}” ban hành ngày {scene.today:%d/%m/%Y}.", scene.now)
        for person, purpose in sorted(told.items())])
