"""An administrator makes a token for a person without an e-mail address: `kheo user reset`."""

from datetime import datetime

from engine.base.ids import secret
from engine.store.accounts import add_token
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.people import account_of
from engine.work.people import NotFound


def make_reset(database: Database, login: str, now: datetime) -> str:
    """The token, for one use within a day; it is shown once and not kept. Raises NotFound for an unknown login."""
    with database.write() as connection:
        found = account_of(connection, login)
        if found is None:
            raise NotFound(f'không có tài khoản "{login}"; xem lại tên đăng nhập')
        token = secret()
        add_token(connection, token, found.id, now)
        record(connection, Act("make_reset", now, subject=found.id))
    return token
