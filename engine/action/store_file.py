"""A person gives a file to a field of a task's form; what is refused is never kept."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import Connection

from engine.action.holding import right_to, run_seen, still_open, task_seen
from engine.base.ids import IdSource
from engine.store import files, papers, signatures, tasks, versions
from engine.store.asked import forms_of
from engine.store.audit import Act, record
from engine.store.blobs import BlobStore, TooLarge
from engine.store.content import check_content
from engine.store.database import Database
from engine.store.files import File
from engine.work.on_behalf import SCANS
from engine.work.people import Held, NotFound, Viewer
from engine.work.signature import PLACE
from engine.work.task import Task
from engine.work.upload import Limits, extension_of, file_name, limits_of, too_large, too_many

_MOST_IN_COLUMN = 3000
"""In all cells of a column together: whoever makes up rows is stopped somewhere."""
_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Upload:
    """What comes in, and for which field; a column of a table is the field "table.column", its cell that of `row`."""

    task_id: str
    form: str
    field: str
    name: str
    stream: BinaryIO
    row: str | None = None


def store_file(
        database: Database, blobs: BlobStore, ids: IdSource, viewer: Viewer, upload: Upload, now: datetime) -> File:
    """The stored file; a field of its own that holds this very file already is left as it is.

    Raises NotFound, Forbidden, Conflict (the task is closed), FileRefused (kind, size, content, number).
    """
    name = file_name(upload.name)
    with database.read() as connection:
        task = task_seen(connection, viewer, upload.task_id)
        _, limits, paper_id = _admitted(connection, viewer, task, upload)
    extension = extension_of(name, limits)
    try:
        with blobs.receive(upload.stream, limits.size) as received:
            media_type = check_content(received.path, name, extension)
            file = File(ids.new(), received.digest, name, media_type, received.size, task.id, upload.form,
                        upload.field, viewer.person_id, now, paper_id, upload.row)
            with database.read() as connection:
                if there := _there(connection, file, limits):
                    return there
            blobs.keep(received)
    except TooLarge:
        raise too_large(name, limits) from None
    with database.write() as connection:
        locked = tasks.get(connection, viewer.tenant_id, task.id, lock=True) or task
        held, limits, paper_id = _admitted(connection, viewer, locked, upload)
        file = replace(file, paper_id=paper_id)
        there = _there(connection, file, limits)
        if there is None:
            files.add(connection, file)
            record(connection, Act("store_file", now, viewer.person_id, held.capacity, file.id, detail={
                "digest": file.digest, "task": task.id}, run_id=task.run_id))
    return there or file


def _admitted(connection: Connection, viewer: Viewer, task: Task, upload: Upload) -> tuple[Held, Limits, str | None]:
    """Asked before the content comes in, and again when the row is written; with the paper that is being entered."""
    held = right_to(viewer, task)
    still_open(connection, task)
    run = run_seen(connection, viewer, task.run_id)
    plan = versions.compiled_for(connection, run, task).plan
    limits = limits_of(forms_of(plan, task), upload.form, upload.field)
    if limits is None or not _placed(connection, task, upload) or len(upload.row or "") > _LONGEST_ID:
        raise NotFound("Biểu mẫu của việc này không có mục để tải tệp đó lên.")
    entering = papers.open_for(connection, task.id) if task.behalf_unit_id else None
    return held, limits, entering.id if entering else None


def _there(connection: Connection, file: File, limits: Limits) -> File | None:
    """The same file in the same place: a second try after a lost answer adds nothing. Raises FileRefused when the field
    is full, of a table the cell."""
    same = files.same_there(connection, file)
    place = (file.task_id, file.form, file.field, file.paper_id)
    if same is None and (files.count(connection, *place, file.row_id) >= limits.files
                         or file.row_id and files.count(connection, *place) >= _MOST_IN_COLUMN):
        raise too_many(limits)
    return same


def _placed(connection: Connection, task: Task, upload: Upload) -> bool:
    """Whether a scan belongs to the paper that is being entered, or to the signed copy that stands."""
    if upload.form == PLACE:
        copy = signatures.standing(connection, task.id)
        return copy is not None and copy.id == upload.field
    return (upload.form, upload.field) != SCANS or task.behalf_unit_id is not None
