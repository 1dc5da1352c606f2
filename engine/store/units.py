"""Units of the organisation: a tree for each tenant, in time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select, update

from engine.store.prepared import Prepared, PreparedList, inserting
from engine.store.tables import unit
from engine.store.valid_on import valid_on
from engine.work.context import UnitValue
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
    style: str = "state"
    place: str | None = None


_COLUMNS = tuple(unit.c[name] for name in Unit.__slots__)
VALUE = (unit.c.id, unit.c.code, unit.c.name, unit.c.kind, unit.c.path, unit.c.style, unit.c.place)
_GET = Prepared(select(*VALUE).where(unit.c.id == bindparam("unit_id")))
_TREE_OF = Prepared(select(*VALUE).where(unit.c.tenant_id == bindparam("tenant")))
_OF_TENANT = Prepared(select(*VALUE).where(
    unit.c.tenant_id == bindparam("tenant"), valid_on(unit)).order_by(unit.c.code))
_OF_IDS = PreparedList(lambda ids: select(*VALUE).where(unit.c.id.in_(ids)))
_ADD = Prepared(inserting(unit))
_IDS_OF = PreparedList(lambda codes: select(unit.c.code, unit.c.id).where(
    unit.c.tenant_id == bindparam("tenant"), unit.c.code.in_(codes)))


def roots(connection: Connection) -> tuple[Unit, ...]:
    """The root of every tenant, by code."""
    rows = connection.execute(select(*_COLUMNS).where(unit.c.parent_id.is_(None)).order_by(unit.c.code))
    return tuple(Unit(*row) for row in rows)


def units_of(connection: Connection, tenant_id: str) -> tuple[Unit, ...]:
    """All units of the tenant, of all times, parents before children."""
    rows = connection.execute(select(*_COLUMNS).where(unit.c.tenant_id == tenant_id).order_by(unit.c.path))
    return tuple(Unit(*row) for row in rows)


def get(connection: Connection, unit_id: str) -> UnitValue:
    """Raises NotFound. For what the engine does by itself: ids that come from rows."""
    row = _GET.first(connection, unit_id=unit_id)
    if row is None:
        raise NotFound(f"không có đơn vị {unit_id}")
    return UnitValue(*row)


def of_tenant(connection: Connection, tenant_id: str, today: date) -> tuple[UnitValue, ...]:
    """The tenant's units that exist on that day, by code."""
    return tuple(UnitValue(*row) for row in _OF_TENANT.all(connection, tenant=tenant_id, today=today))


def tree_of(connection: Connection, tenant_id: str) -> dict[str, UnitValue]:
    """Id -> unit, of all times."""
    return {row[0]: UnitValue(*row) for row in _TREE_OF.all(connection, tenant=tenant_id)}


def of_ids(connection: Connection, ids: Iterable[str]) -> dict[str, UnitValue]:
    """Id -> unit."""
    return {row[0]: UnitValue(*row) for row in _OF_IDS.all(connection, sorted(set(ids)))}


def above_of(connection: Connection, tenant_id: str) -> dict[str, tuple[str, ...]]:
    """Id -> codes of the units over it, from the root down."""
    tree = tree_of(connection, tenant_id)
    return {one.id: tuple(tree[above].code for above in one.line[:-1] if above in tree)
            for one in tree.values()}


def ids_of(connection: Connection, tenant_id: str, codes: Iterable[str]) -> Mapping[str, str]:
    """Code -> id of those that the tenant has."""
    return dict(_IDS_OF.all(connection, sorted(codes), tenant=tenant_id))


def add_unit(connection: Connection, new: Unit) -> None:
    _ADD.run(connection, **{name: getattr(new, name) for name in Unit.__slots__})


def save_unit(connection: Connection, changed: Unit) -> None:
    values = {name: getattr(changed, name) for name in Unit.__slots__}
    connection.execute(update(unit).where(unit.c.id == changed.id).values(values))
