"""A person who forgot the password asks for a way to set a new one; it comes by e-mail."""

from collections.abc import Callable
from datetime import datetime, timedelta

from engine.base.ids import IdSource, secret
from engine.store.accounts import add_token, tokens_since
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.notices import NewLetter, post
from engine.store.people import account_of
from engine.work.password import RESET_LASTS

_AT_MOST = 3
_PER = timedelta(hours=1)
_BODY = """Chào {name},

Có người yêu cầu đặt lại mật khẩu của tài khoản {login} trên kheo. Mở đường dẫn sau để đặt mật khẩu mới:

{link}

Đường dẫn dùng được một lần, trong {hours} giờ. Nếu không phải bạn yêu cầu, bỏ qua thư này; mật khẩu cũ vẫn dùng được.
"""


def ask_reset(database: Database, ids: IdSource, login: str, link: Callable[[str], str], now: datetime) -> None:
    """Puts the letter into the outbox; `link` makes an absolute address of a token. Whether the login exists, has an
    address, or asked too often (three times an hour) does not show."""
    with database.write() as connection:
        found = account_of(connection, login)
        if not (found and found.active and found.email):
            record(connection, Act("ask_reset", now, found.id if found else None, outcome="refused"))
            return
        if tokens_since(connection, found.id, now - _PER) >= _AT_MOST:
            record(connection, Act("ask_reset", now, found.id, outcome="refused", detail={"reason": "too many"}))
            return
        token = secret()
        add_token(connection, token, found.id, now)
        body = _BODY.format(name=found.name, login=found.login, link=link(token), hours=RESET_LASTS // _PER)
        post(connection, [NewLetter(ids.new(), found.email, "Đặt lại mật khẩu kheo", body)], now)
        record(connection, Act("ask_reset", now, found.id))
