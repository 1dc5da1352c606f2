"""A signed-in person sets another password; every other session of theirs ends."""

from dataclasses import replace
from datetime import datetime

from engine.action.sign_in import SignedIn, sign_in
from engine.base.ids import secret
from engine.store.accounts import end_tokens
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.passwords import hash_password
from engine.store.people import account, save_account
from engine.work.password import Refused, password_problem
from engine.work.people import Viewer


def change_password(database: Database, viewer: Viewer, current: str, new: str, now: datetime) -> SignedIn:
    """What the present session goes on with. Raises Refused: a wrong current password counts as a guess."""
    if problem := password_problem(new, viewer.login):
        raise Refused(problem)
    if current == new:
        raise Refused("mật khẩu mới trùng mật khẩu đang dùng; hãy đặt mật khẩu khác")
    sign_in(database, viewer.login, current, f"session {viewer.person_id}", now)
    digest = hash_password(new)
    with database.write() as connection:
        changed = replace(
            account(connection, viewer.person_id), password_hash=digest, must_change=False, session_key=secret())
        save_account(connection, changed)
        end_tokens(connection, changed.id, now)
        record(connection, Act("change_password", now, changed.id))
    return SignedIn(changed.id, changed.session_key, changed.must_change, changed.language)
