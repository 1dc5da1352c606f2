"""What the last large change of a draft replaced: kept beside the draft, gone with it; taken back and brought again."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, update

from engine.store.tables import draft
from engine.work.context import Answers


@dataclass(frozen=True, slots=True)
class Before:
    """`said`: what was done, for the person; `forms`: what stood in the changed fields, by form and field.

    `undone`: it was taken back, and `forms` is what was taken away by that.
    """

    said: str
    forms: Answers
    undone: bool = False


def keep(connection: Connection, task_id: str, before: Before) -> None:
    """From now on this is what is taken back."""
    text = json.dumps(asdict(before), ensure_ascii=False)
    connection.execute(update(draft).where(draft.c.task_id == task_id).values(before=text))


def before_in(text: str | None) -> Before | None:
    """What stands in the column."""
    if not text:
        return None
    kept = json.loads(text)
    return Before(kept["said"], kept["forms"], kept.get("undone", False))
