"""Persons, their accounts and the positions they hold."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    bindparam,
    exists,
    func,
    literal,
    null,
    select,
    true,
    union_all,
    update,
)

from engine.store.prepared import Prepared, inserting
from engine.store.tables import absence, person, position, substitution, unit
from engine.store.valid_on import away_on, valid_on
from engine.work.people import Held, InsteadOf, NotFound, Viewer


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
_BY_ID, _LOCK = Prepared(_ONE), Prepared(_ONE.with_for_update(key_share=True))
_BY_LOGIN = Prepared(select(*_COLUMNS).where(person.c.login == bindparam("login")))
_ADD = Prepared(inserting(person))
_PLACE = (position.c.id.label("id"), unit.c.id.label("unit"), unit.c.name, unit.c.path, position.c.role,
          position.c.title, unit.c.style)
_STOOD_IN = exists(select(substitution.c.position_id).where(substitution.c.person_id == bindparam("person_id")))
_OWN = (
    select(literal(0).label("rank"), *_PLACE, null().label("of"), null().label("of_name"), null().label("manner"),
           select(func.max(absence.c.last_day)).where(absence.c.person_id == bindparam("person_id"), away_on())
           .scalar_subquery().label("until"), _STOOD_IN.label("stood_in"))
    .join(unit, unit.c.id == position.c.unit_id)
    .where(position.c.person_id == bindparam("person_id"), valid_on(position)))
_FOR_OTHERS = (
    select(literal(1), *_PLACE, person.c.id, person.c.name, substitution.c.manner, absence.c.last_day, true())
    .select_from(substitution).join(absence, absence.c.id == substitution.c.absence_id)
    .join(position, position.c.id == substitution.c.position_id).join(person, person.c.id == absence.c.person_id)
    .join(unit, unit.c.id == position.c.unit_id)
    .where(substitution.c.person_id == bindparam("person_id"), position.c.person_id == absence.c.person_id,
           away_on(), valid_on(position)))
_POSITIONS = Prepared(union_all(_OWN, _FOR_OTHERS).order_by("rank", "id"))
"""A person's own positions of the day, then those of absent people that the person holds meanwhile."""


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
    _ADD.run(connection, **{name: getattr(new, name) for name in Account.__slots__})


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
    rows = _POSITIONS.all(connection, person_id=found.id, today=today)
    own = tuple(Held(*row[1:8]) for row in rows if not row[0])
    held = (*own, *(_held_meanwhile(row, own) for row in rows if row[0]))
    away_until = next((row[11] for row in rows if not row[0]), None)
    return Viewer(found.id, found.name, found.login, found.tenant_id, held, found.administrator, found.language,
                  away_until, any(row[12] for row in rows))


def _held_meanwhile(row: tuple[Any, ...], own: tuple[Held, ...]) -> Held:
    """The position of an absent person; the substitute's title is the one held in the same unit, else the first."""
    titles = [held.title for held in own if held.unit_id == row[2]] or [held.title for held in own]
    away = InsteadOf(row[8], row[9], row[10], row[11], titles[0] if titles else "")
    return replace(Held(*row[1:8]), instead_of=away)


def _account(row: tuple[Any, ...] | None) -> Account | None:
    return Account(*row) if row else None
