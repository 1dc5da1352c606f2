"""The form was changed after it was signed, and a person keeps the signed copy, with the reason on record."""

from dataclasses import replace
from datetime import datetime

from engine.action.signing import in_signing
from engine.base.ids import IdSource
from engine.base.text import nfc
from engine.store import signatures
from engine.store.database import Database
from engine.work.people import Conflict, Viewer, refused
from engine.work.signature import LONGEST_REASON


def keep_signature(database: Database, ids: IdSource, viewer: Viewer, task_id: str, reason: str, now: datetime) -> str:
    """A sentence for the person. Raises NotFound, Forbidden, Conflict (nothing signed, or it matches), FormRefused."""
    said = nfc(reason).strip()
    with database.write() as connection:
        signing = in_signing(connection, ids, viewer, task_id, now)
        copy = signing.copy
        if copy is None or copy.signed is None or copy.matches(signing.content):
            raise Conflict(f"Việc “{signing.task.title}” không có bản ký nào lệch với biểu; tải lại trang.")
        if not said or len(said) > LONGEST_REASON:
            raise refused("ly_do_giu", f"Lý do dài quá {LONGEST_REASON} ký tự; hãy viết gọn lại." if said
                          else "Hãy nêu vì sao bản đã ký vẫn dùng được.")
        signatures.save(connection, replace(copy, kept_content=signing.content, kept_reason=said))
        signing.keep("sign-kept", said)
    return f"Đã giữ bản ký số {copy.signed.number}; lý do ghi vào lịch sử."
