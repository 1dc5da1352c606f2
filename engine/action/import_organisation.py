"""Bring units, people and positions of an organisation file into the tenant of its root."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from engine.action.settle_votes import settle_votes
from engine.base.clock import local_day
from engine.base.ids import IdSource, secret
from engine.plan.organisation import Organisation, PersonEntry, UnitEntry
from engine.store.audit import Act, record
from engine.store.database import Database
from engine.store.people import Account, account_of, add_account, save_account
from engine.store.positions import Position, add_positions, positions_in, save_position
from engine.store.units import Unit, add_unit, roots, save_unit, units_of
from engine.work.people import Conflict

_Key = tuple[str, str, str, date | None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: the tenant and how many units, people and positions are new."""

    tenant_id: str
    units: int
    people: int
    positions: int


def import_organisation(database: Database, ids: IdSource, organisation: Organisation, now: datetime) -> Imported:
    """Units are found by code, people by login: what is there changes, what is missing in the file stays as it is.

    The positions of a person in the file are those of the file; others ended yesterday. New people have no password.
    Raises Conflict when a login belongs to another tenant.
    """
    with database.write() as connection:
        there = next((root.tenant_id for root in roots(connection) if root.code == organisation.root().code), None)
        before = units_of(connection, there) if there else ()
        units = _units(connection, ids, organisation, {unit.code: unit for unit in before})
        tenant_id = units[organisation.root().code].tenant_id
        people = {entry.login: _person(connection, ids, tenant_id, entry) for entry in organisation.people}
        new_people = sum(new for _, new in people.values())
        accounts = {login: account for login, (account, _) in people.items()}
        listed = {account.id for account in accounts.values()}
        held = {_key(p): p for p in positions_in(connection, tenant_id, local_day(now)) if p.person_id in listed}
        positions = _hold(connection, ids, _wanted(organisation, accounts, units), held, local_day(now))
        imported = Imported(tenant_id, len(units) - len(before), new_people, positions)
        record(connection, Act("import_organisation", now, subject=tenant_id, detail={
            "units": imported.units, "people": new_people, "positions": positions}))
        closed = [account.id for account in accounts.values() if not account.active]
    if closed:
        settle_votes(database, ids, closed, now)
    return imported


def _units(
        connection: Connection, ids: IdSource, organisation: Organisation, before: dict[str, Unit]) -> dict[str, Unit]:
    """Code -> unit, those that are not in the file included; a unit that moved takes its subtree along."""
    entries = {entry.code: entry for entry in organisation.units}
    numbers = {code: unit.id for code, unit in before.items()}
    for code in entries:
        numbers.setdefault(code, ids.new())
    tenant_id = numbers[organisation.root().code]
    parents = {numbers[code]: unit.parent_id for code, unit in before.items()}
    parents |= {numbers[e.code]: numbers[e.parent] if e.parent else None for e in entries.values()}
    after = {code: replace(unit, path=_path(unit.id, parents)) for code, unit in before.items()}
    after |= {code: replace(_unit(entry, numbers, tenant_id, parents),
                            style="party" if entry.kind in organisation.party else "state")
              for code, entry in entries.items()}
    for unit in sorted(after.values(), key=lambda unit: unit.path.count("/")):
        if unit.code not in before:
            add_unit(connection, replace(unit, successor_id=None))
    for unit in after.values():
        if unit != before.get(unit.code) and (unit.code in before or unit.successor_id):
            save_unit(connection, unit)
    return after


def _path(unit_id: str, parents: dict[str, str | None]) -> str:
    above = parents[unit_id]
    return f"{_path(above, parents) if above else '/'}{unit_id}/"


def _unit(entry: UnitEntry, numbers: dict[str, str], tenant_id: str, parents: dict[str, str | None]) -> Unit:
    own = numbers[entry.code]
    successor = numbers[entry.successor] if entry.successor else None
    return Unit(own, tenant_id, entry.code, entry.name, entry.kind, parents[own], _path(own, parents), entry.valid_from,
                entry.valid_to, successor, place=entry.place)


def _person(connection: Connection, ids: IdSource, tenant_id: str, entry: PersonEntry) -> tuple[Account, bool]:
    """The account, and whether it is new."""
    found = account_of(connection, entry.login)
    if found is None:
        new = Account(ids.new(), tenant_id, entry.login, entry.name, entry.email, None, True, "vi", entry.active,
                      entry.administrator, secret())
        add_account(connection, new)
        return new, True
    if found.tenant_id != tenant_id:
        raise Conflict(f'tài khoản "{entry.login}" thuộc một tổ chức khác trong kheo; hãy đặt tên khác')
    changed = replace(found, name=entry.name, email=entry.email, active=entry.active, administrator=entry.administrator)
    if changed != found:
        save_account(connection, changed)
    return changed, False


def _wanted(organisation: Organisation, accounts: dict[str, Account], units: dict[str, Unit]) -> list[Position]:
    """The positions of the file, without ids."""
    return [
        Position("", accounts[person.login].id, units[held.unit].id, held.role,
                 held.title or organisation.roles[held.role], held.valid_from, held.valid_to)
        for person in organisation.people for held in person.positions
    ]


def _hold(
        connection: Connection, ids: IdSource, wanted: list[Position], held: dict[_Key, Position], today: date) -> int:
    """How many are new; what is held and not wanted ends yesterday."""
    new = [replace(position, id=ids.new()) for position in wanted if _key(position) not in held]
    add_positions(connection, new)
    by_key = {_key(position): position for position in wanted}
    for key, position in held.items():
        ended = replace(position, valid_to=today - timedelta(days=1))
        changed = replace(by_key[key], id=position.id) if key in by_key else ended
        if changed != position:
            save_position(connection, changed)
    return len(new)


def _key(position: Position) -> _Key:
    return position.person_id, position.unit_id, position.role, position.valid_from
