"""A person sets a new password with a token; all sessions end."""

from dataclasses import replace
from datetime import datetime

from engine.base.ids import secret
from engine.store.accounts import use_token
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.passwords import hash_password
from engine.store.people import account, save_account
from engine.work.password import Refused, password_problem

_UNUSABLE = "đường dẫn đặt lại mật khẩu đã dùng hoặc đã hết hạn; hãy yêu cầu đường dẫn mới"


def reset_password(database: Database, token: str, new: str, now: datetime) -> None:
    """Raises Refused: a token unknown, used or expired, or a poor password (the token can then be used again)."""
    with database.write() as connection:
        person_id = use_token(connection, token, now)
        if person_id is not None:
            found = account(connection, person_id)
            if problem := password_problem(new, found.login):
                raise Refused(problem)
            save_account(connection, replace(
                found, password_hash=hash_password(new), must_change=False, session_key=secret()))
        record(connection, Act("reset_password", now, person_id, outcome="done" if person_id else "refused"))
    if person_id is None:
        raise Refused(_UNUSABLE)
