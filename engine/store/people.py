"""Persons, their accounts and the positions they hold."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from engine.store.prepared import Prepared
from engine.store.tables import person, position, unit
from engine.work.people import Held, NotFound, Viewer


@dataclass(frozen=True, slots=True)
class Account:
    """A person as the sign-in sees one. `session_key` stands in every session; another key ends them all."""

    id: str
    tenant_id: str
    login: str
    name: str
    email: str | None
    password_hash: str | None
    must_change: bool
    language: str
    active: bool
    administrator: bool
    session_key: str


_COLUMNS = tuple(person.c[name] for name in Account.__slots__)


_ONE = select(*_COLUMNS).where(person.c.id == bindparam("person_id"))
_BY_ID, _LOCK = Prepared(_ONE), Prepared(_ONE.with_for_update())
_BY_LOGIN = Prepared(select(*_COLUMNS).where(person.c.login == bindparam("login")))
_POSITIONS = Prepared(
    select(position.c.id, unit.c.id, unit.c.name, unit.c.path, position.c.role, position.c.title)
    .join(unit, unit.c.id == position.c.unit_id)
    .where(position.c.person_id == bindparam("person_id"),
           or_(position.c.valid_from.is_(None), position.c.valid_from <= bindparam("today")),
           or_(position.c.valid_to.is_(None), position.c.valid_to >= bindparam("today")))
    .order_by(position.c.id))


def login_key(login: str) -> str:
    """The form in which logins are kept and compared."""
    return login.strip().casefold()


def account_of(connection: Connection, login: str) -> Account | None:
    return _account(_BY_LOGIN.first(connection, login=login_key(login)))


def account(connection: Connection, person_id: str) -> Account:
    """The account, its row locked until the transaction ends; raises NotFound."""
    found = _account(_LOCK.first(connection, person_id=person_id))
    if found is None:
        raise NotFound(f"không có tài khoản {person_id}")
    return found


def add_account(connection: Connection, new: Account) -> None:
    connection.execute(insert(person).values({name: getattr(new, name) for name in Account.__slots__}))


def save_account(connection: Connection, changed: Account) -> None:
    values = {name: getattr(changed, name) for name in Account.__slots__}
    connection.execute(update(person).where(person.c.id == changed.id).values(values))


def viewer_of(connection: Connection, person_id: str, session_key: str, today: date) -> Viewer | None:
    """The person with the positions held today; None when the session's key is no longer theirs."""
    found = _account(_BY_ID.first(connection, person_id=person_id))
    return _viewer(connection, found, today) if found and found.session_key == session_key else None


def viewer_of_person(connection: Connection, person_id: str, today: date) -> Viewer | None:
    """The same for a person in whose name the program itself acts: commands on the server, demonstrations."""
    found = _account(_BY_ID.first(connection, person_id=person_id))
    return _viewer(connection, found, today) if found else None


def _viewer(connection: Connection, found: Account, today: date) -> Viewer | None:
    if not found.active:
        return None
    held = tuple(Held(*row) for row in _POSITIONS.all(connection, person_id=found.id, today=today))
    return Viewer(found.id, found.name, found.login, found.tenant_id, held, found.administrator, found.language)


def _account(row: tuple[Any, ...] | None) -> Account | None:
    return Account(*row) if row else None
