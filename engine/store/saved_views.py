"""Saved views as rows."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, or_, select, update

from engine.store.tables import person, saved_view, unit
from engine.work.people import Viewer
from engine.work.saved_view import MOST, SavedView

_COLUMNS = tuple(saved_view.c[name] for name in ("id", "owner_id", "unit_id", "name", "colour", "query"))


def seen_by(connection: Connection, viewer: Viewer) -> list[SavedView]:
    """The viewer's own and those shared with a unit in which the viewer holds a position, by name."""
    units = sorted(viewer.unit_ids())
    rows = connection.execute(
        select(*_COLUMNS, person.c.name.label("owner"), unit.c.name.label("unit"))
        .join(person, person.c.id == saved_view.c.owner_id).outerjoin(unit, unit.c.id == saved_view.c.unit_id)
        .where(person.c.tenant_id == viewer.tenant_id,
               or_(saved_view.c.owner_id == viewer.person_id, saved_view.c.unit_id.in_(units)))
        .order_by(saved_view.c.name, saved_view.c.id).limit(2 * MOST)).all()
    return [SavedView(*row[:6], row[6], row[7] or "") for row in rows]


def own(connection: Connection, viewer: Viewer, view_id: str) -> SavedView | None:
    """The view if it is the viewer's own."""
    row = connection.execute(select(*_COLUMNS).where(
        saved_view.c.id == view_id, saved_view.c.owner_id == viewer.person_id)).one_or_none()
    return SavedView(*row) if row else None


def names_of(connection: Connection, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """(id, name) of the viewer's own."""
    rows = connection.execute(select(saved_view.c.id, saved_view.c.name).where(
        saved_view.c.owner_id == viewer.person_id)).all()
    return [(row[0], row[1]) for row in rows]


def put(connection: Connection, new: SavedView) -> None:
    """Add the view, or change the one of that id."""
    row = {name: getattr(new, name) for name in ("owner_id", "unit_id", "name", "colour", "query")}
    changed = connection.execute(update(saved_view).where(saved_view.c.id == new.id).values(**row)).rowcount
    if not changed:
        connection.execute(insert(saved_view).values(id=new.id, **row))


def drop(connection: Connection, viewer: Viewer, view_id: str) -> bool:
    """False when the viewer has no view of that id."""
    return connection.execute(delete(saved_view).where(
        saved_view.c.id == view_id, saved_view.c.owner_id == viewer.person_id)).rowcount == 1
