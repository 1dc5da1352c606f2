"""A new installation gets its first administrator, who belongs to a tenant."""

from dataclasses import dataclass
from datetime import datetime

from engine.base.ids import IdSource, secret
from engine.base.text import nfc, slug
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.passwords import hash_password
from engine.store.people import Account, account_of, add_account, login_key
from engine.store.units import Unit, add_unit, roots
from engine.work.password import Refused, password_problem


@dataclass(frozen=True, slots=True)
class NewAdministrator:
    """Who it will be. `body` is the name of the issuing body, founded when it is new."""

    login: str
    name: str
    body: str
    password: str | None = None
    email: str | None = None


def create_administrator(database: Database, ids: IdSource, new: NewAdministrator, now: datetime) -> str:
    """The first password, which must be changed at the first sign-in. Raises Refused: login taken, poor password."""
    login, password = login_key(nfc(new.login)), new.password or secret()
    if not slug(login):
        raise Refused("tên đăng nhập để trống; hãy đặt tên không dấu, như quan-tri")
    if problem := password_problem(password, login):
        raise Refused(problem)
    digest = hash_password(password)
    with database.write() as connection:
        if account_of(connection, login):
            raise Refused(f'tên đăng nhập "{login}" đã có người dùng; hãy chọn tên khác')
        code = slug(new.body)
        body = next((root for root in roots(connection) if root.code == code), None)
        if body is None:
            unit_id = ids.new()
            body = Unit(unit_id, unit_id, code, nfc(new.body), "co-quan", None, f"/{unit_id}/")
            add_unit(connection, body)
        account = Account(
            ids.new(), body.tenant_id, login, nfc(new.name), new.email, digest, True, "vi", True, True, secret())
        add_account(connection, account)
        record(connection, Act("create_administrator", now, subject=account.id))
    return password
