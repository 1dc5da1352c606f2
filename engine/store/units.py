"""Units of the organisation: a tree for each tenant, in time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select, update

from engine.store.tables import unit
from engine.work.people import NotFound


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `path` is "/root/…/own/", so that a subtree is a prefix; a root's tenant is its own id."""

    id: str
    tenant_id: str
    code: str
    name: str
    kind: str
    parent_id: str | None
    path: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = None


_COLUMNS = tuple(unit.c[name] for name in Unit.__slots__)


def roots(connection: Connection) -> tuple[Unit, ...]:
    """The root of every tenant, by code."""
    rows = connection.execute(select(*_COLUMNS).where(unit.c.parent_id.is_(None)).order_by(unit.c.code))
    return tuple(Unit(*row) for row in rows)


def units_of(connection: Connection, tenant_id: str) -> tuple[Unit, ...]:
    """All units of the tenant, of all times, parents before children."""
    rows = connection.execute(select(*_COLUMNS).where(unit.c.tenant_id == tenant_id).order_by(unit.c.path))
    return tuple(Unit(*row) for row in rows)


def unit_of(connection: Connection, tenant_id: str, unit_id: str) -> Unit:
    """Raises NotFound for a unit of another tenant as for one that does not exist."""
    mine = (unit.c.tenant_id == tenant_id, unit.c.id == unit_id)
    row = connection.execute(select(*_COLUMNS).where(*mine)).one_or_none()
    if row is None:
        raise NotFound("không thấy đơn vị này trong phạm vi của bạn; mở lại danh sách đơn vị")
    return Unit(*row)


def add_unit(connection: Connection, new: Unit) -> None:
    connection.execute(insert(unit).values({name: getattr(new, name) for name in Unit.__slots__}))


def save_unit(connection: Connection, changed: Unit) -> None:
    values = {name: getattr(changed, name) for name in Unit.__slots__}
    connection.execute(update(unit).where(unit.c.id == changed.id).values(values))
