"""Give an account a first password from the command line: new people, demo accounts."""

from dataclasses import replace
from datetime import datetime

from engine.base.ids import secret
from engine.store.accounts import end_tokens
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.passwords import hash_password
from engine.store.people import account_of, save_account
from engine.work.password import Refused, password_problem
from engine.work.people import NotFound


def give_password(database: Database, login: str, password: str, must_change: bool, now: datetime) -> None:
    """With `must_change` the person sets another at the next sign-in. Raises NotFound (login), Refused (password)."""
    if problem := password_problem(password, login):
        raise Refused(problem)
    digest = hash_password(password)
    with database.write() as connection:
        found = account_of(connection, login)
        if found is None:
            raise NotFound(f'không có tài khoản "{login}"; xem lại tên đăng nhập')
        save_account(connection, replace(
            found, password_hash=digest, must_change=must_change, session_key=secret()))
        end_tokens(connection, found.id, now)
        record(connection, Act("give_password", now, subject=found.id))
