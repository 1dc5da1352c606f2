"""Persons, their accounts and the positions they hold."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, or_, select, update

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


def login_key(login: str) -> str:
    """The form in which logins are kept and compared."""
    return login.strip().casefold()


def account_of(connection: Connection, login: str) -> Account | None:
    return _account(connection, select(*_COLUMNS).where(person.c.login == login_key(login)))


def account(connection: Connection, person_id: str) -> Account:
    """The account, its row locked until the transaction ends; raises NotFound."""
    found = _account(connection, select(*_COLUMNS).where(person.c.id == person_id).with_for_update())
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
    found = _account(connection, select(*_COLUMNS).where(person.c.id == person_id))
    return _viewer(connection, found, today) if found and found.session_key == session_key else None


def viewer_of_person(connection: Connection, person_id: str, today: date) -> Viewer | None:
    """The same for a person in whose name the program itself acts: commands on the server, demonstrations."""
    found = _account(connection, select(*_COLUMNS).where(person.c.id == person_id))
    return _viewer(connection, found, today) if found else None


def _viewer(connection: Connection, found: Account, today: date) -> Viewer | None:
    if not found.active:
        return None
    held = tuple(_held(row) for row in connection.execute(_positions(found.id, today)))
    return Viewer(found.id, found.name, found.login, found.tenant_id, held, found.administrator, found.language)


def _positions(person_id: str, today: date) -> Select[Any]:
    begun = or_(position.c.valid_from.is_(None), position.c.valid_from <= today)
    not_ended = or_(position.c.valid_to.is_(None), position.c.valid_to >= today)
    return (
        select(position.c.id, unit.c.id.label("unit_id"), unit.c.name.label("unit_name"), unit.c.path, position.c.role,
               position.c.title)
        .join(unit, unit.c.id == position.c.unit_id)
        .where(position.c.person_id == person_id, begun, not_ended).order_by(position.c.id)
    )


def _held(row: Row[Any]) -> Held:
    return Held(row.id, row.unit_id, row.unit_name, row.path, row.role, row.title)


def _account(connection: Connection, query: Select[Any]) -> Account | None:
    row = connection.execute(query).one_or_none()
    return Account(*row) if row else None
