"""A person puts what a form says in for signature: from here on it is known whether the signed copy is still of it."""

from datetime import datetime

from engine.action.signing import in_signing
from engine.base.ids import IdSource
from engine.store import signatures
from engine.store.database import Database
from engine.store.signatures import Copy
from engine.work.people import FormRefused, Viewer


def submit_to_sign(database: Database, ids: IdSource, viewer: Viewer, task_id: str, now: datetime) -> str:
    """A sentence for the person. What was signed before stays in the history.

    Raises NotFound, Forbidden, Conflict, FormRefused (every mistake of the form, as when it is sent).
    """
    with database.write() as connection:
        signing = in_signing(connection, ids, viewer, task_id, now)
        files = {(form.id, field.id) for form in signing.forms for field in form.fields if field.type == "file"}
        errors = tuple(one for one in signing.cleaned.errors if (one.form, one.field) not in files)
        if errors:
            raise FormRefused(errors, signing.cleaned.answers)
        if signing.copy:
            signatures.save(connection, signatures.ended(signing.copy, now))
        task = signing.task
        signatures.add(connection, Copy(ids.new(), task.id, task.instance_id, task.step, viewer.person_id, now,
                                        signing.content))
        signing.keep("sign-submit")
    return f"Đã trình ký “{task.title}”. In bản trình, ký xong thì ghi số, ngày, người ký."
