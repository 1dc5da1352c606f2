"""A person writes down what stands under the signed copy: number, date, who signed it in which capacity, the seal."""

from dataclasses import replace
from datetime import date, datetime

from engine.action.signing import in_signing
from engine.base.clock import local_day
from engine.base.ids import IdSource
from engine.base.text import nfc
from engine.store import signatures
from engine.store.database import Database
from engine.work.people import Conflict, Viewer
from engine.work.signature import checked, said_of


def record_signature(database: Database, ids: IdSource, viewer: Viewer, task_id: str, texts: tuple[str, str, str, str],
                     day: date | None, sealed: bool, now: datetime) -> tuple[str, str]:
    """A sentence for the person, and the id under which scans of the copy are stored.

    `texts`: number and symbol, signer, title, capacity. Raises NotFound, Forbidden, Conflict (not put in for
    signature), FormRefused.
    """
    with database.write() as connection:
        signing = in_signing(connection, ids, viewer, task_id, now)
        if signing.copy is None:
            raise Conflict(f"Việc “{signing.task.title}” chưa trình ký; bấm Trình ký trước rồi ghi bản đã ký.")
        number, signer, title, capacity = (nfc(text).strip() for text in texts)
        style = signing.plan.issuer.style
        signed = checked(number, day, signer, title, capacity, sealed, style, local_day(now))
        if signed != signing.copy.signed:
            signatures.save(connection, replace(signing.copy, signed=signed))
            signing.keep("signed", said_of(signed, style))
    return f"Đã ghi bản ký số {signed.number}.", signing.copy.id
