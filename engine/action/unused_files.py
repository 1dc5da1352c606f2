"""Files of a task that nothing which was sent refers to are marked removed, on record, so that nothing is orphaned."""

from collections.abc import Iterable, Iterator

from engine.action.scene import Scene
from engine.plan.form import Form
from engine.store import files
from engine.store.audit import Act, record
from engine.work.context import Answers
from engine.work.on_behalf import SCANS
from engine.work.signature import PLACE
from engine.work.task import Task


def remove_unused(scene: Scene, task: Task, forms: Iterable[Form], answers: Answers) -> None:
    """After the task was sent with the answers: a field that a condition hides, a row that was deleted, a draft aside.

    Asks nothing where no form takes files and nothing was entered from paper.
    """
    fields = [(form.id, field) for form in forms for field in form.fields]
    if not task.behalf_unit_id and not any(
            one.type == "file" or any(column.type == "file" for column in one.columns) for _, one in fields):
        return
    named = set(_named(answers))
    for there in files.of_task(scene.connection, task.id):
        scan = there.form == PLACE or (there.form, there.field) == SCANS
        if not (there.shown and (scan or there.id in named)):
            files.mark_removed(scene.connection, there.id, scene.now)
            record(scene.connection, Act(
                "remove_file", scene.now, scene.actor.person_id, scene.actor.capacity, there.id,
                detail={"task": task.id, "why": "unused"}, run_id=task.run_id))


def _named(value: object) -> Iterator[str]:
    """Every text in the answers: the ids of files are among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _named(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _named(inner)
