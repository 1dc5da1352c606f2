"""What somebody had begun to enter from a paper and let go is forgotten once its task is over."""

from datetime import datetime

from sqlalchemy import Connection

from engine.store import files, papers
from engine.store.audit import Act, record


def forget_papers(connection: Connection, now: datetime) -> None:
    """The text, and the files, on record."""
    papers.forget_left(connection)
    for file_id, task_id, run_id in files.left_over(connection):
        files.mark_removed(connection, file_id, now)
        record(connection, Act("remove_file", now, subject=file_id, detail={"task": task_id, "why": "unused"},
                               run_id=run_id))
